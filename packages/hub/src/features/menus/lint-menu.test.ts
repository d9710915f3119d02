import { type PosCatalog, WEEKDAYS } from "@ticketrail/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { check, liveOf } from "../catalog/test-catalogs.ts";
import { buildMenuV1 } from "./build-menu-v1.ts";
import { buildMenuV2 } from "./build-menu-v2.ts";
import { diffMenus } from "./diff-menus.ts";
import { findLosses } from "./find-losses.ts";
import { flattenMenu } from "./flatten-menu.ts";
import { lintMenu } from "./lint-menu.ts";
import { usable } from "./test-menus.ts";

const context = { slug: "sim-dsp", pos_location_id: "pos-loc-7", prep_time_minutes: 15 };
const liveCatalog = async (catalog: unknown) => liveOf((await check(catalog)).objects);
const tea = { provider_id: "tea", name: "Tea", price_amount: 300, price_currency: "USD" };
const oat = { provider_id: "oat", name: "Oat milk", price_amount: 75, price_currency: "USD" };

async function find(catalog: Partial<PosCatalog>, menu_version: "v1" | "v2" = "v1"): Promise<string[]> {
	const live = await liveCatalog({ item_family: [tea], ...catalog });
	const flat = flattenMenu(menu_version === "v1" ? buildMenuV1(live, context) : buildMenuV2(live, context));
	return [...lintMenu(flat), ...findLosses(live, flat, menu_version)].map(
		({ level, rule, name }) => `${level} ${rule} ${name}`,
	);
}

test("a menu without faults has no findings", async () => {
	expect(await find({})).toEqual([]);
});

test("any menu compared with itself has no changes, and the two forms of it differ only where one cannot say it", async () => {
	await fc.assert(
		fc.asyncProperty(usable(), async (catalog) => {
			const live = await liveCatalog(catalog);
			const nested = flattenMenu(buildMenuV1(live, context));
			const flat = flattenMenu(buildMenuV2(live, context));
			expect(diffMenus(nested, nested)).toEqual([]);
			expect(diffMenus(flat, flat)).toEqual([]);
			const kinds = (menu: typeof flat) => [...menu.values()].filter(({ kind }) => kind === "modifier_group").length;
			expect(kinds(flat)).toBeLessThanOrEqual(kinds(nested));
		}),
	);
});

describe("a choice (contract.md B.4.4)", () => {
	const group = { provider_id: "milk", name: "Milk", modifier_ids: ["oat"] };
	const withRules = (rules: object, modifier: object = oat) =>
		find({
			item_family: [{ ...tea, modifier_group_ids: ["milk"] }],
			modifier_group: [{ ...group, rules }],
			modifier: [modifier as typeof oat],
		});

	test("of at least more than at most can never be made", async () => {
		expect(await withRules({ min_unique: 2, max_unique: 1 })).toEqual(["error min_over_max Milk"]);
	});

	test("of more than there is can never be made", async () => {
		expect(await withRules({ min_unique: 2 })).toEqual(["error min_over_choice Milk"]);
	});

	test("that must be made among sold-out things can not be made today", async () => {
		expect(await withRules({ min_unique: 1 }, { ...oat, is_active: false })).toEqual(["error choice_sold_out Milk"]);
		expect(await withRules({}, { ...oat, is_active: false })).toEqual(["warning group_empty Milk"]);
	});

	// covers: F-29
	test("by proportion is shown as a single one (contract.md F-29)", async () => {
		expect(await withRules({ selection_type: "single_proportion" })).toEqual(["loss single_proportion Milk"]);
	});

	test("nested more than three levels deep is worth a look", async () => {
		const levels = ["a", "b", "c", "d"];
		const found = await find({
			item_family: [{ ...tea, modifier_group_ids: ["a"] }],
			modifier_group: levels.map((id) => ({ provider_id: id, name: id, modifier_ids: [`m${id}`] })),
			modifier: levels.map((id, index) => ({
				...oat,
				provider_id: `m${id}`,
				modifier_group_ids: levels.slice(index + 1, index + 2),
			})),
		});
		expect(found).toEqual(["warning depth Tea"]);
	});
});

describe("hours (contract.md E.13)", () => {
	const hours = (schedule: object) =>
		find({
			category: [{ provider_id: "hot", name: "Hot", item_family_ids: ["tea"] }],
			menu: [{ provider_id: "day", name: "Day", category_ids: ["hot"], schedule }],
		});

	test("of less than an hour are a fault, one that goes on over midnight is as long as both its parts", async () => {
		expect(await hours({ monday: ["09:00-09:45"] })).toEqual(["warning hours_short Day"]);
		expect(await hours({ monday: ["23:30-00:30"], sunday: ["23:30-00:30"] })).toEqual([]);
		expect(await hours({ monday: ["23:30-00:15"] })).toHaveLength(2);
	});

	test("that are never leave a menu that nobody sees", async () => {
		expect(await hours(Object.fromEntries(WEEKDAYS.map((day) => [day, []])))).toEqual(["warning never_open Day"]);
	});
});

describe("a product", () => {
	test("for nothing, or in another currency than the rest, is named", async () => {
		expect(await find({ item_family: [{ ...tea, price_amount: 0 }] })).toEqual(["warning price_zero Tea"]);
		expect(
			await find({ item_family: [tea, { ...tea, provider_id: "cake", name: "Cake", price_currency: "eur" }] }),
		).toEqual(["error currency_mixed Cake"]);
	});

	test("that sounds like alcohol needs a word on it", async () => {
		const drinks = ["Pale Ale", "Ginger Ale", "Beer battered cod"].map((name) => ({ ...tea, provider_id: name, name }));
		expect(await find({ item_family: drinks })).toEqual(["warning alcohol_flag Pale Ale"]);
		expect(await find({ item_family: [{ ...tea, name: "Pale Ale", is_alcohol: true }] })).toEqual([]);
	});

	test("on no menu, or with pictures and prices that the file has no place for, loses them", async () => {
		const images = [{ provider_url: "https://a.test/1.jpg" }, { provider_url: "https://a.test/2.jpg" }];
		const pictured = { ...tea, images };
		expect(await find({ item_family: [pictured] }, "v1")).toEqual([]);
		expect(await find({ item_family: [pictured] }, "v2")).toEqual(["loss images_one Tea"]);
		expect(await find({ item_family: [{ ...tea, images: [{ provider_url: "pictures/1.jpg" }] }] })).toEqual([
			"loss image_unusable Tea",
		]);
		const sized = {
			item_family: [{ provider_id: "tea", name: "Tea", item_ids: ["large"], modifier_group_ids: ["milk"] }],
			item: [
				{ ...tea, provider_id: "large", name: "Large", modifier_overrides: [{ modifier_id: "oat", price_amount: 9 }] },
			],
			modifier_group: [{ provider_id: "milk", name: "Milk", modifier_ids: ["oat"] }],
			modifier: [oat],
		};
		expect(await find(sized, "v1")).toEqual(["loss modifier_prices Large"]);
		expect(await find(sized, "v2")).toEqual([]);
		expect(await find({ category: [{ provider_id: "hot", name: "Hot", item_family_ids: [] }] })).toEqual(
			expect.arrayContaining(["loss not_shown Tea", "loss not_shown Hot"]),
		);
	});
});
