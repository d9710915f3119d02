import { type Static, Type } from "typebox";
import { PosDriverDetails } from "../driver.ts";
import { Id, openEnum } from "../fields.ts";
import { DELIVERY_STATUSES } from "../values/delivery.ts";

/** An event provider names the courier of an order; `order_id` is ours, contract.md D.3 (recommended reading). */
export const OrderAssignDriver = Type.Object(
	{
		type: Type.Literal("order.assign.driver"),
		object: Type.Object({
			order_id: Id,
			driver_details: PosDriverDetails,
			delivery_status: Type.Optional(openEnum(DELIVERY_STATUSES)),
		}),
	},
	{ title: "OrderAssignDriver" },
);
export type OrderAssignDriver = Static<typeof OrderAssignDriver>;

/** The envelope of any webhook from an event provider: an unknown `type` passes, contract.md D.3, F.1.1. */
export const EventWebhook = Type.Object(
	{ type: Type.String({ minLength: 1 }), object: Type.Record(Type.String(), Type.Unknown()) },
	{ title: "EventWebhook" },
);
export type EventWebhook = Static<typeof EventWebhook>;
