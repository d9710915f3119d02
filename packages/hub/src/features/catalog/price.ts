import type { DspPriceOverride, LocationOverride } from "@ticketrail/contract";

/** What a price is read from: an item or a modifier as it is stored. */
interface Priced {
	price_amount?: number | undefined;
	dsp_price_amount_overrides?: readonly DspPriceOverride[] | undefined;
	location_overrides?: readonly LocationOverride[] | undefined;
}

/** For whom: the DSP's slug, and the POS's id of the location. */
export interface PriceContext {
	slug: string;
	pos_location_id: string;
}

/**
 * The price in minor units that one DSP shows at one location: the DSP's own, else the location's, else the general one
 * (contract.md E.14). Undefined when there is none at all.
 */
export function priceFor(object: Priced, { slug, pos_location_id }: PriceContext): number | undefined {
	const ofDsp = object.dsp_price_amount_overrides?.find((entry) => entry.dsp.toLowerCase() === slug.toLowerCase());
	const amount = ofDsp?.price_amount ?? overrideAt(object, pos_location_id)?.price_amount ?? object.price_amount;
	return amount === undefined ? undefined : Math.floor(amount + 0.5);
}

/** What a Global Catalog says of one location (contract.md B.4.2 `location_overrides`). */
export function overrideAt(
	object: Pick<Priced, "location_overrides">,
	pos_location_id: string,
): LocationOverride["override"] | undefined {
	return object.location_overrides?.find((entry) => entry.provider_location_id === pos_location_id)?.override;
}
