import { lowerCurrency, type MenuImage, type PosImage } from "@ticketrail/contract";
import { type LiveCatalog, type PriceContext, priceFor } from "../catalog/index.ts";

/** For whom a menu is built. */
export interface MenuContext extends PriceContext {
	/** what a kitchen usually needs, minutes (contract.md B.11) */
	prep_time_minutes: number;
}

/** The fields that everything with a price has in a menu file (contract.md C.6). */
export function pricedFields(
	catalog: LiveCatalog,
	kind: "item" | "modifier",
	object: { provider_id: string; name: string; price_amount: number; price_currency: string },
	context: MenuContext,
): { stream_id: string; name: string; price: number; currency: string; is_active: boolean } {
	const { stream_id, is_active } = catalog.stateOf(kind, object.provider_id);
	return {
		stream_id,
		name: object.name,
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
