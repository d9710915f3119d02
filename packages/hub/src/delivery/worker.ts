import type { Clock } from "../base/clock.ts";
import { isHubError } from "../base/error.ts";
import type { Log } from "../base/log.ts";
import { CommitUnknownError } from "../storage/database.ts";
import { type Job, LeaseLostError, type Queue, type QueueName } from "./jobs.ts";
import { createShares } from "./share.ts";
import { QUARANTINE_FROM, SUSPECT_FROM, THROW_STRIKES } from "./strikes.ts";

/** What a feature gives for one queue. The handler settles the job itself, in the transaction of its own writes. */
export type JobHandler = (job: Job) => Promise<void>;

export interface Worker {
	/** Stop claiming; resolves when every running handler has settled or `drain_ms` has passed. */
	stop(drain_ms: number): Promise<void>;
	running(): number;
}

/** How long an idle worker waits before it looks again: retries that fall due are not notified (distributed.md rule 16). */
const POLL_MS = 500;
/** While this process waits for the database with what it has begun. */
const PRESSED_POLL_MS = 100;
/** While the database is away; its return is heard of. */
const POLL_MAX_MS = 4_000;
const FETCH_MAX = 64;
const LOOK_EVERY_MS = 25;
/** A look that took longer waited for a busy database: rest as long as it took beyond this, but no longer than that. */
const LOOK_CHEAP_MS = 50;
const LOOK_REST_MAX_MS = 200;
const SERVED_MAX = 1000;
/** A job that took so long may have been taken for dead meanwhile, and got a strike for it. */
const SLOW_MS = 10_000;

/**
 * Run the jobs of one queue: claim as many as there are free slots, start each on its own, so that a slow destination
 * holds only its own slot, and no tenant more than its share. A handler that throws has settled nothing: its job is handed
 * back for `backoff`. A job that ends its worker, or throws, again and again goes to `quarantine` (see `strikes.ts`).
 */
export function startWorker(deps: {
	queue: Queue;
	name: QueueName;
	slots: number;
	handle: JobHandler;
	quarantine: JobHandler;
	clock: Clock;
	log: Log;
}): Worker {
	const { queue, name, slots, handle, clock, log } = deps;
	const shares = createShares(slots);
	let running = 0;
	/** Groups that had their turn, while others wait for theirs. */
	const served = new Set<string>();
	let suspects = 0;
	let stopped = false;
	let claiming: Promise<void> | undefined;
	let again = false;
	let idle: NodeJS.Timeout | undefined;
	let later: NodeJS.Timeout | undefined;
	let next_look_at = Number.NEGATIVE_INFINITY;
	let poll_ms = POLL_MS;
	let drained: (() => void) | undefined;

	queue.attach(name, {
		wake,
		free(group) {
			if (stopped || queue.isPressed()) return 0;
			const free = slots - running;
			return group === undefined ? free : Math.min(free, shares.left(group));
		},
		take(jobs) {
			for (const job of jobs) void run(job);
		},
	});
	pump();

	/** News of jobs come with every commit, mostly of jobs that are running already: look at most 40 times a second. */
	function wake(): void {
		const rest_ms = next_look_at - performance.now();
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
		if (running > 0 && queue.isPressed()) {
			idle = setTimeout(pump, PRESSED_POLL_MS);
			return;
		}
		next_look_at = performance.now() + LOOK_EVERY_MS;
		claiming = claim();
	}

	async function claim(): Promise<void> {
		const limit = Math.min(slots - running, shares.room(), FETCH_MAX);
		const begun_at = performance.now();
		let jobs: Job[] = [];
		try {
			jobs = await look(limit);
			poll_ms = POLL_MS;
		} catch (error) {
			poll_ms = Math.min(poll_ms * 2, POLL_MAX_MS);
			log.warn("worker.fetch_failed", { queue: name, error });
		}
		const now = performance.now();
		const dear_ms = Math.max(now - begun_at - LOOK_CHEAP_MS, 0);
		next_look_at = Math.max(next_look_at, now + Math.min(dear_ms, LOOK_REST_MAX_MS));
		for (const job of jobs) void run(job);
		claiming = undefined;
		if (stopped) return;
		if (again || jobs.length === limit) {
			if (dear_ms > 0) wake();
			else pump();
		} else idle = setTimeout(pump, poll_ms);
	}

	/**
	 * The oldest jobs, but whose turn was in the last look lets the others go first: one tenant's thousands would
	 * otherwise be the oldest in every look.
	 */
	async function look(limit: number): Promise<Job[]> {
		const jobs = await queue.fetch(name, limit, [...new Set([...shares.crowded(), ...served])]);
		const waits = served.size > 0;
		if (jobs.length < limit || served.size > SERVED_MAX) served.clear();
		if (jobs.length < limit && waits) jobs.push(...(await queue.fetch(name, limit - jobs.length, shares.crowded())));
		if (jobs.length === limit) for (const { group } of jobs) served.add(group);
		return jobs;
	}

	async function run(job: Job): Promise<void> {
		const is_suspect = job.strikes >= SUSPECT_FROM && job.strikes < QUARANTINE_FROM;
		const begun_at = performance.now();
		running++;
		shares.begin(job.group);
		try {
			if (job.strikes >= QUARANTINE_FROM) await quarantine(job);
			else if (is_suspect && suspects++ > 0) await queue.postpone(name, job, clock.now() + POLL_MS, job.strikes);
			else {
				if (is_suspect) await queue.strike(name, job);
				await handle(job);
			}
			if (performance.now() - begun_at > SLOW_MS) await queue.forgive(name, job);
		} catch (error) {
			// it is another run's by now: nothing of ours was written, and nothing is ours to hand back
			if (error instanceof LeaseLostError) return log.warn("worker.lease_lost", { queue: name, job_id: job.id });
			log.error("worker.job_failed", { queue: name, job_id: job.id, retry_count: job.retryCount, error });
			const strikes = isOurTrouble(error) ? job.strikes : job.strikes + THROW_STRIKES;
			const wait_ms = backoffMs(strikes === job.strikes ? job.retryCount : strikes / THROW_STRIKES - 1);
			await queue.postpone(name, job, clock.now() + wait_ms, strikes).catch(() => {});
		} finally {
			if (is_suspect) suspects--;
			const was_full = running === slots || shares.left(job.group) <= 0;
			shares.end(job.group);
			running--;
			if (stopped && running === 0) drained?.();
			else if (was_full) wake();
		}
	}

	async function quarantine(job: Job): Promise<void> {
		log.error("worker.job_quarantined", { queue: name, job_id: job.id, retry_count: job.retryCount });
		await deps.quarantine(job);
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

/** The database could not be asked, or did not say whether it committed: the job is not to blame. */
function isOurTrouble(error: unknown): boolean {
	return isHubError(error, "unavailable") || error instanceof CommitUnknownError;
}

/** 1, 2, 4, 8, 15, 30 s: how long a job waits that failed for the given count of times. */
export function backoffMs(failures: number): number {
	return [1000, 2000, 4000, 8000, 15_000][Math.floor(failures)] ?? 30_000;
}
