import { DELIVERY_STATUSES, type OrderAssignDriver, type OrderStatus } from "@ticketrail/contract";
import type { Clock } from "../../base/clock.ts";
import { HubError } from "../../base/error.ts";
import { isId, newId } from "../../base/id.ts";
import { enqueueDelivery, type Queue, type Tx } from "../../delivery/index.ts";
import type { Sql } from "../../storage/database.ts";
import { findOrgOfOrder, type InjectionRow, loadForInjection } from "../../storage/tables/order.ts";
import { putOrderCourier } from "../../storage/tables/order-courier.ts";
import { insertOrderEvents } from "../../storage/tables/order-event.ts";
import { type Announce, idOf } from "./commit.ts";
import { isCanceled } from "./states.ts";
import { updateMessage } from "./to-pos.ts";

type Assigned = OrderAssignDriver["object"];

/** An event provider's word on an order's courier. `may_speak_of`: whether it has to do with this location. */
export interface DriverAssignment {
	slug: string;
	object: Assigned;
	evidence: string;
	may_speak_of: (location_id: string) => boolean;
}

/**
 * A courier for an order (contract.md D.3): kept with the order, and the POS hears `order.updated` with the courier's details
 * (B.5.4), behind its other messages about the order; the order's own status stays. A repeat changes nothing. Throws
 * `order_not_found` for an order that is unknown or at a location that is none of the sender's.
 */
export function createAssignDriver(deps: { db: Sql; queue: Queue; clock: Clock; announce: Announce }) {
	const { db, queue, clock, announce } = deps;
	return async (assignment: DriverAssignment): Promise<"applied" | "ignored"> => {
		const { object, may_speak_of } = assignment;
		const order = await find(db, object.order_id);
		if (order?.location_id == null || !may_speak_of(order.location_id))
			throw new HubError("order_not_found", {
				detail: `There is no order ${object.order_id} at your locations.`,
				param: "/object/order_id",
			});
		return await queue.transaction(async (tx) => {
			const now = clock.now();
			const is_new = await assign(tx, order, assignment, now);
			const delivery_status = is_new ? object.delivery_status : undefined;
			await announce(tx, [{ ...idOf(order), is_confirmed: false, delivery_status }], now);
			return is_new ? "applied" : "ignored";
		});
	};
}

async function assign(
	tx: Tx,
	order: InjectionRow,
	{ slug, object, evidence }: DriverAssignment,
	now: number,
): Promise<boolean> {
	const { driver_details, delivery_status } = object;
	const courier = { delivery_status: delivery_status ?? null, driver: JSON.stringify(driver_details), updated_at: now };
	const is_new = await putOrderCourier(tx, { ...idOf(order), ...courier });
	const type = is_new ? "order.driver_assigned" : "order.driver_assignment_ignored";
	const event = { event_id: newId(), type, actor: `events:${slug}`, state: null, injection: null, evidence, at: now };
	await insertOrderEvents(tx, [{ ...idOf(order), ...event }]);
	const is_at_pos = order.pos_location_id !== null && order.state !== "scheduled" && !isCanceled(order.state);
	if (!is_new || !is_at_pos) return is_new;
	// a status that the POS contract does not have is kept here and not passed on
	const is_known = (DELIVERY_STATUSES as readonly (string | undefined)[]).includes(delivery_status);
	const message = updateMessage(order, {
		status: order.state as OrderStatus,
		...(is_known && { delivery_status }),
		driver_details,
	});
	await enqueueDelivery(tx, { ...message, queue: "order.to-pos", key: order.order_id }, now);
	return true;
}

async function find(db: Sql, order_id: string): Promise<InjectionRow | undefined> {
	const org_id = isId(order_id) ? await findOrgOfOrder(db, order_id) : undefined;
	return org_id === undefined ? undefined : (await loadForInjection(db, org_id, [order_id]))[0];
}
