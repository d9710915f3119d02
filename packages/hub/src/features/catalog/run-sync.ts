import { HubError, isHubError } from "../../base/error.ts";
import type { Job, JobHandler, Tx } from "../../delivery/index.ts";
import { findWaitingSync, noteSync, startWaitingSync } from "../../storage/tables/location-sync.ts";
import type { CatalogParts, LocationTarget } from "./catalog.ts";
import { syncLocation } from "./sync-location.ts";

/** Seconds until a sync is tried again whose POS could not be reached; after the last it waits for the next hint. */
const RETRY_SECONDS = [2, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400];

/**
 * The handler of `catalog.sync`. What the POS refused is not tried again by itself: its words are noted at the location, and
 * the next hint or a resync by hand tries anew (contract.md B.10).
 */
export function createSyncJob(parts: CatalogParts): JobHandler {
	const { db, queue, clock, log } = parts;
	return async (job) => {
		const target = { org_id: String(job.data.org_id), location_id: String(job.data.location_id) };
		// committed before the fetch: a hint from now on may know of something that this fetch misses
		await startWaitingSync(db, { ...target, job_id: job.id });
		try {
			await syncLocation(parts, target, (tx) => tx.complete("catalog.sync", job));
		} catch (error) {
			if (!(error instanceof HubError)) throw error;
			await queue.transaction((tx) => settleFailed(tx, job, target, error));
		}
	};

	async function settleFailed(tx: Tx, job: Job, target: LocationTarget, error: HubError): Promise<void> {
		const now = clock.now();
		await noteSync(tx, { ...target, at: now, error: error.message });
		const wait_s = isHubError(error, "provider_unreachable") ? RETRY_SECONDS[job.retryCount] : undefined;
		const isFollowed = typeof (await findWaitingSync(tx, target.org_id, target.location_id)) === "string";
		const retry_at = wait_s === undefined || isFollowed ? undefined : now + wait_s * 1000;
		if (retry_at === undefined) tx.complete("catalog.sync", job);
		else tx.retryAt("catalog.sync", job, retry_at);
		log.warn("catalog.sync_failed", {
			...target,
			code: error.code,
			reason: error.message,
			attempt: job.retryCount + 1,
			next_at: retry_at,
		});
	}
}
