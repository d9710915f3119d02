import { describe, expect, test } from "vitest";
import { INJECTION_TRANSITIONS } from "./injection.ts";
import { ONBOARDING_TRANSITIONS } from "./onboarding.ts";
import { ORDER_TRANSITIONS } from "./order.ts";

type Table = Record<string, readonly string[]>;

function reachable(table: Table, from: string): Set<string> {
	const seen = new Set<string>();
	const open = [...(table[from] ?? [])];
	for (let state = open.pop(); state !== undefined; state = open.pop()) {
		if (seen.has(state)) continue;
		seen.add(state);
		open.push(...(table[state] ?? []));
	}
	return seen;
}

describe.each<[string, Table, string[]]>([
	["an onboarding", ONBOARDING_TRANSITIONS, []],
	["an order", ORDER_TRANSITIONS, ["completed", "failed", "merchant_canceled", "dsp_canceled"]],
	["an injection", INJECTION_TRANSITIONS, ["accepted", "rejected", "expired"]],
])("the states of %s", (_, table, terminal) => {
	test("name only states of the table, each once, none after itself", () => {
		for (const [state, next] of Object.entries(table)) {
			expect(new Set(next).size).toBe(next.length);
			for (const to of next) expect(table[to], to).toBeDefined();
			expect(next).not.toContain(state);
		}
	});

	test("end where nothing follows", () => {
		expect(Object.keys(table).filter((state) => table[state]?.length === 0)).toEqual(terminal);
	});
});

test("an order never goes back", () => {
	for (const state of Object.keys(ORDER_TRANSITIONS)) expect(reachable(ORDER_TRANSITIONS, state)).not.toContain(state);
});

test("an injection can end in each verdict from every state before it", () => {
	for (const state of Object.keys(INJECTION_TRANSITIONS)) {
		if (INJECTION_TRANSITIONS[state as keyof typeof INJECTION_TRANSITIONS].length === 0) continue;
		const ends = reachable(INJECTION_TRANSITIONS, state);
		for (const verdict of ["accepted", "rejected", "expired"])
			expect(ends.has(verdict), `${state} → ${verdict}`).toBe(true);
	}
});

test("a disconnected integration can be connected again", () => {
	expect(ONBOARDING_TRANSITIONS.deprovisioned).toEqual(["active"]);
});
