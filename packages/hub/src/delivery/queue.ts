import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { PgBoss } from "pg-boss";
import type { Clock } from "../base/clock.ts";
import { isHubError } from "../base/error.ts";
import { newId } from "../base/id.ts";
import { CommitUnknownError, type Database, type Sql, type Transaction } from "../storage/database.ts";
import { type BossDatabase, bossDatabase, sendAlong } from "./boss-database.ts";
import { createClaim, prepareClaiming } from "./claim.ts";
import { createOrphans } from "./orphans.ts";
import { STRIKES, STRUCK } from "./strikes.ts";

const SCHEMA = "pgboss";
const RETRY_DELAY_MS = 1000;
/** pg-boss notifies of jobs that are due at once: one that is claimed in the transaction that sends it is "due in a second". */
const NOBODY_IS_TOLD = "1";
/** For a database that restarts or is succeeded by its standby. */
const HAND_BACK_TRIES = 20;
const HAND_BACK_PAUSE_MS = 500;

/**
 * The queues. `key_strict_fifo`: one job of a key at a time, in the order in which they were sent.
 * A job whose worker died runs again after `expireInSeconds`; handlers own their last attempt (design.md section 3).
 */
const QUEUES = {
	"order.to-pos": { policy: "key_strict_fifo", expireInSeconds: 15 },
	"order.to-dsp": { policy: "key_strict_fifo", expireInSeconds: 15 },
	"order.deadline": { policy: "standard", expireInSeconds: 15 },
	"order.pos-status": { policy: "key_strict_fifo", expireInSeconds: 15 },
	"pos.connection": { policy: "key_strict_fifo", expireInSeconds: 15 },
	"pos.reconcile": { policy: "key_strict_fifo", expireInSeconds: 120 },
	"dsp.reconcile": { policy: "key_strict_fifo", expireInSeconds: 300 },
	"event.to-partner": { policy: "key_strict_fifo", expireInSeconds: 15 },
	"catalog.sync": { policy: "key_strict_fifo", expireInSeconds: 300 },
	"catalog.images": { policy: "standard", expireInSeconds: 300 },
	"dsp.store-event": { policy: "key_strict_fifo", expireInSeconds: 60 },
} as const;

export type QueueName = keyof typeof QUEUES;
export const QUEUE_NAMES = Object.keys(QUEUES) as QueueName[];

/** One claimed run of a job. `retryCount` fences it: a settlement of an older run changes nothing. */
export interface Job<Data = Record<string, unknown>> {
	id: string;
	data: Data;
	retryCount: number;
	/** Whose share of the slots it takes: a tenant at a destination. */
	group: string;
	/** How often in a row a worker ended, or threw, in the middle of it. */
	strikes: number;
	/** What its sender knew when it was sent, so that it need not be read again; only on a job that was claimed at birth. */
	fresh?: unknown;
}

/**
 * Options of a sent job: `key` orders, `start_after` is epoch ms, `id` makes a repeated send harmless. An id belongs to one
 * queue: pg-boss changes a job's time by its id alone, in whichever queue it is.
 */
export interface SendOptions {
	key?: string;
	start_after?: number;
	id?: string;
	/** The system that it goes to; jobs of one tenant to one system share slots (see `share.ts`). */
	slug?: string;
	/**
	 * The first job of its key: where a worker of this process has a free slot, it is claimed in the sending transaction
	 * and starts at the commit, without being looked for. `fresh` is handed to the handler. `otherwise` is sent
	 * where there is no free slot: what must happen in time although nobody knows when its turn comes.
	 */
	first?: First;
}

/** What a first job brings along. */
export interface First {
	fresh?: unknown;
	otherwise?: { queue: QueueName; data: Record<string, unknown>; id?: string; start_after: number };
}

/** The run of a job that wanted to write is no longer its run: it took too long, and another one may have begun. */
export class LeaseLostError extends Error {
	override readonly name = "LeaseLostError";
}

/**
 * A transaction that may also send jobs and settle the one that is running. Whoever settles or holds a job writes only
 * while that run is the job's: otherwise nothing of the transaction stays and `LeaseLostError` is thrown (reliability.md F8).
 */
export interface Tx extends Transaction {
	/** Send a job when this transaction commits. */
	send(queue: QueueName, data: Record<string, unknown>, options?: SendOptions): void;
	/** The running job is done: it goes when this transaction commits. */
	complete(queue: QueueName, job: Job): void;
	/** The running job shall run again at `at` (epoch ms); it keeps its place in the order of its key. */
	retryAt(queue: QueueName, job: Job, at: number, strikes?: number): void;
	/** The running job goes on after this transaction, which is worth nothing without it. */
	hold(queue: QueueName, job: Job): void;
}

export interface Queue {
	/** The one function that opens a transaction which writes tenant rows and jobs (distributed.md rule 1). */
	transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
	/** Claim up to `limit` jobs that are due, but for those of these groups. */
	fetch(queue: QueueName, limit: number, but_for?: readonly string[]): Promise<Job[]>;
	/** Hand a claimed job back at `at` (epoch ms) without any other write; with as many strikes as `strikes` says (0). */
	postpone(queue: QueueName, job: Job, at: number, strikes?: number): Promise<void>;
	/** Write down one strike more before the job runs, which may be its end; throws `LeaseLostError` when it is another run's. */
	strike(queue: QueueName, job: Job): Promise<void>;
	/** A job that was taken for dead has ended after all: it does not end its worker. */
	forgive(queue: QueueName, job: Job): Promise<void>;
	/** Hand out again what its worker has not settled in time, be it gone or hanging, with one strike more; returns how many. */
	reclaimExpired(): Promise<number>;
	/** Hand out again what processes that are gone have not settled, with one strike more; returns how many. See `orphans.ts`. */
	reclaimOrphans(): Promise<number>;
	/** Tell of jobs: `wake` whenever one may have become due, from this process or another; `take` what was claimed at birth. */
	attach(queue: QueueName, worker: LocalWorker): void;
	/** How many first jobs, of one group or of any, the worker of this process would start at their commit. */
	free(queue: QueueName, group?: string): number;
	/** Those of the ids whose job in this queue waits or runs. */
	living(queue: QueueName, ids: readonly string[]): Promise<Set<string>>;
	/** Call `back` whenever the database was away and is back: what happened meanwhile was not heard of. */
	onReconnect(back: () => void): void;
	/** Jobs waiting or running, for metrics. */
	depth(): Promise<Record<QueueName, number>>;
	/** How every queue does at `now` (epoch ms), for people: what waits and runs, and since when the eldest is due. */
	stats(now: number): Promise<QueueStats[]>;
	/** Run every claimed job again: right only for a hub that starts and knows that no other one uses this database. */
	reclaim(): Promise<void>;
	stop(): Promise<void>;
}

/** How one queue does. `oldest_at` epoch ms: since when the eldest waiting job has been due; null when none is. */
export interface QueueStats {
	name: QueueName;
	waiting: number;
	running: number;
	oldest_at: number | null;
}

/** A worker of this process, as the queue sees it. */
export interface LocalWorker {
	wake(): void;
	/** How many more jobs it could start now, of this group or of any. */
	free(group?: string): number;
	take(jobs: Job[]): void;
}

interface NewJob {
	id: string;
	data: Record<string, unknown>;
	singletonKey?: string;
	startAfter?: Date | string;
	group: { id: string };
	first?: First;
}

type Sends = Map<QueueName, NewJob[]>;
interface Settlement {
	held: Map<QueueName, Job[]>;
	completed: Map<QueueName, Job[]>;
	retried: Map<QueueName, { job: Job; at: number; strikes: number }[]>;
}

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
			retryDelay: RETRY_DELAY_MS / 1000,
			deleteAfterSeconds: 60,
			retentionSeconds: 30 * 86_400,
		};
		if (!existing.has(name)) await boss.createQueue(name, settings);
	}
	await prepareClaiming(db);
	const claim = createClaim(db);
	const findOrphans = createOrphans(db, QUEUE_NAMES);
	const workers = new Map<QueueName, LocalWorker>();
	const named = new Map<string, string>();
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

	/** Jobs that were claimed by a commit without an answer: if they are there, nobody runs them before their lease is over. */
	async function handBack(claimed: ReadonlyMap<QueueName, readonly Job[]>): Promise<void> {
		for (const [queue, jobs] of claimed) {
			for (const job of jobs) {
				for (let left = HAND_BACK_TRIES; left > 0; left--) {
					await sleep(HAND_BACK_PAUSE_MS, undefined, { ref: false });
					const error = await transaction(async (tx) => tx.retryAt(queue, job, clock.now())).catch(
						(failure) => failure,
					);
					if (!isHubError(error, "unavailable")) break;
				}
			}
		}
	}

	async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
		const claimed = new Map<QueueName, Job[]>();
		return await commit(work, claimed).catch((error) => {
			if (error instanceof CommitUnknownError) void handBack(claimed);
			throw error;
		});
	}

	async function commit<T>(work: (tx: Tx) => Promise<T>, claimed: Map<QueueName, Job[]>): Promise<T> {
		const woken = new Set<QueueName>();
		const result = await db.transaction(async (sql) => {
			const sends: Sends = new Map();
			const settlement: Settlement = { held: new Map(), completed: new Map(), retried: new Map() };
			woken.clear();
			claimed.clear();
			const value = await work(jobTransaction(sql, sends, settlement));
			await hold(sql, settlement.held);
			if (sends.size + settlement.completed.size + settlement.retried.size === 0) return value;
			// all on their way before anybody waits for one of them
			const ours: Promise<void>[] = [];
			const complete = ([queue, jobs]: [QueueName, Job[]]) =>
				sendAlong(
					sql,
					(options) => {
						const done = boss.complete(queue, jobs, null, options).then((answer) => assertOurs(queue, jobs, answer));
						ours.push(done);
						return done;
					},
					named,
				);
			await Promise.all([...[...settlement.completed].map(complete), ...retry(settlement, { db: bossDatabase(sql) })]);
			await Promise.all([...sends].map(([queue, jobs]) => insertJobs(sql, queue, jobs, claimed, woken)));
			// a coordinator-local queue row is invisible to Citus' choice of two-phase commit; this makes it see one
			sql.also(sql.query("DELETE FROM commit_marker WHERE false"));
			await Promise.all(ours);
			return value;
		});
		for (const [queue, jobs] of claimed) if (jobs.length > 0) workers.get(queue)?.take(jobs);
		woken.forEach(wake);
		return result;
	}

	/** Settle as tried again; this is the rare case, and it takes its time. */
	function retry(settlement: Settlement, options: { db: BossDatabase }): Promise<unknown>[] {
		return [...settlement.retried].map(async ([queue, list]) => {
			const jobs = list.map(({ job }) => job);
			assertOurs(queue, jobs, await boss.fail(queue, jobs, null, options));
			for (const { job, at, strikes } of list) {
				if (strikes !== job.strikes) await setStrikes(options.db, queue, job.id, strikes);
				// a failed job is due again after one second; only another time has to be written
				if (Math.abs(at - clock.now() - RETRY_DELAY_MS) < 500) continue;
				await boss.update(queue, undefined, { ...options, id: job.id, startAfter: new Date(at) });
			}
		});
	}

	/** Resolves when everything is on its way. */
	async function insertJobs(
		sql: Transaction,
		queue: QueueName,
		jobs: NewJob[],
		claimed: Map<QueueName, Job[]>,
		woken: Set<QueueName>,
	): Promise<void> {
		const claim = new Set(fitting(jobs, workers.get(queue)));
		const rows = jobs.map(({ first: _, ...job }, index) =>
			claim.has(jobs[index] as NewJob) ? { ...job, startAfter: NOBODY_IS_TOLD } : job,
		);
		await sendAlong(sql, (options) => boss.insert(queue, rows, options), named);
		// what must happen in time to those that found no free slot
		const left = jobs.flatMap((job) => (claim.has(job) ? [] : (job.first?.otherwise ?? [])));
		for (const [name, ofQueue] of Map.groupBy(left, (one) => one.queue)) {
			const guards = ofQueue.map(({ data, id, start_after }) => ({
				id: id ?? newId(),
				data,
				startAfter: new Date(start_after),
			}));
			await sendAlong(sql, (options) => boss.insert(name, guards, options), named);
		}
		if (jobs.some((job) => job.startAfter === undefined && !claim.has(job))) woken.add(queue);
		if (claim.size === 0) return;
		// until the answer comes: whoever hears nothing of the commit hands these back
		claimed.set(queue, [...claim].map(asJob));
		sql.also(claimFirsts(sql, queue, [...claim]).then((taken) => void claimed.set(queue, taken)));
	}

	/** Their rows are ours until the commit, so that nobody declares these runs dead before it. */
	async function hold(sql: Sql, held: Settlement["held"]): Promise<void> {
		for (const [queue, jobs] of held) {
			const rows = await sql.query(
				`UPDATE ${SCHEMA}.job SET heartbeat_on = ${SCHEMA}.job_now()
				 WHERE name = $1 AND id = ANY($2::uuid[]) AND state = 'active'
				 AND id::text || ':' || retry_count = ANY($3::text[]) RETURNING 1`,
				[queue, jobs.map(({ id }) => id), jobs.map(({ id, retryCount }) => `${id}:${retryCount}`)],
			);
			assertOurs(queue, jobs, { affected: rows.length });
		}
	}

	/** What fetching would do to these rows, by id: no other job of their key exists, so there is no order to look at. */
	async function claimFirsts(sql: Sql, queue: QueueName, wanted: readonly NewJob[]): Promise<Job[]> {
		const rows = await sql.query<{ id: string }>(
			`UPDATE ${SCHEMA}.job SET state = 'active', started_on = ${SCHEMA}.job_now(), heartbeat_on = ${SCHEMA}.job_now(),
			        group_tier = $3
			 WHERE name = $1 AND id = ANY($2::uuid[]) AND state = 'created' RETURNING id`,
			[queue, wanted.map((job) => job.id), db.session_name],
			"claim-first-jobs",
		);
		const ids = new Set(rows.map((row) => row.id));
		return wanted.filter((job) => ids.has(job.id)).map(asJob);
	}

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
		forgive: (queue, job) => setStrikes(bossDatabase(db), queue, job.id, 0),
		async reclaimExpired() {
			const rows = await db.query<{ id: string }>(
				`UPDATE ${SCHEMA}.job SET state = 'retry', start_after = ${SCHEMA}.job_now(), data = ${STRUCK}
				  WHERE name = ANY($1::text[]) AND policy = 'key_strict_fifo' AND state = 'active'
				    AND started_on + expire_seconds * interval '1s' < ${SCHEMA}.job_now() RETURNING id`,
				[QUEUE_NAMES],
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

/** A job that was claimed at its birth. */
function asJob({ id, data, group, first }: NewJob): Job {
	return { id, data, retryCount: 0, group: group.id, strikes: 0, fresh: first?.fresh };
}

/** `answer`: pg-boss's, whose type leaves out how many rows it changed. */
function assertOurs(queue: QueueName, jobs: readonly Job[], answer: object): void {
	const { affected } = answer as { affected: number };
	if (affected < jobs.length) throw new LeaseLostError(`${jobs.length - affected} of ${jobs.length} jobs of ${queue}`);
}

function jobTransaction(sql: Transaction, sends: Sends, settlement: Settlement): Tx {
	return {
		query: (text, values, name) => sql.query(text, values, name),
		also: (sent) => sql.also(sent),
		send(queue, data, options = {}) {
			const job: NewJob = { id: options.id ?? newId(), data, group: { id: groupOf(options.slug, data.org_id) } };
			if (options.key !== undefined) job.singletonKey = options.key;
			if (options.first !== undefined) job.first = options.first;
			if (options.start_after !== undefined) job.startAfter = new Date(options.start_after);
			const jobs = sends.get(queue) ?? [];
			if (!jobs.some((other) => other.id === job.id)) jobs.push(job);
			sends.set(queue, jobs);
		},
		complete(queue, job) {
			settlement.completed.set(queue, [...(settlement.completed.get(queue) ?? []), job]);
		},
		retryAt(queue, job, at, strikes = 0) {
			settlement.retried.set(queue, [...(settlement.retried.get(queue) ?? []), { job, at, strikes }]);
		},
		hold(queue, job) {
			settlement.held.set(queue, [...(settlement.held.get(queue) ?? []), job]);
		},
	};
}

/** Every tenant stands for itself, at each system apart. */
export function groupOf(slug = "", org_id: unknown = ""): string {
	return `${slug}/${String(org_id)}`;
}

/** First jobs that a worker has a slot for, no more of a group than its share. */
function fitting(jobs: readonly NewJob[], worker: LocalWorker | undefined): NewJob[] {
	if (worker === undefined) return [];
	const picked = new Map<string, number>();
	const free = worker.free();
	const fits = ({ group, first }: NewJob) => {
		if (first === undefined) return false;
		const count = picked.get(group.id) ?? 0;
		if (count >= worker.free(group.id)) return false;
		picked.set(group.id, count + 1);
		return true;
	};
	return jobs.filter(fits).slice(0, free);
}

async function setStrikes(db: BossDatabase, queue: QueueName, id: string, strikes: number): Promise<void> {
	const value = strikes === 0 ? "data - $3" : "data || jsonb_build_object($3::text, $4::int)";
	await db.executeSql(
		`UPDATE ${SCHEMA}.job SET data = ${value} WHERE name = $1 AND id = $2`,
		strikes === 0 ? [queue, id, STRIKES] : [queue, id, STRIKES, strikes],
	);
}

/** pg-boss's NOTIFY channel for this schema; the payload is the queue's name. */
function channel(): string {
	return `pgboss_${createHash("sha224").update(SCHEMA).digest("hex").slice(0, 24)}`;
}
