import { expect, test } from "vitest";
import { createKeptPairs } from "./kept-pairs.ts";

const pairs = (word: string) => ({ text: Buffer.from(word) });

test("what was compared is compared once for a version, also for those who ask at the same time", async () => {
	const kept = createKeptPairs();
	let made = 0;
	const make = async () => pairs(String(++made));
	expect(kept.knows("bind")).toBe(false);
	const both = await Promise.all([kept.of("bind", "v1", make), kept.of("bind", "v1", make)]);
	expect(both).toEqual([pairs("1"), pairs("1")]);
	expect(await kept.of("bind", "v1", make)).toEqual(pairs("1"));
	expect(await kept.of("bind", "v2", make)).toEqual(pairs("2"));
	expect(await kept.of("other", "v2", make)).toEqual(pairs("3"));
	expect(kept.knows("bind")).toBe(true);
});

test("the four binds that were asked for last are kept, and a failure is not", async () => {
	const kept = createKeptPairs();
	const made: string[] = [];
	const ask = (bind: string) =>
		kept.of(bind, "v1", async () => {
			made.push(bind);
			return pairs(bind);
		});
	for (const bind of ["a", "b", "c", "d", "a", "e"]) await ask(bind);
	made.length = 0;
	for (const bind of ["a", "c", "d", "e", "b"]) await ask(bind);
	expect(made).toEqual(["b"]);
	await expect(kept.of("f", "v1", () => Promise.reject(new Error("no thread")))).rejects.toThrow("no thread");
	expect(kept.knows("f")).toBe(false);
	expect(await ask("f")).toEqual(pairs("f"));
});
