import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { MenuPlan, MenuRow, PublishMenuReply } from "@ticketrail/contract";
import { type ReactNode, useState } from "react";
import { useApi } from "../../api/api-context.tsx";
import { useWhyNot } from "../../frame/session.tsx";
import { useAnnouncer } from "../../parts/announcer.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNote } from "../../parts/error-note.tsx";
import { useText } from "../../text/text.tsx";
import { ChannelVersion } from "../menus/channel-version.tsx";
import { PlanResult } from "./plan-result.tsx";

/** One channel: what it has, what publishing would change there, and publishing just that. */
export function PlanCard({ path, channel }: { path: string; channel: MenuRow["channels"][number] }): ReactNode {
	const { t } = useText();
	const api = useApi();
	const whyNot = useWhyNot();
	const queries = useQueryClient();
	const { alert } = useAnnouncer();
	const [is_open, setOpen] = useState(false);
	const { dsp_provider_id, source } = channel;
	const plan = useQuery({
		queryKey: ["menu", path, "plan", source, dsp_provider_id],
		queryFn: ({ signal }) => api.get<MenuPlan>(`${path}/menu-plan`, { dsp_provider_id, source }, signal),
		enabled: is_open,
		staleTime: 0,
	});
	const publish = useMutation({
		mutationFn: (plan_hash: string) =>
			api.send<PublishMenuReply>("POST", `${path}/publish`, { body: { dsp_provider_id, source, plan_hash } }),
		onSuccess: () => {
			alert(t("menu.queued", { name: channel.name }));
			void queries.invalidateQueries({ queryKey: ["menu"] });
			void queries.invalidateQueries({ queryKey: ["menus"] });
		},
	});
	const why_not =
		whyNot("menu.publish") ??
		(plan.data === undefined ? t("menu.look_first") : plan.data.is_changed ? undefined : t("menu.nothing_new"));
	return (
		<section aria-label={channel.name} className="card p-5">
			<div className="flex flex-wrap items-center gap-x-4 gap-y-2">
				<h2 className="text-lg font-semibold">
					{channel.name} <code className="text-sm font-normal text-quiet">{dsp_provider_id}</code>
				</h2>
				<ChannelVersion channel={channel} is_named={false} />
				<span className="ms-auto flex flex-wrap gap-2">
					<Button icon="eye" aria-expanded={is_open} onClick={() => setOpen(!is_open)}>
						{t("menu.see_diff")}
					</Button>
					<Button
						look="primary"
						icon="send"
						why_not={why_not}
						onClick={() => plan.data !== undefined && !publish.isPending && publish.mutate(plan.data.plan_hash)}
					>
						{t("menu.publish")}
					</Button>
				</span>
			</div>
			{publish.isSuccess && (
				<p role="status" className="mt-3 rounded-control bg-good-soft px-3 py-2 text-good">
					{t("menu.queued", { name: channel.name })}
				</p>
			)}
			{publish.error !== null && (
				<div className="mt-3">
					<ErrorNote error={publish.error} onRetry={() => void plan.refetch()} />
				</div>
			)}
			{is_open && plan.error !== null && (
				<div className="mt-3">
					<ErrorNote error={plan.error} onRetry={() => void plan.refetch()} />
				</div>
			)}
			{is_open && plan.data !== undefined && <PlanResult plan={plan.data} />}
			{is_open && plan.isPending && <p className="mt-3 text-quiet">{t("part.loading")}…</p>}
		</section>
	);
}
