/** What a checker must know of a run besides its history: written to `run.json` before the first order. */
export interface Manifest {
	seed: string;
	commit: string;
	started_at: number;
	tenants: TenantFacts[];
	bounds: Bounds;
}

/** One merchant with its POS and its channel, and what is agreed with each. */
export interface TenantFacts {
	tenant: string;
	pos: { slug: string; contract: "dedupes_by_order_id" | "at_most_once"; merchant_id: string };
	dsp: { slug: string; verdict_deadline_s: number };
	/** Dishes whose prices always change together, each with what it cost at first (K1). */
	marked: Record<string, number>;
}

/** What is still in time, ms. */
export interface Bounds {
	/** From the deadline that the hub was told to the limit of the DSP itself. */
	verdict_margin_ms: number;
	/** From the start of a hub's process to the first order that it took and delivered. */
	restart_ms: number;
	/** From the death of a hub to the delivery of an order that it held. */
	takeover_ms: number;
	/** From the end of all faults to the last word on every order. */
	heal_ms: number;
	/** From the acknowledgement of a quiet merchant's order to its delivery, while another merchant floods the hub. */
	starvation_ms: number;
	/** From a revocation to the last use of what was revoked. */
	revocation_ms: number;
}

/** How long a partner may show one refresh token again (reliability.md A7), ms. */
export const REFRESH_GRACE_MS = 10_000;

/** The bounds of reliability.md section 4; the verdict's margin is that of its section 3 (150 s told, 180 s meant). */
export const BOUNDS: Bounds = {
	verdict_margin_ms: 30_000,
	restart_ms: 5_000,
	takeover_ms: 30_000,
	heal_ms: 60_000,
	starvation_ms: 5_000,
	revocation_ms: 1_000,
};
