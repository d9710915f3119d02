import { HubError } from "../../base/error.ts";
import type { IntegrationRow } from "../../storage/tables/integration.ts";
import type { LocationsParts } from "./locations.ts";

/** A location as its own system lists it; the optional fields come from a POS only (contract.md B.3, C.2.3). */
export interface ListedLocation {
	provider_id: string;
	name: string;
	address: Record<string, unknown>;
	timezone: string | null;
	prep_time_minutes: number | null;
	is_disconnected: boolean;
}

/**
 * Ask the POS or DSP for all locations that the integration's token reaches. Of two with one id the first stands. Errors:
 * `provider_unreachable`, `provider_refused`, `provider_reauthorization_needed`.
 */
export async function fetchLocations(parts: LocationsParts, integration: IntegrationRow): Promise<ListedLocation[]> {
	const provider = await parts.accounts.getProvider(integration.slug);
	if (!provider) throw new HubError("source_not_found");
	const listed = await parts.withToken(integration.org_id, integration.integration_id, (access_token) =>
		provider.type === "pos"
			? parts.pos.listLocations(provider, access_token)
			: parts.dsp.listLocations(provider, access_token),
	);
	if (!listed.ok) {
		throw new HubError(listed.outcome.stage === "answered" ? "provider_refused" : "provider_unreachable", {
			detail: `${provider.name}: ${listed.message}`,
		});
	}
	const by_id = new Map<string, ListedLocation>();
	for (const location of listed.value.locations) {
		if (by_id.has(location.provider_id)) continue;
		const { timezone, prep_time_minutes, connection_status } = location as Partial<{
			timezone: string | null;
			prep_time_minutes: number | null;
			connection_status: string | null;
		}>;
		by_id.set(location.provider_id, {
			provider_id: location.provider_id,
			name: location.name,
			address: { ...location.address },
			timezone: timezone ?? null,
			prep_time_minutes: prep_time_minutes == null ? null : Math.round(prep_time_minutes),
			is_disconnected: connection_status === "disconnected",
		});
	}
	return [...by_id.values()];
}
