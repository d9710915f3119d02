import type { PartnerEvent } from "@ticketrail/contract";
import { deliveryRow, type Tx } from "../../delivery/index.ts";
import { insertDeliveries } from "../../storage/tables/delivery.ts";
import { findOrders, type OrderRow } from "../../storage/tables/order.ts";
import type { Listeners } from "./listeners.ts";
import { locationOrder } from "./location-order.ts";

/** What has just been written about an order, in the transaction that is still open. */
export interface OrderNews {
	org_id: string;
	order_id: string;
	/** it is in the POS */
	is_confirmed: boolean;
	/** its new status (contract.md E.5) */
	state?: string | undefined;
	/** its courier's new status (contract.md E.6) */
	delivery_status?: string | undefined;
}

type Body = { type: PartnerEvent["type"]; order: PartnerEvent["order"] };

/** Deliveries to event partners carry this before the wire's type, so that they are told from those to POS and DSP. */
export const EVENT_PREFIX = "event.";

/**
 * Queue what event partners hear of these orders (contract.md D.1), in the transaction of the change itself. Their events begin after
 * a DSP's order is in its POS: one that never got there is none of theirs, nor is one that was taken in the store (B.8). Without a listener in an organisation there is no statement.
 */
export function createAnnounce(listeners: Listeners) {
	return async (tx: Tx, news: readonly OrderNews[], now: number): Promise<void> => {
		const heard = news.filter((item) => listeners.hears(item.org_id) && hasEvent(item));
		const rows = [];
		for (const [org_id, ofOrg] of Map.groupBy(heard, (item) => item.org_id)) {
			const order_ids = ofOrg.map((item) => item.order_id);
			const orders = new Map((await findOrders(tx, org_id, order_ids)).map((order) => [order.order_id, order]));
			for (const item of ofOrg) rows.push(...messagesFor(listeners, item, orders.get(item.order_id), now));
		}
		await insertDeliveries(tx, rows);
		for (const { org_id, order_id, delivery_id, slug } of rows) {
			// one partner that is down keeps nobody else waiting: the order of messages counts for each of them alone
			tx.send("event.to-partner", { org_id, delivery_id }, { key: `${order_id}/${slug}`, id: delivery_id, slug });
		}
	};
}

function hasEvent(item: OrderNews): boolean {
	return item.is_confirmed || item.state !== undefined || item.delivery_status !== undefined;
}

function messagesFor(listeners: Listeners, item: OrderNews, order: OrderRow | undefined, now: number) {
	if (order?.verdict !== "accepted" || order.location_id === null) return [];
	const { org_id, order_id, location_id } = order;
	return bodiesOf(item, order).flatMap(({ type, order: part }) =>
		listeners.of(type, location_id).map(({ partner: { slug, event_partner_id }, reference_id }) => {
			const body = { type, location_id, ...(reference_id && { reference_id }), order: part };
			const message = { integration_id: event_partner_id, slug, type: EVENT_PREFIX + type, body: JSON.stringify(body) };
			return deliveryRow({ org_id, order_id, ...message }, now);
		}),
	);
}

function bodiesOf(item: OrderNews, order: OrderRow): Body[] {
	const { order_id: id, dsp_order_id } = order;
	const status = order.state as "in_progress";
	const bodies: Body[] = [];
	if (item.is_confirmed) {
		const whole = locationOrder(order);
		if (whole !== undefined) bodies.push({ type: "order.confirmed", order: whole });
	}
	if (item.state !== undefined) {
		const is_over = item.state === "merchant_canceled" || item.state === "dsp_canceled";
		bodies.push({ type: is_over ? "order.canceled" : "order.updated", order: { id, status } });
	}
	if (item.delivery_status !== undefined) {
		const { delivery_status } = item;
		bodies.push({ type: "driver.status_updated", order: { id, dsp_order_id, status, delivery_status } });
	}
	return bodies;
}
