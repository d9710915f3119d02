import type { CategoryV2, Item, ItemFamily, ItemFamilyV2, ItemV2, MenuFileV2, MenuV2 } from "@ticketrail/contract";
import { itemIdsOf, type LiveCatalog, pricesOf } from "../catalog/index.ts";
import { collectModifiers } from "./flat-modifiers.ts";
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

/**
 * The flat menu file of one location for one DSP (contract.md C.6.2), for DSPs that are set to it. Everything stands in it
 * once and is linked by `stream_id`; what no menu leads to, and what cannot be shown at all, is left off. Families have no
 * activity of their own there: a family that is sold out takes its items along, and where an item is on sale in another
 * family, the sold-out one is shown without it.
 */
export function buildMenuV2(catalog: LiveCatalog, context: MenuContext): MenuFileV2 {
	const { objects, stateOf } = catalog;
	const onSale = itemsOnSale(catalog);
	const categories = new Map<string, CategoryV2>();
	const families = new Map<string, ItemFamilyV2>();
	const items = new Map<string, ItemV2>();
	const modifiers = collectModifiers(catalog, context);
	const menus = [...objects.menu.values()].flatMap((menu): MenuV2[] => {
		const category_ids = unique(menu.category_ids).flatMap((id) => showCategory(id)?.stream_id ?? []);
		if (category_ids.length === 0) return [];
		const { stream_id } = stateOf("menu", menu.provider_id);
		return [{ stream_id, name: menu.name, schedule: scheduleOf(menu), category_ids }];
	});
	return {
		menus,
		categories: [...categories.values()],
		item_families: [...families.values()],
		items: [...items.values()],
		...modifiers.list(),
		holidays: [...(context.holidays ?? [])],
		taxes: taxesOf(catalog),
		prep_time_minutes: context.prep_time_minutes,
	};

	function showCategory(id: string): CategoryV2 | undefined {
		const category = objects.category.get(id);
		if (category === undefined || categories.has(id)) return categories.get(id);
		const item_family_ids = unique(category.item_family_ids).flatMap((family) => showFamily(family)?.stream_id ?? []);
		if (item_family_ids.length === 0) return undefined;
		const { name, description } = category;
		const { stream_id } = stateOf("category", id);
		const shown = { stream_id, name, item_family_ids, ...(description === undefined ? {} : { description }) };
		categories.set(id, shown);
		return shown;
	}

	function showFamily(id: string): ItemFamilyV2 | undefined {
		const family = objects.item_family.get(id);
		if (family === undefined || families.has(id)) return families.get(id);
		const isOff = !stateOf("item_family", id).is_active;
		const item_ids = knownItems(catalog, family).flatMap((item) =>
			isOff && onSale.has(item.provider_id) ? [] : showItem(item).stream_id,
		);
		if (item_ids.length === 0) return undefined;
		const shown = familyFields(family, item_ids);
		families.set(id, shown);
		return shown;
	}

	function familyFields(family: ItemFamily, item_ids: string[]): ItemFamilyV2 {
		const allergens = allergensOf(family);
		const image = imagesOf(family).images?.[0];
		const { default_item_id } = defaultItemOf(catalog, family);
		return {
			stream_id: stateOf("item_family", family.provider_id).stream_id,
			...shownText(family, context),
			item_ids,
			modifier_group_ids: unique(family.modifier_group_ids ?? []).flatMap((group) => modifiers.show(group) ?? []),
			tax_ids: taxIdsOf(catalog, family),
			...(image === undefined ? {} : { images: image }),
			...(family.is_alcohol === undefined ? {} : { is_alcohol: family.is_alcohol }),
			...(allergens.length === 0 ? {} : { allergens }),
			...(default_item_id !== undefined && item_ids.includes(default_item_id) ? { default_item_id } : {}),
		};
	}

	function showItem(item: Item): ItemV2 {
		const { provider_id } = item;
		const known = items.get(provider_id);
		if (known !== undefined) return known;
		const fields = pricedFields(catalog, "item", item, context);
		const modifier_overrides = modifierPrices(catalog, item);
		const shown = {
			...fields,
			is_active: fields.is_active && onSale.has(provider_id),
			...stockFields(item),
			...(modifier_overrides.length === 0 ? {} : { modifier_overrides }),
		};
		items.set(provider_id, shown);
		return shown;
	}
}

/** The items that some family on sale offers on some menu. */
function itemsOnSale(catalog: LiveCatalog): Set<string> {
	const { objects, stateOf } = catalog;
	const ids = new Set<string>();
	for (const menu of objects.menu.values()) {
		for (const category_id of menu.category_ids) {
			for (const family_id of objects.category.get(category_id)?.item_family_ids ?? []) {
				const family = objects.item_family.get(family_id);
				if (family === undefined || !stateOf("item_family", family_id).is_active) continue;
				for (const id of itemIdsOf(family)) ids.add(id);
			}
		}
	}
	return ids;
}

function knownItems({ objects }: LiveCatalog, family: ItemFamily): Item[] {
	return unique(itemIdsOf(family)).flatMap((id) => objects.item.get(id) ?? []);
}

/** What modifiers cost with this very variation (contract.md C.6.2). */
function modifierPrices({ objects, stateOf }: LiveCatalog, { modifier_overrides = [] }: Item) {
	return [...pricesOf(modifier_overrides)].flatMap(([id, price_amount]) =>
		objects.modifier.has(id) ? [{ modifier_id: stateOf("modifier", id).stream_id, price_amount }] : [],
	);
}
