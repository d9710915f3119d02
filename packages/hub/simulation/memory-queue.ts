import type { Clock } from "../src/base/clock.ts";
import { HubError } from "../src/base/error.ts";
import { newId } from "../src/base/id.ts";
import {
	afterDeath,
	groupOf,
	type Job,
	LeaseLostError,
	type Queue,
	type QueueName,
	type Tx,
	watchOrphans,
} from "../src/delivery/index.ts";
import type { Transaction } from "../src/storage/database.ts";
import type { DatabaseServer, MemoryDatabase } from "./memory-database.ts";
import type { OpenTransaction, Row } from "./memory-tables.ts";

type Worker = Parameters<Queue["attach"]>[1];
type SqlTx = Transaction & { open: OpenTransaction };

/** Who hears at once that a job may be due: every process's queue on this server. */
export type Listeners = Set<(queue: QueueName) => void>;

const EXPIRE_MS = 15_000;

interface StoredJob extends Row {
	id: string;
	queue: QueueName;
	key: string | null;
	group: string;
	data: Record<string, unknown>;
	state: "created" | "active" | "retry";
	start_after: number;
	retry_count: number;
	strikes: number;
	started_at: number;
	/** the process that claimed it last */
	holder: object;
	n: number;
}

/**
 * The queue as pg-boss is taken to be (`delivery/queue.ts`, whose tests hold it to this on a real database): jobs of a key
 * one at a time in the order in which they were sent, sent and settled by the transaction that sends and settles them, run
 * again when their time is over.
 */
export function createMemoryQueue(parts: {
	server: DatabaseServer;
	db: MemoryDatabase;
	/** the process whose queue this is, as the server knows it */
	owner: object;
	clock: Clock;
	listeners: Listeners;
	/** grows with every job of the whole history */
	nextNumber: () => number;
}): Queue & { listener: (queue: QueueName) => void } {
	const { server, db, clock, listeners, owner } = parts;
	const { tables } = server;
	const workers = new Map<QueueName, Worker>();
	const listener = (queue: QueueName) => workers.get(queue)?.wake();

	const jobs = (tx: OpenTransaction) => tables.seen(tx, "job") as StoredJob[];
	const put = (tx: OpenTransaction, job: StoredJob) => tables.write(tx, "job", job.id, job);

	async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
		const taken: [QueueName, Job[]][] = [];
		const woken = new Set<QueueName>();
		const result = await db.transaction(async (sql) => {
			taken.length = 0;
			woken.clear();
			const steps: ((tx: OpenTransaction) => Promise<void>)[] = [];
			const sends: Parameters<Tx["send"]>[] = [];
			const settle = (queue: QueueName, job: Job, change: (stored: StoredJob) => StoredJob | undefined) =>
				steps.push(async (tx) => {
					const stored = await own(tx, queue, job);
					tables.write(tx, "job", stored.id, change(stored));
				});
			const value = await work({
				query: (text, values, name) => sql.query(text, values, name),
				also: (sent) => sql.also(sent),
				send: (...send) => void sends.push(send),
				complete: (queue, job) => settle(queue, job, () => undefined),
				hold: (queue, job) => settle(queue, job, (stored) => stored),
				retryAt: (queue, job, at, strikes = 0) =>
					settle(queue, job, (stored) => ({ ...stored, state: "retry", start_after: at, strikes })),
			});
			for (const act of steps) await inside(sql, act);
			const seen = new Set<string>();
			for (const [queue, data, options = {}] of sends) {
				const id = options.id ?? newId();
				if (seen.has(id)) continue;
				seen.add(id);
				await inside(sql, (tx) => insert(tx, { queue, data, options: { ...options, id } }, taken, woken));
			}
			return value;
		});
		for (const [queue, list] of taken) workers.get(queue)?.take(list);
		for (const queue of woken) for (const hear of listeners) hear(queue);
		return result;
	}

	/** A statement of the queue's own on the transaction's connection. */
	async function inside(sql: SqlTx, act: (tx: OpenTransaction) => Promise<void>): Promise<void> {
		await sql.query("SELECT org_id FROM org /* the way to the server */");
		await act(sql.open);
	}

	async function own(tx: OpenTransaction, queue: QueueName, job: Job): Promise<StoredJob> {
		await tables.lock(tx, `job/${job.id}`);
		const stored = jobs(tx).find(({ id }) => id === job.id);
		if (stored?.state !== "active" || stored.retry_count !== job.retryCount || stored.queue !== queue)
			throw new LeaseLostError(`a job of ${queue}`);
		return stored;
	}

	async function insert(
		tx: OpenTransaction,
		{
			queue,
			data,
			options,
		}: { queue: QueueName; data: Record<string, unknown>; options: Parameters<Tx["send"]>[2] & { id: string } },
		taken: [QueueName, Job[]][],
		woken: Set<QueueName>,
	): Promise<void> {
		const { id, key, slug, start_after, first } = options;
		await tables.lock(tx, `job/${id}`);
		if (jobs(tx).some((job) => job.id === id)) return;
		const group = groupOf(slug, data.org_id);
		const claimed = taken.filter(([name]) => name === queue).length;
		const isClaimed = first !== undefined && (workers.get(queue)?.free(group) ?? 0) > claimed;
		const now = clock.now();
		put(tx, {
			...{ id, queue, key: key ?? null, group, data, n: parts.nextNumber(), retry_count: 0, strikes: 0, holder: owner },
			...{ state: isClaimed ? "active" : "created", start_after: start_after ?? now, started_at: now },
		});
		if (isClaimed) taken.push([queue, [{ id, data, retryCount: 0, group, strikes: 0, fresh: first.fresh }]]);
		else if (start_after === undefined) woken.add(queue);
		if (!isClaimed && first?.otherwise !== undefined) {
			const { queue: name, data: guard, ...rest } = first.otherwise;
			await insert(tx, { queue: name, data: guard, options: { ...rest, id: rest.id ?? newId() } }, taken, woken);
		}
	}

	/** Every earlier job of its key is through; one that has not begun and is for later stands in nobody's way. */
	function isFirst(job: StoredJob, all: readonly StoredJob[], now: number): boolean {
		if (job.key === null) return true;
		const others = all.filter((other) => other.queue === job.queue && other.key === job.key && other.id !== job.id);
		return others.every(
			(other) =>
				other.state !== "active" && (other.n > job.n || (other.state === "created" && other.start_after > now)),
		);
	}

	/** Hand out again what was claimed and never settled. */
	async function reclaim(isLeft: (job: StoredJob) => boolean): Promise<number> {
		return await db.transaction(async (sql) => {
			let count = 0;
			await inside(sql, async (tx) => {
				for (const job of jobs(tx)) {
					if (job.state !== "active" || !isLeft(job) || tables.isLocked(tx, `job/${job.id}`)) continue;
					await tables.lock(tx, `job/${job.id}`);
					put(tx, { ...job, state: "retry", start_after: clock.now(), strikes: afterDeath(job.strikes) });
					count++;
				}
			});
			return count;
		});
	}

	function mayBeDue(queue: QueueName): boolean {
		const soon = clock.now() + 5;
		for (const job of tables.committed("job").values() as Iterable<StoredJob>)
			if (job.queue === queue && job.state !== "active" && job.start_after <= soon) return true;
		return false;
	}

	return {
		transaction,
		listener,
		async fetch(queue, limit, but_for = []) {
			// most looks find nothing, and those need no session
			if (server.is_up && !mayBeDue(queue)) return [];
			return await db.transaction(async (sql) => {
				const fetched: Job[] = [];
				await inside(sql, async (tx) => {
					const now = clock.now();
					const all = jobs(tx);
					const due = all
						.filter((job) => job.queue === queue && job.state !== "active" && job.start_after <= now)
						.filter((job) => !but_for.includes(job.group) && !tables.isLocked(tx, `job/${job.id}`))
						.filter((job) => isFirst(job, all, now))
						.sort((a, b) => a.n - b.n);
					for (const job of due.slice(0, limit)) {
						await tables.lock(tx, `job/${job.id}`);
						// its key may have been taken while this look waited for the other one's commit
						const { id, data, group, strikes } = job;
						const retry_count = job.state === "retry" ? job.retry_count + 1 : job.retry_count;
						put(tx, { ...job, state: "active", started_at: now, retry_count, holder: owner });
						fetched.push({ id, data, group, strikes, retryCount: retry_count });
					}
				});
				return fetched;
			});
		},
		async postpone(queue, job, at, strikes) {
			await transaction(async (tx) => tx.retryAt(queue, job, at, strikes));
		},
		async strike(queue, job) {
			await db.transaction((sql) =>
				inside(sql, async (tx) => put(tx, { ...(await own(tx, queue, job)), strikes: job.strikes + 1 })),
			);
		},
		async forgive() {},
		reclaimOrphans: watchOrphans({
			async listMissing() {
				if (!server.is_up) throw new HubError("unavailable", { retry_after_s: 1 });
				const held = ([...tables.committed("job").values()] as StoredJob[]).filter(({ state }) => state === "active");
				return [...new Set(held.map(({ holder }) => holder))].filter((holder) => !server.knows(holder));
			},
			reclaimOf: (gone) => reclaim(({ holder }) => gone.includes(holder) && !server.knows(holder)),
		}),
		async reclaimExpired() {
			const now = clock.now();
			const isLapsed = (job: StoredJob) => job.state === "active" && job.started_at + EXPIRE_MS < now;
			if (server.is_up && !([...tables.committed("job").values()] as StoredJob[]).some(isLapsed)) return 0;
			return await reclaim(isLapsed);
		},
		attach: (queue, worker) => void workers.set(queue, worker),
		isPressed: () => false,
		free: (queue, group) => workers.get(queue)?.free(group) ?? 0,
		async living(queue, ids) {
			return await db.transaction(async (sql) => {
				const found = new Set<string>();
				await inside(sql, async (tx) => {
					for (const job of jobs(tx)) if (job.queue === queue && ids.includes(job.id)) found.add(job.id);
				});
				return found;
			});
		},
		onReconnect() {},
		depth: async () => ({}) as Awaited<ReturnType<Queue["depth"]>>,
		stats: async () => [],
		async reclaim() {},
		async stop() {},
	};
}
