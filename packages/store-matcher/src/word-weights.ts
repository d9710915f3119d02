import { isGeneralWord } from "./name-words.ts";

const LEAST = 0.12;
/** A list shorter than this says nothing about which words are common in it. */
const LIST_MIN = 3;

/** How much a word of a name weighs. */
export type WordWeight = (word: string) => number;

/**
 * Inverse document frequency over an organisation's rows: a word that every location or every store carries (the chain's name)
 * weighs almost nothing, one that a single place carries weighs much. General words (`restaurant`, `street`) weigh a third.
 */
export function weighWords(pos: readonly (readonly string[])[], dsp: readonly (readonly string[])[]): WordWeight {
	const all = [...pos, ...dsp];
	const lists = [all, pos, dsp].filter((list, index) => list.length >= LIST_MIN || (index === 0 && list.length > 2));
	const shares = lists.map((list) => ({ rows: list.length, counts: countRows(list) }));
	const weigh: WordWeight = (word) => {
		const share = Math.max(0, ...shares.map(({ rows, counts }) => ((counts.get(word) ?? 0) - 0.5) / rows));
		const rarity = shares.length === 0 ? 1 : Math.max(LEAST, -Math.log(Math.max(share, 0.02)));
		return isGeneralWord(word) ? rarity / 3 : rarity;
	};
	const known = new Map<string, number>();
	return (word) => {
		const weight = known.get(word) ?? weigh(word);
		known.set(word, weight);
		return weight;
	};
}

function countRows(rows: readonly (readonly string[])[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const words of rows) for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
	return counts;
}
