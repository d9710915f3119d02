import type { MenuFileV1, ModifierGroupV1 } from "@ticketrail/contract";
import { describe, expect, test } from "vitest";
import { priceLine, totalsOf } from "./pricing.ts";
import { readChoices, type Selection, simplestSelection } from "./selection.ts";

const modifier = (stream_id: string, price: number, nested_modifier_groups: ModifierGroupV1[] = []) => ({
	stream_id,
	name: stream_id,
	price,
	currency: "usd",
	nested_modifier_groups,
});
const group = (stream_id: string, modifiers: ModifierGroupV1["modifiers"], rules = {}): ModifierGroupV1 => ({
	stream_id,
	name: stream_id,
	modifiers,
	rules,
});
const day = ["11:00-23:00"];
const schedule = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: [] };

function menuWith(modifier_groups: ModifierGroupV1[], taxes: MenuFileV1["taxes"] = []): MenuFileV1 {
	const variations = [{ stream_id: "large", name: "Large", price: 1000, currency: "usd" }];
	const tax_ids = taxes.filter(({ is_default }) => !is_default).map(({ stream_id }) => stream_id);
	const items = [{ stream_id: "pizza", name: "Pizza", variations, modifier_groups, tax_ids }];
	const categories = [{ stream_id: "food", name: "Food", items }];
	return {
		menus: [{ stream_id: "menu", name: "Menu", schedule, categories }],
		holidays: [],
		taxes,
		prep_time_minutes: 15,
	};
}

const choose = (...ids: [group_id: string, modifier_id: string][]): Selection => ({
	variation_id: "large",
	quantity: 1,
	choices: ids.map(([group_id, modifier_id]) => ({ group_id, modifier_id, choices: [] })),
});

describe("what a customer pays", () => {
	test("leaves out the modifiers that are free, which keep their price on the wire", () => {
		const menu = menuWith([
			group("dips", [modifier("pesto", 100), modifier("aioli", 80)], { amount_of_modifiers_free: 1 }),
		]);
		const priced = priceLine(menu, choose(["dips", "pesto"], ["dips", "aioli"]));
		expect(priced).toMatchObject({
			ok: true,
			line: { unit_charge: 1080, item: { price: 1000, modifiers: [{ price: 100 }, { price: 80 }] } },
		});
	});

	test("counts a tax by points on top, and one that is inside the price not at all", () => {
		const tax = (stream_id: string, rate: number, more = {}) => ({ stream_id, name: stream_id, rate, ...more });
		const of = (taxes: MenuFileV1["taxes"]) => {
			const menu = menuWith([], taxes);
			const priced = priceLine(menu, choose());
			return totalsOf(menu, priced.ok ? [priced.line] : []);
		};
		expect(of([tax("city", 8.5)])).toEqual({ subtotal: 1000, tax: 85 });
		expect(of([tax("usual", 10, { is_default: true })])).toEqual({ subtotal: 1000, tax: 100 });
		expect(of([tax("inside", 20, { is_inclusive: true })])).toEqual({ subtotal: 1000, tax: 0 });
		expect(of([tax("a", 4), tax("b", 4.25)])).toEqual({ subtotal: 1000, tax: 83 });
	});
});

describe("a dish with rules", () => {
	const crust = group("crust", [modifier("thin", 0), modifier("thick", 0)], {
		minimum_unique_modifiers_allowed: 1,
		maximum_unique_modifiers_allowed: 1,
	});

	test.each([
		["too few choices", choose(), "Pizza: choose one for “crust”."],
		["too many choices", choose(["crust", "thin"], ["crust", "thick"]), "Pizza: choose at most 1 for “crust”."],
		["a choice that is not there", choose(["crust", "square"]), "Pizza: a choice is sold out."],
		["half a pizza", { ...choose(["crust", "thin"]), quantity: 0.5 }, "Choose how many of Pizza: 1 to 99."],
		["another dish", { ...choose(), variation_id: "sushi" }, "That is no longer on the menu."],
	])("cannot be ordered with %s", (_, selection, problem) => {
		expect(priceLine(menuWith([crust]), selection)).toEqual({ ok: false, problem });
	});

	test("is ordered in its simplest form with what the rules ask for and nothing more", () => {
		const drink = group("drink", [modifier("cola", 0)], { minimum_unique_modifiers_allowed: 1 });
		const combo = group("combo", [modifier("yes", 300, [drink])], { minimum_unique_modifiers_allowed: 1 });
		const menu = menuWith([crust, combo, group("extras", [modifier("olives", 100)])]);
		const simplest = simplestSelection(menu);
		expect(simplest?.choices).toMatchObject([
			{ modifier_id: "thin", choices: [] },
			{ modifier_id: "yes", choices: [{ modifier_id: "cola" }] },
		]);
		expect(priceLine(menu, simplest as Selection)).toMatchObject({ ok: true, line: { unit_charge: 1300 } });
	});

	test("asks for what a choice opens only when that choice was made", () => {
		const drink = group("drink", [modifier("cola", 0)], { minimum_unique_modifiers_allowed: 1 });
		const groups = [group("combo", [modifier("yes", 300, [drink])])];
		const form = (entries: [string, string][]) => readChoices(new URLSearchParams(entries), groups);
		expect(form([["choice/combo/yes/drink", "cola"]])).toEqual([]);
		expect(
			form([
				["choice/combo", "yes"],
				["choice/combo/yes/drink", "cola"],
			]),
		).toMatchObject([{ modifier_id: "yes", choices: [{ modifier_id: "cola" }] }]);
		const { line: _, ...refused } = priceLine(menuWith(groups), { ...choose(["combo", "yes"]) }) as never as {
			line: unknown;
		};
		expect(refused).toEqual({ ok: false, problem: "Pizza: choose one for “drink”." });
	});
});
