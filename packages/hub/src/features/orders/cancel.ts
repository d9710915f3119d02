import type { Clock } from "../../base/clock.ts";
import { HubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import type { Sql } from "../../storage/database.ts";
import { findListingOfStore, findStoreRoutes } from "../../storage/tables/dsp-store-route.ts";
import { findOrderOfDsp, insertOrders, loadForInjection } from "../../storage/tables/order.ts";
import { type CommitOrder, idOf } from "./commit.ts";
import { cancelMessage } from "./to-pos.ts";

/** A DSP's cancellation of one order. `body`: the raw submission, kept as evidence. */
export interface Cancellation {
	slug: string;
	dsp_location_id: string;
	dsp_order_id: string;
	body: string;
}

/**
 * Cancel an order for its DSP or customer (contract.md C.4, C.5.3). An order that has not left is stopped; one that may
 * be at the POS is followed by `order.canceled`, behind the request that carries it. A cancellation that overtakes its
 * order leaves a tombstone, so that the late order is not cooked (reliability.md F24). A repeat changes nothing.
 * Throws `location_not_found` for a store that no connected merchant has.
 */
export function createCancel(deps: {
	db: Sql;
	clock: Clock;
	commit: CommitOrder;
}): (cancellation: Cancellation) => Promise<{ order_id: string }> {
	const { db, clock, commit } = deps;
	return async (cancellation) => {
		const { slug, dsp_location_id, dsp_order_id, body } = cancellation;
		const route =
			(await findStoreRoutes(db, [{ slug, dsp_location_id }]))[0] ??
			(await findListingOfStore(db, slug, dsp_location_id));
		if (route === undefined)
			throw new HubError("location_not_found", {
				param: "/location_id",
				detail: `No connected merchant has a store ${JSON.stringify(dsp_location_id)} at ${slug}`,
			});
		const now = clock.now();
		const tombstone = {
			org_id: route.org_id,
			order_id: newId(),
			slug,
			dsp_location_id,
			dsp_order_id,
			integration_id: route.integration_id,
			binding_id: route.binding_id,
			location_id: route.location_id,
			state: "dsp_canceled",
			injection: "rejected",
			body,
			pos_order_id: null,
			estimated_ready_at: null,
			verdict: null,
			verdict_reason: null,
			received_at: now,
			deadline_at: now,
			updated_at: now,
		};
		const known = await findOrderOfDsp(db, tombstone);
		if (known === undefined && (await insertOrders(db, [tombstone])).length > 0) {
			await commit({
				...idOf(tombstone),
				event: { type: "order.canceled_before_received", actor: `dsp:${slug}`, evidence: body },
			});
			return { order_id: tombstone.order_id };
		}
		const order_id = (known ?? (await findOrderOfDsp(db, tombstone)))?.order_id ?? tombstone.order_id;
		const order = (await loadForInjection(db, route.org_id, [order_id]))[0];
		if (order === undefined) throw new Error("an order that conflicts with a tombstone must be readable");
		const event = { type: "order.canceled_by_dsp", actor: `dsp:${slug}`, evidence: body };
		// one that is held here never left: there is nobody to tell (contract.md C.7, mode C)
		const held = { state: "dsp_canceled", injection: "rejected", if_state: ["scheduled"] } as const;
		if (order.state === "scheduled" && (await commit({ ...idOf(order), event, step: held })))
			return { order_id: order.order_id };
		const isTaken = await commit({
			...idOf(order),
			event,
			step: { state: "dsp_canceled" },
			messages: [{ queue: "order.to-pos", message: cancelMessage(order) }],
		});
		if (!isTaken) await commit({ ...idOf(order), event: { ...event, type: "order.cancel_ignored" } });
		return { order_id: order.order_id };
	};
}
