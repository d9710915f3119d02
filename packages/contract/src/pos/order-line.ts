import { type Static, Type } from "typebox";
import { Currency, MinorUnits, Quantity } from "../fields.ts";

/** A chosen modifier on an order line, recursive, contract.md B.5.2. `quantity` is per unit of the line (F-35). */
export const OrderModifier = Type.Cyclic(
	{
		OrderModifier: Type.Object(
			{
				provider_id: Type.String({ minLength: 1 }),
				name: Type.String(),
				quantity: Quantity,
				price_amount: MinorUnits,
				price_currency: Currency,
				modifiers: Type.Array(Type.Ref("OrderModifier"), { description: "[] when none, never missing" }),
			},
			{ title: "OrderModifier" },
		),
	},
	"OrderModifier",
);
export type OrderModifier = Static<typeof OrderModifier>;

/**
 * A line of an order, contract.md B.5.2. `provider_id` is the item's id, or the item family's when it has no items;
 * only a markup line has none. `price_amount` is one unit without modifiers.
 */
export const OrderLine = Type.Object(
	{
		provider_id: Type.Optional(Type.String({ minLength: 1, description: "Absent only on a markup line" })),
		name: Type.String(),
		quantity: Quantity,
		price_amount: MinorUnits,
		price_currency: Currency,
		modifiers: Type.Array(OrderModifier),
		special_instructions: Type.Optional(Type.String()),
		customer_id: Type.Optional(Type.String()),
	},
	{ title: "OrderLine" },
);
export type OrderLine = Static<typeof OrderLine>;

/** A discount: informational, never subtracted from prices or `subtotal`; with `item_id` of one line, contract.md B.5.3. */
export const Discount = Type.Object(
	{ id: Type.String(), amount: MinorUnits, item_id: Type.Optional(Type.String()) },
	{ title: "Discount" },
);
export type Discount = Static<typeof Discount>;

/** A customer of an order, contract.md B.5.1; `id` is unique within the order. */
export const OrderCustomer = Type.Object(
	{ id: Type.String(), name: Type.String(), phone: Type.Optional(Type.String()), email: Type.Optional(Type.String()) },
	{ title: "OrderCustomer" },
);
export type OrderCustomer = Static<typeof OrderCustomer>;
