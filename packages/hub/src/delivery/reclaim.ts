import type { Log } from "../base/log.ts";
import type { Queue } from "./jobs.ts";

const EVERY_MS = 1000;

/**
 * Every second, hand out again what a worker took that is gone, or that did not settle it in time (reliability.md F5). Returns
 * how to end it.
 */
export function startReclaiming({ queue, log }: { queue: Queue; log: Log }): () => Promise<void> {
	let running: Promise<void> = Promise.resolve();
	const reclaim = async () => {
		try {
			const orphans = await queue.reclaimOrphans();
			if (orphans > 0) log.warn("worker.orphans_reclaimed", { count: orphans });
			const count = await queue.reclaimExpired();
			if (count > 0) log.warn("worker.jobs_reclaimed", { count });
		} catch (error) {
			log.warn("worker.reclaim_failed", { error });
		}
	};
	const timer = setInterval(() => {
		running = running.then(reclaim);
	}, EVERY_MS);
	timer.unref();
	return async () => {
		clearInterval(timer);
		await running;
	};
}
