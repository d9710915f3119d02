import type { Clock } from "../base/clock.ts";
import type { Sql } from "../storage/database.ts";
import { changeDeliveries, loadDeliveries } from "../storage/tables/delivery.ts";
import type { Job, Queue, QueueName } from "./jobs.ts";

/**
 * What becomes of a job on which workers die (reliability.md F30): a message is dead with its reason, and can be replayed;
 * a job without one is gone. Queues whose jobs mean more than a message have a handler of their own.
 */
export function createQuarantine(deps: {
	db: Sql;
	queue: Queue;
	clock: Clock;
	onQuarantined: (name: QueueName) => void;
	own: Partial<Record<QueueName, (job: Job) => Promise<void>>>;
}): (name: QueueName) => (job: Job) => Promise<void> {
	const { db, queue, clock } = deps;
	return (name) => async (job) => {
		deps.onQuarantined(name);
		const { org_id, delivery_id } = job.data;
		const own = deps.own[name];
		if (typeof org_id !== "string" || typeof delivery_id !== "string") {
			if (own !== undefined) return await own(job);
			return await queue.transaction(async (tx) => tx.complete(name, job));
		}
		const [delivery] = await loadDeliveries(db, org_id, [delivery_id]);
		await queue.transaction(async (tx) => {
			if (delivery?.state === "pending") {
				const { attempts } = delivery;
				const change = {
					delivery_id,
					state: "dead",
					reason: "quarantined: the hub died on it again and again",
					attempts,
				};
				await changeDeliveries(tx, org_id, [change], clock.now());
			}
			tx.complete(name, job);
		});
	};
}
