import { type Static, Type } from "typebox";
import { AmountReceived, Currency, EpochMs, Id, openEnum, Quantity } from "../fields.ts";
import { FULFILLMENT_TYPES } from "../values/order.ts";
import { OrderCustomer } from "./order-line.ts";

/** An address as in-store orders spell it: `street`, and `postal_code` or the older `zip`, contract.md B.8. */
export const InStoreAddress = Type.Object(
	{
		street: Type.Optional(Type.String()),
		city: Type.Optional(Type.String()),
		state: Type.Optional(Type.String()),
		postal_code: Type.Optional(Type.String()),
		zip: Type.Optional(Type.String()),
		country: Type.Optional(Type.String()),
	},
	{ title: "InStoreAddress" },
);
export type InStoreAddress = Static<typeof InStoreAddress>;

/** A modifier of an in-store order; the older format has no quantity, contract.md B.8. */
export const InStoreModifier = Type.Cyclic(
	{
		InStoreModifier: Type.Object(
			{
				provider_id: Type.Optional(Type.String()),
				name: Type.String(),
				quantity: Type.Optional(Quantity),
				price_amount: AmountReceived,
				price_currency: Type.Optional(Currency),
				modifiers: Type.Optional(Type.Array(Type.Ref("InStoreModifier"))),
			},
			{ title: "InStoreModifier" },
		),
	},
	"InStoreModifier",
);
export type InStoreModifier = Static<typeof InStoreModifier>;

/** A line of an in-store order, contract.md B.8. */
export const InStoreLine = Type.Object(
	{
		provider_id: Type.Optional(Type.String()),
		name: Type.String(),
		quantity: Quantity,
		price_amount: AmountReceived,
		price_currency: Type.Optional(Currency),
		modifiers: Type.Optional(Type.Array(InStoreModifier)),
		customer_id: Type.Optional(Type.String()),
		special_instructions: Type.Optional(Type.String()),
	},
	{ title: "InStoreLine" },
);
export type InStoreLine = Static<typeof InStoreLine>;

/** An order taken at the POS for us to dispatch, current format, contract.md B.8. */
export const InStoreOrder = Type.Object(
	{
		source_order_id: Id,
		idempotency_key: Type.Optional(Type.String({ maxLength: 255 })),
		location_id: Type.Optional(Id),
		source: Type.Optional(Type.String()),
		brand: Type.Optional(Type.String()),
		fulfillment_type: openEnum(FULFILLMENT_TYPES),
		customers: Type.Optional(Type.Array(OrderCustomer)),
		delivery_address: Type.Optional(InStoreAddress),
		line_items: Type.Array(InStoreLine),
		placed_at: Type.Optional(EpochMs),
		is_future_order: Type.Optional(Type.Boolean()),
		requested_for: Type.Optional(EpochMs),
		subtotal: AmountReceived,
		tax: AmountReceived,
		tax_withheld_by_dsp: Type.Optional(AmountReceived),
		special_instructions: Type.Optional(Type.String()),
		should_include_utensils: Type.Optional(Type.Boolean()),
		currency: Type.Optional(Currency),
		total_amount: Type.Optional(AmountReceived),
	},
	{ title: "InStoreOrder" },
);
export type InStoreOrder = Static<typeof InStoreOrder>;

/** The same order in the older format; `normalizeInStoreOrder` turns it into the current one, contract.md B.8. */
export const OlderInStoreOrder = Type.Object(
	{
		provider_id: Id,
		location_id: Type.Optional(Id),
		fulfillment_type: openEnum(FULFILLMENT_TYPES),
		customer: Type.Optional(
			Type.Object({
				name: Type.String(),
				phone: Type.Optional(Type.String()),
				email: Type.Optional(Type.String()),
			}),
		),
		delivery_address: Type.Optional(InStoreAddress),
		line_items: Type.Optional(Type.Array(InStoreLine)),
		items: Type.Optional(Type.Array(InStoreLine)),
		subtotal_amount: AmountReceived,
		tax_amount: AmountReceived,
		total_amount: Type.Optional(AmountReceived),
		currency: Type.Optional(Currency),
		notes: Type.Optional(Type.String()),
	},
	{ title: "OlderInStoreOrder" },
);
export type OlderInStoreOrder = Static<typeof OlderInStoreOrder>;
