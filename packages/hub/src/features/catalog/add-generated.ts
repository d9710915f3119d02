import type { Item, ItemFamily } from "@ticketrail/contract";
import { isCurrency } from "./clean-object.ts";
import type { CatalogKind, CatalogObjects } from "./kinds.ts";
import { nameOf, type Warnings } from "./warnings.ts";

/** Ids of what the hub adds where the POS sent nothing of the kind; only then, so they never meet a POS's own id. */
const GENERATED = { menu: "generated_menu", category: "generated_category", tax: "generated_tax" };

/** The id of the item that stands for a family without items (contract.md B.4.8, F-38). */
export function generatedItemId(family_id: string): string {
	return `${family_id}_item`;
}

/** The family that a generated item stands for, if the id has that form. */
export function familyOfGeneratedItem(item_id: string): string | undefined {
	return item_id.endsWith("_item") ? item_id.slice(0, -"_item".length) : undefined;
}

/** The items that a family is sold as: its own, else the generated one. */
export function itemIdsOf(family: ItemFamily): readonly string[] {
	return family.item_ids !== undefined && family.item_ids.length > 0
		? family.item_ids
		: [generatedItemId(family.provider_id)];
}

/** Which objects the hub added, as `kind/provider_id`. */
export type Generated = ReadonlySet<string>;

/** How `Generated` names an object. */
export function objectKey(kind: CatalogKind, provider_id: string): string {
	return `${kind}/${provider_id}`;
}

/**
 * Complete a catalog with what the contract lets a POS leave out, as objects of their own, so that their `stream_id`s stay:
 * an item for each family without items (B.4.8), a menu with every category where the POS sends no menu (B.4.6), a category
 * with every family where it sends none, and a default tax from `tax_rate` where it sends no tax (F-17).
 */
export function addGenerated(objects: CatalogObjects, tax_rate: unknown, warnings: Warnings): Generated {
	const generated = new Set<string>();
	for (const family of objects.item_family.values()) {
		if (family.item_ids !== undefined && family.item_ids.length > 0) continue;
		const provider_id = generatedItemId(family.provider_id);
		if (objects.item.has(provider_id)) continue;
		const item = itemOf(family, provider_id);
		if (item === undefined) {
			warnings.add(`${nameOf("item_family", family.provider_id)} has neither items nor a price: it cannot be sold`);
			continue;
		}
		objects.item.set(provider_id, item);
		generated.add(objectKey("item", provider_id));
	}
	if (objects.category.size === 0 && objects.item_family.size > 0) {
		const item_family_ids = [...objects.item_family.keys()];
		objects.category.set(GENERATED.category, { provider_id: GENERATED.category, name: "Menu", item_family_ids });
		generated.add(objectKey("category", GENERATED.category));
	}
	if (objects.menu.size === 0 && objects.category.size > 0) {
		const category_ids = [...objects.category.keys()];
		objects.menu.set(GENERATED.menu, { provider_id: GENERATED.menu, name: "Menu", category_ids });
		generated.add(objectKey("menu", GENERATED.menu));
	}
	if (objects.tax.size === 0 && typeof tax_rate === "number" && Number.isFinite(tax_rate) && tax_rate >= 0) {
		const tax = { provider_id: GENERATED.tax, name: "Tax", rate: tax_rate, is_default: true, is_inclusive: false };
		objects.tax.set(GENERATED.tax, tax);
		generated.add(objectKey("tax", GENERATED.tax));
	}
	return generated;
}

function itemOf(family: ItemFamily, provider_id: string): Item | undefined {
	const { name, price_amount, price_currency, is_active, sku, dsp_price_amount_overrides, location_overrides } = family;
	if (price_amount === undefined || !isCurrency(price_currency)) return undefined;
	return {
		...{ provider_id, name, price_amount, price_currency },
		...(is_active === undefined ? {} : { is_active }),
		...(sku === undefined ? {} : { sku }),
		...(dsp_price_amount_overrides === undefined ? {} : { dsp_price_amount_overrides }),
		...(location_overrides === undefined ? {} : { location_overrides }),
	};
}
