import { generateCatalog } from "@ticketrail/bench/generate-catalog";
import { expect, test } from "vitest";
import { loadLiveCatalog, readLiveCatalog } from "../../storage/tables/catalog-state.ts";
import { liveCatalogOf } from "../catalog/index.ts";
import { buildMenuV2 } from "./build-menu-v2.ts";
import { openRestaurant } from "./test-restaurant.ts";

test("the menus of a large catalog are made on a thread of its own, one after the other when several are asked for", async () => {
	const restaurant = await openRestaurant({ settings: { menu_version: "v2" } });
	const { db, target } = restaurant;
	await restaurant.bind("store-1");
	await restaurant.bind("store-2");
	await restaurant.sync(generateCatalog({ objects: 12_000, seed: 5 }));
	const published = restaurant.take().filter(({ what }) => what === "location.publish");
	const files = await Promise.all(published.map((event) => restaurant.fileOf(event)));
	const texts: string[] = [];
	await db.transaction(async (tx) => {
		for await (const text of loadLiveCatalog(tx, target.org_id, target.location_id)) texts.push(text);
	});
	expect(texts.length).toBeGreaterThan(10);
	const context = { slug: "sim-dsp", pos_location_id: "pos-loc-7", prep_time_minutes: 30 };
	const here = JSON.parse(JSON.stringify(buildMenuV2(liveCatalogOf(readLiveCatalog(texts)), context)));
	expect(files).toHaveLength(2);
	for (const file of files) expect(file).toEqual(here);
	const plans = await Promise.all(
		["store-1", "store-2"].map((dsp_provider_id) => restaurant.menus.planMenu({ ...target, dsp_provider_id })),
	);
	for (const { is_changed, counts } of plans)
		expect([is_changed, counts]).toMatchObject([false, { added: 0, removed: 0, changed: 0 }]);
	await restaurant.close();
});
