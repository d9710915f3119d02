import { distance } from "fastest-levenshtein";
import type { WordWeight } from "./word-weights.ts";

/** Two words less alike than this are two words. */
const ALIKE = 0.75;

/** Compares words, and remembers: the words of a chain's rows come again and again. */
export type WordLikeness = (a: string, b: string) => number;

/** A fresh memory of word comparisons. Words with digits are equal or not: `12` is no misspelling of `21`. */
export function createWordLikeness(): WordLikeness {
	const known = new Map<string, Map<string, number>>();
	return (a, b) => {
		if (a === b) return 1;
		const length = Math.max(a.length, b.length);
		if (length < 3 || Math.min(a.length, b.length) / length < ALIKE) return 0;
		const of_a = known.get(a) ?? new Map<string, number>();
		if (of_a.size === 0) known.set(a, of_a);
		let likeness = of_a.get(b);
		if (likeness === undefined) {
			const share = /\d/u.test(a) || /\d/u.test(b) ? 0 : 1 - distance(a, b) / length;
			likeness = share >= ALIKE ? share : 0;
			of_a.set(b, likeness);
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
	const best_a: number[] = new Array(a.length).fill(0);
	const best_b: number[] = new Array(b.length).fill(0);
	for (let in_a = 0; in_a < a.length; in_a++) {
		for (let in_b = 0; in_b < b.length; in_b++) {
			const likeness = alike(a[in_a]!, b[in_b]!);
			if (likeness > best_a[in_a]!) best_a[in_a] = likeness;
			if (likeness > best_b[in_b]!) best_b[in_b] = likeness;
		}
	}
	const [from_a, from_b] = [cover(a, b, best_a, weight), cover(b, a, best_b, weight)];
	const total = from_a.total + from_b.total;
	const similarity = total === 0 ? 0 : (from_a.found + from_b.found) / total;
	return numbersClash(a, b) ? Math.min(similarity, 0.45) : similarity;
}

/** `best`: for each word how alike its like on the other side is. */
function cover(
	words: readonly string[],
	others: readonly string[],
	best: readonly number[],
	weight: WordWeight,
): { found: number; total: number } {
	let found = 0;
	let total = 0;
	for (let index = 0; index < words.length; index++) {
		const heavy = weight(words[index]!);
		const likeness = best[index]!;
		found += heavy * (likeness < 1 && isJoined(words, index, others) ? 1 : likeness);
		total += heavy;
	}
	return { found, total };
}

/** The word is two neighbours of the other side written together, or one half of what stands together there. */
function isJoined(words: readonly string[], index: number, others: readonly string[]): boolean {
	const [before, word, after] = [words[index - 1], words[index]!, words[index + 1]];
	for (let at = 0; at < others.length; at++) {
		const other = others[at]!;
		if (before !== undefined && isTogether(other, before, word)) return true;
		if (after !== undefined && isTogether(other, word, after)) return true;
		if (at > 0 && isTogether(word, others[at - 1]!, other)) return true;
	}
	return false;
}

/** `whole === first + second`, without making that text: it is asked a million times of two long lists. */
function isTogether(whole: string, first: string, second: string): boolean {
	return whole.length === first.length + second.length && whole.startsWith(first) && whole.endsWith(second);
}

function numbersClash(a: readonly string[], b: readonly string[]): boolean {
	const in_a = a.filter(isNumber);
	return in_a.length > 0 && b.some(isNumber) && !in_a.some((number) => b.includes(number));
}

function isNumber(word: string): boolean {
	for (let at = 0; at < word.length; at++) {
		const code = word.charCodeAt(at);
		if (code < 48 || code > 57) return false;
	}
	return word !== "";
}
