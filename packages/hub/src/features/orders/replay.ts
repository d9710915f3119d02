import type { Clock } from "../../base/clock.ts";
import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import type { Queue, QueueName } from "../../delivery/index.ts";
import type { Sql } from "../../storage/database.ts";
import { type DeliveryRow, findDeliveryAnywhere, reviveDelivery } from "../../storage/tables/delivery.ts";
import { EVENT_PREFIX } from "../event-partners/index.ts";

/**
 * Send a dead message once more, with the same bytes and the same key, behind what waits for the same order or store.
 * Throws `delivery_not_found`, or `delivery_not_replayable` for a message that is not dead and for `order.created`: an
 * order whose verdict was given must not turn up in a kitchen.
 */
export async function replayDelivery(
	deps: { db: Sql; queue: Queue; clock: Clock },
	delivery_id: string,
): Promise<{ delivery_id: string; state: "pending" }> {
	const delivery = isId(delivery_id) ? await findDeliveryAnywhere(deps.db, delivery_id) : undefined;
	if (delivery === undefined)
		throw new HubError("delivery_not_found", { detail: `There is no delivery ${delivery_id}` });
	const target = replayTarget(delivery);
	await deps.queue.transaction(async (tx) => {
		if (!(await reviveDelivery(tx, delivery.org_id, delivery_id, deps.clock.now())))
			throw new HubError("delivery_not_replayable", { detail: `It is ${delivery.state}` });
		tx.send(target.queue, { org_id: delivery.org_id, delivery_id }, { key: target.key });
	});
	return { delivery_id, state: "pending" };
}

function replayTarget(delivery: DeliveryRow): { queue: QueueName; key: string } {
	if (delivery.type === "order.created")
		throw new HubError("delivery_not_replayable", {
			detail: "The order's verdict was given; ask the channel to send it again as a new order",
		});
	if (delivery.type.startsWith(EVENT_PREFIX))
		return { queue: "event.to-partner", key: `${delivery.order_id}/${delivery.slug}` };
	if (delivery.type === "pos.connection.create") {
		const { location_id } = JSON.parse(delivery.body) as { location_id: string };
		return { queue: "pos.connection", key: `${delivery.integration_id}/${location_id}` };
	}
	if (delivery.binding_id !== null && delivery.order_id === null)
		return { queue: "dsp.store-event", key: delivery.binding_id };
	return {
		queue: delivery.type.startsWith("location.") ? "order.to-dsp" : "order.to-pos",
		key: delivery.order_id ?? delivery.delivery_id,
	};
}
