import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../base/clock.ts";
import { isHubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import {
	createBatch,
	deliveryRow,
	type Job,
	type NewDelivery,
	type Queue,
	type QueueName,
	type Tx,
} from "../../delivery/index.ts";
import { type AttemptRow, insertAttempts } from "../../storage/tables/attempt.ts";
import { type AuditRow, insertAudit } from "../../storage/tables/audit.ts";
import {
	changeDeliveries,
	type DeliveryChange,
	type DeliveryRow,
	insertDeliveries,
} from "../../storage/tables/delivery.ts";
import { changeOrders, type OrderChange } from "../../storage/tables/order.ts";
import { insertOrderEvents, type OrderEventRow } from "../../storage/tables/order-event.ts";
import type { OrderNews } from "../event-partners/index.ts";
import {
	ANY_INJECTION,
	ANY_STATE,
	type Injection,
	injectionsBefore,
	type OrderState,
	orderStatesBefore,
} from "./states.ts";

/** A step of an order's two machines. Only what is named changes; the guards come from the transition tables. */
export interface Step {
	injection?: Injection;
	state?: OrderState;
	/** Narrows the guard further: the injection must be one of these. */
	if_injection?: readonly Injection[];
	/** Narrows the guard further: the order state must be one of these. */
	if_state?: readonly OrderState[];
	pos_order_id?: string;
	/** Narrows the guard further: nobody knows the POS's id of the order yet. */
	is_first_ticket?: true;
	estimated_ready_at?: number;
	verdict?: "accepted" | "failed";
	verdict_reason?: string;
}

/** A message about an order. `is_verdict`: it is the first that the DSP hears, so that it need not wait its turn. */
export interface OrderMessage {
	queue: "order.to-pos" | "order.to-dsp";
	message: NewDelivery;
	is_verdict?: true;
}

/** Everything that one happening causes; it commits as a whole or not at all. */
export interface OrderWrite {
	org_id: string;
	order_id: string;
	step?: Step;
	event?: { type: string; actor: string; evidence?: string | undefined };
	/** What a person did, for the audit. */
	audit?: Omit<AuditRow, "org_id" | "audit_id" | "subject" | "at">;
	attempt?: AttemptRow;
	delivery_row?: DeliveryRow;
	delivery_change?: DeliveryChange;
	/** Messages to other systems, in the order of this order's other messages to the same system. */
	messages?: OrderMessage[];
	/** The courier moved on (contract.md E.6): only event partners hear of it here. */
	delivery_status?: string;
	send?: { queue: QueueName; data: Record<string, unknown>; id?: string; key?: string; start_after?: number }[];
	settle?: { queue: QueueName; job: Job; retry_at?: number };
	/** This run goes on after the write, which is worth nothing without it (reliability.md F8). */
	holds?: { queue: QueueName; job: Job };
}

/** The key of an order in every write. */
export function idOf(order: { org_id: string; order_id: string }): { org_id: string; order_id: string } {
	return { org_id: order.org_id, order_id: order.order_id };
}

/** As long as a run's lease may last after its answer came. */
const PERSIST_MS = 10_000;

/** Commit a write; false when the order was not in a state in which its step may be taken: then nothing was written. */
export type CommitOrder = (write: OrderWrite) => Promise<boolean>;

/** Queue what listeners hear of these orders, in the transaction that changed them. */
export type Announce = (tx: Tx, news: readonly OrderNews[], now: number) => Promise<void>;

/** One committer for all writes of orders: those that arrive together share one transaction (design.md section 6). */
export function createOrderCommits(deps: { queue: Queue; clock: Clock; announce: Announce }): CommitOrder {
	const { queue, clock, announce } = deps;

	const together = createBatch<OrderWrite, boolean>({
		max: 64,
		concurrency: 2,
		async flush(writes) {
			return await queue.transaction(async (tx) => {
				const results = new Map<OrderWrite, boolean>();
				for (const round of rounds(writes)) {
					const taken = await writeRound(tx, round, clock.now(), results);
					await announce(tx, taken.map(newsOf), clock.now());
				}
				return writes.map((write) => results.get(write) ?? false);
			});
		},
	});
	return (write) => (write.settle === undefined ? together(write) : persist(() => together(write)));
}

/**
 * What a run has learned is not thrown away because the database restarts in this moment: it is written when the database is
 * back. A commit whose outcome is unknown is tried again too; had it happened, the run is over and says so by `LeaseLostError`.
 */
async function persist(write: () => Promise<boolean>): Promise<boolean> {
	const give_up_at = performance.now() + PERSIST_MS;
	for (let pause_ms = 100; ; pause_ms = Math.min(pause_ms * 2, 1_000)) {
		try {
			return await write();
		} catch (error) {
			if (!isHubError(error, "unavailable") || performance.now() + pause_ms > give_up_at) throw error;
		}
		await sleep(pause_ms);
	}
}

async function writeRound(
	tx: Tx,
	writes: OrderWrite[],
	now: number,
	results: Map<OrderWrite, boolean>,
): Promise<OrderWrite[]> {
	const taken: OrderWrite[] = [];
	for (const [org_id, ofOrg] of Map.groupBy(writes, (write) => write.org_id)) {
		const steps = ofOrg.filter((write) => write.step !== undefined);
		const applied = steps.length === 0 ? new Set<string>() : await changeOrders(tx, org_id, steps.map(guarded), now);
		for (const write of ofOrg) {
			const isTaken = write.step === undefined || applied.has(write.order_id);
			results.set(write, isTaken);
			if (isTaken) taken.push(write);
		}
	}
	const deliveries = taken.flatMap((write) => write.delivery_row ?? []);
	for (const write of taken) {
		for (const { queue, message, is_verdict } of write.messages ?? []) {
			const row = deliveryRow({ ...message, order_id: write.order_id }, now);
			deliveries.push(row);
			tx.send(
				queue,
				{ org_id: row.org_id, order_id: write.order_id, delivery_id: row.delivery_id },
				{
					key: write.order_id,
					id: row.delivery_id,
					slug: row.slug,
					...(is_verdict && { first: { fresh: { ...row, pos_order_id: null } } }),
				},
			);
		}
		for (const { queue, data, ...options } of write.send ?? []) tx.send(queue, data, options);
		if (write.holds !== undefined) tx.hold(write.holds.queue, write.holds.job);
		if (write.settle?.retry_at !== undefined) tx.retryAt(write.settle.queue, write.settle.job, write.settle.retry_at);
		else if (write.settle !== undefined) tx.complete(write.settle.queue, write.settle.job);
	}
	tx.also(
		Promise.all([
			insertOrderEvents(
				tx,
				taken.flatMap((write) => eventRow(write, now)),
			),
			insertDeliveries(tx, deliveries),
			insertAttempts(
				tx,
				taken.flatMap((write) => write.attempt ?? []),
			),
			...taken.flatMap(({ org_id, order_id, audit }) =>
				audit === undefined
					? []
					: [insertAudit(tx, { ...audit, org_id, audit_id: newId(), subject: order_id, at: now })],
			),
			...[...Map.groupBy(taken, (write) => write.org_id)].map(([org_id, ofOrg]) => {
				const changes = ofOrg.flatMap((write) => write.delivery_change ?? []);
				return changeDeliveries(tx, org_id, changes, now);
			}),
		]),
	);
	return taken;
}

function newsOf({ org_id, order_id, step, delivery_status }: OrderWrite): OrderNews {
	return { org_id, order_id, is_confirmed: step?.verdict === "accepted", state: step?.state, delivery_status };
}

/** Writes of one order never share a statement: the second must see what the first did. */
function rounds(writes: readonly OrderWrite[]): OrderWrite[][] {
	const result: OrderWrite[][] = [];
	const seen = new Map<string, number>();
	for (const write of writes) {
		const round = seen.get(write.order_id) ?? 0;
		seen.set(write.order_id, round + 1);
		const bucket = result[round] ?? [];
		bucket.push(write);
		result[round] = bucket;
	}
	return result;
}

function guarded(write: OrderWrite): OrderChange {
	const step = write.step ?? {};
	const injections = step.injection === undefined ? ANY_INJECTION : injectionsBefore(step.injection);
	const states = step.state === undefined ? ANY_STATE : orderStatesBefore(step.state);
	return {
		order_id: write.order_id,
		from_injection: injections.filter((injection) => step.if_injection?.includes(injection) ?? true),
		injection: step.injection ?? null,
		from_state: states.filter((state) => step.if_state?.includes(state) ?? true),
		state: step.state ?? null,
		pos_order_id: step.pos_order_id ?? null,
		estimated_ready_at: step.estimated_ready_at ?? null,
		verdict: step.verdict ?? null,
		verdict_reason: step.verdict_reason ?? null,
		is_first_ticket: step.is_first_ticket ?? false,
	};
}

function eventRow(write: OrderWrite, now: number): OrderEventRow[] {
	if (write.event === undefined) return [];
	const { type, actor, evidence } = write.event;
	return [
		{
			org_id: write.org_id,
			order_id: write.order_id,
			event_id: newId(),
			type,
			actor,
			state: write.step?.state ?? null,
			injection: write.step?.injection ?? null,
			evidence: evidence ?? null,
			at: now,
		},
	];
}
