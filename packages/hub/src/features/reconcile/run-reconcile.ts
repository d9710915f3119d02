import type { Job, JobHandler, Tx } from "../../delivery/index.ts";
import { findIntegration, type IntegrationRow } from "../../storage/tables/integration.ts";
import { noteAttention, noteSwept } from "../../storage/tables/integration-sweep.ts";
import { type LocationRow, listLocationsOfIntegration, upsertLocations } from "../../storage/tables/location.ts";
import { type PosFeedRow, putPosFeed } from "../../storage/tables/pos-feed.ts";
import { attentionOf } from "./attention.ts";
import { compareLocations, type LocationDrift } from "./compare-locations.ts";
import { isSweepDue } from "./is-due.ts";
import { lookAt } from "./look-at.ts";
import type { ReconcileParts } from "./reconcile.ts";
import { scheduleNext } from "./schedule.ts";
import { watchFeeds } from "./watch-feeds.ts";

/**
 * The handler of `pos.reconcile`: webhooks are hints, and some never come. Every hour each POS integration's feeds are
 * watched; as often as the POS's setting `sweep_hours` says, and every hour while a feed is quiet, its locations and catalogs
 * are compared with what the POS has now. The next hour's job is sent in the transaction that ends this one.
 */
export function createReconcileJob(parts: ReconcileParts): JobHandler {
	const { db, queue, clock } = parts;
	return async (job) => {
		const target = { org_id: String(job.data.org_id), integration_id: String(job.data.integration_id) };
		const integration = await findIntegration(db, target.org_id, target.integration_id);
		const provider = integration?.status === "active" ? await parts.getProvider(integration.slug) : undefined;
		if (integration === undefined || provider?.type !== "pos")
			// an integration that comes back is scheduled again by upkeep
			return await queue.transaction(async (tx) => tx.complete("pos.reconcile", job));
		const locations = await listLocationsOfIntegration(db, target.org_id, target.integration_id);
		const feeds = await watchFeeds(parts, target.org_id, locations);
		const { sweep_hours } = provider.settings;
		const hours = feeds.some(({ quiet_since }) => quiet_since !== null) ? 1 : sweep_hours;
		const is_due = sweep_hours > 0 && (await isSweepDue(db, target, hours, clock.now()));
		const swept =
			is_due && locations.length > 0
				? await lookAt(parts, integration, provider, (listed) => compareLocations(locations, listed))
				: undefined;
		if (swept !== undefined && "wait_ms" in swept)
			return await queue.postpone("pos.reconcile", job, clock.now() + swept.wait_ms);
		await queue.transaction((tx) => store(parts, tx, job, { integration, locations, feeds, drift: swept }));
	};
}

async function store(
	parts: ReconcileParts,
	tx: Tx,
	job: Job,
	found: {
		integration: IntegrationRow;
		locations: readonly LocationRow[];
		feeds: readonly PosFeedRow[];
		drift: LocationDrift | undefined;
	},
): Promise<void> {
	const { integration, locations, drift } = found;
	const { org_id, integration_id } = integration;
	const now = parts.clock.now();
	const feeds = drift === undefined ? found.feeds : withMissing(parts, found.feeds, integration, drift, now);
	for (const feed of feeds) await putPosFeed(tx, org_id, feed);
	await noteAttention(tx, { org_id, integration_id, reason: attentionOf(feeds, locations), at: now });
	if (drift !== undefined) await repair(parts, tx, integration, drift, now);
	tx.complete("pos.reconcile", job);
	scheduleNext(tx, "pos.reconcile", { org_id, integration_id }, now, Number(job.data.hour));
}

function withMissing(
	{ log }: ReconcileParts,
	feeds: readonly PosFeedRow[],
	{ org_id, slug }: IntegrationRow,
	drift: LocationDrift,
	now: number,
): PosFeedRow[] {
	const missing = new Set(drift.missing.map(({ location_id }) => location_id));
	return feeds.map((feed) => {
		if (!missing.has(feed.location_id)) return { ...feed, missing_since: null };
		if (feed.missing_since === null)
			log.warn("sweep.location_missing", { org_id, location_id: feed.location_id, slug });
		return { ...feed, missing_since: feed.missing_since ?? now };
	});
}

/** Take over what differs, and have every catalog read: one that did not change costs its POS one reply and us one hash. */
async function repair(
	parts: ReconcileParts,
	tx: Tx,
	{ org_id, integration_id, slug }: IntegrationRow,
	drift: LocationDrift,
	now: number,
): Promise<void> {
	const { log } = parts;
	const changed = drift.changed.map(({ row, listed }) => ({ ...listed, location_id: row.location_id }));
	if (changed.length > 0) await upsertLocations(tx, { org_id, integration_id, slug, at: now }, changed);
	for (const { row, is_on_menu } of drift.changed) {
		const { location_id } = row;
		log.info("sweep.location_changed", { org_id, location_id, slug });
		if (is_on_menu) await parts.requestPublish(tx, { org_id, location_id });
	}
	for (const { location_id } of drift.reachable) await parts.requestSync(tx, { org_id, location_id });
	await noteSwept(tx, org_id, integration_id, now);
}
