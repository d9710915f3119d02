import { type Static, Type } from "typebox";
import { EpochMs, Id, LowerCurrency, MinorUnits, openEnum, Quantity } from "../fields.ts";
import { Address } from "../pos/location.ts";
import { FULFILLMENT_TYPES, ORDER_STATUSES } from "../values/order.ts";

const modifier = { name: Type.String(), quantity: Quantity, price: MinorUnits };

/** An order as event partners get it: one customer, no ids on the lines, contract.md D.2. Note `delivery_fee_tax`. */
export const LocationOrder = Type.Object(
	{
		id: Id,
		source: Type.String(),
		dsp_order_id: Type.String(),
		dsp_order_number: Type.String(),
		customer: Type.Object({
			name: Type.String(),
			phone: Type.Optional(Type.String()),
			masked_phone_code: Type.Optional(Type.String()),
		}),
		currency: LowerCurrency,
		delivery_address: Type.Optional(Address),
		estimated_fulfillment_time: Type.Optional(EpochMs),
		fulfillment_type: openEnum(FULFILLMENT_TYPES),
		fulfillment_instructions: Type.Optional(Type.String()),
		special_instructions: Type.Optional(Type.String()),
		status: openEnum(ORDER_STATUSES),
		subtotal: MinorUnits,
		tax: MinorUnits,
		driver_tip: Type.Optional(MinorUnits),
		delivery_fee: Type.Optional(MinorUnits),
		delivery_fee_tax: Type.Optional(MinorUnits),
		total: MinorUnits,
		items: Type.Array(
			Type.Object({
				...modifier,
				special_instructions: Type.Optional(Type.String()),
				modifiers: Type.Array(Type.Object(modifier)),
			}),
		),
		unpaid: Type.Optional(Type.Boolean()),
	},
	{ title: "LocationOrder" },
);
export type LocationOrder = Static<typeof LocationOrder>;
