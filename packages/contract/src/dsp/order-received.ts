import { type Static, Type } from "typebox";
import { AmountReceived, Currency, Id, Quantity } from "../fields.ts";
import { DspOrder } from "./order.ts";

/** A customer as live DSPs send it: no `id`, and not always an e-mail or a phone, contract.md C.5.2. */
const ReceivedCustomer = Type.Object({
	id: Type.Optional(Type.String()),
	name: Type.String(),
	email: Type.Optional(Type.String()),
	phone: Type.Optional(Type.String()),
	masked_phone_code: Type.Optional(Type.String()),
});

/** A modifier as live DSPs send it: nested modifiers may be missing, contract.md C.5.2. */
export const ReceivedDspModifier = Type.Cyclic(
	{
		ReceivedDspModifier: Type.Object(
			{
				id: Id,
				modifier_group_id: Type.Optional(Type.String()),
				name: Type.String(),
				price: AmountReceived,
				currency: Currency,
				quantity: Quantity,
				modifiers: Type.Optional(Type.Array(Type.Ref("ReceivedDspModifier"))),
			},
			{ title: "ReceivedDspModifier" },
		),
	},
	"ReceivedDspModifier",
);
export type ReceivedDspModifier = Static<typeof ReceivedDspModifier>;

const ReceivedItem = Type.Object({
	id: Id,
	item_id: Type.Optional(Type.String()),
	category_id: Type.Optional(Type.String()),
	name: Type.String(),
	price: AmountReceived,
	currency: Currency,
	quantity: Quantity,
	modifiers: Type.Optional(Type.Array(ReceivedDspModifier)),
	customer_id: Type.Optional(Type.String()),
	special_instructions: Type.Optional(Type.String()),
});

/** Fields of the strict form that the lenient form may leave out or spell in another way. */
const relaxed = ["customers", "items", "tax_withheld", "delivery_address", "estimated_ready_at_ms"] as const;

/**
 * The order in the widest form that we accept: strict, or as live DSPs send it, contract.md C.5.2. `customers` wins
 * over `customer` (F-21); an invalid `estimated_ready_at_ms` counts as missing (C.5.1).
 */
export const ReceivedDspOrder = Type.Object(
	{
		...Type.Omit(DspOrder, relaxed).properties,
		customers: Type.Optional(Type.Array(ReceivedCustomer)),
		customer: Type.Optional(ReceivedCustomer),
		items: Type.Array(ReceivedItem),
		tax_withheld: Type.Optional(AmountReceived),
		delivery_address: Type.Optional(
			Type.Object({
				address_line_1: Type.Optional(Type.String()),
				address_line_2: Type.Optional(Type.String()),
				city: Type.Optional(Type.String()),
				state: Type.Optional(Type.String()),
				postal_code: Type.Optional(Type.String()),
				country: Type.Optional(Type.String()),
			}),
		),
		estimated_ready_at_ms: Type.Optional(Type.Unknown()),
	},
	{ title: "ReceivedDspOrder" },
);
export type ReceivedDspOrder = Static<typeof ReceivedDspOrder>;
