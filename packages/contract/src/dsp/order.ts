import { type Static, Type } from "typebox";
import { AmountReceived, Currency, EpochMs, Id, openEnum, Quantity } from "../fields.ts";
import { Address } from "../pos/location.ts";
import { FULFILLMENT_TYPES } from "../values/order.ts";

/** A customer of a DSP order, contract.md C.5.2. */
export const DspCustomer = Type.Object(
	{
		id: Type.String({ description: "Unique within the order" }),
		name: Type.String(),
		email: Type.String(),
		phone: Type.String({ description: "E.164" }),
		masked_phone_code: Type.Optional(Type.String()),
	},
	{ title: "DspCustomer" },
);
export type DspCustomer = Static<typeof DspCustomer>;

/** A chosen modifier, recursive, contract.md C.5.2. `id` is the modifier's `stream_id` in the menu. */
export const DspModifier = Type.Cyclic(
	{
		DspModifier: Type.Object(
			{
				id: Id,
				modifier_group_id: Type.Optional(Type.String()),
				name: Type.String(),
				price: AmountReceived,
				currency: Currency,
				quantity: Quantity,
				modifiers: Type.Array(Type.Ref("DspModifier")),
			},
			{ title: "DspModifier" },
		),
	},
	"DspModifier",
);
export type DspModifier = Static<typeof DspModifier>;

/** A line of a DSP order, contract.md C.5.2. `id` is the **variation's** `stream_id`, `item_id` the parent item's. */
export const DspItem = Type.Object(
	{
		id: Id,
		item_id: Type.Optional(Type.String()),
		category_id: Type.Optional(Type.String()),
		name: Type.String(),
		price: AmountReceived,
		currency: Currency,
		quantity: Quantity,
		modifiers: Type.Array(DspModifier),
		customer_id: Type.Optional(Type.String()),
		special_instructions: Type.Optional(Type.String()),
	},
	{ title: "DspItem" },
);
export type DspItem = Static<typeof DspItem>;

/** A discount of a DSP order; with `item_id` of one line, contract.md C.5.2. */
export const DspDiscount = Type.Object(
	{ id: Type.String(), amount: AmountReceived, item_id: Type.Optional(Type.String()) },
	{ title: "DspDiscount" },
);
export type DspDiscount = Static<typeof DspDiscount>;

/**
 * An order of a DSP in the strict form of the contract, contract.md C.5.1: what a DSP should send, and what
 * `normalizeDspSubmission` makes of the lenient form.
 */
export const DspOrder = Type.Object(
	{
		id: Id,
		customer_facing_id: Type.String(),
		customers: Type.Array(DspCustomer, { minItems: 1 }),
		fulfillment_type: openEnum(FULFILLMENT_TYPES),
		items: Type.Array(DspItem),
		subtotal: AmountReceived,
		tax: AmountReceived,
		tax_withheld: AmountReceived,
		brand: Type.Optional(Type.String()),
		delivery_address: Type.Optional(Address),
		delivery_fee: Type.Optional(AmountReceived),
		delivery_fee_taxes: Type.Optional(AmountReceived),
		discounts: Type.Optional(Type.Array(DspDiscount)),
		driver_tip: Type.Optional(AmountReceived),
		store_tip: Type.Optional(AmountReceived),
		service_charge: Type.Optional(AmountReceived),
		estimated_ready_at_ms: Type.Optional(EpochMs),
		is_future_order: Type.Optional(Type.Boolean()),
		status: Type.Optional(openEnum(["scheduled"])),
		special_instructions: Type.Optional(Type.String()),
		fulfillment_instructions: Type.Optional(Type.String()),
		should_include_utensils: Type.Optional(Type.Boolean({ default: true })),
		unpaid: Type.Optional(Type.Boolean({ description: "May be true only for drive_thru" })),
	},
	{ title: "DspOrder" },
);
export type DspOrder = Static<typeof DspOrder>;

/** When a DSP names no valid `estimated_ready_at_ms`: order time plus 30 minutes, contract.md C.5.1. */
export const DEFAULT_READY_AFTER_MS = 30 * 60_000;
