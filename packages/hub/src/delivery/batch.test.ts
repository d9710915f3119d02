import { expect, test } from "vitest";
import { createBatch } from "./batch.ts";

test("callers that arrive together share a flush and each gets its own answer", async () => {
	const flushes: number[][] = [];
	const double = createBatch<number, number>({
		max: 64,
		concurrency: 1,
		async flush(items) {
			flushes.push(items);
			return items.map((item) => item * 2);
		},
	});
	expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8]);
	expect(flushes).toEqual([[1, 2, 3, 4]]);
});

test("callers that arrive while a flush runs wait for the next, which takes no more than its limit", async () => {
	const sizes: number[] = [];
	let release: () => void = () => {};
	const held = new Promise<void>((resolve) => {
		release = resolve;
	});
	const echo = createBatch<number, number>({
		max: 3,
		concurrency: 1,
		async flush(items) {
			sizes.push(items.length);
			if (sizes.length === 1) await held;
			return items;
		},
	});
	const first = echo(0);
	await new Promise((resolve) => setImmediate(resolve));
	const rest = [1, 2, 3, 4].map(echo);
	release();
	expect(await Promise.all([first, ...rest])).toEqual([0, 1, 2, 3, 4]);
	expect(sizes).toEqual([1, 3, 1]);
});

test("one bad item fails only its own caller", async () => {
	const store = createBatch<string, string>({
		max: 64,
		concurrency: 1,
		async flush(items) {
			if (items.includes("bad")) throw new Error("refused");
			return items;
		},
	});
	const results = await Promise.allSettled(["a", "bad", "c"].map(store));
	expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

test("nobody waits for a database that stands still: those behind it are told so, and so are those of a shared flush that failed", async () => {
	const stuck: { fail: (error: Error) => void }[] = [];
	const store = createBatch<number, number>({
		max: 2,
		concurrency: 1,
		patience_ms: 20,
		flush: () => new Promise((_, reject) => stuck.push({ fail: reject })),
	});
	const shared = [1, 2].map(store);
	await new Promise((resolve) => setImmediate(resolve));
	const behind = [3, 4].map(store);
	for (const result of await Promise.allSettled(behind))
		expect(result).toMatchObject({ reason: { code: "unavailable", retry_after_s: 1 } });
	const asked_at = performance.now();
	await expect(store(5)).rejects.toMatchObject({ code: "unavailable" });
	expect(performance.now() - asked_at).toBeLessThan(20);
	stuck[0]?.fail(new Error("a lock"));
	for (const result of await Promise.allSettled(shared))
		expect(result).toMatchObject({ reason: { message: "a lock" } });
	expect(stuck).toHaveLength(1);
	const next = store(6);
	await new Promise((resolve) => setImmediate(resolve));
	expect(stuck).toHaveLength(2);
	stuck[1]?.fail(new Error("another lock"));
	await expect(next).rejects.toThrow("another lock");
});
