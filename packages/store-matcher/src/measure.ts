import type { Scene } from "./labelled/index.ts";
import { createMatcher, type PairMatch } from "./match-stores.ts";

/** How the matcher does on labelled rows. */
export interface Measured {
	scenes: number;
	/** every location beside every store, each labelled */
	pairs: number;
	/** DSP stores that have a location */
	true_pairs: number;
	suggested: number;
	wrong: { scene: string; pair: PairMatch }[];
	/** suggested although a hard fact differs */
	wrong_with_difference: number;
	/** true pairs that were not suggested */
	missed: { scene: string; pair: PairMatch }[];
	/** stores whose true location is the first candidate */
	first: number;
	precision: number;
	recall: number;
}

/** Match every scene, and count what was suggested against the truth. */
export function measure(scenes: readonly Scene[]): Measured {
	const counted = { scenes: scenes.length, pairs: 0, true_pairs: 0, suggested: 0, wrong_with_difference: 0, first: 0 };
	const wrong: Measured["wrong"] = [];
	const missed: Measured["missed"] = [];
	for (const { title, pos, dsp, truth } of scenes) {
		const matcher = createMatcher({ pos, dsp });
		counted.true_pairs += truth.size;
		for (const { dsp_id, candidates } of matcher.stores()) {
			if (truth.has(dsp_id) && candidates[0]?.pos_id === truth.get(dsp_id)) counted.first += 1;
		}
		for (const store of dsp) {
			for (const location of pos) {
				const pair = matcher.pair(location.id, store.id);
				if (!pair) continue;
				counted.pairs += 1;
				const is_true = truth.get(store.id) === location.id;
				if (pair.verdict === "suggested") {
					counted.suggested += 1;
					if (!is_true) wrong.push({ scene: title, pair });
					if (pair.facts.some((fact) => fact.kind === "hard" && fact.verdict === "differ"))
						counted.wrong_with_difference += 1;
				} else if (is_true) missed.push({ scene: title, pair });
			}
		}
	}
	const { suggested, true_pairs } = counted;
	const right = suggested - wrong.length;
	return { ...counted, wrong, missed, precision: suggested ? right / suggested : 1, recall: right / true_pairs };
}
