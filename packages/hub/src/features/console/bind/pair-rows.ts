import type { BindCandidate, BindLocation, BindRow, BindStore } from "@ticketrail/contract";
import { createMatcher, type FactVerdict, type LikelyStore, type MatchInput } from "@ticketrail/store-matcher";

/** Everything that the rows of a proposal are made of, as plain values. */
export interface PairInput {
	match: MatchInput;
	stores: BindStore[];
	locations: BindLocation[];
	/** stores that another organisation has */
	taken: ReadonlySet<string>;
}

/**
 * The rows of a proposal: undecided first, then suggested ones, then the rest. `is_long`: a row carries only the candidate that
 * its store is held against first, and the others by their places; of thousands of stores each few are looked at.
 */
export function pairRows(input: PairInput, is_long: boolean): BindRow[] {
	const matcher = createMatcher(input.match);
	const place_of = new Map(input.locations.map(({ location_id }, place) => [location_id, place]));
	const store_of = new Map(input.stores.map((store) => [store.dsp_provider_id, store]));
	const linked = new Map((input.match.links ?? []).map(({ dsp_id, pos_id }) => [dsp_id, pos_id]));
	const candidateOf = (location_id: string, store_id: string): BindCandidate[] => {
		const pair = matcher.pair(location_id, store_id);
		if (pair === undefined) return [];
		const { verdict, facts, reasons, needs } = pair;
		const named = (wanted: FactVerdict) => facts.flatMap((row) => (row.verdict === wanted ? row.fact : []));
		const house = facts.find(({ fact }) => fact === "house_number");
		return [
			{
				...{ location_id, verdict, agree: named("agree"), differ: named("differ") },
				...{ house_numbers: { pos: house?.pos ?? "", dsp: house?.dsp ?? "" }, reasons, needs },
			},
		];
	};
	const rankOf = ({ store, taken_elsewhere, candidates }: BindRow): number =>
		linked.has(store.dsp_provider_id) || taken_elsewhere ? 2 : candidates[0]?.verdict === "suggested" ? 1 : 0;
	const rows = matcher.likely().flatMap((likely): BindRow[] => {
		const { dsp_id, pos_ids, proposal } = likely;
		const store = store_of.get(dsp_id);
		if (store === undefined) return [];
		const whole = is_long ? firstOf(likely, linked.get(dsp_id) ?? proposal) : pos_ids;
		const others = pos_ids.flatMap((id) => (whole.includes(id) ? [] : (place_of.get(id) ?? [])));
		return [
			{
				...{ store, taken_elsewhere: input.taken.has(dsp_id) },
				candidates: whole.flatMap((pos_id) => candidateOf(pos_id, dsp_id)),
				...(others.length > 0 && { others }),
				...(proposal && { proposal }),
			},
		];
	});
	return rows.sort((a, b) => rankOf(a) - rankOf(b));
}

function firstOf({ pos_ids }: LikelyStore, shown: string | undefined): readonly string[] {
	return shown !== undefined && pos_ids.includes(shown) ? [shown] : pos_ids.slice(0, 1);
}
