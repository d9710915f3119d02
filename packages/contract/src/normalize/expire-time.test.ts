import fc from "fast-check";
import { expect, test } from "vitest";
import { expireTimeToMs } from "./expire-time.ts";

const now = 1_760_000_000_000;
const FIVE_MINUTES = 300_000;

// covers: F-2, E.1 milliseconds
test("epoch milliseconds, as the contract says, are taken as they are", () => {
	fc.assert(
		fc.property(fc.integer({ min: 1e12, max: 8.64e15 }), (value) => {
			expect(expireTimeToMs(value, now)).toBe(value);
		}),
	);
});

// covers: F-2
test("epoch seconds become milliseconds", () => {
	expect(expireTimeToMs(1_760_003_600, now)).toBe(now + 3_600_000);
	fc.assert(
		fc.property(fc.integer({ min: 1e9, max: 1e12 - 1 }), (value) => {
			expect(expireTimeToMs(value, now)).toBe(value * 1000);
		}),
	);
});

test("a lifetime in seconds counts from now", () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 3e7 }), (value) => {
			expect(expireTimeToMs(value, now)).toBe(now + value * 1000);
		}),
	);
});

test("anything else gives five minutes, so that the token is refreshed soon", () => {
	const odd = [
		0,
		-1,
		0.5,
		3e7 + 1,
		999_999_999,
		1e20,
		Number.NaN,
		Infinity,
		-Infinity,
		"3600",
		null,
		undefined,
		{},
		true,
	];
	for (const value of odd) expect(expireTimeToMs(value, now), String(value)).toBe(now + FIVE_MINUTES);
});

test("the answer is always a whole moment that a date can hold", () => {
	const anything = fc.oneof(fc.double(), fc.anything());
	fc.assert(
		fc.property(anything, (value) => {
			const expires_at = expireTimeToMs(value, now);
			expect(Number.isSafeInteger(expires_at)).toBe(true);
			expect(Number.isNaN(new Date(expires_at).getTime())).toBe(false);
		}),
	);
});
