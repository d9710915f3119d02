import { type Fact, type FactName, type FactVerdict, isHard } from "./fact.ts";
import { sameHouse } from "./house-number.ts";
import { nameSimilarity, type WordLikeness } from "./name-similarity.ts";
import { samePostalCode } from "./postal-code.ts";
import type { Profile } from "./profile.ts";
import { addressText } from "./store.ts";
import type { WordWeight } from "./word-weights.ts";

/** Names at least this alike, in weighted words, may be one store's (tuned on the labelled set). */
const NAME_MIN = 0.5;
const STREET_MIN = 0.6;

/** A pair's facts and how alike it is on the whole. */
export interface Comparison {
	facts: Fact[];
	/** 0 to 1 */
	name_similarity: number;
	/** 0 to 1, for ordering candidates; never shown as a percentage */
	score: number;
}

const SCORE_WEIGHTS: readonly (readonly [FactName, number])[] = [
	["house_number", 2],
	["postal_code", 2],
	["phone", 2],
	["street", 2],
];
const NAME_WEIGHT = 4;

/** Compare a POS location with a DSP store, fact by fact. */
export function comparePair(pos: Profile, dsp: Profile, weight: WordWeight, alike: WordLikeness): Comparison {
	const { name_similarity, verdicts } = judgeFacts(pos, dsp, weight, alike);
	const facts = (Object.keys(verdicts) as FactName[]).map((fact) => ({
		fact,
		kind: isHard(fact) ? ("hard" as const) : ("soft" as const),
		verdict: verdicts[fact],
		pos: shown(pos, fact),
		dsp: shown(dsp, fact),
	}));
	return { facts, name_similarity, score: score(name_similarity, verdicts) };
}

/** The score of a pair alone: of two long lists thousands of pairs are ordered by it, of which few are ever shown. */
export function scorePair(pos: Profile, dsp: Profile, weight: WordWeight, alike: WordLikeness): number {
	const { name_similarity, verdicts } = judgeFacts(pos, dsp, weight, alike);
	return score(name_similarity, verdicts);
}

function judgeFacts(pos: Profile, dsp: Profile, weight: WordWeight, alike: WordLikeness) {
	const name_similarity = placedNameSimilarity(pos, dsp, weight, alike);
	const verdicts: Record<FactName, FactVerdict> = {
		house_number: judge(pos.house_number, dsp.house_number, sameHouse),
		postal_code: judge(pos.postal_code, dsp.postal_code, samePostalCode),
		phone: judge(pos.phone, dsp.phone),
		country: judge(pos.country, dsp.country),
		timezone: judge(pos.timezone, dsp.timezone),
		name: pos.name.length && dsp.name.length ? (name_similarity >= NAME_MIN ? "agree" : "differ") : "missing",
		street: judgeStreet(pos, dsp, alike),
		hours: judge(pos.hours, dsp.hours),
	};
	return { name_similarity, verdicts };
}

/** A name may say where the store is: `Lemon Tree Harbor` in Harbor Parkway is its `Lemon Tree`. */
function placedNameSimilarity(pos: Profile, dsp: Profile, weight: WordWeight, alike: WordLikeness): number {
	const isPlaced = (word: string) =>
		pos.name.includes(word) !== dsp.name.includes(word) && (pos.place.includes(word) || dsp.place.includes(word));
	const plain = nameSimilarity(pos.name, dsp.name, weight, alike);
	if (!pos.name.some(isPlaced) && !dsp.name.some(isPlaced)) return plain;
	const [a, b] = [pos, dsp].map(({ name }) => name.filter((word) => !isPlaced(word)));
	if (!a?.length || !b?.length) return plain;
	return Math.max(plain, 0.9 * nameSimilarity(a, b, weight, alike));
}

function judge(pos: string, dsp: string, same?: (a: string, b: string) => boolean | undefined): FactVerdict {
	if (pos === "" || dsp === "") return "missing";
	const agrees = same ? same(pos, dsp) : pos === dsp;
	return agrees === undefined ? "missing" : agrees ? "agree" : "differ";
}

/** The street's own words, then the unit: two suites of one house are two places. */
function judgeStreet(pos: Profile, dsp: Profile, alike: WordLikeness): FactVerdict {
	const [a, b] = [pos.own_street, dsp.own_street];
	if (a.length === 0 || b.length === 0) return "missing";
	if (pos.unit !== "" && dsp.unit !== "" && pos.unit !== dsp.unit) return "differ";
	return nameSimilarity(a, b, () => 1, alike) >= STREET_MIN || a.join("") === b.join("") ? "agree" : "differ";
}

/** Unknown facts leave the others their weight; a differing country or zone halves what is left. */
function score(name_similarity: number, verdicts: Record<FactName, FactVerdict>): number {
	let sum = NAME_WEIGHT * name_similarity;
	let total = NAME_WEIGHT;
	for (const [fact, weight] of SCORE_WEIGHTS) {
		if (verdicts[fact] === "missing") continue;
		total += weight;
		if (verdicts[fact] === "agree") sum += weight;
	}
	const is_far = verdicts.country === "differ" || verdicts.timezone === "differ";
	return (sum / total) * (is_far ? 0.5 : 1);
}

function shown(read: Profile, fact: FactName): string {
	const { store } = read;
	switch (fact) {
		case "house_number":
			return read.house_number.toUpperCase();
		case "postal_code":
			return addressText(store, "postal_code");
		case "country":
			return addressText(store, "country");
		case "street":
			return [addressText(store, "address_line_1"), addressText(store, "address_line_2")].filter(Boolean).join(", ");
		case "phone":
			return store.phone ?? "";
		case "timezone":
			return store.timezone ?? "";
		case "name":
			return store.name;
		case "hours":
			return read.hours;
	}
}
