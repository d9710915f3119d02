import type { Comparison } from "./compare-pair.ts";
import type { Answer, Fact, FactName, Reason, Verdict } from "./fact.ts";

/** A second candidate whose score is within this of the first is close. */
const CLOSE = 0.15;
/** Hard facts that must agree before a pair is suggested. */
const AGREEING_MIN = 2;
/** Facts that tell one place of a town from another; the country and the zone are those of thousands. */
const PLACING: readonly FactName[] = ["house_number", "postal_code", "phone"];

/** What stands around a pair. */
export interface Surroundings {
	/** the best score of another location for the store, and of another store for the location; 0 when there is none */
	rival_location: number;
	rival_store: number;
	/** the location that has the store, when it is another one; null in another organisation */
	holder: { name: string } | null | undefined;
	/** stores of this DSP that the location has besides this one */
	other_stores: readonly string[];
}

/** A pair's verdict, why, and what a person must type before it may be linked. */
export interface Judgement {
	verdict: Verdict;
	reasons: Reason[];
	needs: Answer[];
}

/**
 * Judge a compared pair. It is `suggested` only when no hard fact differs, at least two agree (one of them house number, postcode
 * or phone), name and street agree as far as they are known, and neither side has another candidate close by.
 */
export function judgePair(pair: Comparison, around: Surroundings): Judgement {
	const hard = pair.facts.filter((fact) => fact.kind === "hard");
	const differing = hard.filter((fact) => fact.verdict === "differ");
	const blocks = blocking(around);
	const doubts = [...differing.map(differs), ...softDoubts(pair), ...tooFew(hard), ...rivals(pair, around)];
	const needs: Answer[] = [
		...(differing.length > 0 ? (["reason"] as const) : []),
		...(around.other_stores.length > 0 ? (["brand_name"] as const) : []),
	];
	return {
		verdict: verdictOf(around, differing.length > 0, doubts.length > 0),
		reasons: [...blocks, ...doubts],
		needs,
	};
}

function verdictOf(around: Surroundings, differs: boolean, doubtful: boolean): Verdict {
	if (around.holder !== undefined) return "blocked";
	if (differs) return "differs";
	if (around.other_stores.length > 0) return "brand_needed";
	return doubtful ? "undecided" : "suggested";
}

function blocking({ holder, other_stores }: Surroundings): Reason[] {
	const reasons: Reason[] = [];
	if (holder !== undefined) {
		const where = holder === null ? "in another organisation" : `to ${JSON.stringify(holder.name)}`;
		reasons.push({ code: "store_bound", text: `This store is linked ${where}.` });
	}
	if (other_stores.length > 0) {
		const text = `This location has another store of the same DSP: ${other_stores.join(", ")}.`;
		reasons.push({ code: "location_has_store", text });
	}
	return reasons;
}

const LABELS: Record<FactName, string> = {
	house_number: "House numbers",
	postal_code: "Postcodes",
	phone: "Phone numbers",
	country: "Countries",
	timezone: "Time zones",
	name: "The names",
	street: "The streets",
	hours: "Opening hours",
};

function differs({ fact, pos, dsp }: Fact): Reason {
	return { code: "hard_fact_differs", text: `${LABELS[fact]} differ: ${pos} at the POS, ${dsp} at the DSP.` };
}

function softDoubts({ facts }: Comparison): Reason[] {
	const reasons: Reason[] = [];
	const [name, street] = (["name", "street"] as const).map((wanted) => facts.find(({ fact }) => fact === wanted));
	if (name && name.verdict !== "agree") {
		const text = `The names have too little in common: ${JSON.stringify(name.pos)} and ${JSON.stringify(name.dsp)}.`;
		reasons.push({ code: "name_differs", text });
	}
	if (street?.verdict === "differ") {
		reasons.push({
			code: "street_differs",
			text: `The streets differ: ${street.pos} at the POS, ${street.dsp} at the DSP.`,
		});
	}
	return reasons;
}

function tooFew(hard: readonly Fact[]): Reason[] {
	const agreeing = hard.filter((fact) => fact.verdict === "agree");
	if (agreeing.length >= AGREEING_MIN && agreeing.some(({ fact }) => PLACING.includes(fact))) return [];
	const known = agreeing.map(({ fact }) => LABELS[fact].toLowerCase()).join(", ") || "nothing";
	return [{ code: "too_few_hard_facts", text: `Too little is known on both sides to be sure; ${known} agree.` }];
}

function rivals({ score }: Comparison, { rival_location, rival_store }: Surroundings): Reason[] {
	const best = Math.max(rival_location, rival_store);
	if (best === 0 || best < score - CLOSE) return [];
	if (best > score + CLOSE) {
		const side = rival_location > rival_store ? "location matches this store" : "store matches this location";
		return [{ code: "better_match_elsewhere", text: `Another ${side} better.` }];
	}
	const side = rival_location >= rival_store ? "location matches this store" : "store matches this location";
	return [{ code: "close_second", text: `Another ${side} almost as well.` }];
}
