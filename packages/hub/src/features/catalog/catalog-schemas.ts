import { Category, Item, ItemFamily, Menu, Modifier, ModifierGroup, Tax, toJsonSchema } from "@ticketrail/contract";
import type { CatalogSchemas } from "./clean-object.ts";

/** What the contract says of the objects of each kind (B.4.1 to B.4.7), in a form that can be handed to a thread. */
export const CATALOG_SCHEMAS: CatalogSchemas = {
	category: toJsonSchema(Category),
	item_family: toJsonSchema(ItemFamily),
	item: toJsonSchema(Item),
	modifier_group: toJsonSchema(ModifierGroup),
	modifier: toJsonSchema(Modifier),
	menu: toJsonSchema(Menu),
	tax: toJsonSchema(Tax),
};
