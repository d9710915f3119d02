import type { Clock } from "../../base/clock.ts";
import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import type { Queue, QueueName } from "../../delivery/index.ts";
import type { Sql } from "../../storage/database.ts";
import {
	type DeliveryRow,
	findDeliveryAnywhere,
	listForReplay,
	type ReplayFilter,
	reviveDeliveries,
} from "../../storage/tables/delivery.ts";
import { EVENT_PREFIX } from "../event-partners/index.ts";

export interface ReplayParts {
	db: Sql;
	queue: Queue;
	clock: Clock;
}

/** One message that goes out again. `was`: what it was before, so that nobody sends what had arrived without knowing. */
export interface Replayed {
	delivery_id: string;
	state: "pending";
	was: string;
}

/** What a bulk replay did; `by_state` counts the messages by what they were before. */
export interface BulkReplay {
	replayed: number;
	by_state: Record<string, number>;
	/** when the last of them is due, epoch ms; null when there was none */
	last_due_at: number | null;
}

const BATCH = 200;
/** A batch a second: what is replayed must not stand in the way of what is new. */
const BATCH_EVERY_MS = 1000;
/** Not on its way any more and not known to have arrived. */
const REPLAYABLE = ["dead", "parked"];

/**
 * Send dead messages once more, each with the same bytes and the same key, behind what waits for the same order or store.
 * `even_delivered`: also those that had arrived. All of them are looked at before the first is sent. Throws
 * `delivery_not_found`, or `delivery_not_replayable` for a message in another state and for `order.created`: an order
 * whose verdict was given must not turn up in a kitchen.
 */
export async function replayDeliveries(
	parts: ReplayParts,
	delivery_ids: readonly string[],
	{ even_delivered = false }: { even_delivered?: boolean } = {},
): Promise<Replayed[]> {
	const states = statesFor(even_delivered);
	const deliveries: DeliveryRow[] = [];
	for (const id of new Set(delivery_ids)) deliveries.push(await findReplayable(parts.db, id, states));
	for (const delivery of deliveries)
		if ((await sendAgain(parts, [delivery], states, parts.clock.now())).length === 0) throw changed(delivery);
	return deliveries.map(({ delivery_id, state }) => ({ delivery_id, state: "pending", was: state }));
}

async function findReplayable(db: Sql, delivery_id: string, states: readonly string[]): Promise<DeliveryRow> {
	const delivery = isId(delivery_id) ? await findDeliveryAnywhere(db, delivery_id) : undefined;
	if (delivery === undefined)
		throw new HubError("delivery_not_found", { detail: `There is no delivery ${delivery_id}` });
	if (delivery.type === "order.created")
		throw new HubError("delivery_not_replayable", {
			detail: `The verdict of the order of ${delivery_id} was given; ask the channel to send it again as a new order`,
		});
	if (states.includes(delivery.state)) return delivery;
	const hint = delivery.state === "delivered" ? "; --even-delivered sends it once more" : "";
	throw new HubError("delivery_not_replayable", { detail: `${delivery_id} is ${delivery.state}${hint}` });
}

function changed({ delivery_id }: DeliveryRow): HubError {
	return new HubError("delivery_not_replayable", { detail: `${delivery_id} changed at this very moment; look again` });
}

/**
 * The same for all messages that a filter asks for, oldest first in each organisation, 200 a second. Each is
 * looked at once, so that what dies again is not sent for ever; whose state changes meanwhile is left alone.
 */
export async function replayMatching(
	parts: ReplayParts,
	filter: Omit<ReplayFilter, "states"> & { even_delivered?: boolean },
): Promise<BulkReplay> {
	const { even_delivered = false, ...rest } = filter;
	const states = statesFor(even_delivered);
	const result: BulkReplay = { replayed: 0, by_state: {}, last_due_at: null };
	let due_at = parts.clock.now();
	let last: DeliveryRow | undefined;
	for (;;) {
		const rows = await listForReplay(parts.db, { ...rest, states }, last, BATCH);
		last = rows.at(-1);
		if (last === undefined) return result;
		for (const ofOrg of Map.groupBy(rows, ({ org_id }) => org_id).values()) {
			const sent = await sendAgain(parts, ofOrg, states, due_at);
			for (const { state } of sent) result.by_state[state] = (result.by_state[state] ?? 0) + 1;
			result.replayed += sent.length;
			if (sent.length > 0) result.last_due_at = due_at;
		}
		due_at += BATCH_EVERY_MS;
	}
}

async function sendAgain(
	{ queue, clock }: ReplayParts,
	deliveries: readonly DeliveryRow[],
	states: readonly string[],
	due_at: number,
): Promise<DeliveryRow[]> {
	const [first] = deliveries;
	if (first === undefined) return [];
	return await queue.transaction(async (tx) => {
		const ids = deliveries.map(({ delivery_id }) => delivery_id);
		const revived = await reviveDeliveries(tx, first.org_id, ids, states, clock.now());
		const sent = deliveries.filter(({ delivery_id }) => revived.has(delivery_id));
		for (const delivery of sent) {
			const { org_id, delivery_id } = delivery;
			const { queue: name, key } = replayTarget(delivery);
			tx.send(
				name,
				{ org_id, delivery_id },
				{ key, slug: delivery.slug, ...(due_at > clock.now() ? { start_after: due_at } : {}) },
			);
		}
		return sent;
	});
}

function statesFor(even_delivered: boolean): string[] {
	return even_delivered ? [...REPLAYABLE, "delivered"] : REPLAYABLE;
}

function replayTarget(delivery: DeliveryRow): { queue: QueueName; key: string } {
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
