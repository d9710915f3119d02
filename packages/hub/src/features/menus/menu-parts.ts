import {
	ALLERGENS,
	type Allergen,
	type Holiday,
	type Item,
	type ItemFamily,
	type LocationOverride,
	lowerCurrency,
	type Menu,
	type MenuImage,
	type MenuTax,
	normalizeSchedule,
	type PosImage,
	type Schedule,
	WEEKDAYS,
} from "@ticketrail/contract";
import { itemIdsOf, type LiveCatalog, overrideAt, type PriceContext, priceFor } from "../catalog/index.ts";

/** For whom a menu is built. */
export interface MenuContext extends PriceContext {
	/** what a kitchen usually needs, minutes (contract.md B.11) */
	prep_time_minutes: number;
	/** days with other hours, set at the hub (contract.md E.13); none when missing */
	holidays?: readonly Holiday[];
}

/** What a Global Catalog can say otherwise for one location (contract.md B.4.2). */
interface Named {
	name: string;
	location_overrides?: readonly LocationOverride[];
}

/** The fields that everything with a price has in a menu file (contract.md C.6). */
export function pricedFields(
	catalog: LiveCatalog,
	kind: "item" | "modifier",
	object: Named & { provider_id: string; price_amount: number; price_currency: string },
	context: MenuContext,
): { stream_id: string; name: string; price: number; currency: string; is_active: boolean } {
	const { stream_id, is_active } = catalog.stateOf(kind, object.provider_id);
	return {
		stream_id,
		name: overrideAt(object, context.pos_location_id)?.name ?? object.name,
		price: priceFor(object, context) ?? object.price_amount,
		currency: lowerCurrency(object.price_currency),
		is_active,
	};
}

/** Pictures with an address that a DSP can fetch; the POS's `provider_url` becomes `url` (contract.md F-25). */
export function imagesOf(object: { images?: readonly PosImage[] }): { images?: MenuImage[] } {
	const images = (object.images ?? []).flatMap(({ provider_url = "" }) =>
		/^https?:\/\/\S+$/i.test(provider_url) ? { url: provider_url } : [],
	);
	return images.length === 0 ? {} : { images };
}

/** Name and description of a product as the location has them (contract.md B.4.2). */
export function shownText(
	family: ItemFamily,
	{ pos_location_id }: MenuContext,
): { name: string; description?: string } {
	const override = overrideAt(family, pos_location_id);
	const description = override?.description ?? family.description;
	return { name: override?.name ?? family.name, ...(description === undefined ? {} : { description }) };
}

/** The variation that is chosen beforehand, if it is one of the product's own (contract.md C.6). */
export function defaultItemOf({ objects, stateOf }: LiveCatalog, family: ItemFamily): { default_item_id?: string } {
	const id = family.default_item_id ?? "";
	const isOwn = itemIdsOf(family).includes(id) && objects.item.has(id);
	return isOwn ? { default_item_id: stateOf("item", id).stream_id } : {};
}

/** What a variation says of its stock beside its activity (contract.md C.6). */
export function stockFields({ sku, upc, stock_count }: Item): { sku?: string; upc?: string; stock_count?: number } {
	return {
		...(sku === undefined ? {} : { sku }),
		...(upc === undefined ? {} : { upc }),
		...(stock_count === undefined ? {} : { stock_count }),
	};
}

/** The taxes of a product under our ids (contract.md E.14). */
export function taxIdsOf(catalog: LiveCatalog, family: ItemFamily): string[] {
	return unique(family.tax_ids ?? []).flatMap((id) =>
		isTaxed(catalog, id) ? catalog.stateOf("tax", id).stream_id : [],
	);
}

/** The allergens that the contract knows, in its order and spelling (contract.md E.10). */
export function allergensOf(family: ItemFamily): Allergen[] {
	const named = new Set((family.allergens ?? []).map((allergen) => allergen.toLowerCase()));
	return named.size === 0 ? [] : ALLERGENS.filter((allergen) => named.has(allergen));
}

/** A tax that is switched off counts as none (contract.md B.4.7). */
function isTaxed({ objects, stateOf }: LiveCatalog, tax_id: string): boolean {
	return objects.tax.has(tax_id) && stateOf("tax", tax_id).is_active;
}

/** The taxes that are switched on (contract.md C.6.3). */
export function taxesOf(catalog: LiveCatalog): MenuTax[] {
	return [...catalog.objects.tax.values()].flatMap((tax): MenuTax[] => {
		const { provider_id, name, rate, is_default, is_inclusive } = tax;
		if (!isTaxed(catalog, provider_id)) return [];
		return [
			{
				stream_id: catalog.stateOf("tax", provider_id).stream_id,
				name,
				rate,
				...(is_default === undefined ? {} : { is_default }),
				...(is_inclusive === undefined ? {} : { is_inclusive }),
			},
		];
	});
}

/** When a menu is there: as the POS says, all seven days named; around the clock where it says nothing (contract.md B.4.6, E.13). */
export function scheduleOf({ schedule = {} }: Menu): Schedule {
	if (WEEKDAYS.every((day) => schedule[day] === undefined)) {
		return Object.fromEntries(WEEKDAYS.map((day) => [day, ["00:00-24:00"]])) as unknown as Schedule;
	}
	return normalizeSchedule(schedule).schedule;
}

/** An id that a list names twice counts once. */
export function unique(ids: readonly string[]): readonly string[] {
	return ids.length < 2 ? ids : [...new Set(ids)];
}

/** Quantities by the POS's modifier ids, under ours; every id must be one of the catalog's (contract.md B.4.4). */
export function underOurIds(
	{ stateOf }: LiveCatalog,
	quantities: Readonly<Record<string, number>>,
): Record<string, number> {
	return Object.fromEntries(
		Object.entries(quantities).map(([id, quantity]) => [stateOf("modifier", id).stream_id, quantity]),
	);
}
