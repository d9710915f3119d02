import { compile, PosCatalog } from "@ticketrail/contract";
import { describe, expect, test } from "vitest";
import { generateCatalog, NESTED_LEVELS } from "./generate-catalog.ts";

const countOf = (catalog: PosCatalog) =>
	Object.values(catalog).reduce((sum: number, list) => sum + (Array.isArray(list) ? list.length : 0), 0);

describe.each([1000, 10_000, 50_000])("a generated catalog of %i objects", (objects) => {
	const catalog = generateCatalog({ objects, seed: 3 });
	const { category, item_family, item = [], modifier_group = [], modifier = [], menu = [] } = catalog;

	test("has the contract's form, about that many objects, and is the same for the same seed", () => {
		expect(compile(PosCatalog)(catalog)).toMatchObject({ ok: true });
		expect(Math.abs(countOf(catalog) - objects) / objects).toBeLessThan(0.15);
		expect(JSON.stringify(generateCatalog({ objects, seed: 3 }))).toBe(JSON.stringify(catalog));
		expect(JSON.stringify(generateCatalog({ objects, seed: 4 }))).not.toBe(JSON.stringify(catalog));
	});

	test("has everything that catalogs of restaurants have", () => {
		const text = JSON.stringify(catalog);
		for (const letters of [/\p{Script=Han}/u, /\p{Script=Cyrillic}/u, /\p{Script=Arabic}/u, /\p{Emoji_Presentation}/u])
			expect(text).toMatch(letters);
		expect(menu.length).toBeGreaterThan(1);
		expect(menu.flatMap(({ schedule }) => schedule?.friday ?? [])).toContain("18:00-02:00");
		for (const list of [item, modifier]) {
			expect(list.some(({ price_amount }) => price_amount === 0)).toBe(true);
			expect(list.some(({ is_active }) => is_active === false)).toBe(true);
		}
		expect(item_family.some(({ item_ids }) => item_ids?.length === 0)).toBe(true);
		const uses = modifier_group.flatMap(({ modifier_ids }) => modifier_ids);
		expect(new Set(uses).size).toBeLessThan(uses.length);
	});

	test("has the faults that they have too: ids sent twice, links that lead nowhere, a circle of groups", () => {
		const ids = item_family.map(({ provider_id }) => provider_id);
		expect(new Set(ids).size).toBeLessThan(ids.length);
		expect(category.flatMap(({ item_family_ids }) => item_family_ids).every((id) => ids.includes(id))).toBe(false);
		const groups = new Set(modifier_group.map(({ provider_id }) => provider_id));
		expect(item_family.flatMap(({ modifier_group_ids = [] }) => modifier_group_ids).every((id) => groups.has(id))).toBe(
			false,
		);
		expect(
			modifier.some(({ provider_id, modifier_group_ids }) => provider_id === "mod-circle" && modifier_group_ids),
		).toBe(true);
	});

	test("nests groups six levels deep, and without faults has none", () => {
		const chain = modifier_group.filter(({ provider_id }) => provider_id.startsWith("grp-chain-0-"));
		expect(chain).toHaveLength(NESTED_LEVELS);
		const clean = generateCatalog({ objects, seed: 3, with_faults: false });
		const families = clean.item_family.map(({ provider_id }) => provider_id);
		expect(new Set(families).size).toBe(families.length);
		expect(clean.modifier?.some(({ provider_id }) => provider_id === "mod-circle")).toBe(false);
	});
});
