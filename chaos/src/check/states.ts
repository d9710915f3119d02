import type { Finding, Run } from "./run.ts";

/** The published machines (design.md section 5), written down a second time: the checker takes nothing from the hub. */
const ORDER: Record<string, readonly string[]> = {
	scheduled: ["in_progress", "failed", "merchant_canceled", "dsp_canceled"],
	in_progress: ["ready_for_pickup", "out_for_delivery", "completed", "failed", "merchant_canceled", "dsp_canceled"],
	ready_for_pickup: ["out_for_delivery", "completed", "merchant_canceled", "dsp_canceled"],
	out_for_delivery: ["completed", "merchant_canceled", "dsp_canceled"],
	completed: [],
	failed: [],
	merchant_canceled: [],
	dsp_canceled: [],
};
const INJECTION: Record<string, readonly string[]> = {
	received: ["validated", "rejected", "expired"],
	validated: ["queued", "rejected", "expired"],
	queued: ["sending", "rejected", "expired"],
	sending: ["accepted", "pending_acceptance", "rejected", "unknown", "queued", "expired"],
	unknown: ["sending", "accepted", "rejected", "expired"],
	pending_acceptance: ["accepted", "rejected", "expired"],
	accepted: [],
	rejected: [],
	expired: [],
};
/** An order that need not wait passes through these within one commit. */
const PASSED_THROUGH = ["validated", "queued"];

/** O6: what the hub wrote down of each order is a path in the published machines, and ends where the order is. */
export function legalTransitions({ database }: Run): Finding[] {
	const found: Finding[] = [];
	const events = Map.groupBy(database.order_events, ({ order_id }) => order_id);
	for (const row of database.orders) {
		const steps = (events.get(row.order_id) ?? []).toSorted((a, b) => (a.event_id < b.event_id ? -1 : 1));
		const say = (text: string) =>
			found.push({ invariant: "O6", tenant: row.slug, order: row.dsp_order_id, text, lines: [] });
		for (const [machine, path, end] of [
			[ORDER, steps.flatMap(({ state }) => state ?? []), row.state],
			[INJECTION, steps.flatMap(({ injection }) => injection ?? []), row.injection],
		] as const) {
			// a cancellation that overtook its order is written as its end at once
			if (path.length === 0) continue;
			const wrong = path.findIndex((to, index) => index > 0 && !mayFollow(machine, path[index - 1] ?? "", to));
			if (wrong > 0) say(`went from ${path[wrong - 1]} to ${path[wrong]}`);
			else if (path.at(-1) !== end) say(`is ${end}, but was last written down as ${path.at(-1)}`);
		}
	}
	return found;
}

function mayFollow(machine: Record<string, readonly string[]>, from: string, to: string): boolean {
	// written down again while it may still go on: nothing moved
	if (from === to) return (machine[from] ?? []).length > 0;
	const open = [...(machine[from] ?? [])];
	const seen = new Set<string>();
	for (let state = open.pop(); state !== undefined; state = open.pop()) {
		if (state === to) return true;
		if (seen.has(state) || !PASSED_THROUGH.includes(state)) continue;
		seen.add(state);
		open.push(...(machine[state] ?? []));
	}
	return false;
}
