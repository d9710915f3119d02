import { type Static, Type } from "typebox";
import { AmountReceived, Currency, Id, openEnum } from "../fields.ts";
import { ALLERGENS } from "../values/menu.ts";
import { DspPriceOverride, LocationOverride, PosImage } from "./overrides.ts";

/**
 * A product, contract.md B.4.2. Without items it is sold as itself and needs `price_amount` and `price_currency`.
 * `is_active` missing means true.
 */
export const ItemFamily = Type.Object(
	{
		provider_id: Id,
		name: Type.String(),
		description: Type.Optional(Type.String()),
		is_active: Type.Optional(Type.Boolean({ description: "Missing means true" })),
		price_amount: Type.Optional(AmountReceived),
		price_currency: Type.Optional(Currency),
		item_ids: Type.Optional(Type.Array(Type.String())),
		modifier_group_ids: Type.Optional(Type.Array(Type.String())),
		images: Type.Optional(Type.Array(PosImage)),
		tax_ids: Type.Optional(Type.Array(Type.String())),
		is_alcohol: Type.Optional(Type.Boolean()),
		sku: Type.Optional(Type.String()),
		dsp_price_amount_overrides: Type.Optional(Type.Array(DspPriceOverride)),
		location_overrides: Type.Optional(Type.Array(LocationOverride)),
		allergens: Type.Optional(Type.Array(openEnum(ALLERGENS))),
		default_item_id: Type.Optional(Type.String()),
	},
	{ title: "ItemFamily" },
);
export type ItemFamily = Static<typeof ItemFamily>;

/** A price that one modifier has with one item only, contract.md B.4.3, C.6.2. */
export const ModifierOverride = Type.Object(
	{ modifier_id: Type.String(), price_amount: AmountReceived },
	{ title: "ModifierOverride" },
);
export type ModifierOverride = Static<typeof ModifierOverride>;

/** A variation of a product, for example a size, contract.md B.4.3. */
export const Item = Type.Object(
	{
		provider_id: Id,
		name: Type.String(),
		is_active: Type.Optional(Type.Boolean({ description: "Missing means true" })),
		price_amount: AmountReceived,
		price_currency: Currency,
		location_overrides: Type.Optional(Type.Array(LocationOverride)),
		sku: Type.Optional(Type.String()),
		upc: Type.Optional(Type.String()),
		stock_count: Type.Optional(Type.Number()),
		dsp_price_amount_overrides: Type.Optional(Type.Array(DspPriceOverride)),
		modifier_overrides: Type.Optional(Type.Array(ModifierOverride)),
	},
	{ title: "Item" },
);
export type Item = Static<typeof Item>;
