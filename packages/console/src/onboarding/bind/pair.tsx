import { type ReactNode, useState } from "react";
import { Icon } from "../../look/icon.tsx";
import { useText } from "../../text/text.tsx";
import type { IntegrationRef } from "../onboarding-source.ts";
import { shortAddress } from "../org-state/address-line.ts";
import { likelyFirst, missingOf, pairOf } from "./decisions.ts";
import { FactTable } from "./fact-table.tsx";
import { LocationChooser } from "./location-chooser.tsx";
import type { Proposal, ProposedRow } from "./open-proposal.ts";
import { PairAnswer } from "./pair-answer.tsx";
import { factsOf } from "./pair-facts.ts";
import { PairHead } from "./pair-head.tsx";
import { PairNotes } from "./pair-notes.tsx";
import type { BindState } from "./use-bind.ts";
import { useChosenFacts } from "./use-chosen-facts.ts";

/** One DSP store against one location: both sides, the facts, and what the person says of them. */
export function Pair(props: {
	integration: IntegrationRef;
	proposal: Proposal;
	row: ProposedRow;
	index: number;
	bind: BindState;
	shared: ReadonlyMap<string, number>;
	is_changed: boolean;
}): ReactNode {
	const { integration, proposal, row, index, bind, shared, is_changed } = props;
	const { t } = useText();
	const [is_choosing, setChoosing] = useState(false);
	const { store } = row;
	const id = store.dsp_provider_id;
	const pair = pairOf(row, bind.chosen[id]);
	const chosen_facts = useChosenFacts(integration, proposal, store, pair.chosen_location_id, bind.noteDiffering);
	const location = pair.candidate?.location ?? proposal.location_of.get(pair.chosen_location_id ?? "");
	const facts = pair.candidate ? factsOf(pair.candidate, store, pair.candidate.location) : chosen_facts.facts;
	const needs_reason =
		pair.candidate === undefined ? chosen_facts.needs_reason : pair.candidate.needs.includes("reason");
	const decision = bind.decisions[id];
	const missing = missingOf(decision, needs_reason, shared.get(decision?.location_id ?? "") ?? 0);
	const pos_name = location?.source_name ?? t("org.type.pos");
	const legend = t("bind.legend", {
		dsp: proposal.name,
		store: store.name,
		address: shortAddress(store.address) ?? t("org.no_address"),
	});
	return (
		<fieldset
			data-pair={index}
			className={`card overflow-clip ${is_changed ? "border-warn!" : decision === undefined ? "" : "border-strong!"}`}
		>
			<legend className="sr-only">{legend}</legend>
			{is_changed && (
				<p className="flex items-center gap-2 bg-warn-soft px-4 py-1.5 text-warn">
					<Icon name="bang" />
					{t("bind.changed_here")}
				</p>
			)}
			<PairHead
				dsp_name={proposal.name}
				pos_name={pos_name}
				store={store}
				location={location}
				onChoose={() => setChoosing(true)}
			/>
			{location !== undefined && facts !== undefined && (
				<div className="px-4">
					<FactTable facts={facts} dsp_name={proposal.name} pos_name={pos_name} />
				</div>
			)}
			{chosen_facts.error !== null && <p className="px-4 py-2 text-bad">{t("bind.facts_failed")}</p>}
			<PairNotes
				row={row}
				candidate={pair.candidate}
				facts={facts}
				needs_reason={needs_reason}
				dsp_name={proposal.name}
			/>
			<PairAnswer
				row={row}
				location={location}
				bind={bind}
				missing={missing}
				needs_reason={needs_reason}
				shared={shared}
			/>
			{is_choosing && (
				<LocationChooser
					title={t("bind.choose_for", { store: store.name })}
					locations={likelyFirst(row, proposal.locations)}
					onClose={() => setChoosing(false)}
					onChoose={(location_id) => {
						bind.choose(id, location_id);
						setChoosing(false);
					}}
				/>
			)}
		</fieldset>
	);
}
