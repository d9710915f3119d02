import { gunzipSync } from "node:zlib";
import { generateCatalog } from "@ticketrail/bench/generate-catalog";
import { expect, test } from "vitest";
import { createApart } from "../../base/apart.ts";
import { check, liveOf, liveTextOf } from "../catalog/test-catalogs.ts";
import { buildMenuV2 } from "./build-menu-v2.ts";
import { makeMenuApart } from "./make-menu-apart.ts";

const apart = createApart({ memory_mb: 512 });

test("the menu of a large catalog is made on a thread of its own, one after the other when several ask at once", async () => {
	const { objects } = await check(generateCatalog({ objects: 12_000, seed: 5 }));
	const texts = [liveTextOf(objects)];
	const context = { slug: "sim-dsp", pos_location_id: "pos-loc-7", prep_time_minutes: 15 };
	const order = { ...context, holidays: null, menu_ids: null, menu_version: "v2" as const };
	const [first, second] = await Promise.all([
		makeMenuApart(apart, texts, order),
		makeMenuApart(apart, texts, { ...order, live_file: null }),
	]);
	expect(JSON.parse(gunzipSync(first.file).toString())).toEqual(
		JSON.parse(JSON.stringify(buildMenuV2(liveOf(objects), context))),
	);
	expect(second.hash).toBe(first.hash);
	expect(second.comparison?.counts).toMatchObject({ removed: 0, changed: 0 });
});
