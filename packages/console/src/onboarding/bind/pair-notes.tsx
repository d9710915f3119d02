import type { BindFact } from "@ticketrail/contract";
import type { ReactNode } from "react";
import { Icon } from "../../look/icon.tsx";
import { When } from "../../parts/when.tsx";
import { useText } from "../../text/text.tsx";
import type { Candidate, ProposedRow } from "./open-proposal.ts";

/** What the matcher says and why; what is in the way; what flows through the link that there is. */
export function PairNotes(props: {
	row: ProposedRow;
	candidate: Candidate | undefined;
	facts: readonly BindFact[] | undefined;
	needs_reason: boolean;
	dsp_name: string;
}): ReactNode {
	const { row, candidate, facts, needs_reason, dsp_name } = props;
	const { t, count } = useText();
	const list = new Intl.ListFormat("en");
	const differing = facts?.filter(({ kind, verdict }) => kind === "hard" && verdict === "differ") ?? [];
	return (
		<div className="flex flex-col gap-1.5 px-4 py-3">
			{candidate !== undefined && (
				<p className="flex flex-wrap items-center gap-x-2">
					<span
						className={`chip ${candidate.verdict === "suggested" ? "bg-info-soft text-info" : "bg-sunken text-quiet"}`}
					>
						{t(`bind.candidate.${candidate.verdict}`)}
					</span>
					<span className="text-quiet">
						{candidate.reasons
							.slice(0, 2)
							.map(({ text: reason }) => reason)
							.join(" ")}
					</span>
				</p>
			)}
			{differing.length > 0 && (
				<p className="flex items-start gap-2 font-medium text-bad">
					<Icon name="bang" className="mt-1 size-4" />
					{t("bind.hard_differ", {
						facts: list.format(differing.map(({ fact, dsp, pos }) => `${t(`bind.fact.${fact}`)}: ${dsp} / ${pos}`)),
					})}
					{needs_reason && ` ${t("bind.needs_reason")}`}
				</p>
			)}
			{row.taken_elsewhere && (
				<p className="flex items-center gap-2 text-bad">
					<Icon name="slash" />
					{t("bind.taken", { name: dsp_name })}
				</p>
			)}
			{row.existing !== undefined && (
				<p className="flex flex-wrap items-center gap-x-2 text-quiet">
					<Icon name="link" />
					{t("bind.existing", { location: row.existing.location_name })}
					{row.existing.last_order_at !== undefined && (
						<span>
							{t("bind.last_order")} <When at={row.existing.last_order_at} as="ago" />.
						</span>
					)}
					{row.existing.orders_in_flight > 0 && <span>{count("bind.in_flight", row.existing.orders_in_flight)}</span>}
				</p>
			)}
		</div>
	);
}
