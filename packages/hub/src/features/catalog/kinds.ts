import type { Category, Item, ItemFamily, Menu, Modifier, ModifierGroup, Tax } from "@ticketrail/contract";

/** The kinds of catalog object, named as the POS's reply names their arrays (contract.md B.4). */
export const KINDS = ["category", "item_family", "item", "modifier_group", "modifier", "menu", "tax"] as const;
export type CatalogKind = (typeof KINDS)[number];

/** A cleaned object of each kind: required fields are there, every field has its type, nothing is `null`. */
export interface ObjectOf {
	category: Category;
	item_family: ItemFamily;
	item: Item;
	modifier_group: ModifierGroup;
	modifier: Modifier;
	menu: Menu;
	tax: Tax;
}

/** The checked objects of one catalog by kind and `provider_id`, in the order in which the POS sent them. */
export type CatalogObjects = { [Kind in CatalogKind]: Map<string, ObjectOf[Kind]> };

/** A catalog without objects. */
export function noObjects(): CatalogObjects {
	return {
		category: new Map(),
		item_family: new Map(),
		item: new Map(),
		modifier_group: new Map(),
		modifier: new Map(),
		menu: new Map(),
		tax: new Map(),
	};
}

/** Which objects an object points at: kind, field, kind pointed at, in the order in which faults are reported. */
export const LINKS = [
	["menu", "category_ids", "category"],
	["category", "item_family_ids", "item_family"],
	["item_family", "item_ids", "item"],
	["item_family", "modifier_group_ids", "modifier_group"],
	["item_family", "tax_ids", "tax"],
	["modifier_group", "modifier_ids", "modifier"],
	["modifier", "modifier_group_ids", "modifier_group"],
	["modifier", "nested_modifier_group_ids", "modifier_group"],
] as const satisfies readonly (readonly [CatalogKind, string, CatalogKind])[];

/** The groups nested in a modifier, under either of their two names (contract.md F-19). */
export function nestedGroupIds(modifier: Modifier): readonly string[] {
	const { modifier_group_ids = [], nested_modifier_group_ids = [] } = modifier;
	if (nested_modifier_group_ids.length === 0) return modifier_group_ids;
	return [...new Set([...modifier_group_ids, ...nested_modifier_group_ids])];
}
