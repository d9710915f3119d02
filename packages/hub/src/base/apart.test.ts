import { afterEach, expect, test, vi } from "vitest";
import { createApart } from "./apart.ts";

const answerer = JSON.stringify(new URL("./apart-worker.ts", import.meta.url).href);
/** Answers with its own number; threads are numbered as they start. */
const FILE = new URL(
	`data:text/javascript,import { answerApart } from ${answerer}; import { threadId } from "node:worker_threads"; answerApart({ *number() { yield threadId; } });`,
);

afterEach(() => void vi.useRealTimers());

async function numberOf(apart: ReturnType<typeof createApart>): Promise<number> {
	const work = await apart.open(FILE);
	for await (const number of work.ask<number>("number")) {
		await work.end();
		return number;
	}
	throw new Error("no answer");
}

test("a thread that was started ahead does the next work, once, however often it was asked for", async () => {
	const apart = createApart({ memory_mb: 64 });
	const first = await numberOf(apart);
	apart.warm(FILE);
	apart.warm(FILE);
	expect(await numberOf(apart)).toBe(first + 1);
	expect(await numberOf(apart)).toBe(first + 2);
});

test("a thread that was started ahead is not kept for work that does not come", async () => {
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
	const apart = createApart({ memory_mb: 64 });
	const first = await numberOf(apart);
	apart.warm(FILE);
	await vi.advanceTimersByTimeAsync(15_000);
	expect(await numberOf(apart)).toBe(first + 2);
});
