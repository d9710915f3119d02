import { HubError } from "../../base/error.ts";
import type { Provider } from "../../clients/provider.ts";
import type { IntegrationRow } from "../../storage/tables/integration.ts";
import type { ListedLocation } from "../locations/index.ts";
import type { ReconcileParts } from "./reconcile.ts";

/**
 * What a system lists now, as `see` makes it out; `wait_ms` when it has no place for another request, undefined when it failed,
 * which is counted and told.
 */
export async function lookAt<Seen>(
	parts: ReconcileParts,
	integration: IntegrationRow,
	provider: Provider,
	see: (listed: ListedLocation[]) => Promise<Seen> | Seen,
): Promise<Seen | { wait_ms: number } | undefined> {
	const { log, destinations, onSweep } = parts;
	const entry = await destinations.enter(provider.slug);
	if ("wait_ms" in entry) return entry;
	let reached = false;
	try {
		const listed = await parts.fetchLocations(integration);
		reached = true;
		const seen = await see(listed);
		onSweep({ slug: provider.slug, outcome: "done" });
		return seen;
	} catch (error) {
		if (!(error instanceof HubError)) throw error;
		reached = error.code !== "provider_unreachable";
		const { org_id, integration_id } = integration;
		log.warn("sweep.failed", { org_id, integration_id, slug: provider.slug, code: error.code, reason: error.message });
		onSweep({ slug: provider.slug, outcome: "failed" });
		return undefined;
	} finally {
		entry.leave(reached);
	}
}
