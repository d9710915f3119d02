import { compile, examples, MenuFileV1, type MenuFileV2 } from "@ticketrail/contract";
import { expect, test } from "vitest";
import { nestMenu } from "./flat-menu.ts";
import { priceLine } from "./pricing.ts";

const tea = (change: Partial<MenuFileV2> = {}): MenuFileV2 => ({ ...structuredClone(examples.menu_v2), ...change });
const firstItem = (file: MenuFileV2, menu = 0) => nestMenu(file).menus[menu]?.categories[0]?.items[0];

test("a flat menu is shown as the nested one of the same dishes", () => {
	const nested = nestMenu(examples.menu_v2);
	expect(compile(MenuFileV1)(nested)).toMatchObject({ ok: true });
	const [menu] = nested.menus;
	expect(menu).toMatchObject({
		stream_id: "st-menu-1",
		name: "All day",
		schedule: examples.menu_v2.menus[0]?.schedule,
	});
	const item = menu?.categories[0]?.items[0];
	expect(item).toMatchObject({
		name: "Black tea",
		images: [{ url: "https://pos.example.test/images/tea.webp" }],
		variations: [{ stream_id: "st-var-1", price: 450 }],
		tax_ids: ["st-tax-1"],
		modifier_groups: [
			{ name: "Milk", rules: { maximum_unique_modifiers_allowed: 1 }, modifiers: [{ name: "Oat milk", price: 75 }] },
		],
	});
	expect(item?.modifier_groups[0]?.modifiers[0]?.nested_modifier_groups[0]?.modifiers[0]?.name).toBe("Extra foam");
	expect([nested.taxes, nested.holidays, nested.prep_time_minutes]).toEqual([
		...[examples.menu_v2.taxes, examples.menu_v2.holidays, 12],
	]);
});

// covers: C.6.2 menu_specific_overrides
test("a menu's own price, and whether it has the dish at all, count on that menu only", () => {
	const [item] = examples.menu_v2.items;
	const lunch = { ...examples.menu_v2.menus[0]!, stream_id: "lunch", name: "Lunch" };
	const menu_specific_overrides = [{ menu_id: "lunch", price_amount: 390, is_active: false }];
	const file = tea({ menus: [...examples.menu_v2.menus, lunch], items: [{ ...item!, menu_specific_overrides }] });
	expect(firstItem(file)?.variations).toMatchObject([{ price: 450, is_active: true }]);
	expect(firstItem(file, 1)?.variations).toMatchObject([{ price: 390, is_active: false }]);
});

// covers: C.6.2 modifier_overrides
test("a choice costs what it costs with the size that was chosen", () => {
	const [item] = examples.menu_v2.items;
	const large = { ...item!, modifier_overrides: [{ modifier_id: "st-mod-1", price_amount: 95 }] };
	const small = { ...item!, stream_id: "st-var-2", name: "Small tea", price: 300 };
	const [family] = examples.menu_v2.item_families;
	const file = tea({ items: [large, small], item_families: [{ ...family!, item_ids: ["st-var-1", "st-var-2"] }] });
	const choices = [{ group_id: "st-grp-1", modifier_id: "st-mod-1", choices: [] }];
	const charged = (variation_id: string) => {
		const priced = priceLine(nestMenu(file), { variation_id, quantity: 1, choices });
		if (!priced.ok) throw new Error(priced.problem);
		return [priced.line.unit_charge, priced.line.item.modifiers[0]?.price];
	};
	expect(charged("st-var-1")).toEqual([450 + 95, 95]);
	expect(charged("st-var-2")).toEqual([300 + 75, 75]);
});

// covers: C.6.2 overrides
test("a group has the rules that it has under its parent, before its own", () => {
	const groups = examples.menu_v2.modifier_groups.map((group) => ({
		...group,
		overrides: [
			{
				parent_id: "st-fam-1",
				parent_type: "item_family" as const,
				override_rules: { minimum_unique_modifiers_allowed: 1 },
			},
		],
	}));
	const [milk] = firstItem(tea({ modifier_groups: groups }))?.modifier_groups ?? [];
	expect(milk?.rules).toEqual({ minimum_unique_modifiers_allowed: 1 });
	expect(milk?.modifiers[0]?.nested_modifier_groups[0]?.rules).toEqual({});
});

test("what leads nowhere or in a circle is left out", () => {
	const circle = examples.menu_v2.modifiers.map((modifier) => ({
		...modifier,
		nested_modifier_group_ids: ["st-grp-1", "st-grp-2", "gone"],
	}));
	const [family] = examples.menu_v2.item_families;
	const file = tea({ modifiers: circle, item_families: [{ ...family!, item_ids: ["st-var-1", "gone"] }] });
	expect(compile(MenuFileV1)(nestMenu(file))).toMatchObject({ ok: true });
	expect(firstItem(file)?.variations).toHaveLength(1);
	const seen = JSON.stringify(firstItem(file)).match(/st-mod-1/g) ?? [];
	expect(seen.length).toBeLessThan(10);
});
