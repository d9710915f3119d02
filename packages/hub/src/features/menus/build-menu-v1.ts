import type { CategoryV1, ItemFamily, ItemV1, MenuFileV1, MenuV1, VariationV1 } from "@ticketrail/contract";
import { itemIdsOf, type LiveCatalog } from "../catalog/index.ts";
import {
	allergensOf,
	defaultItemOf,
	imagesOf,
	type MenuContext,
	pricedFields,
	scheduleOf,
	shownText,
	stockFields,
	taxesOf,
	taxIdsOf,
	unique,
} from "./menu-parts.ts";
import { createModifierTree, type ModifierTree } from "./modifier-tree.ts";

/**
 * The nested menu file of one location for one DSP (contract.md C.6.1): the POS's item families become items, its items
 * variations. Sold-out things stay in it with `is_active: false`, so that `location.update` can bring them back; what cannot
 * be shown at all (a family with nothing to sell, a category without items, a menu without categories) is left off.
 */
export function buildMenuV1(catalog: LiveCatalog, context: MenuContext): MenuFileV1 {
	const { objects } = catalog;
	const tree = createModifierTree(catalog, context, usesOfGroups(catalog));
	const items = remember((id: string) => buildItem(catalog, context, tree, id));
	const categories = remember((id: string) => buildCategory(catalog, items, id));
	const menus = [...objects.menu.values()].flatMap((menu): MenuV1[] => {
		const shown = unique(menu.category_ids).flatMap((id) => categories(id) ?? []);
		if (shown.length === 0) return [];
		const { stream_id } = catalog.stateOf("menu", menu.provider_id);
		return [{ stream_id, name: menu.name, schedule: scheduleOf(menu), categories: shown }];
	});
	return {
		menus,
		holidays: [...(context.holidays ?? [])],
		taxes: taxesOf(catalog),
		prep_time_minutes: context.prep_time_minutes,
	};
}

function buildCategory(
	catalog: LiveCatalog,
	items: (family_id: string) => ItemV1 | undefined,
	category_id: string,
): CategoryV1 | undefined {
	const category = catalog.objects.category.get(category_id);
	if (category === undefined) return undefined;
	const shown = unique(category.item_family_ids).flatMap((id) => items(id) ?? []);
	if (shown.length === 0) return undefined;
	return {
		stream_id: catalog.stateOf("category", category_id).stream_id,
		name: category.name,
		...(category.description === undefined ? {} : { description: category.description }),
		items: shown,
	};
}

function buildItem(
	catalog: LiveCatalog,
	context: MenuContext,
	tree: ModifierTree,
	family_id: string,
): ItemV1 | undefined {
	const { objects, stateOf } = catalog;
	const family = objects.item_family.get(family_id);
	if (family === undefined) return undefined;
	const variations = variationsOf(catalog, context, family);
	if (variations.length === 0) return undefined;
	const allergens = allergensOf(family);
	const { stream_id, is_active } = stateOf("item_family", family_id);
	return {
		stream_id,
		...shownText(family, context),
		...imagesOf(family),
		is_active,
		...(family.is_alcohol === undefined ? {} : { is_alcohol: family.is_alcohol }),
		...(allergens.length === 0 ? {} : { allergens }),
		...defaultItemOf(catalog, family),
		variations,
		tax_ids: taxIdsOf(catalog, family),
		modifier_groups: unique(family.modifier_group_ids ?? []).flatMap((id) => tree.group(id) ?? []),
	};
}

function variationsOf(catalog: LiveCatalog, context: MenuContext, family: ItemFamily): VariationV1[] {
	return unique(itemIdsOf(family)).flatMap((id): VariationV1[] => {
		const item = catalog.objects.item.get(id);
		if (item === undefined) return [];
		return [{ ...pricedFields(catalog, "item", item, context), ...stockFields(item) }];
	});
}

/** How often each modifier group stands under an item of any menu. */
function usesOfGroups({ objects }: LiveCatalog): Map<string, number> {
	const uses = new Map<string, number>();
	for (const menu of objects.menu.values()) {
		for (const category_id of unique(menu.category_ids)) {
			for (const family_id of unique(objects.category.get(category_id)?.item_family_ids ?? [])) {
				for (const group_id of unique(objects.item_family.get(family_id)?.modifier_group_ids ?? [])) {
					uses.set(group_id, (uses.get(group_id) ?? 0) + 1);
				}
			}
		}
	}
	return uses;
}

/** The function with its answers kept: what stands in several places is built once and shared. */
function remember<T>(build: (id: string) => T | undefined): (id: string) => T | undefined {
	const built = new Map<string, T | undefined>();
	return (id) => {
		if (!built.has(id)) built.set(id, build(id));
		return built.get(id);
	};
}
