import { type Static, Type } from "typebox";
import { AmountReceived, Currency, Id, openEnum } from "../fields.ts";
import { SELECTION_TYPES } from "../values/menu.ts";
import { DspPriceOverride, PosImage } from "./overrides.ts";

const Count = Type.Number({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/**
 * How many modifiers of a group a customer may take, contract.md B.4.4. The short names `min_unique`, `max_unique` and
 * `max_free` are accepted too; `normalizeRules` reads both (F-18).
 */
export const ModifierRules = Type.Object(
	{
		selection_type: Type.Optional(openEnum(SELECTION_TYPES)),
		minimum_unique_modifiers_allowed: Type.Optional(Count),
		maximum_unique_modifiers_allowed: Type.Optional(Count),
		amount_of_modifiers_free: Type.Optional(Count),
		default_modifier_quantities: Type.Optional(Type.Record(Type.String(), Type.Number())),
		min_unique: Type.Optional(Count),
		max_unique: Type.Optional(Count),
		max_free: Type.Optional(Count),
	},
	{ title: "ModifierRules" },
);
export type ModifierRules = Static<typeof ModifierRules>;

/** A choice that comes with a product, contract.md B.4.4; the order of `modifier_ids` is the display order. */
export const ModifierGroup = Type.Object(
	{
		provider_id: Id,
		name: Type.String(),
		is_active: Type.Optional(Type.Boolean({ description: "Missing means true" })),
		modifier_ids: Type.Array(Type.String()),
		rules: Type.Optional(ModifierRules),
	},
	{ title: "ModifierGroup" },
);
export type ModifierGroup = Static<typeof ModifierGroup>;

/** One thing to choose, contract.md B.4.5; groups nested in it have one of two names (F-19). */
export const Modifier = Type.Object(
	{
		provider_id: Id,
		name: Type.String(),
		is_active: Type.Optional(Type.Boolean({ description: "Missing means true" })),
		price_amount: AmountReceived,
		price_currency: Currency,
		dsp_price_amount_overrides: Type.Optional(Type.Array(DspPriceOverride)),
		sku: Type.Optional(Type.String()),
		modifier_group_ids: Type.Optional(Type.Array(Type.String())),
		nested_modifier_group_ids: Type.Optional(Type.Array(Type.String())),
		images: Type.Optional(Type.Array(PosImage)),
	},
	{ title: "Modifier" },
);
export type Modifier = Static<typeof Modifier>;
