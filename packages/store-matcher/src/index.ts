export type { Answer, Fact, FactName, FactVerdict, Reason, ReasonCode, Verdict } from "./fact.ts";
export { HARD_FACTS, SOFT_FACTS, VERDICTS } from "./fact.ts";
export type { Link } from "./links.ts";
export {
	createMatcher,
	type LikelyStore,
	type Matcher,
	type MatchInput,
	type PairMatch,
	type StoreMatch,
} from "./match-stores.ts";
export type { OpeningTime, Store, StoreAddress } from "./store.ts";
