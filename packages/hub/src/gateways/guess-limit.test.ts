import { expect, test } from "vitest";
import { createGuessLimit } from "./guess-limit.ts";

function open(options: { max?: number; max_keys?: number } = {}) {
	let now = 1_000_000;
	const limit = createGuessLimit({ clock: { now: () => now }, max: 3, window_ms: 60_000, max_keys: 100, ...options });
	return { ...limit, pass: (ms: number) => (now += ms) };
}

test("whoever guesses wrong too often waits for the rest of the minute, and nobody else does", () => {
	const limit = open();
	for (let guess = 0; guess < 3; guess++) {
		expect(limit.wait_s("a")).toBe(0);
		limit.note("a");
	}
	limit.pass(20_500);
	expect(limit.wait_s("a")).toBe(40);
	expect(limit.wait_s("b")).toBe(0);
	limit.pass(39_500);
	expect(limit.wait_s("a")).toBe(0);
});

test("a hundred thousand made-up names take no more memory than the bound", () => {
	const limit = open({ max: 1, max_keys: 50 });
	for (let name = 0; name < 100_000; name++) limit.note(`name-${name}`);
	expect(limit.wait_s("name-99999")).toBeGreaterThan(0);
	expect(limit.wait_s("name-99949")).toBe(0);
});
