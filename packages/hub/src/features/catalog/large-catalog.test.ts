import { generateCatalog } from "@ticketrail/bench/generate-catalog";
import { expect, test } from "vitest";
import { createApart } from "../../base/apart.ts";
import { checkApart } from "./check-apart.ts";
import { checkCatalog } from "./check-catalog.ts";
import { type CatalogChange, diffCatalog } from "./diff.ts";

const apart = createApart({ memory_mb: 512 });
const place = { pos_location_id: "pos-loc-7", is_global: false };
const large = Buffer.from(JSON.stringify(generateCatalog({ objects: 26_000, seed: 5 })));

test("a large catalog is read on a thread of its own, with the same result as here", async () => {
	const { objects, ...summary } = await checkCatalog(large, place);
	const checked = await checkApart(apart, Buffer.from(large), place);
	expect(checked.summary).toEqual(summary);
	const [here, there] = [diffCatalog("", objects, 0), checked.diff("", 0)];
	expect(await written(there)).toEqual(await written(here));
	await checked.end();
});

test("what is no catalog is refused from there in the same words", async () => {
	const broken = large.subarray(0, -1);
	const here = await checkCatalog(broken, place).catch((error) => error);
	const there = await checkApart(apart, Buffer.from(broken), place).catch((error) => error);
	expect(there).toMatchObject({ code: "provider_refused", detail: here.detail });
});

test("a thread that fails fails its own work only", async () => {
	const work = await apart.open(new URL("data:text/javascript,throw new Error('broken')"));
	await expect(work.ask("anything").next()).rejects.toThrow("broken");
	await work.end();
	const checked = await checkApart(apart, Buffer.from(large), place);
	expect(checked.summary.count).toBeGreaterThan(20_000);
	await checked.end();
});

test("whoever stops listening in the middle can ask again and gets the whole answer", async () => {
	const checked = await checkApart(apart, Buffer.from(large), place);
	for await (const _first of checked.diff("", 0)) break;
	expect((await written(checked.diff("", 0))).length).toBeGreaterThan(20_000);
	await checked.end();
});

/** What would be written, without the ids that are new each time. */
async function written(changes: AsyncIterable<CatalogChange>): Promise<string[]> {
	const rows: string[] = [];
	for await (const change of changes) {
		if (!("changed" in change)) continue;
		const columns = change.changed.texts.map((text) => text.split("\u001f"));
		for (let row = 0; row < change.changed.count; row++)
			rows.push(columns.flatMap((column, index) => (index === 2 ? [] : (column[row] ?? ""))).join(" "));
	}
	return rows;
}
