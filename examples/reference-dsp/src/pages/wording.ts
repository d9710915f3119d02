import type { OrderRecord } from "../order-book.ts";
import type { Store } from "../stores.ts";

/** Cents as a price of that currency. */
export function money(cents: number, currency: string | undefined): string {
	const known = /^[a-z]{3}$/i.test(currency ?? "") ? (currency as string).toUpperCase() : "USD";
	return new Intl.NumberFormat("en-US", { style: "currency", currency: known }).format(cents / 100);
}

/** A time of day; stores have no zone in this contract (C.2.3), so the zone of the server is used and named. */
export function clock(epoch_ms: number): string {
	return new Intl.DateTimeFormat("en-US", {
		hour: "2-digit",
		minute: "2-digit",
		hourCycle: "h23",
		timeZoneName: "short",
	}).format(epoch_ms);
}

/** Whether a store takes orders, in one word and one sentence. */
export function openness(store: Store, now: number): { is_open: boolean; word: string; why: string } {
	if (!store.menu)
		return { is_open: false, word: "No menu yet", why: "The restaurant has not published its menu here." };
	if (store.paused_until > now) {
		const until = Number.isFinite(store.paused_until) ? ` It opens again at ${clock(store.paused_until)}.` : "";
		return { is_open: false, word: "Paused", why: `The restaurant takes no orders now.${until}` };
	}
	return { is_open: true, word: "Open", why: "" };
}

export type Tone = "good" | "wait" | "bad" | "done";

/** How an order stands, in a word, a sentence, and whether that is final. */
export function standing(record: OrderRecord): { word: string; sentence: string; tone: Tone; is_final: boolean } {
	const { verdict, submission, cancelled_by, updates } = record;
	if (cancelled_by) {
		const sentence =
			cancelled_by === "customer" ? "You cancelled this order." : "The restaurant had to cancel this order.";
		return { word: "Cancelled", sentence, tone: "bad", is_final: true };
	}
	if (verdict?.kind === "failed")
		return { word: "Not possible", sentence: failureOf(record), tone: "bad", is_final: true };
	if (updates.includes("completed")) {
		return { word: "Completed", sentence: "Enjoy your meal.", tone: "done", is_final: true };
	}
	if (updates.includes("ready_for_pickup")) {
		return { word: "Ready", sentence: "Your order is ready.", tone: "good", is_final: false };
	}
	if (verdict) {
		const ready_at = "estimated_ready_at_ms" in verdict.event ? verdict.event.estimated_ready_at_ms : undefined;
		const sentence = ready_at ? `The kitchen has it. Ready at about ${clock(ready_at)}.` : "The kitchen has it.";
		return { word: "Accepted", sentence, tone: "good", is_final: false };
	}
	if (submission && submission.kind !== "taken") {
		return {
			word: "Not sent",
			sentence: `The order did not go out: ${submission.message}.`,
			tone: "bad",
			is_final: true,
		};
	}
	return { word: "Waiting", sentence: "Waiting for the restaurant to answer.", tone: "wait", is_final: false };
}

const FAILURES: Record<string, string> = {
	restaurant_not_accepting_orders: "The restaurant takes no orders now.",
	location_not_found: "This store is not connected to its restaurant.",
	pos_missing_items: "The restaurant no longer has something that you ordered.",
	items_unavailable: "Something that you ordered is sold out.",
	order_validation_error: "The restaurant could not take the order as it was.",
};

/** Why it failed, with the items named where the hub named them (contract.md C.3, E.8). */
function failureOf({ verdict, order }: OrderRecord): string {
	const event = verdict?.event;
	if (event?.type !== "location.order.fail") return "The order could not be placed.";
	const ids = event.failure_details?.invalid_item_ids ?? [];
	const names = order?.items.filter(({ id }) => ids.includes(id)).map(({ name }) => name) ?? [];
	const sentence = FAILURES[event.failure_reason ?? ""] ?? "The order could not be placed.";
	return names.length > 0 ? `${sentence} It is about: ${names.join(", ")}.` : sentence;
}
