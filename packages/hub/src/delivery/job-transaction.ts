import { setTimeout as sleep } from "node:timers/promises";
import type { PgBoss } from "pg-boss";
import type { Clock } from "../base/clock.ts";
import { isHubError } from "../base/error.ts";
import { newId } from "../base/id.ts";
import { CommitUnknownError, type Database, type Sql, type Transaction } from "../storage/database.ts";
import { sendAlong } from "./boss-database.ts";
import {
	type First,
	groupOf,
	type Job,
	LeaseLostError,
	type LocalWorker,
	type Queue,
	type QueueName,
	SCHEMA,
	type Tx,
} from "./jobs.ts";
import { STRIKES } from "./strikes.ts";

/** pg-boss notifies of jobs that are due at once: one that is claimed in the transaction that sends it is "due in a second". */
const NOBODY_IS_TOLD = "1";
/** Whoever hands a job back mostly wants it again so much later. */
const USUAL_MS = 1000;
/** For a database that restarts or is succeeded by its standby. */
const HAND_BACK_TRIES = 20;
const HAND_BACK_PAUSE_MS = 500;

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
	retried: Map<QueueName, Retried[]>;
}
interface Retried {
	job: Job;
	/** epoch ms */
	at: number;
	strikes: number;
}

/**
 * How transactions are opened that also send, settle and hold jobs. `workers` are those of this process; `wake` tells the one of a
 * queue that something may have become due.
 */
export function createJobTransactions(deps: {
	db: Database;
	boss: PgBoss;
	clock: Clock;
	workers: ReadonlyMap<QueueName, LocalWorker>;
	wake: (queue: QueueName) => void;
}): Queue["transaction"] {
	const { db, boss, clock, workers, wake } = deps;
	const named = new Map<string, string>();
	return transaction;

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
			const retried = [...settlement.retried].map(([queue, list]) => retry(sql, queue, list));
			for (const done of retried) sql.also(done);
			await Promise.all([...settlement.completed].map(complete));
			await Promise.all([...sends].map(([queue, jobs]) => insertJobs(sql, queue, jobs, claimed, woken)));
			// a coordinator-local queue row is invisible to Citus' choice of two-phase commit; this makes it see one
			sql.also(sql.query("DELETE FROM commit_marker WHERE false", [], "mark-commit"));
			await Promise.all([...ours, ...retried]);
			return value;
		});
		for (const [queue, jobs] of claimed) if (jobs.length > 0) workers.get(queue)?.take(jobs);
		woken.forEach(wake);
		return result;
	}

	/**
	 * Settle as tried again. pg-boss's own way deletes the row and inserts it anew, for which PostgreSQL plans 9 ms each time: most of
	 * what a hub in trouble would do (docs/adr/0027-a-hub-under-pressure.md).
	 */
	async function retry(sql: Sql, queue: QueueName, list: readonly Retried[]): Promise<void> {
		const jobs = list.map(({ job }) => job);
		const rows = await sql.query(
			`UPDATE ${SCHEMA}.job job SET state = 'retry', start_after = coalesce(v.at, ${SCHEMA}.job_now() + interval '1 s'),
			        data = CASE WHEN v.strikes = 0 THEN job.data - '${STRIKES}' ELSE job.data || jsonb_build_object('${STRIKES}', v.strikes) END
			   FROM unnest($2::uuid[], $3::int[], $4::timestamptz[], $5::int[]) AS v (id, retry_count, at, strikes)
			  WHERE job.name = $1 AND job.id = v.id AND job.state = 'active' AND job.retry_count = v.retry_count RETURNING 1`,
			[
				queue,
				jobs.map(({ id }) => id),
				jobs.map(({ retryCount }) => retryCount),
				list.map(({ at }) => (isUsual(at) ? null : new Date(at))),
				list.map(({ strikes }) => strikes),
			],
			"retry-jobs",
		);
		assertOurs(queue, jobs, { affected: rows.length });
	}

	/** The shortest wait is by the database's clock alone, from the moment of the commit: no other one makes it shorter. */
	function isUsual(at: number): boolean {
		return Math.abs(at - clock.now() - USUAL_MS) < USUAL_MS / 2;
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
				"hold-jobs",
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
}

/** A job that was claimed at its birth. */
function asJob({ id, data, group, first }: NewJob): Job {
	return { id, data, retryCount: 0, group: group.id, strikes: 0, fresh: first?.fresh };
}

/** Throws `LeaseLostError` when fewer rows were changed than there are jobs. `answer`: pg-boss's, whose type leaves out how many rows it changed. */
export function assertOurs(queue: QueueName, jobs: readonly Job[], answer: object): void {
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
