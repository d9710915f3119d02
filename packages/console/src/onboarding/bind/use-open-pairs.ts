import { useMemo } from "react";
import { missingOf, pairOf } from "./decisions.ts";
import type { Proposal } from "./open-proposal.ts";
import type { BindState } from "./use-bind.ts";

/** Ids of stores that were said to be the same as a location but lack something that has to be typed. */
export function useOpenPairs(proposal: Proposal, bind: BindState, shared: ReadonlyMap<string, number>): string[] {
	const { decisions, chosen, differing } = bind;
	return useMemo(
		() =>
			Object.values(decisions)
				.filter((decision) => {
					const { dsp_provider_id, location_id = "" } = decision;
					const row = proposal.row_of.get(dsp_provider_id);
					const candidate = row === undefined ? undefined : pairOf(row, chosen[dsp_provider_id]).candidate;
					const needs_reason =
						candidate === undefined
							? differing.has(`${dsp_provider_id} ${location_id}`)
							: candidate.needs.includes("reason");
					return missingOf(decision, needs_reason, shared.get(location_id) ?? 0).length > 0;
				})
				.map(({ dsp_provider_id }) => dsp_provider_id),
		[proposal.row_of, decisions, chosen, differing, shared],
	);
}
