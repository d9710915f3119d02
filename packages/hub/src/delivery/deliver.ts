import type { Clock } from "../base/clock.ts";
import { newId } from "../base/id.ts";
import type { Log } from "../base/log.ts";
import type { Outcome } from "../base/outcome.ts";
import { retryAfterMs } from "../base/retry-after.ts";
import type { Sql } from "../storage/database.ts";
import { type AttemptRow, insertAttempts } from "../storage/tables/attempt.ts";
import {
	changeDeliveries,
	type DeliveryChange,
	type DeliveryRow,
	type DeliveryToSend,
	insertDeliveries,
	loadDeliveries,
} from "../storage/tables/delivery.ts";
import { createBatch } from "./batch.ts";
import type { Destinations } from "./destination.ts";
import type { Job, Queue, QueueName, Tx } from "./jobs.ts";
import type { JobHandler } from "./worker.ts";

/** A message to be queued together with the change that caused it. */
export interface NewDelivery {
	org_id: string;
	integration_id: string;
	slug: string;
	type: string;
	body: string;
	order_id?: string;
	binding_id?: string;
}

/** The row of a new message; ids are minted once, here, so that every attempt carries the same key. */
export function deliveryRow(message: NewDelivery, now: number): DeliveryRow {
	return {
		order_id: null,
		binding_id: null,
		...message,
		delivery_id: newId(),
		state: "pending",
		reason: null,
		attempts: 0,
		created_at: now,
		updated_at: now,
	};
}

/** Queue a message in the caller's transaction. `key` orders it against the other messages of the same key. */
export async function enqueueDelivery(
	tx: Tx,
	message: NewDelivery & { queue: QueueName; key: string },
	now: number,
): Promise<string> {
	const { queue, key, ...fields } = message;
	const row = deliveryRow(fields, now);
	await insertDeliveries(tx, [row]);
	tx.send(queue, { org_id: row.org_id, delivery_id: row.delivery_id }, { key, id: row.delivery_id, slug: row.slug });
	return row.delivery_id;
}

/** Seconds between attempts: close together while an order waits, then days of patience (reliability.md 6.4). */
const RETRY_SECONDS = [1, 2, 4, 8, 15, 30, 60, 120, 300, 600, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];

/** Longer than this nobody is kept waiting by the other side's word (reliability.md F15). */
const RETRY_AFTER_MAX_MS = 600_000;

interface Settlement {
	delivery: DeliveryToSend;
	job: Job;
	state: string;
	reason: string | null;
	attempt: AttemptRow | undefined;
	retry_at: number | undefined;
	sent: Outcome | undefined;
}

/**
 * The handler of a queue of deliveries. `send` performs the request (or says why there is nothing to send any more);
 * `follows` tells which settled messages have consequences, written by `onSettled` in the same transaction.
 */
export function createDeliverer(deps: {
	db: Sql;
	queue: Queue;
	name: QueueName;
	clock: Clock;
	log: Log;
	destinations: Destinations;
	send: (delivery: DeliveryToSend) => Promise<Outcome | { dropped: string }>;
	follows?: (delivery: DeliveryToSend, sent: Outcome) => boolean;
	onSettled?: (tx: Tx, delivery: DeliveryToSend, sent: Outcome) => Promise<void>;
	onAttempt?: (delivery: DeliveryToSend, sent: Outcome, outcome: string) => void;
}): JobHandler {
	const { queue, name, clock, log, destinations } = deps;

	const load = createBatch<Job, DeliveryToSend | undefined>({ flush: loadTogether, max: 64, concurrency: 2 });
	const settle = createBatch<Settlement, void>({ flush: settleTogether, max: 64, concurrency: 2 });

	return async (job) => {
		const delivery = (job.fresh as DeliveryToSend | undefined) ?? (await load(job));
		if (delivery === undefined || delivery.state !== "pending") {
			await queue.transaction(async (tx) => tx.complete(name, job));
			return;
		}
		const entry = await destinations.enter(delivery.slug);
		if ("wait_ms" in entry) return await queue.postpone(name, job, clock.now() + entry.wait_ms);
		let sent: Outcome | { dropped: string };
		let reached = false;
		try {
			sent = await deps.send(delivery);
			reached = "dropped" in sent || (sent.stage === "answered" && sent.status < 500);
		} finally {
			entry.leave(reached);
		}
		await settle(judge(delivery, job, sent));
	};

	function judge(delivery: DeliveryToSend, job: Job, sent: Outcome | { dropped: string }): Settlement {
		if ("dropped" in sent)
			return {
				delivery,
				job,
				state: "dropped",
				reason: sent.dropped,
				attempt: undefined,
				retry_at: undefined,
				sent: undefined,
			};
		const outcome = judgeSent(sent);
		const wait_s = RETRY_SECONDS[delivery.attempts - (delivery.replayed_at_attempt ?? 0)];
		const givesUp = outcome === "retry" && wait_s === undefined;
		const state = outcome === "retry" && !givesUp ? "pending" : outcome === "delivered" ? "delivered" : "dead";
		const reason = state === "delivered" ? null : givesUp ? `gave up: ${describe(sent)}` : describe(sent);
		const retry_at =
			state === "pending"
				? clock.now() +
					Math.max(
						(wait_s ?? 0) * 1000 * (0.75 + Math.random() * 0.5),
						retryAfterMs(sent, clock.now(), RETRY_AFTER_MAX_MS) ?? 0,
					)
				: undefined;
		log.info("delivery.attempted", {
			org_id: delivery.org_id,
			delivery_id: delivery.delivery_id,
			order_id: delivery.order_id,
			slug: delivery.slug,
			type: delivery.type,
			attempt: delivery.attempts + 1,
			stage: sent.stage,
			status: sent.stage === "never_sent" ? undefined : sent.status,
			latency_ms: sent.latency_ms,
			outcome: state,
			reason,
		});
		deps.onAttempt?.(delivery, sent, state === "pending" ? "retry" : state);
		return {
			delivery,
			job,
			state,
			reason,
			attempt: attemptRow(delivery, delivery.attempts + 1, sent, clock.now()),
			retry_at,
			sent,
		};
	}

	async function loadTogether(jobs: Job[]): Promise<(DeliveryToSend | undefined)[]> {
		const found = new Map<unknown, DeliveryToSend>();
		for (const [org_id, ofOrg] of Map.groupBy(jobs, (job) => String(job.data.org_id))) {
			const rows = await loadDeliveries(
				deps.db,
				org_id,
				ofOrg.map((job) => String(job.data.delivery_id)),
			);
			for (const row of rows) found.set(row.delivery_id, row);
		}
		return jobs.map((job) => found.get(job.data.delivery_id));
	}

	async function settleTogether(items: Settlement[]): Promise<undefined[]> {
		await queue.transaction(async (tx) => {
			const now = clock.now();
			tx.also(
				Promise.all([
					insertAttempts(
						tx,
						items.flatMap((item) => item.attempt ?? []),
					),
					...[...Map.groupBy(items, (item) => item.delivery.org_id)].map(([org_id, ofOrg]) =>
						changeDeliveries(tx, org_id, ofOrg.map(changeOf), now),
					),
				]),
			);
			for (const item of items) {
				if (item.retry_at === undefined) tx.complete(name, item.job);
				else tx.retryAt(name, item.job, item.retry_at);
				if (item.sent !== undefined && item.state !== "pending" && (deps.follows?.(item.delivery, item.sent) ?? false))
					await deps.onSettled?.(tx, item.delivery, item.sent);
			}
		});
		return items.map(() => undefined);
	}
}

function changeOf({ delivery, state, reason, attempt }: Settlement): DeliveryChange {
	return { delivery_id: delivery.delivery_id, state, reason, attempts: delivery.attempts + (attempt ? 1 : 0) };
}

/** The attempt as it is remembered; the answer is cut to 4 kB. */
export function attemptRow(
	delivery: { org_id: string; delivery_id: string },
	attempt: number,
	sent: Outcome,
	now: number,
): AttemptRow {
	const status = sent.stage === "never_sent" ? null : (sent.status ?? null);
	const response = sent.stage === "answered" ? storableText(sent.body.subarray(0, 4096)) : sent.reason;
	return {
		org_id: delivery.org_id,
		delivery_id: delivery.delivery_id,
		attempt,
		stage: sent.stage,
		status,
		response,
		latency_ms: Math.round(sent.latency_ms),
		at: now,
	};
}

/** 2xx is done; 408, 425, 429, 5xx, and everything without an answer is tried again; other answers are a no (contract.md E.12). */
function judgeSent(sent: Outcome): "delivered" | "retry" | "dead" {
	if (sent.stage !== "answered") return "retry";
	if (sent.status >= 200 && sent.status < 300) return "delivered";
	return sent.status >= 500 || [401, 408, 425, 429].includes(sent.status) ? "retry" : "dead";
}

function describe(sent: Outcome): string {
	return sent.stage === "answered" ? `answered ${sent.status}` : sent.reason;
}

/** Text that PostgreSQL can hold: a NUL in somebody's answer must not fail the record of it. */
function storableText(bytes: Buffer): string {
	return bytes.toString("utf8").replaceAll("\u0000", "\ufffd");
}
