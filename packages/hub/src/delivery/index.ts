export { createBatch } from "./batch.ts";
export { attemptRow, createDeliverer, deliveryRow, enqueueDelivery, type NewDelivery } from "./deliver.ts";
export { createDestinations, type Destinations, type Leave } from "./destination.ts";
export {
	groupOf,
	type Job,
	LeaseLostError,
	QUEUE_NAMES,
	type Queue,
	type QueueName,
	type SendOptions,
	type Tx,
} from "./jobs.ts";
export { findNextRuns } from "./next-runs.ts";
export { watchOrphans } from "./orphans.ts";
export { createQuarantine } from "./quarantine.ts";
export { createQueue } from "./queue.ts";
export { startReclaiming } from "./reclaim.ts";
export { afterDeath } from "./strikes.ts";
export { backoffMs, type JobHandler, startWorker, type Worker } from "./worker.ts";
