import type { Transaction } from "../storage/database.ts";

/** pg-boss's, in our database. */
export const SCHEMA = "pgboss";

/**
 * The queues. `key_strict_fifo`: one job of a key at a time, in the order in which they were sent.
 * A job whose worker died runs again after `expireInSeconds`; handlers own their last attempt (design.md section 3).
 */
export const QUEUES = {
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
	/** Whether this process waits so long for the database that it must not begin more than it has begun. */
	isPressed(): boolean;
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

/** Every tenant stands for itself, at each system apart. */
export function groupOf(slug = "", org_id: unknown = ""): string {
	return `${slug}/${String(org_id)}`;
}
