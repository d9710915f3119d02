import { expect, test } from "vitest";
import { createShortMemory } from "./short-memory.ts";

function memory(max = 3) {
	const time = { now: 0 };
	return { time, kept: createShortMemory<number>({ ttl_ms: 500, max, monotonic: () => time.now }) };
}

test("a value is remembered for its time and not a moment longer", () => {
	const { time, kept } = memory();
	kept.set("a", 1);
	time.now = 499;
	expect(kept.get("a")).toBe(1);
	time.now = 500;
	expect(kept.get("a")).toBeUndefined();
});

test("a value that is set again lives anew", () => {
	const { time, kept } = memory();
	kept.set("a", 1);
	time.now = 400;
	kept.set("a", 2);
	time.now = 800;
	expect(kept.get("a")).toBe(2);
});

test("a forgotten value is gone at once", () => {
	const { kept } = memory();
	kept.set("a", 1);
	kept.delete("a");
	expect(kept.get("a")).toBeUndefined();
});

test("only so many are remembered: the oldest goes first", () => {
	const { kept } = memory();
	for (const [index, key] of ["a", "b", "a", "c", "d"].entries()) kept.set(key, index);
	expect(["a", "b", "c", "d"].map((key) => kept.get(key))).toEqual([2, undefined, 3, 4]);
});
