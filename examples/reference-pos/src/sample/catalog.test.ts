import { compile, PosCatalog, PosLocation } from "@ticketrail/contract";
import { expect, test } from "vitest";
import { sampleCatalog } from "./catalog.ts";
import { SAMPLE_LOCATIONS } from "./locations.ts";

const catalog = sampleCatalog();
const objects = [
	...catalog.category,
	...catalog.item_family,
	...(catalog.item ?? []),
	...(catalog.modifier_group ?? []),
	...(catalog.modifier ?? []),
	...(catalog.menu ?? []),
	...(catalog.tax ?? []),
];

test("the sample card follows the contract and is as large as a small restaurant's", () => {
	expect(compile(PosCatalog)(catalog)).toMatchObject({ ok: true });
	expect(objects.length).toBeGreaterThanOrEqual(84);
});

test("no id of the sample card stands for two things, and every link leads somewhere", () => {
	const ids = new Set(objects.map(({ provider_id }) => provider_id));
	expect(ids.size).toBe(objects.length);
	const links = [
		...catalog.category.flatMap(({ item_family_ids }) => item_family_ids),
		...catalog.item_family.flatMap(({ item_ids, modifier_group_ids, tax_ids }) => [
			...(item_ids ?? []),
			...(modifier_group_ids ?? []),
			...(tax_ids ?? []),
		]),
		...(catalog.modifier_group ?? []).flatMap(({ modifier_ids }) => modifier_ids),
		...(catalog.modifier ?? []).flatMap(({ modifier_group_ids }) => modifier_group_ids ?? []),
		...(catalog.menu ?? []).flatMap(({ category_ids }) => category_ids),
	];
	expect(links.filter((id) => !ids.has(id))).toEqual([]);
});

test("the sample card has what real cards have: dishes with and without sizes, nested choices, something sold out", () => {
	expect(catalog.item_family.some(({ item_ids }) => item_ids?.length === 0)).toBe(true);
	expect(catalog.item_family.some(({ item_ids }) => (item_ids?.length ?? 0) > 1)).toBe(true);
	expect(catalog.item_family.filter(({ is_active }) => is_active === false)).toHaveLength(1);
	expect(catalog.modifier?.some(({ modifier_group_ids }) => (modifier_group_ids?.length ?? 0) > 0)).toBe(true);
});

test("the sample kitchens follow the contract", () => {
	const check = compile(PosLocation);
	expect(SAMPLE_LOCATIONS.map((location) => check(location).ok)).toEqual([true, true, true]);
});
