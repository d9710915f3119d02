import type { MenuFileV1 } from "@ticketrail/contract";
import { describe, expect, test } from "vitest";
import { check, liveOf, streamId } from "../catalog/test-catalogs.ts";
import { buildMenuV1 } from "./build-menu-v1.ts";
import { buildMenuV2 } from "./build-menu-v2.ts";

const tea = { provider_id: "tea", name: "Tea", price_amount: 300, price_currency: "USD" };
const oat = { provider_id: "oat", name: "Oat milk", price_amount: 75, price_currency: "USD" };

async function build(catalog: unknown, { slug = "sim-dsp", at = "pos-loc-7", is_global = true } = {}) {
	const live = liveOf((await check(catalog, at, { is_global })).objects);
	const context = { slug, pos_location_id: at, prep_time_minutes: 15 };
	return { v1: buildMenuV1(live, context), v2: buildMenuV2(live, context) };
}
const firstItem = ({ v1 }: { v1: MenuFileV1 }) => v1.menus[0]?.categories[0]?.items[0];

test("a category keeps its words and the order of its products (contract.md B.4.1)", async () => {
	const { v1, v2 } = await build({
		item_family: [tea, { ...tea, provider_id: "cake" }],
		category: [
			{ provider_id: "b", name: "B", description: "Second in the menu", item_family_ids: ["cake", "tea"] },
			{ provider_id: "a", name: "A", item_family_ids: ["tea"] },
			{ provider_id: "c", name: "C" },
		],
		menu: [{ provider_id: "m", name: "M", category_ids: ["a", "b", "c"] }],
	});
	const ids = (families: string[]) => families.map((id) => streamId("item_family", id));
	expect(v1.menus[0]?.categories.map(({ name, items }) => [name, items.map((item) => item.stream_id)])).toEqual([
		["A", ids(["tea"])],
		["B", ids(["cake", "tea"])],
	]);
	expect(v2.categories[1]).toMatchObject({ description: "Second in the menu", item_family_ids: ids(["cake", "tea"]) });
});

test("a size carries its codes and its stock in both forms (contract.md B.4.3)", async () => {
	const codes = { sku: "T-L", upc: "401", stock_count: 3 };
	const files = await build({
		item_family: [{ provider_id: "tea", name: "Tea", item_ids: ["large"] }],
		item: [{ ...tea, ...codes, provider_id: "large" }],
	});
	expect(firstItem(files)?.variations[0]).toMatchObject(codes);
	expect(files.v2.items[0]).toMatchObject(codes);
});

test("a modifier leads to groups under either name, or both, each once (contract.md B.4.5, F-19)", async () => {
	const group = (provider_id: string, ...modifier_ids: string[]) => ({ provider_id, name: provider_id, modifier_ids });
	const leads = { modifier_group_ids: ["foam", "heat"], nested_modifier_group_ids: ["heat", "size"] };
	const files = await build({
		item_family: [{ ...tea, modifier_group_ids: ["milk"] }],
		modifier_group: [group("milk", "oat"), group("foam", "a"), group("heat", "b"), group("size", "c")],
		modifier: [{ ...oat, ...leads }, ...["a", "b", "c"].map((provider_id) => ({ ...oat, provider_id }))],
	});
	const nested = ["foam", "heat", "size"].map((id) => streamId("modifier_group", id));
	const shown = firstItem(files)?.modifier_groups[0]?.modifiers[0];
	expect(shown?.nested_modifier_groups.map(({ stream_id }) => stream_id)).toEqual(nested);
	const flat = files.v2.modifiers.find(({ stream_id }) => stream_id === streamId("modifier", "oat"));
	expect(flat?.nested_modifier_group_ids).toEqual(nested);
});

test("a tax that is off is nowhere, one that is inside the price says so (contract.md B.4.7, E.14)", async () => {
	const files = await build({
		item_family: [{ ...tea, tax_ids: ["vat", "off"] }],
		tax: [
			{ provider_id: "vat", name: "VAT", rate: 8.5, is_default: true, is_inclusive: true },
			{ provider_id: "off", name: "Off", rate: 1, is_active: false },
		],
	});
	for (const file of [files.v1, files.v2]) {
		expect(file.taxes).toMatchObject([{ name: "VAT", rate: 8.5, is_default: true, is_inclusive: true }]);
	}
	expect(firstItem(files)?.tax_ids).toEqual([streamId("tax", "vat")]);
});

describe("the price that a channel shows (contract.md E.14)", () => {
	const dsp = { dsp_price_amount_overrides: [{ dsp: "uber", price_amount: 350 }] };
	const here = { location_overrides: [{ provider_location_id: "pos-loc-7", override: { price_amount: 280 } }] };
	const free = { dsp_price_amount_overrides: [{ dsp: "uber", price_amount: 0 }] };

	test.each([
		["the general one", {}, "uber", "pos-loc-7", 300],
		["the channel's own", dsp, "uber", "pos-loc-7", 350],
		["the channel's own, in whatever letters", dsp, "UBER", "pos-loc-7", 350],
		["not another channel's", dsp, "doordash", "pos-loc-7", 300],
		["the location's own", here, "uber", "pos-loc-7", 280],
		["not another location's", here, "uber", "pos-loc-8", 300],
		["the channel's before the location's", { ...dsp, ...here }, "uber", "pos-loc-7", 350],
		["the location's where the channel has none", { ...dsp, ...here }, "doordash", "pos-loc-7", 280],
		["nothing at all, if the channel's own is that", { ...free, ...here }, "uber", "pos-loc-7", 0],
	])("is %s", async (_case, overrides, slug, at, price) => {
		const alone = await build({ item_family: [{ ...tea, ...overrides }] }, { slug, at });
		expect(firstItem(alone)?.variations[0]?.price).toBe(price);
		const sized = await build(
			{
				item_family: [{ provider_id: "tea", name: "Tea", item_ids: ["large"] }],
				item: [{ ...tea, ...overrides, provider_id: "large" }],
			},
			{ slug, at },
		);
		expect(sized.v2.items[0]?.price).toBe(price);
	});

	test("is the location's only in a Global Catalog", async () => {
		const files = await build({ item_family: [{ ...tea, ...here }] }, { is_global: false });
		expect(firstItem(files)?.variations[0]?.price).toBe(300);
	});

	test("of a modifier follows the channel too", async () => {
		const catalog = {
			item_family: [{ ...tea, modifier_group_ids: ["milk"] }],
			modifier_group: [{ provider_id: "milk", name: "Milk", modifier_ids: ["oat"] }],
			modifier: [{ ...oat, dsp_price_amount_overrides: [{ dsp: "uber", price_amount: 90 }] }],
		};
		expect((await build(catalog, { slug: "uber" })).v2.modifiers[0]?.price).toBe(90);
		expect((await build(catalog)).v2.modifiers[0]?.price).toBe(75);
	});

	test("goes with the location's own name, words and stock (contract.md B.4.2)", async () => {
		const override = { name: "Corner tea", description: "Only here", is_active: false };
		const item_family = [{ ...tea, location_overrides: [{ provider_location_id: "pos-loc-7", override }] }];
		expect(firstItem(await build({ item_family }))).toMatchObject(override);
		expect(firstItem(await build({ item_family }, { at: "pos-loc-8" }))).toMatchObject({
			name: "Tea",
			is_active: true,
		});
	});
});
