import { generateCatalog } from "@ticketrail/bench/generate-catalog";
import { examples } from "@ticketrail/contract";
import { describe, expect, test } from "vitest";
import { type CheckedCatalog, check, checkBytes } from "./test-catalogs.ts";

const tea = { provider_id: "tea", name: "Tea", price_amount: 300, price_currency: "USD" };
const large = { provider_id: "tea-large", name: "Large", price_amount: 450, price_currency: "USD" };

describe("a catalog as the contract has it", () => {
	test("the sample catalog passes without a warning", async () => {
		const checked = await check(examples.pos_catalog);
		expect(checked.warnings).toEqual([]);
		expect(checked.count).toBeGreaterThan(0);
	});

	// covers: B.4 arrays, F.1.2
	test("missing and null arrays are empty ones (contract.md B.4)", async () => {
		const checked = await check({ item_family: [tea], item: null, category: null });
		expect(checked.count).toBe(1);
		expect(checked.warnings).toEqual([]);
	});

	// covers: F.1.2, F-36
	test("null is the same as missing, and a missing is_active means on sale (contract.md F.1.2, F-36)", async () => {
		const checked = await check({ item_family: [{ ...tea, sku: null, description: null, is_active: null }] });
		const family = checked.objects.find((object) => object.kind === "item_family");
		expect(family?.is_active).toBe(true);
		expect(JSON.parse(family?.body ?? "")).not.toHaveProperty("sku");
	});

	// covers: F.1.1
	test("unknown fields and unknown values break nothing (contract.md F.1.1)", async () => {
		const family = { ...tea, nutri_score: { letter: "B" }, allergens: ["plutonium"] };
		const checked = await check({ generated_at: 1760000000000, item_family: [family], loyalty: [{}] });
		expect(checked.warnings).toEqual([]);
		expect(checked.count).toBe(1);
	});

	test("a large generated catalog loses nothing but what was sent twice", async () => {
		const sent = Object.entries(generateCatalog({ objects: 3000, seed: 7 })).flatMap(([kind, list]) =>
			(list as { provider_id: string }[]).map(({ provider_id }) => `${kind}/${provider_id}`),
		);
		const checked = await check(generateCatalog({ objects: 3000, seed: 7 }));
		expect(checked.count).toBe(new Set(sent).size);
		expect(sent.length).toBeGreaterThan(checked.count);
	});
});

describe("faults of single objects", () => {
	// covers: F.1.5, B.4 duplicates
	test("of an id sent twice the first one counts (contract.md F.1.5)", async () => {
		const checked = await check({ item_family: [tea, { ...tea, name: "Coffee" }] });
		expect(checked.warnings).toContain(`item_family "tea" was sent twice; the first one counts`);
		const family = checked.objects.find((object) => object.kind === "item_family");
		expect(JSON.parse(family?.body ?? "").name).toBe("Tea");
	});

	test("the same id may name an item and a family", async () => {
		const checked = await check({
			item_family: [{ ...tea, item_ids: ["tea"] }],
			item: [{ ...large, provider_id: "tea" }],
		});
		expect(checked.count).toBe(2);
	});

	// covers: F.1.3, B.4.3 item
	test.each([
		["without a provider_id", { name: "Tea" }, "item[0]: provider_id is missing; left out"],
		["with an empty provider_id", { ...large, provider_id: "" }, `item "": provider_id must not be empty; left out`],
		[
			"with a number as provider_id",
			{ ...large, provider_id: 7 },
			"item[0]: provider_id must be a string, not a number; left out",
		],
		[
			"with a NUL in its id",
			{ ...large, provider_id: "a\u0000b" },
			`item "a\\u0000b": provider_id has control or broken characters; left out`,
		],
		[
			"with half a letter in its id",
			{ ...large, provider_id: "a\ud800" },
			`item "a\\ud800": provider_id has control or broken characters; left out`,
		],
		["without a name", { ...large, name: undefined }, `item "tea-large": name is missing; left out`],
		["without a price", { ...large, price_amount: null }, `item "tea-large": price_amount is missing; left out`],
		[
			"with its price as text",
			{ ...large, price_amount: "450" },
			`item "tea-large": price_amount must be a number, not a string; left out`,
		],
		[
			"with a price beyond all numbers",
			{ ...large, price_amount: 2 ** 60 },
			`item "tea-large": price_amount must be <= 9007199254740991; left out`,
		],
		["that is a text", "tea-large", "item[0]: is not an object; left out"],
		["that is nothing", null, "item[0]: is not an object; left out"],
		["that is a list", [large], "item[0]: is not an object; left out"],
	])("an item %s is left out with a warning, the rest is taken (contract.md F.1.3)", async (_case, item, warning) => {
		const checked = await check({ item_family: [tea], item: [item, { ...large, provider_id: "other" }] });
		expect(checked.warnings).toContain(warning);
		expect(checked.count).toBe(2);
	});

	test("an optional field of the wrong form is left out, its object stays", async () => {
		const checked = await check({ item_family: [{ ...tea, sku: 17, images: "none", is_active: "yes" }] });
		const family = checked.objects.find((object) => object.kind === "item_family");
		expect(JSON.parse(family?.body ?? "")).toEqual(tea);
		expect(checked.warnings).toEqual(
			expect.arrayContaining([
				`item_family "tea": sku must be a string, not a number`,
				`item_family "tea": images must be an array, not a string`,
				`item_family "tea": is_active must be a boolean, not a string`,
			]),
		);
	});

	test("an entry of the wrong form is taken out of its list, the others stay", async () => {
		const family = { ...tea, item_ids: ["tea-large", 7, null, "tea-small"] };
		const checked = await check({ item_family: [family], item: [large, { ...large, provider_id: "tea-small" }] });
		const stored = checked.objects.find((object) => object.kind === "item_family");
		expect(JSON.parse(stored?.body ?? "").item_ids).toEqual(["tea-large", "tea-small"]);
	});

	// covers: F.1.4, E.1 money
	test("an amount with a fraction is rounded half up and told (contract.md F.1.4)", async () => {
		const checked = await check({ item_family: [{ ...tea, price_amount: 299.5 }] });
		expect(checked.objects.find((object) => object.kind === "item_family")?.price_amount).toBe(300);
		expect(checked.warnings).toContain(`item_family "tea": price_amount is not a whole number, rounded half up`);
	});

	test("a modifier without a price is free, because its group needs it", async () => {
		const checked = await check({ item_family: [tea], modifier: [{ provider_id: "oat", name: "Oat milk" }] });
		expect(checked.objects.find((object) => object.kind === "modifier")).toMatchObject({
			price_amount: 0,
			price_currency: "USD",
		});
		expect(checked.warnings).toContain(`modifier "oat": price_amount is missing, taken as 0`);
	});

	test("NUL and half letters in a name are replaced, so that every later reader can hold it", async () => {
		const checked = await check({ item_family: [{ ...tea, name: "T\u0000ea \ud800 🍵" }] });
		expect(nameOfFamily(checked)).toBe("T\ufffdea \ufffd 🍵");
	});

	test("a group too deep to write down is left out, not the catalog", async () => {
		const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
		const bytes = Buffer.from(
			`{"item_family":[${JSON.stringify(tea)},{"provider_id":"deep","name":"Deep","extra":${deep}}]}`,
		);
		const checked = await checkBytes(bytes, { pos_location_id: "pos-loc-7", is_global: true });
		expect(checked.objects.map((object) => object.provider_id)).toContain("tea");
		expect(checked.warnings.some((warning) => warning.includes("deep"))).toBe(true);
	});

	test("thousands of faults leave 200 sentences and a count", async () => {
		const checked = await check({ item_family: [tea], item: Array.from({ length: 5000 }, () => ({})) });
		expect(checked.warnings.length).toBe(201);
		expect(checked.warnings.at(-1)).toBe("and 4800 more");
	});
});

describe("links", () => {
	// covers: F.1.6
	test("a link that leads nowhere is told (contract.md F.1.6)", async () => {
		const checked = await check({
			category: [{ provider_id: "hot", name: "Hot", item_family_ids: ["tea", "gone"] }],
			item_family: [{ ...tea, modifier_group_ids: ["gone"], tax_ids: ["gone"] }],
		});
		expect(checked.warnings).toEqual([
			`category "hot": item_family_ids names item_family "gone", which is not in the catalog`,
			`item_family "tea": modifier_group_ids names modifier_group "gone", which is not in the catalog`,
			`item_family "tea": tax_ids names tax "gone", which is not in the catalog`,
		]);
	});

	// covers: B.4.4 default_modifier_quantities
	test("default quantities of modifiers that do not exist are nobody's fault (contract.md B.4.4)", async () => {
		const group = {
			provider_id: "milk",
			name: "Milk",
			modifier_ids: ["oat"],
			rules: { default_modifier_quantities: { modifier_id: 1 } },
		};
		const checked = await check({
			item_family: [tea],
			modifier: [{ ...large, provider_id: "oat" }],
			modifier_group: [group],
		});
		expect(checked.warnings).toEqual([]);
	});

	// covers: F.1.7, F-19, B.4.5 nested
	test("a circle of groups is told (contract.md F.1.7)", async () => {
		const checked = await check({
			item_family: [{ ...tea, modifier_group_ids: ["a"] }],
			modifier_group: [
				{ provider_id: "a", name: "A", modifier_ids: ["one"] },
				{ provider_id: "b", name: "B", modifier_ids: ["two"] },
			],
			modifier: [
				{ ...large, provider_id: "one", modifier_group_ids: ["b"] },
				{ ...large, provider_id: "two", nested_modifier_group_ids: ["a"] },
			],
		});
		expect(checked.warnings).toEqual([`modifier_group "b" leads back to modifier_group "a"; the circle is cut there`]);
	});
});

describe("what the hub adds", () => {
	// covers: B.4.8 generated item, B.4.8 family, F-38
	test("a family without items gets an item that is sold as the family (contract.md B.4.8, F-38)", async () => {
		const checked = await check({ item_family: [tea] });
		expect(checked.objects.find((object) => object.kind === "item")).toMatchObject({
			provider_id: "tea_item",
			sold_as: "tea",
			family_id: "tea",
			price_amount: 300,
			is_active: true,
		});
		expect(checked.count).toBe(1);
	});

	test("a POS's own item of that id stays the POS's", async () => {
		const checked = await check({ item_family: [tea], item: [{ ...large, provider_id: "tea_item" }] });
		expect(checked.objects.filter((object) => object.kind === "item")).toMatchObject([
			{ provider_id: "tea_item", sold_as: "tea_item", price_amount: 450 },
		]);
	});

	// covers: B.4.2 price
	test("a family with neither items nor a price cannot be sold, and that is told", async () => {
		const checked = await check({ item_family: [{ provider_id: "tea", name: "Tea" }] });
		expect(checked.objects.some((object) => object.kind === "item")).toBe(false);
		expect(checked.warnings).toContain(`item_family "tea" has neither items nor a price: it cannot be sold`);
	});

	// covers: B.4.6 menu
	test("without menus every category is on one, and without categories every family", async () => {
		const checked = await check({ item_family: [tea, { ...tea, provider_id: "coffee" }] });
		const bodyOf = (kind: string) => JSON.parse(checked.objects.find((object) => object.kind === kind)?.body ?? "{}");
		expect(bodyOf("menu").category_ids).toEqual(["generated_category"]);
		expect(bodyOf("category").item_family_ids).toEqual(["tea", "coffee"]);
	});

	// covers: F-17, E.1 rate, E.14 taxes
	test("tax_rate becomes a default tax that is not in the price, unless there are taxes (contract.md F-17)", async () => {
		const alone = await check({ tax_rate: 8.5, item_family: [tea] });
		expect(JSON.parse(alone.objects.find((object) => object.kind === "tax")?.body ?? "")).toMatchObject({
			rate: 8.5,
			is_default: true,
			is_inclusive: false,
		});
		const beside = await check({
			tax_rate: 8.5,
			item_family: [tea],
			tax: [{ provider_id: "vat", name: "VAT", rate: 20 }],
		});
		expect(beside.objects.filter((object) => object.kind === "tax").map((object) => object.provider_id)).toEqual([
			"vat",
		]);
	});

	test("an item that two families list has no family to itself", async () => {
		const family = { provider_id: "a", name: "A", item_ids: ["tea-large"] };
		const checked = await check({ item_family: [family, { ...family, provider_id: "b" }], item: [large] });
		expect(checked.objects.find((object) => object.kind === "item")?.family_id).toBe(null);
	});
});

describe("a location's own prices and stock", () => {
	// covers: B.4.2 location_overrides, E.14 location_overrides
	test("what a Global Catalog says of this location decides (contract.md B.4.2, E.14)", async () => {
		const override = { price_amount: 500, is_active: false };
		const item = { ...large, location_overrides: [{ provider_location_id: "pos-loc-7", override }] };
		const catalog = { item_family: [{ provider_id: "tea", name: "Tea", item_ids: ["tea-large"] }], item: [item] };
		const here = await check(catalog, "pos-loc-7");
		expect(here.objects.find((object) => object.kind === "item")).toMatchObject({
			price_amount: 500,
			is_active: false,
		});
		const elsewhere = await check(catalog, "pos-loc-8");
		expect(elsewhere.objects.find((object) => object.kind === "item")).toMatchObject({
			price_amount: 450,
			is_active: true,
		});
	});

	// covers: E.14 location_overrides
	test("in a location's own catalog such words are left out, with a warning (contract.md E.14)", async () => {
		const item = {
			...large,
			location_overrides: [{ provider_location_id: "pos-loc-7", override: { price_amount: 500 } }],
		};
		const catalog = { item_family: [{ provider_id: "tea", name: "Tea", item_ids: ["tea-large"] }], item: [item] };
		const checked = await check(catalog, "pos-loc-7", { is_global: false });
		const stored = checked.objects.find((object) => object.kind === "item");
		expect(stored?.price_amount).toBe(450);
		expect(stored?.body).not.toContain("location_overrides");
		expect(checked.warnings).toEqual([
			'item "tea-large": location_overrides apply only in a Global Catalog and were left out',
		]);
	});
});

describe("what is no catalog", () => {
	const place = { pos_location_id: "pos-loc-7", is_global: false };

	test.each([
		["empty", ""],
		["a page", "<html>Service unavailable</html>"],
		["cut in the middle", `{"item_family":[{"provider_id":"tea"`],
		["a list", "[]"],
		["a text", `"ok"`],
		["nothing", "null"],
		["a message", `{"status":401,"message":"no menu attached"}`],
		["families as an object", `{"item_family":{}}`],
		["items as a text", `{"item_family":[],"item":"none"}`],
		["families that are all unusable", `{"item_family":[{"id":1},{"id":2}]}`],
	])("a reply that is %s is refused whole", async (_case, text) => {
		await expect(checkBytes(Buffer.from(text), place)).rejects.toMatchObject({ code: "provider_refused" });
	});

	test("an empty catalog is a catalog", async () => {
		const checked = await check({ item_family: [] });
		expect(checked.objects).toEqual([]);
	});

	test("a byte order mark and a wrong byte in a name cost nothing", async () => {
		const text = Buffer.concat([
			Buffer.from("\ufeff"),
			Buffer.from(JSON.stringify({ item_family: [{ ...tea, name: "Th_" }] })),
		]);
		text[text.indexOf("Th_") + 2] = 0xe9;
		const checked = await checkBytes(text, place);
		expect(nameOfFamily(checked)).toBe("Th\ufffd");
	});
});

function nameOfFamily(checked: CheckedCatalog): unknown {
	return JSON.parse(checked.objects.find((object) => object.kind === "item_family")?.body ?? "{}").name;
}
