import fc from "fast-check";
import { expect, test } from "vitest";
import type { Outcome } from "./outcome.ts";
import { retryAfterMs } from "./retry-after.ts";

const NOW = Date.UTC(2026, 0, 1);
const answer = (headers: Record<string, string | string[]>): Outcome => ({
	...{ stage: "answered", status: 503, body: Buffer.alloc(0), latency_ms: 1 },
	headers,
});
const read = (retry_after: string, date?: string) =>
	retryAfterMs(answer({ "retry-after": retry_after, ...(date === undefined ? {} : { date }) }), NOW, 60_000);

test("seconds are waited, and ten years are waited as long as is sensible", () => {
	expect(["0", "7", " 7 ", "315360000", "9".repeat(400)].map((text) => read(text))).toEqual([
		0, 7000, 7000, 60_000, 60_000,
	]);
});

test("a date counts from the clock that wrote it, and from ours where it names none", () => {
	const date = new Date(NOW - 3_600_000).toUTCString();
	expect(read(new Date(NOW - 3_600_000 + 9000).toUTCString(), date)).toBe(9000);
	expect(read(new Date(NOW + 9000).toUTCString())).toBe(9000);
	expect(read(new Date(NOW + 9000).toUTCString(), "yesterday")).toBe(9000);
});

test("the past, garbage, several headers and no answer ask for nothing", () => {
	for (const text of ["soon", "", "-5", "1e3", "7 seconds", new Date(NOW - 9000).toUTCString()])
		expect(read(text), text).toBe(undefined);
	expect(retryAfterMs(answer({ "retry-after": ["1", "2"] }), NOW, 60_000)).toBe(undefined);
	expect(retryAfterMs({ stage: "unknown", reason: "no_answer", latency_ms: 1 }, NOW, 60_000)).toBe(undefined);
});

test("whatever is written, the wait is none or a time between nothing and the limit", () => {
	fc.assert(
		fc.property(fc.string(), (text) => {
			const wait_ms = read(text);
			expect(wait_ms === undefined || (wait_ms >= 0 && wait_ms <= 60_000)).toBe(true);
		}),
	);
});
