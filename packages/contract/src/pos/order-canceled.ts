import { type Static, Type } from "typebox";
import { Id } from "../fields.ts";

/** What `order.canceled` carries: the POS's order id under both of its names, contract.md B.5.5, F-5. */
export const OrderCanceledData = Type.Object(
	{ location_id: Id, provider_id: Type.String({ minLength: 1 }), order_id: Type.String({ minLength: 1 }) },
	{ title: "OrderCanceledData" },
);
export type OrderCanceledData = Static<typeof OrderCanceledData>;

/** `order.canceled` (one "l") to a POS, contract.md B.5.5. */
export const OrderCanceled = Type.Object(
	{ type: Type.Literal("order.canceled"), object: OrderCanceledData },
	{ title: "OrderCanceled" },
);
export type OrderCanceled = Static<typeof OrderCanceled>;
