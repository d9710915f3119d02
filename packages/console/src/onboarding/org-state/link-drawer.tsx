import { useQuery } from "@tanstack/react-query";
import type { LinkDetail } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Facts } from "../../parts/facts.tsx";
import { IdText } from "../../parts/id-text.tsx";
import { Modal } from "../../parts/modal.tsx";
import { Region } from "../../parts/region.tsx";
import { SkeletonRows } from "../../parts/skeleton-rows.tsx";
import { StatusWord } from "../../parts/status-word.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { FactTable } from "../bind/fact-table.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";
import { LinkActions } from "./link-actions.tsx";
import { LinkFlow } from "./link-flow.tsx";
import { pauseIsOverIn } from "./pause-ends.ts";

/** One link beside the page: on what grounds it was made, by whom, and what has flowed through it. */
export function LinkDrawer({
	org_id,
	link_id,
	onClose,
}: {
	org_id: string;
	link_id: string;
	onClose: () => void;
}): ReactNode {
	const { t } = useText();
	const source = useOnboardingSource();
	const query = useQuery<LinkDetail>({
		queryKey: ["org", org_id, "link", link_id],
		queryFn: async ({ signal }) => {
			if (source.link === undefined) throw new Error("this source shows no links");
			return source.link(org_id, link_id, signal);
		},
		refetchInterval: ({ state }) => pauseIsOverIn([state.data?.link.paused_until], Date.now()),
	});
	const title =
		query.data === undefined
			? t("link.title")
			: t("link.title_of", { location: query.data.location.name, dsp: query.data.link.name });
	return (
		<Modal title={title} is_open place="side" onClose={onClose}>
			<Region query={query} label={t("link.title")} skeleton={<SkeletonRows rows={6} />}>
				{(detail) => (
					<div className="flex flex-col gap-6">
						<div className="flex flex-wrap gap-x-4">
							<StatusWord kind="link" value={detail.ended_at === undefined ? detail.link.state : "not_bound"} />
							<StatusWord kind="health" value={detail.link.health} />
						</div>
						{detail.link.health_reason !== undefined && (
							<p className="rounded-control bg-bad-soft px-3 py-2 text-bad">{detail.link.health_reason}</p>
						)}
						{detail.closed_by.map(
							(reason) =>
								reason !== "link" && (
									<p key={reason} className="rounded-control bg-warn-soft px-3 py-2 text-warn">
										{t(`link.closed_by.${reason}`, { location: detail.location.name, dsp: detail.link.name })}
									</p>
								),
						)}
						<LinkActions org_id={org_id} detail={detail} />
						<Facts
							rows={[
								[t("link.store"), detail.store.name],
								[t("link.store_id"), <IdText key="s" id={detail.store.dsp_provider_id} what={t("link.store_id")} />],
								[t("link.location"), detail.location.name],
								[
									t("org.column.pos_id"),
									<IdText key="p" id={detail.location.provider_id} what={t("org.column.pos_id")} />,
								],
								[t("link.brand"), detail.link.brand],
								[t("link.by"), detail.created_by],
								[
									t("link.at"),
									<When key="at" at={detail.created_at} as="full" zone={detail.location.timezone} with_zone />,
								],
								[t("link.reason"), detail.reason],
								[t("link.paused_by"), detail.paused_by],
								[
									t("link.paused_at"),
									detail.paused_at === undefined ? undefined : (
										<When key="paused" at={detail.paused_at} zone={detail.location.timezone} with_zone />
									),
								],
								[
									t("link.paused_until"),
									!detail.paused ? undefined : detail.paused_until === undefined ? (
										t("link.until_resumed")
									) : (
										<When key="until" at={detail.paused_until} zone={detail.location.timezone} with_zone />
									),
								],
							]}
						/>
						<FactTable
							facts={detail.facts}
							dsp_name={detail.link.name}
							pos_name={detail.location.source_name}
							is_stacked
						/>
						<LinkFlow org_id={org_id} detail={detail} />
					</div>
				)}
			</Region>
		</Modal>
	);
}
