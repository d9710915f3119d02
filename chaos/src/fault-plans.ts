import type { PosValidationLists } from "@ticketrail/contract";
import type { Fault as DspFault, FaultPlan } from "@ticketrail/reference-dsp";
import type { Faults, Fault as PosFault } from "@ticketrail/reference-pos";
import type { LineFault } from "./fault-proxy.ts";
import { pick, randomOf } from "./random.ts";

/** How much goes wrong: 1 is a bad day at every system, 0 none. */
export interface Weather {
	seed: string;
	level: number;
	/** Where a POS leads astray to: nobody may follow. */
	canary_url: string;
}

const slow = (random: () => number) => ({ kind: "slow", delay_ms: 20 + Math.floor(random() * 1500) }) as const;
const status = (code: number, headers?: Record<string, string>) =>
	({ kind: "status", status: code, ...(headers ? { headers } : {}) }) as const;
const SOON = { "retry-after": "1" };

/** The POS's faults: which one strikes depends on the seed, the order and its attempt alone. */
export function posPlan({ seed, level, canary_url }: Weather, slug: string): NonNullable<Faults["plan"]> {
	const attempts = countEach();
	return (endpoint, call) => {
		const about = endpoint === "orders" ? orderOf(call.raw_body) : endpoint;
		const random = randomOf(seed, slug, about, attempts(about));
		if (random() >= level * (endpoint === "orders" ? 0.3 : 0.15)) return undefined;
		if (endpoint === "token" || endpoint === "locations" || endpoint === "catalog")
			return pick<PosFault>(random, [
				[4, slow(random)],
				[2, status(500)],
				[2, status(503, SOON)],
				[2, { kind: "cut" }],
				[3, { kind: "cut", after_effect: true }],
				[1, { kind: "half" }],
				[1, { kind: "html" }],
			]);
		return pick<PosFault>(random, [
			[8, slow(random)],
			[2, status(500)],
			[2, status(503, SOON)],
			[2, status(429, SOON)],
			[1, status(401)],
			[1, status(307, { location: canary_url })],
			[1, { kind: "hang" }],
			[1, { kind: "hang", after_effect: true }],
			[2, { kind: "cut" }],
			[4, { kind: "cut", after_effect: true }],
			[2, { kind: "half" }],
			[1, { kind: "html", after_effect: true }],
			[1, { kind: "html" }],
			[2, { kind: "wrong_id", after_effect: true }],
		]);
	};
}

/** Orders that the POS refuses, by the seed. */
export function posRefusals({ seed, level }: Weather, slug: string): NonNullable<Faults["refuse"]> {
	return ({ dsp_order_id }) => {
		const random = randomOf(seed, slug, dsp_order_id, "refuse");
		if (random() >= level * 0.04) return undefined;
		return pick<PosValidationLists>(random, [
			[1, { orderValidation: [{ order_error: "store_unavailable", order_error_reason: "the oven is cold" }] }],
			[1, { orderTotalsValidation: [{ posTotal: 999_999, streamTotal: 1 }] }],
			[1, { orderValidation: [{ order_error: "invalid_cart", order_error_reason: "empty" }] }],
		]);
	};
}

/** The DSP's faults at its event and token endpoints. */
export function dspPlan({ seed, level }: Weather, slug: string): FaultPlan {
	const attempts = countEach();
	return (endpoint, call) => {
		const about = endpoint === "event" ? `${call.header("idempotency-key")}` : endpoint;
		const random = randomOf(seed, slug, about, attempts(about));
		if (random() >= level * 0.15) return undefined;
		return pick<DspFault>(random, [
			[6, slow(random)],
			[2, status(500)],
			[2, status(503, SOON)],
			[2, { kind: "cut" }],
			[3, { kind: "cut", after_effect: true }],
			[1, { kind: "half" }],
			[endpoint === "event" ? 1 : 0, { kind: "hang", after_effect: true }],
		]);
	};
}

/** The faults of the cable between the hubs and one system. */
export function linePlan({ seed, level }: Weather, slug: string): () => LineFault | undefined {
	let requests = 0;
	return () => {
		const random = randomOf(seed, slug, "line", ++requests);
		if (random() >= level * 0.03) return undefined;
		return pick<LineFault>(random, [
			[2, { kind: "reset_before" }],
			[2, { kind: "reset_sent" }],
			[3, { kind: "reset_after" }],
			[2, { kind: "truncate" }],
			[3, { kind: "delay", delay_ms: 100 + Math.floor(random() * 2000) }],
			[2, { kind: "trickle", bytes: 16, every_ms: 40 }],
			[1, { kind: "swallow" }],
		]);
	};
}

function countEach(): (name: string) => number {
	const counts = new Map<string, number>();
	return (name) => {
		const count = (counts.get(name) ?? 0) + 1;
		counts.set(name, count);
		return count;
	};
}

function orderOf(raw_body: Uint8Array): string {
	try {
		const { type, object } = JSON.parse(Buffer.from(raw_body).toString("utf8"));
		return `${type} ${object.dsp_order_id ?? object.provider_id ?? object.order_id}`;
	} catch {
		return "unreadable";
	}
}
