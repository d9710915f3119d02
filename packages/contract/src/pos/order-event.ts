import { type Static, Type } from "typebox";
import { Id } from "../fields.ts";
import { OrderCanceled } from "./order-canceled.ts";
import { OrderCreated, ReceivedOrderEventData } from "./order-created.ts";
import { OrderUpdated } from "./order-updated.ts";

/** Every order event that our hub sends to a POS, told apart by `type`, contract.md B.5. */
export const PosOrderEvent = Type.Union([OrderCreated, OrderUpdated, OrderCanceled], {
	title: "PosOrderEvent",
	discriminator: { propertyName: "type" },
});
export type PosOrderEvent = Static<typeof PosOrderEvent>;

/** `order.created` from any hub, contract.md B.5.1. */
const ReceivedOrderCreated = Type.Object({ type: Type.Literal("order.created"), object: ReceivedOrderEventData });

/** `order.canceled` from any hub: one of the two names of the order id is enough, contract.md B.5.5. */
const ReceivedOrderCanceled = Type.Object({
	type: Type.Literal("order.canceled"),
	object: Type.Object({
		location_id: Id,
		provider_id: Type.Optional(Type.String()),
		order_id: Type.Optional(Type.String()),
	}),
});

/**
 * Every order event that a POS must be ready to get, from ours or any hub, contract.md B.5. Compile it with
 * `{ open_enums: true }` so that a status of the future is no error (F.1.1).
 */
export const ReceivedPosOrderEvent = Type.Union([ReceivedOrderCreated, OrderUpdated, ReceivedOrderCanceled], {
	title: "ReceivedPosOrderEvent",
	discriminator: { propertyName: "type" },
});
export type ReceivedPosOrderEvent = Static<typeof ReceivedPosOrderEvent>;
