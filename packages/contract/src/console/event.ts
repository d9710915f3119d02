import { type Static, Type } from "typebox";
import { Id } from "../fields.ts";
import { OrderListRow } from "./order.ts";

/** Kinds of news on `GET /console/events`; `types=order.*` takes every one that begins with `order.`. */
export const CONSOLE_EVENT_TYPES = ["order.changed", "resync"] as const;

/**
 * News of an order on the event stream: which event it was, and the order as it is now. `event: order.changed`; its SSE `id`
 * is the cursor that Last-Event-ID carries back.
 */
export const OrderChanged = Type.Object(
	{
		event_id: Id,
		at: Type.Integer(),
		type: Type.String({ description: "As on the timeline: order.received, order.accepted, …" }),
		order: OrderListRow,
	},
	{ title: "OrderChanged" },
);
export type OrderChanged = Static<typeof OrderChanged>;

/** `event: resync`: the stream cannot go on from Last-Event-ID; read the list anew and connect without it. */
export const Resync = Type.Object({ reason: Type.String() }, { title: "Resync" });
