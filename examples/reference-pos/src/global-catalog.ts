import type { PosCatalog } from "@ticketrail/contract";
import type { Kitchen } from "./shop.ts";

interface Overridable {
	provider_id: string;
	price_amount?: number;
	is_active?: boolean;
}

/**
 * One catalog for all kitchens of a merchant (contract.md B.4, Global Catalog): the first kitchen's, and on each family and
 * item the price and stock of the kitchens where these differ.
 */
export function globalCatalog([first, ...others]: readonly Kitchen[]): PosCatalog | undefined {
	if (!first) return undefined;
	const elsewhere = others.map(({ location, catalog }) => ({
		provider_location_id: location.provider_id,
		objects: new Map(
			[...catalog.item_family, ...(catalog.item ?? [])].map((one): [string, Overridable] => [one.provider_id, one]),
		),
	}));
	const withOverrides = <T extends Overridable>(object: T): T => {
		const location_overrides = elsewhere.flatMap(({ provider_location_id, objects }) => {
			const override = differenceOf(object, objects.get(object.provider_id));
			return override ? [{ provider_location_id, override }] : [];
		});
		return location_overrides.length > 0 ? { ...object, location_overrides } : object;
	};
	const { catalog } = first;
	return {
		...catalog,
		item_family: catalog.item_family.map(withOverrides),
		item: (catalog.item ?? []).map(withOverrides),
	};
}

/** What is not sold at a location at all counts as sold out there. */
function differenceOf(here: Overridable, there: Overridable | undefined) {
	if (!there) return { is_active: false };
	const is_active = there.is_active ?? true;
	const price = there.price_amount !== here.price_amount && there.price_amount !== undefined;
	const stock = is_active !== (here.is_active ?? true);
	if (!price && !stock) return undefined;
	return { ...(price ? { price_amount: there.price_amount } : {}), ...(stock ? { is_active } : {}) };
}
