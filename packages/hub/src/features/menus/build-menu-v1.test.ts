import { generateCatalog, NESTED_LEVELS } from "@ticketrail/bench/generate-catalog";
import {
	compile,
	examples,
	type MenuFileV1,
	type ModifierGroupV1,
	MenuFileV1 as Schema,
	WEEKDAYS,
} from "@ticketrail/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { check, liveOf, streamId } from "../catalog/test-catalogs.ts";
import { buildMenuV1 } from "./build-menu-v1.ts";
import { reachableItems, tally, usable } from "./test-menus.ts";

const isMenuFile = compile(Schema);
const context = { slug: "sim-dsp", pos_location_id: "pos-loc-7", prep_time_minutes: 15 };

async function build(catalog: unknown, change: Partial<typeof context> = {}): Promise<MenuFileV1> {
	const file = buildMenuV1(liveOf((await check(catalog)).objects), { ...context, ...change });
	return JSON.parse(JSON.stringify(file)) as MenuFileV1;
}

const tea = { provider_id: "tea", name: "Tea", price_amount: 300, price_currency: "USD" };
const oat = { provider_id: "oat", name: "Oat milk", price_amount: 75, price_currency: "USD" };
const firstItem = (file: MenuFileV1) => file.menus[0]?.categories[0]?.items[0];

describe("every catalog", () => {
	// covers: C.6.1 nested, C.6 root
	test("becomes a menu file of the contract's form (contract.md C.6.1)", async () => {
		await fc.assert(
			fc.asyncProperty(usable(), async (catalog) => {
				expect(isMenuFile(await build(catalog))).toMatchObject({ ok: true });
			}),
		);
	});

	// covers: C.6.1 nested
	test("shows every active item as often as its menus, categories and families say", async () => {
		await fc.assert(
			fc.asyncProperty(usable(), async (catalog) => {
				const { objects } = await check(catalog);
				const file = await build(catalog);
				const shown = tally(
					file.menus.flatMap((menu) =>
						menu.categories.flatMap((category) =>
							category.items.flatMap((item) =>
								item.variations.filter((variation) => variation.is_active).map((variation) => variation.stream_id),
							),
						),
					),
				);
				expect(shown).toEqual(tally(reachableItems(objects)));
			}),
		);
	});

	// covers: F.1.7
	test("never gets deeper than its groups, and no group stands within itself", async () => {
		await fc.assert(
			fc.asyncProperty(usable(), async (catalog) => {
				const walk = (group: ModifierGroupV1, path: string[]): void => {
					expect(path).not.toContain(group.stream_id);
					expect(group.modifiers.length).toBeGreaterThan(0);
					for (const modifier of group.modifiers) {
						for (const nested of modifier.nested_modifier_groups) walk(nested, [...path, group.stream_id]);
					}
				};
				const file = await build(catalog);
				for (const menu of file.menus)
					for (const category of menu.categories)
						for (const item of category.items) for (const group of item.modifier_groups) walk(group, []);
			}),
		);
	});
});

describe("catalogs as restaurants have them", () => {
	test.each([1, 2, 3])("seed %i gives a valid file with all its levels", async (seed) => {
		const file = await build(generateCatalog({ objects: 1500, seed }));
		expect(isMenuFile(file)).toMatchObject({ ok: true });
		const depthOf = (group: ModifierGroupV1): number =>
			1 + Math.max(0, ...group.modifiers.flatMap((modifier) => modifier.nested_modifier_groups.map(depthOf)));
		const groups = file.menus.flatMap((menu) =>
			menu.categories.flatMap((category) => category.items.flatMap((item) => item.modifier_groups)),
		);
		expect(Math.max(...groups.map(depthOf))).toBe(NESTED_LEVELS);
	});

	test("the sample catalog becomes the sample menu, but for ids and what the hub's own settings say", async () => {
		const file = await build(examples.pos_catalog);
		expect(file.menus.map((menu) => [menu.name, menu.schedule])).toEqual(
			examples.menu_v1.menus.map((menu) => [menu.name, menu.schedule]),
		);
	});
});

// covers: B.4.1 category, B.4.6 menu, C.6.1 nested
test("menus, categories, products and choices stand in the order in which the POS lists them (contract.md B.4.1, B.4.6)", async () => {
	const named = (provider_id: string) => ({ ...tea, provider_id, name: provider_id });
	const file = await build({
		menu: [{ provider_id: "day", name: "Day", category_ids: ["z", "a"] }],
		category: [
			{ provider_id: "a", name: "a", item_family_ids: ["soup"] },
			{ provider_id: "z", name: "z", item_family_ids: ["tea", "cake", "soup"], description: "All of it" },
		],
		item_family: [named("soup"), { ...named("cake"), modifier_group_ids: ["two", "one"] }, named("tea")],
		modifier_group: [
			{ provider_id: "one", name: "one", modifier_ids: ["m"] },
			{ provider_id: "two", name: "two", modifier_ids: ["oat", "m"] },
		],
		modifier: [{ ...oat, provider_id: "m", name: "m" }, oat],
	});
	const categories = file.menus[0]?.categories ?? [];
	expect(categories.map(({ name, description }) => [name, description])).toEqual([
		["z", "All of it"],
		["a", undefined],
	]);
	expect(categories[0]?.items.map(({ name }) => name)).toEqual(["tea", "cake", "soup"]);
	const groups = categories[0]?.items[1]?.modifier_groups ?? [];
	expect(groups.map(({ name, modifiers }) => [name, modifiers.map((modifier) => modifier.name)])).toEqual([
		["two", ["Oat milk", "m"]],
		["one", ["m"]],
	]);
});

describe("an item", () => {
	// covers: B.4.2 fields, B.4.3 item, B.4.7 tax, C.6.3 tax, E.10 values, F-25, E.14 taxes, F-28
	test("is a family, its variations are the POS's items", async () => {
		const file = await build({
			item_family: [
				{
					provider_id: "tea",
					name: "Tea",
					description: "",
					item_ids: ["large"],
					default_item_id: "large",
					is_alcohol: false,
					allergens: ["dairy", "plutonium"],
					images: [{ provider_url: "" }, { provider_url: "https://images.example.test/tea.jpg" }],
					tax_ids: ["vat", "off"],
				},
			],
			item: [{ ...tea, provider_id: "large", name: "Large", sku: "T-L", is_active: false }],
			tax: [
				{ provider_id: "vat", name: "VAT", rate: 20, is_inclusive: true },
				{ provider_id: "off", name: "Old VAT", rate: 19, is_active: false },
			],
		});
		expect(firstItem(file)).toEqual({
			stream_id: streamId("item_family", "tea"),
			name: "Tea",
			description: "",
			images: [{ url: "https://images.example.test/tea.jpg" }],
			is_active: true,
			is_alcohol: false,
			allergens: ["dairy"],
			default_item_id: streamId("item", "large"),
			variations: [
				{
					stream_id: streamId("item", "large"),
					name: "Large",
					price: 300,
					currency: "usd",
					is_active: false,
					sku: "T-L",
				},
			],
			modifier_groups: [],
			tax_ids: [streamId("tax", "vat")],
		});
		expect(file.taxes).toEqual([{ stream_id: streamId("tax", "vat"), name: "VAT", rate: 20, is_inclusive: true }]);
	});

	// covers: B.4.8 generated item
	test("without variations of its own has the generated one (contract.md B.4.8)", async () => {
		expect(firstItem(await build({ item_family: [tea] }))?.variations).toEqual([
			{ stream_id: streamId("item", "tea_item"), name: "Tea", price: 300, currency: "usd", is_active: true },
		]);
	});

	test("that nothing can be bought of is left off, and so is the category that it leaves empty", async () => {
		const file = await build({
			category: [{ provider_id: "hot", name: "Hot", item_family_ids: ["gone", "tea"] }],
			item_family: [{ provider_id: "tea", name: "Tea", item_ids: ["gone"] }],
		});
		expect(file.menus).toEqual([]);
	});

	// covers: E.14 price, B.4.2 dsp_price_amount_overrides, B.4.2 location_overrides
	test("costs what the DSP's own price says, then the location's, then the general one (contract.md E.14)", async () => {
		const item_family = [
			{
				...tea,
				dsp_price_amount_overrides: [{ dsp: "Uber", price_amount: 350 }],
				location_overrides: [
					{ provider_location_id: "pos-loc-8", override: { price_amount: 280, description: "Only here" } },
				],
			},
		];
		const price = async (change: Partial<typeof context>) =>
			firstItem(await build({ item_family }, change))?.variations[0]?.price;
		expect(await price({ slug: "uber" })).toBe(350);
		expect(await price({ slug: "uber", pos_location_id: "pos-loc-8" })).toBe(350);
		expect(await price({ pos_location_id: "pos-loc-8" })).toBe(280);
		expect(await price({})).toBe(300);
		expect(firstItem(await build({ item_family }, { pos_location_id: "pos-loc-8" }))?.description).toBe("Only here");
	});

	test("has the name and stock that a Global Catalog gives it at the location (contract.md B.4.2)", async () => {
		const override = { name: "Corner tea", is_active: false };
		const item_family = [{ ...tea, location_overrides: [{ provider_location_id: "pos-loc-7", override }] }];
		expect(firstItem(await build({ item_family }))).toMatchObject({
			name: "Corner tea",
			is_active: false,
			variations: [{ name: "Corner tea", is_active: false }],
		});
	});
});

describe("modifier groups", () => {
	const family = { ...tea, modifier_group_ids: ["milk"] };

	// covers: B.4.4 rules, C.6.1 rules, F-18, B.4.4 default_modifier_quantities, B.4.5 modifier, E.2 out
	test("carry rules under their wire names, and default quantities beside them (contract.md C.6.1, F-18)", async () => {
		const group = {
			provider_id: "milk",
			name: "Milk",
			modifier_ids: ["oat", "gone"],
			rules: {
				selection_type: "single",
				min_unique: 1,
				max_unique: null,
				default_modifier_quantities: { oat: 1, modifier_id: 1 },
			},
		};
		expect(
			firstItem(await build({ item_family: [family], modifier_group: [group], modifier: [oat] }))?.modifier_groups,
		).toEqual([
			{
				stream_id: streamId("modifier_group", "milk"),
				name: "Milk",
				modifiers: [
					{
						stream_id: streamId("modifier", "oat"),
						name: "Oat milk",
						price: 75,
						currency: "usd",
						is_active: true,
						nested_modifier_groups: [],
					},
				],
				rules: { selection_type: "single", minimum_unique_modifiers_allowed: 1 },
				default_modifier_quantities: { [streamId("modifier", "oat")]: 1 },
			},
		]);
	});

	// covers: B.4.4 group
	test("that are switched off or have nothing to choose from are left off", async () => {
		const off = { provider_id: "milk", name: "Milk", modifier_ids: ["oat"], is_active: false };
		expect(
			firstItem(await build({ item_family: [family], modifier_group: [off], modifier: [oat] }))?.modifier_groups,
		).toEqual([]);
		const empty = { provider_id: "milk", name: "Milk", modifier_ids: ["gone"] };
		expect(
			firstItem(await build({ item_family: [family], modifier_group: [empty], modifier: [oat] }))?.modifier_groups,
		).toEqual([]);
	});

	test("that would multiply beyond all measure are shown with fewer levels", async () => {
		const wide = 30;
		const modifiers = Array.from({ length: 6 }, (_, level) =>
			Array.from({ length: wide }, (_unused, index) => ({
				...oat,
				provider_id: `m${level}-${index}`,
				modifier_group_ids: level < 5 ? [`g${level + 1}`] : [],
			})),
		);
		const modifier_group = modifiers.map((list, level) => ({
			provider_id: `g${level}`,
			name: `Level ${level}`,
			modifier_ids: list.map(({ provider_id }) => provider_id),
		}));
		const live = liveOf(
			(
				await check({
					item_family: [{ ...tea, modifier_group_ids: ["g0"] }],
					modifier_group,
					modifier: modifiers.flat(),
				})
			).objects,
		);
		const group = buildMenuV1(live, context).menus[0]?.categories[0]?.items[0]?.modifier_groups[0];
		const levels = (shown: ModifierGroupV1 | undefined): number =>
			shown === undefined ? 0 : 1 + levels(shown.modifiers[0]?.nested_modifier_groups[0]);
		expect(levels(group)).toBe(4);
	});
});

describe("a menu", () => {
	// covers: B.4.6 schedule, C.6.3 schedule, E.13 days, E.13 midnight
	test("without a schedule is there around the clock, one with a schedule closed on days that it does not name", async () => {
		const menus = [
			{ provider_id: "a", name: "A", category_ids: ["hot"] },
			{ provider_id: "b", name: "B", category_ids: ["hot"], schedule: { friday: ["18:00-2:30"], monday: null } },
		];
		const file = await build({
			item_family: [tea],
			category: [{ provider_id: "hot", name: "Hot", item_family_ids: ["tea"] }],
			menu: menus,
		});
		expect(file.menus[0]?.schedule).toEqual(Object.fromEntries(WEEKDAYS.map((day) => [day, ["00:00-24:00"]])));
		expect(file.menus[1]?.schedule).toMatchObject({
			monday: [],
			friday: ["18:00-24:00"],
			saturday: ["00:00-02:30"],
			sunday: [],
		});
	});

	// covers: C.6 root, B.11 channel, F-28
	test("is as the location says: preparation time and taxes stand beside the menus", async () => {
		const file = await build({ tax_rate: 8.5, item_family: [tea] });
		expect(file.prep_time_minutes).toBe(15);
		expect(file.holidays).toEqual([]);
		expect(file.taxes).toEqual([
			{ stream_id: streamId("tax", "generated_tax"), name: "Tax", rate: 8.5, is_default: true, is_inclusive: false },
		]);
	});
});
