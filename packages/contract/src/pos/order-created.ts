import { type Static, Type } from "typebox";
import { EpochMs, Id, MinorUnits, openEnum } from "../fields.ts";
import { FULFILLMENT_TYPES } from "../values/order.ts";
import { Address } from "./location.ts";
import { Discount, OrderCustomer, OrderLine } from "./order-line.ts";

/** Fields that every hub sends, contract.md B.5.1 column "New". */
const documented = {
	idempotency_key: Id,
	location_id: Id,
	source: Type.String({ description: "Channel slug" }),
	brand: Type.String(),
	dsp_order_id: Type.String(),
	dsp_order_number: Type.String({ description: "Short number for people" }),
	fulfillment_type: openEnum(FULFILLMENT_TYPES),
	is_future_order: Type.Boolean(),
	requested_for: Type.Optional(EpochMs),
	customers: Type.Array(OrderCustomer),
	line_items: Type.Array(OrderLine),
	subtotal: MinorUnits,
	tax: MinorUnits,
	tax_withheld_by_dsp: MinorUnits,
	discounts: Type.Optional(Type.Array(Discount)),
	special_instructions: Type.Optional(Type.String()),
	should_include_utensils: Type.Optional(Type.Boolean()),
	delivery_address: Type.Optional(Address),
	fulfillment_instructions: Type.Optional(Type.String()),
	store_tip: Type.Optional(MinorUnits),
	driver_tip: Type.Optional(MinorUnits),
	delivery_fee: Type.Optional(MinorUnits),
	delivery_fee_taxes: Type.Optional(MinorUnits),
	service_charge: Type.Optional(MinorUnits),
	unpaid: Type.Optional(Type.Boolean()),
	customer_phone: Type.Optional(Type.String()),
};

/** Fields that live POS code fails without, contract.md B.5.1 column "Live POS"; we always send them (F-6). */
const deprecated = {
	source_order_id: Type.String(),
	customer_name: Type.String(),
	placed_at: EpochMs,
};

/** The order as our hub sends it to a POS: new and deprecated fields together, contract.md B.5.1. */
export const NewOrderEventData = Type.Object({ ...documented, ...deprecated }, { title: "NewOrderEventData" });
export type NewOrderEventData = Static<typeof NewOrderEventData>;

/** `order.created` to a POS, contract.md B.5.1. */
export const OrderCreated = Type.Object(
	{ type: Type.Literal("order.created"), object: NewOrderEventData },
	{ title: "OrderCreated" },
);
export type OrderCreated = Static<typeof OrderCreated>;

/** The order as a POS must be ready to get it from any hub: the deprecated fields may be missing, contract.md B.5.1. */
export const ReceivedOrderEventData = Type.Object(
	{
		...documented,
		source_order_id: Type.Optional(deprecated.source_order_id),
		customer_name: Type.Optional(deprecated.customer_name),
		placed_at: Type.Optional(deprecated.placed_at),
	},
	{ title: "ReceivedOrderEventData" },
);
export type ReceivedOrderEventData = Static<typeof ReceivedOrderEventData>;
