import type { DspOrder, OrderAccept, OrderFail } from "@ticketrail/contract";
import type { Submission } from "./submit.ts";

/** The one word that the hub owes for each order. */
export interface Verdict {
	kind: "accepted" | "failed";
	event: OrderAccept | OrderFail;
	/** Epoch ms. */
	received_at: number;
	/** How often it came; a repeat is harmless. */
	times: number;
	/** The hub also said the opposite: never allowed to happen. */
	is_contradicted: boolean;
}

/** What this DSP knows of an order. `order` is missing for one that somebody else sent in this DSP's name. */
export interface OrderRecord {
	order_id: string;
	location_id: string;
	order?: DspOrder;
	placed_at?: number;
	submission?: Submission;
	verdict?: Verdict;
	/** `ready_for_pickup`, `completed`, as they came. */
	updates: string[];
	cancelled_by?: "customer" | "restaurant";
	/** Grows with every change, so that a page knows when to draw again. */
	version: number;
}

export interface OrderBook {
	records: Map<string, OrderRecord>;
	verdicts: Map<string, Verdict>;
	/** The record of an order, made on first mention. */
	recordOf(order_id: string, location_id: string): OrderRecord;
	/** Note a verdict; true when it is the first. */
	judge(event: OrderAccept | OrderFail): boolean;
	/** Resolves with the verdict, rejects when none came in `timeout_ms`. */
	waitForVerdict(order_id: string, timeout_ms: number): Promise<Verdict>;
}

/** Orders that are remembered; older ones go, so that a load test does not fill the memory. */
const KEPT = 50_000;

export function createOrderBook(now: () => number): OrderBook {
	const records = new Map<string, OrderRecord>();
	const verdicts = new Map<string, Verdict>();
	const waiting = new Map<string, ((verdict: Verdict) => void)[]>();

	function recordOf(order_id: string, location_id: string): OrderRecord {
		const known = records.get(order_id);
		if (known) return known;
		const record: OrderRecord = { order_id, location_id, updates: [], version: 0 };
		records.set(order_id, record);
		if (records.size > KEPT) {
			const oldest = records.keys().next().value as string;
			records.delete(oldest);
			verdicts.delete(oldest);
		}
		return record;
	}

	return {
		records,
		verdicts,
		recordOf,
		judge(event) {
			const order_id = event.order_id ?? "";
			const kind = event.type === "location.order.accept" ? "accepted" : "failed";
			const known = verdicts.get(order_id);
			if (known) {
				known.times++;
				if (known.kind !== kind) known.is_contradicted = true;
				return false;
			}
			const verdict: Verdict = { kind, event, received_at: now(), times: 1, is_contradicted: false };
			const record = recordOf(order_id, event.location_id);
			record.verdict = verdict;
			record.version++;
			verdicts.set(order_id, verdict);
			for (const tell of waiting.get(order_id) ?? []) tell(verdict);
			waiting.delete(order_id);
			return true;
		},
		waitForVerdict(order_id, timeout_ms) {
			const verdict = verdicts.get(order_id);
			if (verdict) return Promise.resolve(verdict);
			return new Promise((resolve, reject) => {
				const timer = setTimeout(() => {
					waiting.set(
						order_id,
						(waiting.get(order_id) ?? []).filter((one) => one !== tell),
					);
					reject(new Error(`no verdict on order ${order_id} within ${timeout_ms} ms`));
				}, timeout_ms);
				const tell = (given: Verdict) => {
					clearTimeout(timer);
					resolve(given);
				};
				waiting.set(order_id, [...(waiting.get(order_id) ?? []), tell]);
			});
		},
	};
}
