import type { IngestReply, IngestRequest } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { type IntegrationRow, lockIntegrations } from "../../storage/tables/integration.ts";
import { listLocationsOfIntegration, upsertLocations } from "../../storage/tables/location.ts";
import { insertPosLocationRoutes, listPosLocationRoutes } from "../../storage/tables/route.ts";
import { type Actor, findActiveOnboarding, queuePosConnected } from "../onboarding/index.ts";
import { fetchLocations, type ListedLocation } from "./fetch-locations.ts";
import type { LocationsParts } from "./locations.ts";

/** Catalogs that one ingest fetches at the same time. */
const AT_ONCE = 4;

type IngestedLocation = IngestReply["locations"][number];

/**
 * Import POS locations with their catalogs, or bring them up to date (contract.md A.4.5). The locations commit together; then
 * each catalog succeeds or fails by itself: the row of a failed one carries `error`. A location that the POS calls disconnected
 * keeps the catalog it has (contract.md B.3). Errors: `onboarding_not_found`, `wrong_integration_type`,
 * `onboarding_not_active`, `location_not_found` (then nothing is imported), and those of `fetchLocations`.
 */
export async function ingestLocations(
	parts: LocationsParts,
	actor: Actor,
	request: IngestRequest,
): Promise<IngestReply> {
	const integration = await findActiveOnboarding(parts.db, actor.partner_id, request.onboarding_id, {
		param: "/onboarding_id",
		type: "pos",
	});
	const listed = new Map(
		(await fetchLocations(parts, integration)).map((location) => [location.provider_id, location]),
	);
	const chosen = new Map<string, ListedLocation>();
	for (const [index, { provider_id }] of request.locations.entries()) {
		const location = listed.get(provider_id);
		if (!location) {
			throw new HubError("location_not_found", {
				detail: `${integration.slug} lists no location ${JSON.stringify(provider_id)}.`,
				param: `/locations/${index}/provider_id`,
			});
		}
		chosen.set(provider_id, location);
	}
	const stored = await store(parts, actor, integration, [...chosen.values()]);
	return {
		locations: await inParallel([...chosen.values()], AT_ONCE, async (location) => {
			const known = stored.get(location.provider_id);
			if (!known) throw new Error("an upsert without its row");
			return ingestCatalog(parts, integration.org_id, location, known);
		}),
	};
}

async function store(
	parts: LocationsParts,
	actor: Actor,
	integration: IntegrationRow,
	locations: ListedLocation[],
): Promise<Map<string, { location_id: string; status: string }>> {
	const { org_id, integration_id, slug } = integration;
	const at = parts.clock.now();
	const provider = await parts.accounts.getProvider(slug);
	return parts.queue.transaction(async (tx) => {
		const [held] = await lockIntegrations(tx, org_id, [integration_id]);
		if (held?.status !== "active") throw new HubError("onboarding_not_active", { param: "/onboarding_id" });
		const known = await listLocationsOfIntegration(tx, org_id, integration_id);
		const rows = await upsertLocations(
			tx,
			{ org_id, integration_id, slug, at },
			locations.map((location) => ({ ...location, location_id: newId() })),
		);
		const pos_location_ids = rows.map(({ provider_id }) => provider_id);
		const connected = await listPosLocationRoutes(tx, org_id, slug, pos_location_ids);
		for (const { location_id, provider_id, prep_time_minutes } of known) {
			const listed = locations.find((location) => location.provider_id === provider_id);
			// the menu names it beside the catalog (contract.md B.11), which may be the same as before
			if (listed !== undefined && listed.prep_time_minutes !== prep_time_minutes)
				await parts.requestPublishEverywhere(tx, { org_id, location_id });
		}
		await insertPosLocationRoutes(
			tx,
			rows.map(({ provider_id, location_id }) => ({ slug, pos_location_id: provider_id, org_id, location_id })),
		);
		const added = pos_location_ids.filter((provider_id) => !connected.has(provider_id));
		if (provider !== undefined) await queuePosConnected(tx, provider, integration, added, at);
		parts.scheduleSweep(tx, { org_id, integration_id });
		await insertAudit(tx, {
			org_id,
			audit_id: newId(),
			actor: actor.name,
			action: "locations.ingested",
			subject: integration_id,
			detail: { location_ids: rows.map((row) => row.location_id) },
			at,
		});
		return new Map(rows.map((row) => [row.provider_id, row]));
	});
}

async function ingestCatalog(
	parts: LocationsParts,
	org_id: string,
	location: ListedLocation,
	known: { location_id: string; status: string },
): Promise<IngestedLocation> {
	const { provider_id, name } = location;
	const row = { _id: known.location_id, provider_id, status: known.status, name };
	if (location.is_disconnected) {
		return { ...row, warnings: ["The POS says that this location is disconnected; its catalog was not fetched."] };
	}
	try {
		const synced = await parts.syncLocation({ org_id, location_id: known.location_id });
		return {
			...row,
			catalog_version: synced.version,
			catalog_objects: synced.objects,
			warnings: [...synced.warnings],
		};
	} catch (error) {
		const reason = error instanceof HubError ? error : new HubError("internal", { cause: error });
		parts.log.warn("catalog.ingest_failed", { org_id, location_id: known.location_id, code: reason.code, error });
		return { ...row, error: { code: reason.code, detail: reason.message } };
	}
}

/** The results of `work` in the order of `items`, with at most `limit` under way. */
async function inParallel<T, R>(items: readonly T[], limit: number, work: (item: T) => Promise<R>): Promise<R[]> {
	const results: R[] = [];
	const queue = items.entries();
	const runner = async () => {
		for (const [index, item] of queue) results[index] = await work(item);
	};
	await Promise.all(Array.from({ length: limit }, runner));
	return results;
}
