import { type Static, Type } from "typebox";
import { closedEnum, Id } from "../fields.ts";
import { Schedule } from "../pos/schedule.ts";
import { ALLERGENS } from "../values/menu.ts";
import { DefaultQuantities, Holiday, MenuImage, MenuRules, MenuTax, priced } from "./menu-parts.ts";

const parts = {
	ModifierV1: Type.Object(
		{
			...priced,
			is_active: Type.Optional(Type.Boolean()),
			images: Type.Optional(Type.Array(MenuImage)),
			nested_modifier_groups: Type.Array(Type.Ref("ModifierGroupV1")),
		},
		{ title: "ModifierV1" },
	),
	ModifierGroupV1: Type.Object(
		{
			stream_id: Id,
			name: Type.String(),
			modifiers: Type.Array(Type.Ref("ModifierV1")),
			rules: Type.Optional(MenuRules),
			default_modifier_quantities: Type.Optional(DefaultQuantities),
		},
		{ title: "ModifierGroupV1" },
	),
};

/** A modifier with the groups nested in it, contract.md C.6.1. */
export const ModifierV1 = Type.Cyclic(parts, "ModifierV1");
export type ModifierV1 = Static<typeof ModifierV1>;

/** A modifier group; `default_modifier_quantities` sits **beside** `rules`, contract.md C.6.1. */
export const ModifierGroupV1 = Type.Cyclic(parts, "ModifierGroupV1");
export type ModifierGroupV1 = Static<typeof ModifierGroupV1>;

/** What is bought: a size or the only form of an item, contract.md C.6.1. */
export const VariationV1 = Type.Object(
	{
		...priced,
		is_active: Type.Optional(Type.Boolean()),
		sku: Type.Optional(Type.String()),
		upc: Type.Optional(Type.String()),
		stock_count: Type.Optional(Type.Number()),
	},
	{ title: "VariationV1" },
);
export type VariationV1 = Static<typeof VariationV1>;

/** A product (the POS's item family) with its variations, contract.md C.6.1. */
export const ItemV1 = Type.Object(
	{
		stream_id: Id,
		name: Type.String(),
		variations: Type.Array(VariationV1),
		modifier_groups: Type.Array(ModifierGroupV1),
		tax_ids: Type.Array(Type.String()),
		description: Type.Optional(Type.String()),
		images: Type.Optional(Type.Array(MenuImage)),
		is_active: Type.Optional(Type.Boolean()),
		is_alcohol: Type.Optional(Type.Boolean()),
		allergens: Type.Optional(Type.Array(closedEnum(ALLERGENS))),
		default_item_id: Type.Optional(Type.String({ description: "A variation's stream_id" })),
	},
	{ title: "ItemV1" },
);
export type ItemV1 = Static<typeof ItemV1>;

/** A category with its items, contract.md C.6.1. */
export const CategoryV1 = Type.Object(
	{ stream_id: Id, name: Type.String(), items: Type.Array(ItemV1), description: Type.Optional(Type.String()) },
	{ title: "CategoryV1" },
);
export type CategoryV1 = Static<typeof CategoryV1>;

/** A menu with its schedule and categories, contract.md C.6.1. */
export const MenuV1 = Type.Object(
	{ stream_id: Id, name: Type.String(), schedule: Schedule, categories: Type.Array(CategoryV1) },
	{ title: "MenuV1" },
);
export type MenuV1 = Static<typeof MenuV1>;

/** The nested menu file behind `download_url`, the default form, contract.md C.6.1. */
export const MenuFileV1 = Type.Object(
	{
		menus: Type.Array(MenuV1),
		holidays: Type.Array(Holiday),
		taxes: Type.Array(MenuTax),
		prep_time_minutes: Type.Number({ minimum: 0, description: "Minutes" }),
	},
	{ title: "MenuFileV1" },
);
export type MenuFileV1 = Static<typeof MenuFileV1>;
