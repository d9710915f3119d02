import type { BindDecision } from "@ticketrail/contract";
import { useCallback, useMemo, useState } from "react";
import { type Decisions, fromProposal } from "./decisions.ts";
import type { Proposal } from "./open-proposal.ts";

/** What the person has done so far on the Match step, and how they go on. */
export interface BindState {
	decisions: Decisions;
	/** Locations chosen by hand, by DSP store id. */
	chosen: Readonly<Record<string, string>>;
	/** Chosen pairs of which the hub says that a hard fact differs. */
	differing: ReadonlySet<string>;
	/** Grows with every change of a decision; 0: nothing was changed since the proposal came. */
	changes: number;
	decide(dsp_provider_id: string, decision: Omit<BindDecision, "dsp_provider_id"> | undefined): void;
	decideMany(decisions: readonly BindDecision[]): void;
	choose(dsp_provider_id: string, location_id: string): void;
	noteDiffering(dsp_provider_id: string, location_id: string, differs: boolean): void;
	/** Take other decisions over, such as those that somebody else has saved. */
	adopt(decisions: Decisions): void;
}

/** Holds the decisions on a proposal. */
export function useBind(proposal: Proposal): BindState {
	const [decisions, setDecisions] = useState<Decisions>(() => fromProposal(proposal));
	const [chosen, setChosen] = useState<Readonly<Record<string, string>>>(() =>
		Object.fromEntries(
			Object.values(fromProposal(proposal)).flatMap(({ dsp_provider_id, location_id }) =>
				location_id === undefined ? [] : [[dsp_provider_id, location_id]],
			),
		),
	);
	const [differing, setDiffering] = useState<ReadonlySet<string>>(new Set());
	const [changes, setChanges] = useState(0);

	const decide = useCallback<BindState["decide"]>((dsp_provider_id, decision) => {
		setChanges((before) => before + 1);
		setDecisions(({ [dsp_provider_id]: _before, ...others }) =>
			decision === undefined ? others : { ...others, [dsp_provider_id]: { dsp_provider_id, ...decision } },
		);
	}, []);
	const decideMany = useCallback<BindState["decideMany"]>((list) => {
		setChanges((before) => before + 1);
		setDecisions((before) => ({ ...before, ...Object.fromEntries(list.map((one) => [one.dsp_provider_id, one])) }));
	}, []);
	const choose = useCallback<BindState["choose"]>((dsp_provider_id, location_id) => {
		setChanges((before) => before + 1);
		setChosen((before) => ({ ...before, [dsp_provider_id]: location_id }));
		// another location is another question: what was said of the one before does not hold for it
		setDecisions(({ [dsp_provider_id]: _before, ...others }) => others);
	}, []);
	const noteDiffering = useCallback<BindState["noteDiffering"]>((dsp_provider_id, location_id, differs) => {
		const key = `${dsp_provider_id} ${location_id}`;
		setDiffering((before) => {
			if (before.has(key) === differs) return before;
			const after = new Set(before);
			if (differs) after.add(key);
			else after.delete(key);
			return after;
		});
	}, []);
	const adopt = useCallback<BindState["adopt"]>((theirs) => setDecisions(theirs), []);
	return useMemo(
		() => ({ decisions, chosen, differing, changes, decide, decideMany, choose, noteDiffering, adopt }),
		[decisions, chosen, differing, changes, decide, decideMany, choose, noteDiffering, adopt],
	);
}
