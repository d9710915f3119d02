import type { Finding } from "./run.ts";

/** What the checker says of a run. */
export interface CheckReport {
	/** Orders that were offered, and those that a hub acknowledged. */
	orders: number;
	acknowledged: number;
	/** By the word that reached the DSP. */
	accepted: number;
	failed: number;
	/** Orders that reached a POS more than once. */
	resent: number;
	/** Acknowledged, and neither at the POS nor called off to the DSP. */
	lost: number;
	/** More than once in effect at the POS; where it does not dedupe, sent again although the first may have arrived. */
	doubled: number;
	/** Without a verdict before the limit of the DSP. */
	late: number;
	violations: number;
	by_invariant: Record<string, number>;
	recovery_ms: { p50: number; max: number };
	takeover_ms: { p50: number; max: number };
	findings: Finding[];
}
