import { createHash } from "node:crypto";
import type { Clock } from "../../base/clock.ts";
import { newId } from "../../base/id.ts";
import type { Queue } from "../../delivery/index.ts";
import { findLocationSource } from "../../storage/tables/location.ts";
import { findOrderOfDsp, insertOrders, type OrderRow } from "../../storage/tables/order.ts";
import { insertOrderEvents } from "../../storage/tables/order-event.ts";

/** An order that a restaurant took at its POS, at one location of ours. `evidence`: the raw webhook. */
export interface InStoreSubmission {
	org_id: string;
	location_id: string;
	slug: string;
	evidence: string;
	/** the POS's own id; its status updates name it */
	source_order_id: string;
	idempotency_key?: string | undefined;
	requested_for?: number | undefined;
}

/** The unique index of orders holds no longer value. */
const KEY_MAX = 255;

/**
 * Keep an order that was taken at the POS (contract.md B.8): the POS is its channel, its kitchen has it already, nobody is
 * told of it. The same key, or without one the same order id, is the same order and gets the same answer.
 */
export function createTakeInStore(deps: {
	queue: Queue;
	clock: Clock;
}): (submission: InStoreSubmission) => Promise<{ order_id: string; is_duplicate: boolean } | undefined> {
	const { queue, clock } = deps;
	return (submission) =>
		queue.transaction(async (tx) => {
			const now = clock.now();
			const location = await findLocationSource(tx, submission.org_id, submission.location_id);
			if (location === undefined) return undefined;
			const row = inStoreOrder(submission, location, now);
			if ((await insertOrders(tx, [row])).length === 0) {
				const known = await findOrderOfDsp(tx, row);
				if (known === undefined) throw new Error("an order that conflicts with another must be readable");
				return { order_id: known.order_id, is_duplicate: true };
			}
			const { org_id, order_id, state, injection } = row;
			const event = { type: "order.taken_in_store", actor: `pos:${row.slug}`, evidence: null, at: now };
			await insertOrderEvents(tx, [{ org_id, order_id, event_id: newId(), state, injection, ...event }]);
			return { order_id, is_duplicate: false };
		});
}

function inStoreOrder(
	submission: InStoreSubmission,
	location: { integration_id: string; provider_id: string },
	now: number,
): OrderRow {
	const { org_id, location_id, slug, evidence, source_order_id, idempotency_key, requested_for } = submission;
	return {
		org_id,
		order_id: newId(),
		slug,
		dsp_location_id: location.provider_id,
		dsp_order_id: fitting(idempotency_key ?? source_order_id),
		integration_id: location.integration_id,
		binding_id: null,
		location_id,
		body: evidence,
		state: "in_progress",
		injection: "accepted",
		pos_order_id: source_order_id,
		estimated_ready_at: requested_for === undefined ? null : Math.floor(requested_for),
		verdict: null,
		verdict_reason: null,
		received_at: now,
		deadline_at: now,
		updated_at: now,
	};
}

function fitting(key: string): string {
	return key.length <= KEY_MAX ? key : createHash("sha256").update(key).digest("hex");
}
