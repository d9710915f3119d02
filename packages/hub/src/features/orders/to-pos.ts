import type { OrderUpdated } from "@ticketrail/contract";
import type { Outcome } from "../../base/outcome.ts";
import type { Provider } from "../../clients/provider.ts";
import type { NewDelivery } from "../../delivery/index.ts";
import type { DeliveryToSend } from "../../storage/tables/delivery.ts";
import type { InjectionRow } from "../../storage/tables/order.ts";
import { orderCanceled, orderUpdated } from "./pos-order.ts";

/**
 * The message that takes an order off a POS. The POS's own order id may not be known yet when it is queued, so it is
 * filled in when the message's turn comes, behind the request that carries the order.
 */
export function cancelMessage(order: InjectionRow): NewDelivery {
	return {
		org_id: order.org_id,
		order_id: order.order_id,
		integration_id: order.pos_integration_id ?? order.integration_id,
		slug: order.pos_slug ?? order.slug,
		type: "order.canceled",
		body: JSON.stringify({ type: "order.canceled", object: { location_id: order.pos_location_id ?? "" } }),
	};
}

/** The message that tells a POS of its order's courier (contract.md B.5.4); the POS's order id is filled in likewise. */
export function updateMessage(
	order: InjectionRow,
	news: Pick<OrderUpdated["object"], "status" | "delivery_status" | "driver_details">,
): NewDelivery {
	return {
		...cancelMessage(order),
		type: "order.updated",
		body: JSON.stringify({ type: "order.updated", object: { location_id: order.pos_location_id ?? "", ...news } }),
	};
}

/** Sends `order.canceled` and `order.updated` to a POS; an order that the POS never had needs neither. */
export function createSendToPos(deps: {
	getProvider: (slug: string) => Promise<Provider | undefined>;
	sendToPos: (
		order: { org_id: string; pos_integration_id: string },
		provider: Provider,
		body: string,
		key: string,
	) => Promise<Outcome>;
}): (delivery: DeliveryToSend) => Promise<Outcome | { dropped: string }> {
	return async (delivery) => {
		if (delivery.pos_order_id === null) return { dropped: "the POS never had this order" };
		const provider = await deps.getProvider(delivery.slug);
		if (provider === undefined) return { dropped: "the POS is no longer registered" };
		const body = asSentToPos(delivery, delivery.pos_order_id);
		return await deps.sendToPos(
			{ org_id: delivery.org_id, pos_integration_id: delivery.integration_id },
			provider,
			body,
			delivery.delivery_id,
		);
	};
}

/** A stored `order.canceled` or `order.updated` with the POS's id of the order: the bytes that leave. */
export function asSentToPos({ type, body }: { type: string; body: string }, pos_order_id: string): string {
	const { object } = JSON.parse(body) as { object: OrderUpdated["object"] };
	const { location_id, order_id: _, ...news } = object;
	return JSON.stringify(
		type === "order.updated" ? orderUpdated(location_id, pos_order_id, news) : orderCanceled(location_id, pos_order_id),
	);
}
