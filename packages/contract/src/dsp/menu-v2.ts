import { type Static, Type } from "typebox";
import { closedEnum, Id, MinorUnits } from "../fields.ts";
import { Schedule } from "../pos/schedule.ts";
import { ALLERGENS } from "../values/menu.ts";
import { DefaultQuantities, Holiday, MenuImage, MenuRules, MenuTax, priced } from "./menu-parts.ts";

/** Rules of a modifier group in V2: the V1 rules plus the default quantities, contract.md C.6.2. */
export const MenuRulesV2 = Type.Object(
	{ ...MenuRules.properties, default_modifier_quantities: Type.Optional(DefaultQuantities) },
	{ title: "MenuRulesV2" },
);
export type MenuRulesV2 = Static<typeof MenuRulesV2>;

/** A menu, contract.md C.6.2. */
export const MenuV2 = Type.Object(
	{ stream_id: Id, name: Type.String(), schedule: Schedule, category_ids: Type.Array(Type.String()) },
	{ title: "MenuV2" },
);
export type MenuV2 = Static<typeof MenuV2>;

/** A category, contract.md C.6.2. */
export const CategoryV2 = Type.Object(
	{
		stream_id: Id,
		name: Type.String(),
		item_family_ids: Type.Array(Type.String()),
		description: Type.Optional(Type.String()),
	},
	{ title: "CategoryV2" },
);
export type CategoryV2 = Static<typeof CategoryV2>;

/** A product; it has no `is_active`, and `images` is **one object**, kept for compatibility, contract.md C.6.2, F-25. */
export const ItemFamilyV2 = Type.Object(
	{
		stream_id: Id,
		name: Type.String(),
		item_ids: Type.Array(Type.String()),
		modifier_group_ids: Type.Array(Type.String()),
		tax_ids: Type.Array(Type.String()),
		description: Type.Optional(Type.String()),
		images: Type.Optional(MenuImage),
		is_alcohol: Type.Optional(Type.Boolean()),
		allergens: Type.Optional(Type.Array(closedEnum(ALLERGENS))),
		default_item_id: Type.Optional(Type.String()),
	},
	{ title: "ItemFamilyV2" },
);
export type ItemFamilyV2 = Static<typeof ItemFamilyV2>;

/** A variation, with prices of one menu and of one size's modifiers, contract.md C.6.2. */
export const ItemV2 = Type.Object(
	{
		...priced,
		is_active: Type.Optional(Type.Boolean()),
		sku: Type.Optional(Type.String()),
		upc: Type.Optional(Type.String()),
		stock_count: Type.Optional(Type.Number()),
		menu_specific_overrides: Type.Optional(
			Type.Array(
				Type.Object({
					menu_id: Type.String(),
					price_amount: MinorUnits,
					is_active: Type.Optional(Type.Boolean()),
				}),
			),
		),
		modifier_overrides: Type.Optional(
			Type.Array(Type.Object({ modifier_id: Type.String(), price_amount: MinorUnits })),
		),
	},
	{ title: "ItemV2" },
);
export type ItemV2 = Static<typeof ItemV2>;

/** A modifier group; an override of a parent beats the group's own rules, contract.md C.6.2. */
export const ModifierGroupV2 = Type.Object(
	{
		stream_id: Id,
		name: Type.String(),
		modifier_ids: Type.Array(Type.String()),
		rules: Type.Optional(MenuRulesV2),
		overrides: Type.Optional(
			Type.Array(
				Type.Object({
					parent_id: Type.String(),
					parent_type: closedEnum(["item_family", "modifier"]),
					override_rules: MenuRulesV2,
				}),
			),
		),
	},
	{ title: "ModifierGroupV2" },
);
export type ModifierGroupV2 = Static<typeof ModifierGroupV2>;

/** A modifier, contract.md C.6.2. */
export const ModifierV2 = Type.Object(
	{
		...priced,
		images: Type.Optional(Type.Array(MenuImage)),
		is_active: Type.Optional(Type.Boolean()),
		nested_modifier_group_ids: Type.Optional(Type.Array(Type.String())),
	},
	{ title: "ModifierV2" },
);
export type ModifierV2 = Static<typeof ModifierV2>;

/** The flat menu file behind `download_url`, for DSPs set to it, contract.md C.6.2. */
export const MenuFileV2 = Type.Object(
	{
		menus: Type.Array(MenuV2),
		categories: Type.Array(CategoryV2),
		item_families: Type.Array(ItemFamilyV2),
		items: Type.Array(ItemV2),
		modifier_groups: Type.Array(ModifierGroupV2),
		modifiers: Type.Array(ModifierV2),
		holidays: Type.Array(Holiday),
		taxes: Type.Array(MenuTax),
		prep_time_minutes: Type.Number({ minimum: 0, description: "Minutes" }),
	},
	{ title: "MenuFileV2" },
);
export type MenuFileV2 = Static<typeof MenuFileV2>;
