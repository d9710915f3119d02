import type { Clock } from "../base/clock.ts";
import type { Log } from "../base/log.ts";
import { type Job, LeaseLostError, type Queue, type QueueName } from "./queue.ts";

/** What a feature gives for one queue. The handler settles the job itself, in the transaction of its own writes. */
export type JobHandler = (job: Job) => Promise<void>;

export interface Worker {
	/** Stop claiming; resolves when every running handler has settled or `drain_ms` has passed. */
	stop(drain_ms: number): Promise<void>;
	running(): number;
}

/** How long an idle worker waits before it looks again: retries that fall due are not notified (distributed.md rule 16). */
const POLL_MS = 500;
/** While the database is away; its return is heard of. */
const POLL_MAX_MS = 4_000;
const FETCH_MAX = 64;
const LOOK_EVERY_MS = 25;

/**
 * Run the jobs of one queue: claim as many as there are free slots, start each on its own, so that a slow destination
 * holds only its own slot. A handler that throws has settled nothing: its job is handed back for `backoff`.
 */
export function startWorker(deps: {
	queue: Queue;
	name: QueueName;
	slots: number;
	handle: JobHandler;
	clock: Clock;
	log: Log;
}): Worker {
	const { queue, name, slots, handle, clock, log } = deps;
	let running = 0;
	let stopped = false;
	let claiming: Promise<void> | undefined;
	let again = false;
	let idle: NodeJS.Timeout | undefined;
	let later: NodeJS.Timeout | undefined;
	let looked_at = Number.NEGATIVE_INFINITY;
	let poll_ms = POLL_MS;
	let drained: (() => void) | undefined;

	queue.attach(name, {
		wake,
		free: () => (stopped ? 0 : slots - running),
		take(jobs) {
			for (const job of jobs) void run(job);
		},
	});
	pump();

	/** News of jobs come with every commit, mostly of jobs that are running already: look at most 40 times a second. */
	function wake(): void {
		const rest_ms = looked_at + LOOK_EVERY_MS - performance.now();
		if (rest_ms <= 0) {
			pump();
			return;
		}
		later ??= setTimeout(() => {
			later = undefined;
			pump();
		}, rest_ms);
	}

	function pump(): void {
		if (stopped) return;
		if (claiming !== undefined) {
			again = true;
			return;
		}
		if (running >= slots) return;
		again = false;
		clearTimeout(idle);
		looked_at = performance.now();
		claiming = claim();
	}

	async function claim(): Promise<void> {
		const limit = Math.min(slots - running, FETCH_MAX);
		let jobs: Job[] = [];
		try {
			jobs = await queue.fetch(name, limit);
			poll_ms = POLL_MS;
		} catch (error) {
			poll_ms = Math.min(poll_ms * 2, POLL_MAX_MS);
			log.warn("worker.fetch_failed", { queue: name, error });
		}
		for (const job of jobs) void run(job);
		claiming = undefined;
		if (stopped) return;
		if (again || jobs.length === limit) pump();
		else idle = setTimeout(pump, poll_ms);
	}

	async function run(job: Job): Promise<void> {
		running++;
		try {
			await handle(job);
		} catch (error) {
			// it is another run's by now: nothing of ours was written, and nothing is ours to hand back
			if (error instanceof LeaseLostError) return log.warn("worker.lease_lost", { queue: name, job_id: job.id });
			log.error("worker.job_failed", { queue: name, job_id: job.id, retry_count: job.retryCount, error });
			await queue.postpone(name, job, clock.now() + backoffMs(job.retryCount)).catch(() => {});
		} finally {
			const wasFull = running === slots;
			running--;
			if (stopped && running === 0) drained?.();
			else if (wasFull) pump();
		}
	}

	return {
		running: () => running,
		async stop(drain_ms) {
			stopped = true;
			clearTimeout(idle);
			clearTimeout(later);
			// what this claim still brings is ours to run: nobody else would look at it before it expires
			await claiming;
			if (running === 0) return;
			const isDrained = new Promise<void>((resolve) => {
				drained = resolve;
			});
			await Promise.race([isDrained, new Promise((resolve) => setTimeout(resolve, drain_ms).unref())]);
		},
	};
}

/** 1, 2, 4, 8, 15, 30 s: how long a job waits that failed for the given count of times. */
export function backoffMs(failures: number): number {
	return [1000, 2000, 4000, 8000, 15_000][failures] ?? 30_000;
}
