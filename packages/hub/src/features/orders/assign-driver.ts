import type { OrderAssignDriver, OrderStatus, OrderUpdated } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import type { NewDelivery } from "../../delivery/index.ts";
import type { Sql } from "../../storage/database.ts";
import { findOrgOfOrder, type InjectionRow, loadForInjection } from "../../storage/tables/order.ts";
import { idOf } from "./answers.ts";
import type { CommitOrder } from "./commit.ts";

type Assigned = OrderAssignDriver["object"];

/** An event provider's word on an order's courier. `may_speak_of`: whether it has to do with this location. */
export interface DriverAssignment {
	slug: string;
	object: Assigned;
	evidence: string;
	may_speak_of: (location_id: string) => boolean;
}

/**
 * A courier for an order (contract.md D.3): the POS hears `order.updated` with the courier's details (B.5.4), behind its
 * other messages about the order; the order's own status stays. Throws `order_not_found` for an order that is unknown or at
 * a location that is none of the sender's.
 */
export function createAssignDriver(deps: { db: Sql; commit: CommitOrder }) {
	const { db, commit } = deps;
	return async ({ slug, object, evidence, may_speak_of }: DriverAssignment): Promise<"applied" | "ignored"> => {
		const order = await find(db, object.order_id);
		if (order?.location_id == null || !may_speak_of(order.location_id))
			throw new HubError("order_not_found", {
				detail: `There is no order ${object.order_id} at your locations.`,
				param: "/object/order_id",
			});
		const message = updateMessage(order, object);
		await commit({
			...idOf(order),
			event: { type: "order.driver_assigned", actor: `events:${slug}`, evidence },
			...(message && { messages: [{ queue: "order.to-pos", message }] }),
			...(object.delivery_status && { delivery_status: object.delivery_status }),
		});
		return message ? "applied" : "ignored";
	};
}

async function find(db: Sql, order_id: string): Promise<InjectionRow | undefined> {
	const org_id = isId(order_id) ? await findOrgOfOrder(db, order_id) : undefined;
	return org_id === undefined ? undefined : (await loadForInjection(db, org_id, [order_id]))[0];
}

/** Undefined: the POS has no such order, or its location is no longer there. */
function updateMessage(order: InjectionRow, { driver_details, delivery_status }: Assigned): NewDelivery | undefined {
	const { pos_order_id, pos_location_id, pos_slug, pos_integration_id } = order;
	if (pos_order_id === null || pos_location_id === null || pos_slug === null || pos_integration_id === null)
		return undefined;
	const body: OrderUpdated = {
		type: "order.updated",
		object: {
			location_id: pos_location_id,
			order_id: pos_order_id,
			status: order.state as OrderStatus,
			...(delivery_status && { delivery_status }),
			driver_details,
		},
	};
	return {
		...idOf(order),
		integration_id: pos_integration_id,
		slug: pos_slug,
		type: body.type,
		body: JSON.stringify(body),
	};
}
