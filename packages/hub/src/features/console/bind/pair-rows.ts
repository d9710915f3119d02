import type { BindCandidate, BindDecision, BindLocation, BindRow, BindStore } from "@ticketrail/contract";
import { createMatcher, type LikelyStore, type MatchInput } from "@ticketrail/store-matcher";

/** Everything that the rows of a proposal are made of, as plain values. */
export interface PairInput {
	match: MatchInput;
	stores: BindStore[];
	locations: BindLocation[];
	/** by store id: its link in force */
	existing: ReadonlyMap<string, NonNullable<BindRow["existing"]>>;
	/** stores that another organisation has */
	taken: ReadonlySet<string>;
	/** by store id */
	decisions: ReadonlyMap<string, BindDecision>;
}

/**
 * The rows of a proposal: undecided first, then suggested ones, then the rest. `is_long`: a row carries only the candidate that
 * its store is held against first, and the others by their ids; of thousands of stores each few are looked at.
 */
export function pairRows(input: PairInput, is_long: boolean): BindRow[] {
	const matcher = createMatcher(input.match);
	const location_of = new Map(input.locations.map((location) => [location.location_id, location]));
	const store_of = new Map(input.stores.map((store) => [store.dsp_provider_id, store]));
	const candidateOf = (location_id: string, store_id: string): BindCandidate[] => {
		const [location, pair] = [location_of.get(location_id), matcher.pair(location_id, store_id)];
		if (location === undefined || pair === undefined) return [];
		const { verdict, facts, reasons, needs } = pair;
		return [{ location, verdict, facts, reasons, needs }];
	};
	const rows = matcher.likely().flatMap((likely): BindRow[] => {
		const { dsp_id, pos_ids, proposal } = likely;
		const store = store_of.get(dsp_id);
		if (store === undefined) return [];
		const existing = input.existing.get(dsp_id);
		const decision = input.decisions.get(dsp_id);
		const whole = is_long ? firstOf(likely, existing?.location_id ?? proposal) : pos_ids;
		const others = pos_ids.filter((id) => !whole.includes(id));
		return [
			{
				store,
				...(existing && { existing }),
				taken_elsewhere: input.taken.has(dsp_id),
				candidates: whole.flatMap((pos_id) => candidateOf(pos_id, dsp_id)),
				...(others.length > 0 && { others }),
				...(proposal && { proposal }),
				...(decision && { decision }),
			},
		];
	});
	return rows.sort((a, b) => rank(a) - rank(b));
}

function firstOf({ pos_ids }: LikelyStore, shown: string | undefined): readonly string[] {
	return shown !== undefined && pos_ids.includes(shown) ? [shown] : pos_ids.slice(0, 1);
}

/** Undecided first, then suggested ones, then what is linked or out of reach. */
function rank(row: BindRow): number {
	if (row.existing !== undefined || row.taken_elsewhere) return 3;
	if (row.decision !== undefined) return 2;
	return row.candidates[0]?.verdict === "suggested" ? 1 : 0;
}
