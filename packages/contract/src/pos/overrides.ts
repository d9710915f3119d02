import { type Static, Type } from "typebox";
import { AmountReceived, Id } from "../fields.ts";

/** A price for one channel, contract.md B.4.2. `dsp` is a channel slug such as `uber` or `doordash`. */
export const DspPriceOverride = Type.Object(
	{ dsp: Type.String(), price_amount: AmountReceived },
	{ title: "DspPriceOverride" },
);
export type DspPriceOverride = Static<typeof DspPriceOverride>;

/** What differs at one location; Global Catalog only, contract.md B.4.2. */
export const LocationOverride = Type.Object(
	{
		provider_location_id: Id,
		override: Type.Object({
			price_amount: Type.Optional(AmountReceived),
			is_active: Type.Optional(Type.Boolean()),
			description: Type.Optional(Type.String()),
			name: Type.Optional(Type.String()),
		}),
	},
	{ title: "LocationOverride" },
);
export type LocationOverride = Static<typeof LocationOverride>;

/** A picture in a POS catalog; the address is in `provider_url`, not `url`, and may be empty, contract.md B.4.2, F-25. */
export const PosImage = Type.Object({ provider_url: Type.Optional(Type.String()) }, { title: "PosImage" });
export type PosImage = Static<typeof PosImage>;
