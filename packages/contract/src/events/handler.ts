import { type Static, Type } from "typebox";
import { closedEnum, Id, openEnum } from "../fields.ts";
import { DELIVERY_STATUSES } from "../values/delivery.ts";
import { ORDER_STATUSES } from "../values/order.ts";
import { LocationOrder } from "./order.ts";

/** `location_id` is **ours** here; `reference_id` is the partner's own id of the location, contract.md D.1. */
const where = { location_id: Id, reference_id: Type.Optional(Type.String()) };

/** A DSP order is in the POS, contract.md D.1. */
export const EventOrderConfirmed = Type.Object(
	{ type: Type.Literal("order.confirmed"), ...where, order: LocationOrder },
	{ title: "EventOrderConfirmed" },
);
export type EventOrderConfirmed = Static<typeof EventOrderConfirmed>;

/** The status of an order changed, contract.md D.1. */
export const EventOrderUpdated = Type.Object(
	{
		type: Type.Literal("order.updated"),
		...where,
		order: Type.Object({ id: Id, status: closedEnum(ORDER_STATUSES) }),
	},
	{ title: "EventOrderUpdated" },
);
export type EventOrderUpdated = Static<typeof EventOrderUpdated>;

/** An order was cancelled, by the store or by the channel, contract.md D.1. */
export const EventOrderCanceled = Type.Object(
	{
		type: Type.Literal("order.canceled"),
		...where,
		order: Type.Object({ id: Id, status: closedEnum(["merchant_canceled", "dsp_canceled"]) }),
	},
	{ title: "EventOrderCanceled" },
);
export type EventOrderCanceled = Static<typeof EventOrderCanceled>;

/** The courier moved on; switched on per account, contract.md D.1. The type's name has an underscore. */
export const EventDriverStatusUpdated = Type.Object(
	{
		type: Type.Literal("driver.status_updated"),
		...where,
		order: Type.Object({
			id: Id,
			dsp_order_id: Type.String(),
			status: closedEnum(ORDER_STATUSES),
			delivery_status: openEnum(DELIVERY_STATUSES),
		}),
	},
	{ title: "EventDriverStatusUpdated" },
);
export type EventDriverStatusUpdated = Static<typeof EventDriverStatusUpdated>;

/** Every event that an event partner gets, told apart by `type`, contract.md D.1. */
export const PartnerEvent = Type.Union(
	[EventOrderConfirmed, EventOrderUpdated, EventOrderCanceled, EventDriverStatusUpdated],
	{ title: "PartnerEvent", discriminator: { propertyName: "type" } },
);
export type PartnerEvent = Static<typeof PartnerEvent>;

/** Types of event that a partner can subscribe to, contract.md D.1. */
export const PARTNER_EVENT_TYPES = [
	"order.confirmed",
	"order.updated",
	"order.canceled",
	"driver.status_updated",
] as const satisfies readonly PartnerEvent["type"][];
export type PartnerEventType = (typeof PARTNER_EVENT_TYPES)[number];
