import { assign, type Weighted } from "./assign.ts";
import { comparePair, scorePair } from "./compare-pair.ts";
import type { Fact } from "./fact.ts";
import { type Judgement, judgePair } from "./judge-pair.ts";
import { findLikelyPairs } from "./likely-pairs.ts";
import { indexLinks, type Link } from "./links.ts";
import { createWordLikeness } from "./name-similarity.ts";
import { createProfiler } from "./profile.ts";
import type { Store } from "./store.ts";
import { weighWords } from "./word-weights.ts";

/** Candidates below this score are not listed. */
const CANDIDATE_MIN = 0.4;
const CANDIDATES_MAX = 10;

/** What is matched: the POS locations of an organisation, the stores that one DSP lists, and the links of that DSP in force. */
export interface MatchInput {
	pos: readonly Store[];
	dsp: readonly Store[];
	links?: readonly Link[];
}

/** A POS location beside a DSP store: the facts, the verdict and why. */
export interface PairMatch extends Judgement {
	pos_id: string;
	dsp_id: string;
	facts: Fact[];
	/** 0 to 1; orders candidates, and is not for people */
	score: number;
}

/** A DSP store with its likely locations, best first. Nothing is chosen by being first. */
export interface StoreMatch {
	dsp_id: string;
	/** the location that has the store already */
	linked_to: string | undefined;
	candidates: PairMatch[];
	/** the location in the best one-to-one assignment of all; a suggestion of what to look at first, no answer */
	proposal: string | undefined;
}

/** A DSP store with the ids of its likely locations, best first; `pair` tells the rest of each. */
export interface LikelyStore {
	dsp_id: string;
	linked_to: string | undefined;
	pos_ids: string[];
	/** as in `StoreMatch` */
	proposal: string | undefined;
}

/** Compares the rows of one organisation; words that all of its rows carry weigh little. */
export interface Matcher {
	/**
	 * One pair, also an unlikely one. Undefined: one of the ids is in no list. `coming`: stores that the location is about to get
	 * besides, in the same request.
	 */
	pair(pos_id: string, dsp_id: string, coming?: readonly string[]): PairMatch | undefined;
	/** Every DSP store with its candidates. */
	stores(): StoreMatch[];
	/** The same without their facts, which are most of the work and of the memory where lists are long. */
	likely(): LikelyStore[];
}

/** A matcher for these rows. Reads each row once; compares on demand. */
export function createMatcher({ pos, dsp, links = [] }: MatchInput): Matcher {
	const profile = createProfiler();
	const [locations, stores] = [pos.map(profile), dsp.map(profile)];
	const weight = weighWords(
		locations.map(({ name }) => name),
		stores.map(({ name }) => name),
	);
	const alike = createWordLikeness();
	const likely = findLikelyPairs(locations, stores);
	const linked = indexLinks(links);
	const pos_rows = new Map(pos.map(({ id }, row) => [id, row]));
	const dsp_rows = new Map(dsp.map(({ id }, row) => [id, row]));
	const by_store = new Map<number, Map<number, number>>();
	const by_location = new Map<number, Map<number, number>>();

	const compare = (location: number, store: number) => comparePair(locations[location]!, stores[store]!, weight, alike);
	const scoreOf = (location: number, store: number) => scorePair(locations[location]!, stores[store]!, weight, alike);
	const scoresOfStore = (store: number) =>
		remember(by_store, store, () => likely.locationsFor(store).map((row) => [row, scoreOf(row, store)] as const));
	const scoresOfLocation = (location: number) =>
		remember(by_location, location, () =>
			likely
				.storesFor(location)
				.map((row) => [row, by_store.get(row)?.get(location) ?? scoreOf(location, row)] as const),
		);

	function pairOf(location: number, store: number, coming: readonly string[] = []): PairMatch {
		const compared = compare(location, store);
		const [pos_id, dsp_id] = [pos[location]!.id, dsp[store]!.id];
		const holder_id = linked.holderOf(dsp_id);
		const judged = judgePair(compared, {
			rival_location: bestOther(scoresOfStore(store), location),
			rival_store: bestOther(scoresOfLocation(location), store),
			holder: holder_id == null || holder_id === pos_id ? nobodyOrElsewhere(holder_id) : nameOf(holder_id),
			other_stores: [...new Set([...linked.storesOf(pos_id), ...coming])].flatMap((id) =>
				id === dsp_id ? [] : storeLabel(id),
			),
		});
		return { pos_id, dsp_id, score: compared.score, facts: compared.facts, ...judged };
	}

	function nameOf(pos_id: string): { name: string } {
		return { name: pos[pos_rows.get(pos_id) ?? -1]?.name ?? pos_id };
	}

	function storeLabel(dsp_id: string): string {
		const name = dsp[dsp_rows.get(dsp_id) ?? -1]?.name;
		return name === undefined || name === dsp_id ? dsp_id : `${name} (${dsp_id})`;
	}

	function likelyStores(): LikelyStore[] {
		const weighted: Weighted[] = [];
		for (const row of stores.keys()) {
			for (const [column, score] of scoresOfStore(row)) {
				if (score >= CANDIDATE_MIN) weighted.push({ row, column, score });
			}
		}
		const assigned = assign(stores.length, locations.length, weighted);
		return dsp.map(({ id: dsp_id }, store) => {
			const column = assigned.get(store);
			return {
				dsp_id,
				linked_to: linked.holderOf(dsp_id) ?? undefined,
				proposal: column === undefined ? undefined : pos[column]?.id,
				pos_ids: [...scoresOfStore(store)]
					.filter(([, score]) => score >= CANDIDATE_MIN)
					.sort(([a, score_a], [b, score_b]) => score_b - score_a || a - b)
					.slice(0, CANDIDATES_MAX)
					.map(([location]) => pos[location]!.id),
			};
		});
	}

	return {
		pair(pos_id, dsp_id, coming) {
			const [location, store] = [pos_rows.get(pos_id), dsp_rows.get(dsp_id)];
			return location === undefined || store === undefined ? undefined : pairOf(location, store, coming);
		},
		stores: () =>
			likelyStores().map(({ pos_ids, ...store }) => ({
				...store,
				candidates: pos_ids.map((pos_id) => pairOf(pos_rows.get(pos_id)!, dsp_rows.get(store.dsp_id)!)),
			})),
		likely: likelyStores,
	};
}

/** Undefined: free, or linked to this very location; null: linked in another organisation. */
function nobodyOrElsewhere(holder_id: string | null | undefined): null | undefined {
	return holder_id === null ? null : undefined;
}

function bestOther(scores: ReadonlyMap<number, number>, row: number): number {
	let best = 0;
	for (const [other, score] of scores) if (other !== row) best = Math.max(best, score);
	return best;
}

function remember(
	memory: Map<number, Map<number, number>>,
	row: number,
	make: () => (readonly [number, number])[],
): Map<number, number> {
	let known = memory.get(row);
	if (!known) {
		known = new Map(make());
		memory.set(row, known);
	}
	return known;
}
