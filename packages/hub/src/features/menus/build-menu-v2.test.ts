import { generateCatalog, NESTED_LEVELS } from "@ticketrail/bench/generate-catalog";
import { compile, type MenuFileV2, MenuFileV2 as Schema } from "@ticketrail/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { check, liveOf, streamId } from "../catalog/test-catalogs.ts";
import { buildMenuV2 } from "./build-menu-v2.ts";
import { reachableItems, tally, usable } from "./test-menus.ts";

const isMenuFile = compile(Schema);
const context = { slug: "sim-dsp", pos_location_id: "pos-loc-7", prep_time_minutes: 15 };

async function build(catalog: unknown): Promise<MenuFileV2> {
	const file = buildMenuV2(liveOf((await check(catalog)).objects), context);
	return JSON.parse(JSON.stringify(file)) as MenuFileV2;
}

const byId = <T extends { stream_id: string }>(entries: readonly T[]) =>
	new Map(entries.map((entry) => [entry.stream_id, entry]));

const tea = { provider_id: "tea", name: "Tea", price_amount: 300, price_currency: "USD" };
const oat = { provider_id: "oat", name: "Oat milk", price_amount: 75, price_currency: "USD" };

describe("every catalog", () => {
	// covers: C.6.2 flat
	test("becomes a flat menu file of the contract's form (contract.md C.6.2)", async () => {
		await fc.assert(
			fc.asyncProperty(usable(), async (catalog) => {
				expect(isMenuFile(await build(catalog))).toMatchObject({ ok: true });
			}),
		);
	});

	test("shows every item on sale as often as its menus, categories and families say", async () => {
		await fc.assert(
			fc.asyncProperty(usable(), async (catalog) => {
				const { objects } = await check(catalog);
				expect(tally(shownItems(await build(catalog)))).toEqual(tally(reachableItems(objects, true)));
			}),
		);
	});

	// covers: C.6.2 flat
	test("names nothing that is not in the file, nothing twice, and nothing that no menu leads to", async () => {
		await fc.assert(
			fc.asyncProperty(usable(), async (catalog) => {
				const file = await build(catalog);
				const named = {
					categories: file.menus.flatMap((menu) => menu.category_ids),
					item_families: file.categories.flatMap((category) => category.item_family_ids),
					items: file.item_families.flatMap((family) => family.item_ids),
					modifier_groups: [
						...file.item_families.flatMap((family) => family.modifier_group_ids),
						...file.modifiers.flatMap((modifier) => modifier.nested_modifier_group_ids ?? []),
					],
					modifiers: file.modifier_groups.flatMap((group) => group.modifier_ids),
				};
				for (const [list, ids] of Object.entries(named)) {
					const there = file[list as keyof typeof named].map((entry) => entry.stream_id);
					expect(there).toEqual([...new Set(there)]);
					expect(new Set(there)).toEqual(new Set(ids));
				}
			}),
		);
	});

	// covers: F.1.7
	test("has no group within itself (contract.md F.1.7)", async () => {
		await fc.assert(
			fc.asyncProperty(usable(), async (catalog) => {
				const file = await build(catalog);
				const groups = byId(file.modifier_groups);
				const modifiers = byId(file.modifiers);
				const walk = (id: string, path: readonly string[]): void => {
					expect(path).not.toContain(id);
					for (const modifier_id of groups.get(id)?.modifier_ids ?? [])
						for (const nested of modifiers.get(modifier_id)?.nested_modifier_group_ids ?? [])
							walk(nested, [...path, id]);
				};
				for (const id of groups.keys()) walk(id, []);
			}),
		);
	});
});

// covers: B.4.5 nested
test("a restaurant's catalog keeps all levels of its modifiers", async () => {
	const file = await build(generateCatalog({ objects: 1500, seed: 2 }));
	expect(isMenuFile(file)).toMatchObject({ ok: true });
	const groups = byId(file.modifier_groups);
	const modifiers = byId(file.modifiers);
	const depthOf = (id: string): number =>
		1 +
		Math.max(
			0,
			...(groups.get(id)?.modifier_ids ?? []).flatMap((modifier) =>
				(modifiers.get(modifier)?.nested_modifier_group_ids ?? []).map(depthOf),
			),
		);
	expect(Math.max(...[...groups.keys()].map(depthOf))).toBe(NESTED_LEVELS);
});

describe("a product", () => {
	// covers: C.6.2 activity, F-25, E.10 values, B.4.2 fields
	test("has one picture as an object, no activity of its own, and taxes and allergens (contract.md C.6.2, F-25)", async () => {
		const file = await build({
			item_family: [
				{
					...{ provider_id: "tea", name: "Tea", description: "Hot", item_ids: ["large"], default_item_id: "large" },
					...{ is_alcohol: false, allergens: ["dairy", "plutonium"], tax_ids: ["vat", "gone"] },
					images: [
						{ provider_url: "" },
						{ provider_url: "https://a.test/1.jpg" },
						{ provider_url: "https://a.test/2.jpg" },
					],
				},
			],
			item: [{ ...tea, provider_id: "large", name: "Large", sku: "T-L", upc: "401", stock_count: 3 }],
			tax: [{ provider_id: "vat", name: "VAT", rate: 20 }],
		});
		expect(file.item_families).toEqual([
			{
				stream_id: streamId("item_family", "tea"),
				...{ name: "Tea", description: "Hot", is_alcohol: false, allergens: ["dairy"] },
				item_ids: [streamId("item", "large")],
				modifier_group_ids: [],
				tax_ids: [streamId("tax", "vat")],
				images: { url: "https://a.test/1.jpg" },
				default_item_id: streamId("item", "large"),
			},
		]);
		expect(file.items).toEqual([
			{
				...{ stream_id: streamId("item", "large"), name: "Large", price: 300, currency: "usd", is_active: true },
				...{ sku: "T-L", upc: "401", stock_count: 3 },
			},
		]);
	});

	// covers: C.6.2 activity
	test("that is sold out takes its items along, but not those that another product still sells", async () => {
		const file = await build({
			item_family: [
				{ provider_id: "off", name: "Off", is_active: false, item_ids: ["own", "shared"] },
				{ provider_id: "on", name: "On", item_ids: ["shared"] },
			],
			item: [
				{ ...tea, provider_id: "own" },
				{ ...tea, provider_id: "shared" },
			],
		});
		expect(file.item_families.map(({ item_ids }) => item_ids)).toEqual([
			[streamId("item", "own")],
			[streamId("item", "shared")],
		]);
		expect(file.items.map(({ stream_id, is_active }) => [stream_id, is_active])).toEqual([
			[streamId("item", "own"), false],
			[streamId("item", "shared"), true],
		]);
	});
});

// covers: C.6.2 modifier_overrides, B.4.3 item
test("a size's own modifier prices stand at the size (contract.md C.6.2 modifier_overrides)", async () => {
	const modifier_overrides = [
		{ modifier_id: "oat", price_amount: 95 },
		{ modifier_id: "gone", price_amount: 1 },
	];
	const file = await build({
		item_family: [{ provider_id: "tea", name: "Tea", item_ids: ["large"], modifier_group_ids: ["milk"] }],
		item: [{ ...tea, provider_id: "large", modifier_overrides }],
		modifier_group: [{ provider_id: "milk", name: "Milk", modifier_ids: ["oat"] }],
		modifier: [oat],
	});
	expect(file.items[0]?.modifier_overrides).toEqual([{ modifier_id: streamId("modifier", "oat"), price_amount: 95 }]);
	expect(file.modifiers[0]?.price).toBe(75);
});

// covers: C.6.2 rules
test("default quantities stand inside the rules (contract.md C.6.2)", async () => {
	const rules = { selection_type: "single", min_unique: 1, default_modifier_quantities: { oat: 1, modifier_id: 1 } };
	const file = await build({
		item_family: [{ ...tea, modifier_group_ids: ["milk"] }],
		modifier_group: [{ provider_id: "milk", name: "Milk", modifier_ids: ["oat"], rules }],
		modifier: [oat],
	});
	expect(file.modifier_groups[0]?.rules).toEqual({
		...{ selection_type: "single", minimum_unique_modifiers_allowed: 1 },
		default_modifier_quantities: { [streamId("modifier", "oat")]: 1 },
	});
});

/** The active items under each menu, counted along every way. */
function shownItems(file: MenuFileV2): string[] {
	const categories = byId(file.categories);
	const families = byId(file.item_families);
	const items = byId(file.items);
	return file.menus
		.flatMap((menu) => menu.category_ids)
		.flatMap((id) => categories.get(id)?.item_family_ids ?? [])
		.flatMap((id) => families.get(id)?.item_ids ?? [])
		.filter((id) => items.get(id)?.is_active);
}
