import { createHash } from "node:crypto";
import { PgBoss } from "pg-boss";
import type { Clock } from "../base/clock.ts";
import type { Database } from "../storage/database.ts";
import { bossDatabase } from "./boss-database.ts";
import { createClaim, prepareIndexes } from "./claim.ts";
import { assertOurs, createJobTransactions } from "./job-transaction.ts";
import { type LocalWorker, QUEUE_NAMES, QUEUES, type Queue, type QueueName, type QueueStats, SCHEMA } from "./jobs.ts";
import { createOrphans } from "./orphans.ts";
import { STRIKES, STRUCK } from "./strikes.ts";

/**
 * A job takes a handful of transactions and has 15 s for them. Where each waits longer than this for its connection, what is begun
 * besides would end none of them: all would be taken for dead, run again elsewhere, and keep everything busy for ever.
 */
const PRESSED_FROM_MS = 1000;

/** Open the queue on the hub's own database; creates pg-boss's tables at the first start. */
export async function createQueue(deps: {
	db: Database;
	clock: Clock;
	onError?: (error: unknown) => void;
}): Promise<Queue> {
	const { db, clock } = deps;
	const boss = new PgBoss({
		db: bossDatabase(db),
		schema: SCHEMA,
		schedule: false,
		superviseIntervalSeconds: 5,
		maintenanceIntervalSeconds: 60,
		monitorIntervalSeconds: 5,
	});
	boss.on("error", (error) => deps.onError?.(error));
	await boss.start();
	const existing = new Set((await boss.getQueues()).map(({ name }) => name));
	for (const [name, options] of Object.entries(QUEUES)) {
		const settings = {
			...options,
			notify: true,
			retryLimit: 100_000,
			deleteAfterSeconds: 60,
			retentionSeconds: 30 * 86_400,
		};
		if (!existing.has(name)) await boss.createQueue(name, settings);
	}
	await prepareIndexes(db);
	const claim = createClaim(db);
	const findOrphans = createOrphans(db, QUEUE_NAMES);
	const workers = new Map<QueueName, LocalWorker>();
	const reconnected: (() => void)[] = [];
	const wake = (queue: QueueName) => workers.get(queue)?.wake();
	const listener = await db.listen(
		channel(),
		(payload) => wake(payload as QueueName),
		() => {
			QUEUE_NAMES.forEach(wake);
			for (const back of reconnected) back();
		},
	);

	const transaction = createJobTransactions({ db, boss, clock, workers, wake });

	return {
		transaction,
		async fetch(queue, limit, but_for = []) {
			const jobs = await claim(queue, limit, but_for);
			return jobs.map(({ id, data, retry_count, group_id }) => ({
				...{ id, data, retryCount: retry_count, group: group_id },
				strikes: typeof data[STRIKES] === "number" ? data[STRIKES] : 0,
			}));
		},
		async postpone(queue, job, at, strikes) {
			await transaction(async (tx) => tx.retryAt(queue, job, at, strikes));
		},
		async strike(queue, job) {
			const rows = await db.query(
				`UPDATE ${SCHEMA}.job SET data = data || jsonb_build_object('${STRIKES}', $3::int)
				  WHERE name = $1 AND id = $2 AND state = 'active' AND retry_count = $4 RETURNING 1`,
				[queue, job.id, job.strikes + 1, job.retryCount],
			);
			assertOurs(queue, [job], { affected: rows.length });
		},
		async forgive(queue, job) {
			await db.query(`UPDATE ${SCHEMA}.job SET data = data - '${STRIKES}' WHERE name = $1 AND id = $2`, [
				queue,
				job.id,
			]);
		},
		async reclaimExpired() {
			const rows = await db.query<{ id: string }>(
				`UPDATE ${SCHEMA}.job_common SET state = 'retry', start_after = ${SCHEMA}.job_now(), data = ${STRUCK}
				  WHERE name = ANY($1::text[]) AND policy = 'key_strict_fifo' AND state = 'active'
				    AND started_on + expire_seconds * interval '1s' < ${SCHEMA}.job_now() RETURNING id`,
				[QUEUE_NAMES],
				"reclaim-expired-jobs",
			);
			if (rows.length > 0) QUEUE_NAMES.forEach(wake);
			return rows.length;
		},
		async reclaimOrphans() {
			const count = await findOrphans();
			if (count > 0) QUEUE_NAMES.forEach(wake);
			return count;
		},
		attach(queue, worker) {
			workers.set(queue, worker);
		},
		isPressed: () => db.waitedMs() > PRESSED_FROM_MS,
		free: (queue, group) => workers.get(queue)?.free(group) ?? 0,
		async living(queue, ids) {
			const rows = await db.query<{ id: string }>(
				`SELECT id FROM ${SCHEMA}.job WHERE name = $1 AND id = ANY($2::uuid[]) AND state < 'completed'`,
				[queue, ids],
			);
			return new Set(rows.map(({ id }) => id));
		},
		onReconnect(back) {
			reconnected.push(back);
		},
		async depth() {
			const queues = await boss.getQueues();
			return Object.fromEntries(queues.map((queue) => [queue.name, queue.readyCount + queue.activeCount])) as Record<
				QueueName,
				number
			>;
		},
		async stats(now) {
			const rows = await db.query<QueueStats>(
				`SELECT name, count(*) FILTER (WHERE state IN ('created', 'retry'))::integer AS waiting,
				        count(*) FILTER (WHERE state = 'active')::integer AS running,
				        (extract(epoch FROM min(start_after) FILTER (WHERE state IN ('created', 'retry') AND start_after <= $2)) * 1000)::bigint AS oldest_at
				   FROM ${SCHEMA}.job WHERE name = ANY($1::text[]) AND state IN ('created', 'retry', 'active') GROUP BY name`,
				[QUEUE_NAMES, new Date(now)],
			);
			const known = new Map(rows.map((row) => [row.name, row]));
			return QUEUE_NAMES.map((name) => known.get(name) ?? { name, waiting: 0, running: 0, oldest_at: null });
		},
		async reclaim() {
			await db.query(
				`UPDATE ${SCHEMA}.job SET state = 'retry', start_after = $1, data = ${STRUCK} WHERE state = 'active' AND name = ANY($2::text[])`,
				[new Date(clock.now() - 1000), QUEUE_NAMES],
			);
			QUEUE_NAMES.forEach(wake);
		},
		async stop() {
			await listener.close();
			await boss.stop({ graceful: false });
		},
	};
}

/** pg-boss's NOTIFY channel for this schema; the payload is the queue's name. */
function channel(): string {
	return `pgboss_${createHash("sha224").update(SCHEMA).digest("hex").slice(0, 24)}`;
}
