import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { generateCatalog } from "@ticketrail/bench/generate-catalog";
import fc from "fast-check";
import { expect, test } from "vitest";
import { catalogs, check, liveOf } from "../catalog/test-catalogs.ts";
import { buildMenuV1 } from "./build-menu-v1.ts";
import { buildMenuV2 } from "./build-menu-v2.ts";
import { writeMenu } from "./write-menu.ts";

async function build(catalog: unknown) {
	const live = liveOf((await check(catalog)).objects);
	const context = { slug: "sim-dsp", pos_location_id: "pos-loc-7", prep_time_minutes: 15 };
	return { v1: buildMenuV1(live, context), v2: buildMenuV2(live, context) };
}

test("a file is written as any JSON writer would, whatever its letters", async () => {
	const usable = catalogs.filter((catalog) => catalog.item_family.length > 0);
	await fc.assert(
		fc.asyncProperty(usable, async (catalog) => {
			for (const file of Object.values(await build(catalog))) {
				const { file: zipped, hash } = await writeMenu(file);
				const bytes = gunzipSync(zipped);
				expect(bytes.toString()).toBe(JSON.stringify(file));
				expect(hash).toBe(createHash("sha256").update(bytes).digest("base64url"));
			}
		}),
	);
});

test("a large file is the same in pieces as in one, and lets others work in between", async () => {
	const { v1: file } = await build(generateCatalog({ objects: 2000, seed: 4 }));
	let turns = 0;
	let isDone = false;
	const count = (): void => {
		turns++;
		if (!isDone) setImmediate(count);
	};
	setImmediate(count);
	const { file: zipped } = await writeMenu(file);
	isDone = true;
	expect(gunzipSync(zipped).equals(Buffer.from(JSON.stringify(file)))).toBe(true);
	expect(turns).toBeGreaterThan(2);
});

test("a file without menus is complete", async () => {
	const { file } = await writeMenu({ menus: [], holidays: [], taxes: [], prep_time_minutes: 30 });
	expect(JSON.parse(gunzipSync(file).toString())).toEqual({
		menus: [],
		holidays: [],
		taxes: [],
		prep_time_minutes: 30,
	});
});
