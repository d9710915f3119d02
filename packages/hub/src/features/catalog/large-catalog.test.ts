import { generateCatalog } from "@ticketrail/bench/generate-catalog";
import { expect, test } from "vitest";
import { createApart } from "../../base/apart.ts";
import { checkApart } from "./check-apart.ts";
import { checkCatalog } from "./check-catalog.ts";

const apart = createApart({ memory_mb: 512 });
const place = { pos_location_id: "pos-loc-7", is_global: false };
const large = Buffer.from(JSON.stringify(generateCatalog({ objects: 6000, seed: 5 })));

test("a large catalog is read on a thread of its own, with the same result as here", async () => {
	expect(large.length).toBeGreaterThan(524_288);
	expect(await checkApart(apart, large, place)).toEqual(await checkCatalog(large, place));
});

test("what is no catalog is refused from there in the same words", async () => {
	const broken = large.subarray(0, -1);
	const here = await checkCatalog(broken, place).catch((error) => error);
	const there = await checkApart(apart, broken, place).catch((error) => error);
	expect(there).toMatchObject({ code: "provider_refused", detail: here.detail });
});

test("a thread that fails fails its own work only", async () => {
	const broken = new URL("data:text/javascript,throw new Error('broken')");
	await expect(apart.run(broken, [1])).rejects.toThrow("broken");
	expect(await checkApart(apart, large, place)).toMatchObject({ count: expect.any(Number) });
});
