import { catalogOfMerchant, MERCHANT } from "@ticketrail/bench/fixtures/offer-merchant";
import { catalogOfTill, TILL_OBJECTS } from "@ticketrail/bench/fixtures/till-catalog";
import { compile, MenuFileV1, MenuFileV2 } from "@ticketrail/contract";
import { describe, expect, test } from "vitest";
import { check, liveOf } from "../catalog/test-catalogs.ts";
import { buildMenuV1 } from "./build-menu-v1.ts";
import { buildMenuV2 } from "./build-menu-v2.ts";

async function build(catalog: unknown, pos_location_id = "LOC_HARBOR") {
	const { objects, warnings } = await check(catalog, pos_location_id);
	const context = { slug: "sim-dsp", pos_location_id, prep_time_minutes: 15 };
	const [v1, v2] = [buildMenuV1(liveOf(objects), context), buildMenuV2(liveOf(objects), context)];
	expect(compile(MenuFileV1)(v1)).toMatchObject({ ok: true });
	expect(compile(MenuFileV2)(v2)).toMatchObject({ ok: true });
	return { warnings, v1, v2 };
}

describe("a till's catalog with sizes and modifier lists (contract.md B.4.2 to B.4.5)", () => {
	const catalog = catalogOfTill(TILL_OBJECTS);

	test("is taken whole, but for what it does not say enough of", async () => {
		expect((await build(catalog)).warnings).toEqual([
			'item "VAR_GIFT": price_amount is missing; left out',
			'item_family "IT_TIP": item_ids names item "VAR_GIFT", which is not in the catalog',
			'item_family "IT_SENCHA": modifier_group_ids names modifier_group "ML_OLD", which is not in the catalog',
		]);
	});

	test("shows products in the order of their category and sizes in theirs", async () => {
		const { v1 } = await build(catalog);
		expect(
			v1.menus[0]?.categories.map(({ name, items }) => [
				name,
				items.map((item) => [item.name, ...item.variations.map((size) => size.name)]),
			]),
		).toEqual([
			[
				"Leaf teas",
				[
					["Masala chai", "Regular"],
					["Sencha Asahi", "Cup", "Pot"],
				],
			],
			["From the oven", [["Scone", "Plain", "Day-old"]]],
		]);
	});

	test("has its limits per product, and its taxes only while they are on", async () => {
		const { v1 } = await build(catalog);
		const [chai, sencha] = v1.menus[0]?.categories[0]?.items ?? [];
		expect(chai?.modifier_groups.map(({ name, rules }) => [name, rules?.minimum_unique_modifiers_allowed])).toEqual([
			["Milk", 1],
		]);
		expect(sencha?.modifier_groups.map(({ name, rules }) => [name, rules])).toEqual([
			["Milk", { selection_type: "single", maximum_unique_modifiers_allowed: 1 }],
			["Sweetness", { selection_type: "multiple" }],
		]);
		expect(v1.taxes).toMatchObject([{ name: "City tax", rate: 8.75, is_inclusive: false }]);
		expect(sencha?.tax_ids).toHaveLength(1);
	});

	test("costs more at one location and is sold out at another (contract.md E.14)", async () => {
		const cupAt = async (location: string) =>
			(await build(catalog, location)).v2.items.find(({ sku }) => sku === "SEN-C");
		expect(await cupAt("LOC_AIRPORT")).toMatchObject({ price: 510, is_active: true });
		expect(await cupAt("LOC_HARBOR")).toMatchObject({ price: 420, is_active: false });
		expect(await cupAt("LOC_OTHER")).toMatchObject({ price: 420, is_active: true });
	});
});

describe("a merchant with offers and option groups (contract.md B.4.2 to B.4.6)", () => {
	const catalog = catalogOfMerchant(MERCHANT);

	test("is taken whole", async () => {
		expect((await build(catalog)).warnings).toEqual([]);
	});

	test("has prices in whole centavos, whatever a computer makes of 24.35", async () => {
		const { v2 } = await build(catalog);
		expect(v2.items.map(({ price, currency }) => [price, currency])).toEqual([
			[990, "brl"],
			[750, "brl"],
			[2435, "brl"],
		]);
		expect(v2.modifiers.map(({ name, price }) => [name, price])).toEqual([
			["Molho de pimenta", 110],
			["Suco de caju", 207],
			["Café coado", 0],
		]);
	});

	test("has a menu for each set of hours, the night of one split at midnight (contract.md E.13)", async () => {
		const { v1 } = await build(catalog);
		expect(v1.menus.map(({ categories }) => categories.map(({ name }) => name))).toEqual([["Salgados"], ["Combos"]]);
		expect(v1.menus[1]?.schedule).toMatchObject({
			...{ monday: ["14:00-18:30"], tuesday: [], friday: ["14:00-18:30"] },
			...{ saturday: ["20:00-24:00"], sunday: ["00:00-01:00"] },
		});
	});

	test("keeps what is sold out, and says only allergens that the contract knows (contract.md E.10)", async () => {
		const { v1 } = await build(catalog);
		const [coxinha, bolinho] = v1.menus[0]?.categories[0]?.items ?? [];
		expect(coxinha?.allergens).toEqual(["gluten"]);
		expect(bolinho).toMatchObject({ name: "it-bolinho", is_active: false });
	});
});
