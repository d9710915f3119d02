import { expect, test } from "vitest";
import { createKeptPairs } from "./kept-pairs.ts";

const pairs = (word: string) => ({ text: Buffer.from(word) });

test("what was compared is compared once, also for those who ask at the same time", async () => {
	const kept = createKeptPairs();
	let made = 0;
	const make = async () => pairs(String(++made));
	const both = await Promise.all([kept.of("a", make), kept.of("a", make)]);
	expect(both).toEqual([pairs("1"), pairs("1")]);
	expect(await kept.of("a", make)).toEqual(pairs("1"));
	expect(await kept.of("b", make)).toEqual(pairs("2"));
});

test("the four that were asked for last are kept, and a failure is not", async () => {
	const kept = createKeptPairs();
	const made: string[] = [];
	const ask = (key: string) =>
		kept.of(key, async () => {
			made.push(key);
			return pairs(key);
		});
	for (const key of ["a", "b", "c", "d", "a", "e"]) await ask(key);
	made.length = 0;
	for (const key of ["a", "c", "d", "e", "b"]) await ask(key);
	expect(made).toEqual(["b"]);
	await expect(kept.of("f", () => Promise.reject(new Error("no thread")))).rejects.toThrow("no thread");
	expect(await ask("f")).toEqual(pairs("f"));
});
