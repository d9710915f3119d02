import type { IntegrationSummary, LinkCell, LocationStateRow } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { AppLink } from "../../navigation/app-link.tsx";
import { href } from "../../navigation/href.ts";
import { useNavigation } from "../../navigation/navigation.tsx";
import { StatusWord } from "../../parts/status-word.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import { useOnboardingSource } from "../onboarding-source.ts";

/** One DSP at one location: its links (several for virtual brands), or that there is none. */
export function DspCell({
	org_id,
	row,
	dsp,
}: {
	org_id: string;
	row: LocationStateRow;
	dsp: IntegrationSummary;
}): ReactNode {
	const { t } = useText();
	const links = row.dsps.filter(({ source }) => source === dsp.source);
	if (links.length === 0) {
		return (
			<span className="inline-flex flex-wrap items-center gap-x-2">
				<StatusWord kind="link" value="not_bound" />
				{dsp.status === "active" && (
					<AppLink
						href={href(["orgs", org_id, "link", dsp._id])}
						className="link inline-flex min-h-6 items-center text-sm"
					>
						{t("org.link")}
						<span className="sr-only">
							{" "}
							{row.name}, {dsp.name}
						</span>
					</AppLink>
				)}
			</span>
		);
	}
	return links.map((link) => <OneLink key={link._id} link={link} dsp={dsp} row={row} />);
}

function OneLink({ link, dsp, row }: { link: LinkCell; dsp: IntegrationSummary; row: LocationStateRow }): ReactNode {
	const { t } = useText();
	const source = useOnboardingSource();
	const { path, search } = useNavigation();
	const words = (
		<span className="inline-flex flex-wrap gap-x-3">
			<StatusWord kind="link" value={link.state} />
			{(link.health === "degraded" || link.health === "failing") && (
				<StatusWord kind="health" value={link.health} title={link.health_reason} />
			)}
		</span>
	);
	return (
		<div className="not-first:mt-1.5">
			<span className="inline-flex flex-wrap items-center gap-x-1.5">
				{source.link === undefined ? (
					words
				) : (
					<AppLink
						href={`${path}?${new URLSearchParams({ ...search, link: link._id })}`}
						className="inline-flex min-h-6 items-center hover:underline"
					>
						<span className="sr-only">
							{row.name}, {dsp.name},{" "}
						</span>
						{words}
					</AppLink>
				)}
				{link.state === "paused" && link.paused_until !== undefined && (
					<span className="text-sm text-quiet">
						{t("org.paused_until")} <When at={link.paused_until} zone={row.timezone} />
					</span>
				)}
			</span>
			<span className="block truncate text-sm text-quiet" title={link.dsp_store_name}>
				{link.brand ?? t("org.store")} <code>{link.dsp_provider_id}</code>
				{link.state === "awaiting_dsp" ? (
					<>
						{", "}
						<When at={link.since} as="ago" />
					</>
				) : (
					link.last_order_at !== undefined && (
						<>
							{" · "}
							<When at={link.last_order_at} as="ago" />
						</>
					)
				)}
			</span>
		</div>
	);
}
