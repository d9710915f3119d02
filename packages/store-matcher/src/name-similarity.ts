import { distance } from "fastest-levenshtein";
import type { WordWeight } from "./word-weights.ts";

/** Two words less alike than this are two words. */
const ALIKE = 0.75;

/** Compares words, and remembers: the words of a chain's rows come again and again. */
export type WordLikeness = (a: string, b: string) => number;

/** A fresh memory of word comparisons. Words with digits are equal or not: `12` is no misspelling of `21`. */
export function createWordLikeness(): WordLikeness {
	const known = new Map<string, number>();
	return (a, b) => {
		if (a === b) return 1;
		const length = Math.max(a.length, b.length);
		if (length < 3 || Math.min(a.length, b.length) / length < ALIKE) return 0;
		if (/\d/u.test(a) || /\d/u.test(b)) return 0;
		const key = a < b ? `${a} ${b}` : `${b} ${a}`;
		let likeness = known.get(key);
		if (likeness === undefined) {
			const share = 1 - distance(a, b) / length;
			likeness = share >= ALIKE ? share : 0;
			known.set(key, likeness);
		}
		return likeness;
	};
}

/**
 * How alike two names are, 0 to 1: the weighted share of words that find their like on the other side, looked at from both. Words
 * written together on one side (`McDonalds`, `Mc Donalds`) are one. Names with numbers of which none is in both stay below one half.
 */
export function nameSimilarity(
	a: readonly string[],
	b: readonly string[],
	weight: WordWeight,
	alike: WordLikeness,
): number {
	if (a.length === 0 || b.length === 0) return 0;
	const [from_a, from_b] = [cover(a, b, weight, alike), cover(b, a, weight, alike)];
	const total = from_a.total + from_b.total;
	const similarity = total === 0 ? 0 : (from_a.found + from_b.found) / total;
	return numbersClash(a, b) ? Math.min(similarity, 0.45) : similarity;
}

function cover(
	words: readonly string[],
	others: readonly string[],
	weight: WordWeight,
	alike: WordLikeness,
): { found: number; total: number } {
	let found = 0;
	let total = 0;
	for (const [index, word] of words.entries()) {
		let best = 0;
		for (const other of others) best = Math.max(best, alike(word, other));
		if (best < 1 && isJoined(word, words, index, others)) best = 1;
		const heavy = weight(word);
		found += heavy * best;
		total += heavy;
	}
	return { found, total };
}

/** The word is two neighbours of the other side written together, or one half of what stands together there. */
function isJoined(word: string, words: readonly string[], index: number, others: readonly string[]): boolean {
	const [before, after] = [words[index - 1], words[index + 1]];
	if (before !== undefined && others.includes(before + word)) return true;
	if (after !== undefined && others.includes(word + after)) return true;
	return others.some((other, at) => at > 0 && `${others[at - 1]}${other}` === word);
}

function numbersClash(a: readonly string[], b: readonly string[]): boolean {
	const [in_a, in_b] = [a, b].map((words) => words.filter((word) => /^\d+$/u.test(word)));
	if (!in_a?.length || !in_b?.length) return false;
	return !in_a.some((number) => in_b.includes(number));
}
