import { generateCatalog } from "@ticketrail/bench/generate-catalog";
import { expect, test } from "vitest";
import { createApart } from "../../base/apart.ts";
import { CATALOG_SCHEMAS } from "./catalog-schemas.ts";
import { checkApart } from "./check-apart.ts";
import { checksOf } from "./clean-object.ts";
import { createReplyReader } from "./compare-reply.ts";
import type { CatalogChange } from "./diff.ts";

const apart = createApart({ memory_mb: 512 });
const place = { pos_location_id: "pos-loc-7", is_global: false };
const large = Buffer.from(JSON.stringify(generateCatalog({ objects: 26_000, seed: 5 })));
const nothing = { version: 0, state: "" };
/** The bytes are given away. */
const fetched = (reply: Buffer = large) => ({ reply: Buffer.from(reply), place, base_version: 0 });
const readHere = (reply?: Buffer) => createReplyReader(fetched(reply), checksOf(CATALOG_SCHEMAS));
const checkThere = (reply?: Buffer) => checkApart(apart, fetched(reply), async () => nothing);

test("a large catalog is read on a thread of its own, with the same result as here", async () => {
	const here = await readHere().compare(nothing);
	const there = await checkThere();
	expect(there.summary).toEqual(here.summary);
	expect(await written(there.changes())).toEqual(await written(here.changes()));
	await there.end();
});

test("what is no catalog is refused from there in the same words", async () => {
	const broken = large.subarray(0, -1);
	const here = await readHere(broken)
		.compare(nothing)
		.catch((error) => error);
	const there = await checkThere(broken).catch((error) => error);
	expect(there).toMatchObject({ code: "provider_refused", detail: here.detail });
});

test("a thread that fails fails its own work only", async () => {
	const work = await apart.open(new URL("data:text/javascript,throw new Error('broken')"));
	await expect(work.ask("anything").next()).rejects.toThrow("broken");
	await work.end();
	const checked = await checkThere();
	expect(checked.summary.count).toBeGreaterThan(20_000);
	await checked.end();
});

test("whoever stops listening in the middle can ask again and gets the whole answer", async () => {
	const checked = await checkThere();
	for await (const _first of checked.changes()) break;
	expect((await written(checked.changes())).length).toBeGreaterThan(20_000);
	await checked.end();
});

test("a reply is compared again, on either side, where what is stored moved on meanwhile", async () => {
	const small = Buffer.from(JSON.stringify(generateCatalog({ objects: 100, seed: 5 })));
	for (const reply of [large, small]) {
		const checked = await checkThere(reply);
		const state = (await written(checked.changes())).map(stateOf).join("\u001e");
		await checked.compareAgain({ version: 7, state });
		expect(checked.version).toBe(7);
		expect(await written(checked.changes())).toEqual([]);
		await checked.end();
	}
});

/** A written object as it is stored. */
function stateOf(row: string): string {
	const [kind, provider_id, , , , hash] = row.split("\u001f");
	return [`${kind}/${provider_id}`, hash, 7, "f"].join("\u001f");
}

/** What would be written, without the ids that are new each time. */
async function written(changes: AsyncIterable<CatalogChange> | Iterable<CatalogChange>): Promise<string[]> {
	const rows: string[] = [];
	for await (const change of changes) {
		if (!("changed" in change)) continue;
		const columns = change.changed.texts.map((text) => text.split("\u001f"));
		for (let row = 0; row < change.changed.count; row++)
			rows.push(columns.flatMap((column, index) => (index === 2 ? [] : (column[row] ?? ""))).join("\u001f"));
	}
	return rows;
}
