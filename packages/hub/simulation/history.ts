import type { Outcome } from "../src/base/outcome.ts";

/** What the far sides saw and did in one simulated history; times are epoch ms. The hub writes none of it. */
export interface Observed {
	orders: Map<string, ObservedOrder>;
	/** Every request that a hub began to a far side. */
	requests: ObservedRequest[];
	/** From when to when something was broken on purpose. */
	outages: { what: string; from: number; to: number }[];
}

export interface ObservedOrder {
	dsp_order_id: string;
	store: string;
	delivery_contract: "dedupes_by_order_id" | "at_most_once";
	/** first submission, and the first 2xx with the id it gave */
	submitted_at: number;
	acknowledged?: { at: number; order_id: string; org_id: string };
	canceled_at?: number;
	/** staff was first told that it is cancelled */
	staff_canceled_at?: number;
	/** where its store led at each moment from the submission to the acknowledgement */
	locations: Set<string>;
	/** at the POS */
	creates: { at: number; key: string; location_id: string; body: string }[];
	tickets: { at: number; pos_order_id: string; verdict: "accepted" | "refused" | "waiting"; decided_at: number }[];
	cancels_at: number[];
	/** at the DSP */
	events: { at: number; type: string; key: string; body: string }[];
}

export interface ObservedRequest {
	/** the hub process */
	by: object;
	to: "pos" | "dsp";
	dsp_order_id: string;
	type: string;
	key: string;
	body: string;
	from: number;
	to_at: number;
	stage: Outcome["stage"] | "open";
	/** No answer came, or one that says to come again. */
	has_failed?: boolean;
}

export function createObserved(): Observed {
	return { orders: new Map(), requests: [], outages: [] };
}

export function answered(status: number, body: unknown, latency_ms = 5): Outcome {
	return { stage: "answered", status, headers: {}, body: Buffer.from(JSON.stringify(body)), latency_ms };
}

export const neverSent: Outcome = { stage: "never_sent", reason: "connect_refused", latency_ms: 1 };
export const noAnswer: Outcome = { stage: "unknown", reason: "no_answer", latency_ms: 12_000 };
