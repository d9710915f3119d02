import { compile, MenuFileV2 } from "@ticketrail/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openRestaurant } from "./test-restaurant.ts";

let shop: Awaited<ReturnType<typeof openRestaurant>>;
beforeEach(async () => {
	shop = await openRestaurant({ settings: { menu_version: "v2" } });
	await shop.sync(catalog);
	await shop.bind("dsp-loc-3");
	await shop.send();
});
afterEach(() => shop.close());

const tea = { provider_id: "tea", name: "Tea", price_amount: 300, price_currency: "USD" };
const catalog = {
	item_family: [{ provider_id: "cake", name: "Cake", item_ids: ["slice"] }, tea],
	item: [{ ...tea, provider_id: "slice", name: "Slice" }],
};

describe("a DSP that is set to flat menu files (contract.md C.6)", () => {
	// covers: C.6 forms
	test("is sent to one", async () => {
		const file = await shop.fileOf(shop.take().at(-1));
		expect(compile(MenuFileV2)(file)).toMatchObject({ ok: true });
		expect(file.item_families.map(({ name }: { name: string }) => name)).toEqual(["Cake", "Tea"]);
	});

	test("hears of a sold-out item by its id", async () => {
		shop.take();
		await update("item", "slice");
		expect(await shop.send()).toMatchObject([{ what: "location.update" }]);
	});

	test("hears of a sold-out family without items through its one item", async () => {
		shop.take();
		await update("item_family", "tea");
		const [heard] = await shop.send();
		expect(heard).toMatchObject({ what: "location.update" });
		expect(heard?.body.object_updates.variations).toHaveLength(1);
	});

	test("gets the whole file when a family of several is sold out, since its file says that of items only", async () => {
		shop.take();
		await update("item_family", "cake");
		const heard = await shop.send();
		expect(heard.map(({ what }) => what)).toEqual(["location.publish"]);
		const file = await shop.fileOf(heard[0]);
		expect(file.items.map(({ name, is_active }: { name: string; is_active: boolean }) => [name, is_active])).toEqual([
			["Slice", false],
			["Tea", true],
		]);
	});
});

function update(object_type: string, object_id: string) {
	return shop.catalog.applyObjectUpdate({ ...shop.target, object_type, object_id, is_active: false });
}
