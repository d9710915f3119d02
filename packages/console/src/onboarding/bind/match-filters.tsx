import type { ReactNode } from "react";
import { Button } from "../../parts/button.tsx";
import { Choice } from "../../parts/choice.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { useText } from "../../text/text.tsx";
import { addressLine } from "../org-state/address-line.ts";
import { type Decisions, pairOf } from "./decisions.ts";
import type { ProposedRow } from "./open-proposal.ts";

export const MATCH_SHOWS = ["all", "undecided", "suggested", "decided", "changed"] as const;
/** Which stores are shown. */
export type MatchShow = (typeof MATCH_SHOWS)[number];

/** Whether a store is among those shown. */
export function showsRow(
	row: ProposedRow,
	show: MatchShow,
	text: string,
	decisions: Decisions,
	changed: readonly string[],
): boolean {
	const { store } = row;
	const is_decided = decisions[store.dsp_provider_id] !== undefined;
	if (show === "undecided" && is_decided) return false;
	if (show === "decided" && !is_decided) return false;
	if (show === "suggested" && (is_decided || pairOf(row, undefined).candidate?.verdict !== "suggested")) return false;
	if (show === "changed" && !changed.includes(store.dsp_provider_id)) return false;
	const wanted = text.trim().toLowerCase();
	if (wanted === "") return true;
	return [store.name, store.dsp_provider_id, addressLine(store.address) ?? ""].some((value) =>
		value.toLowerCase().includes(wanted),
	);
}

/** How far the work is, and which stores are shown. */
export function MatchFilters(props: {
	total: number;
	decided: number;
	links: number;
	show: MatchShow;
	text: string;
	onShow: (show: MatchShow) => void;
	onText: (text: string) => void;
	/** How many suggested pairs can be accepted at once. */
	acceptable: number;
	/** There are more than can be reviewed together. */
	has_more: boolean;
	onAcceptAll: () => void;
}): ReactNode {
	const { t, count } = useText();
	return (
		<div className="flex flex-wrap items-center gap-2">
			<p className="me-auto" role="status">
				<strong className="font-semibold">{t("bind.progress", { decided: props.decided, total: props.total })}</strong>
				<span className="text-quiet"> · {count("bind.to_link", props.links)}</span>
			</p>
			{props.acceptable > 0 && (
				<Button onClick={props.onAcceptAll}>
					{props.has_more
						? t("bind.accept_some", { count: props.acceptable })
						: count("bind.accept_all", props.acceptable)}
				</Button>
			)}
			<Choice
				label={t("bind.show")}
				value={props.show}
				onChange={(value) => props.onShow(value as MatchShow)}
				options={MATCH_SHOWS.map((value) => ({ value, text: t(`bind.show.${value}`) }))}
			/>
			<SearchField label={t("bind.search")} value={props.text} onChange={props.onText} className="w-full sm:w-56" />
		</div>
	);
}
