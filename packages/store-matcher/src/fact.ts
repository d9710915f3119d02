/** A fact that differs in truth for two stores: a difference here needs a typed reason before the two are linked. */
export const HARD_FACTS = ["house_number", "postal_code", "phone", "country", "timezone"] as const;
/** A fact that two systems often write differently for one store. */
export const SOFT_FACTS = ["name", "street", "hours"] as const;

export type FactName = (typeof HARD_FACTS)[number] | (typeof SOFT_FACTS)[number];
export type FactVerdict = "agree" | "differ" | "missing";

/** One fact of a pair after normalising. `missing`: one side at least does not tell it, so that it says nothing. */
export interface Fact {
	fact: FactName;
	kind: "hard" | "soft";
	verdict: FactVerdict;
	/** as each side writes it, for a person to compare; empty when it does not tell */
	pos: string;
	dsp: string;
}

/** What a pair has against it, or lacks. */
export type ReasonCode =
	| "hard_fact_differs"
	| "too_few_hard_facts"
	| "name_differs"
	| "street_differs"
	| "close_second"
	| "better_match_elsewhere"
	| "location_has_store"
	| "store_bound";

export interface Reason {
	code: ReasonCode;
	/** a sentence for a person */
	text: string;
}

/**
 * What a pair comes to. `suggested`: it may be accepted together with others, after a person has looked. `undecided`: nothing
 * speaks against it and too little for it. `differs`: a hard fact differs. `brand_needed`: the location has a store of this DSP
 * already. `blocked`: the store is linked to another location.
 */
export const VERDICTS = ["suggested", "undecided", "differs", "brand_needed", "blocked"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a person must type before a pair may be linked: why a hard fact differs, the name of a virtual brand. */
export type Answer = "reason" | "brand_name";

/** Whether a difference in this fact needs a typed reason. */
export function isHard(fact: FactName): boolean {
	return (HARD_FACTS as readonly string[]).includes(fact);
}
