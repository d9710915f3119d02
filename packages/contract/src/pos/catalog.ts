import { type Static, Type } from "typebox";
import { Item, ItemFamily } from "./catalog-item.ts";
import { Category, Menu, Tax } from "./catalog-menu.ts";
import { Modifier, ModifierGroup } from "./catalog-modifier.ts";

/**
 * The whole catalog of a POS: flat arrays linked by `provider_id`, keys in the singular, contract.md B.4. A missing
 * array means an empty one.
 */
export const PosCatalog = Type.Object(
	{
		tax_rate: Type.Optional(Type.Number({ description: "Percentage points; older style, see F-17" })),
		category: Type.Array(Category),
		item_family: Type.Array(ItemFamily),
		item: Type.Optional(Type.Array(Item)),
		modifier_group: Type.Optional(Type.Array(ModifierGroup)),
		modifier: Type.Optional(Type.Array(Modifier)),
		menu: Type.Optional(Type.Array(Menu)),
		tax: Type.Optional(Type.Array(Tax)),
	},
	{ title: "PosCatalog" },
);
export type PosCatalog = Static<typeof PosCatalog>;
