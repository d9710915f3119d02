import type { OrgLocationsReply } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import { listActiveBindings } from "../../storage/tables/binding.ts";
import { listIntegrations } from "../../storage/tables/integration.ts";
import { listLocations } from "../../storage/tables/location.ts";
import { findOrgOfPartner } from "../../storage/tables/org.ts";
import type { Actor } from "../onboarding/index.ts";
import type { LocationsParts } from "./locations.ts";
import { partnerAddress } from "./partner-address.ts";

/**
 * The state of an organisation (contract.md A.4.8): every ingested location with the DSP stores that are linked to it. A location
 * whose POS is disconnected has the status `disconnected` (ours). Error: `org_not_found`.
 */
export async function orgLocations(parts: LocationsParts, actor: Actor, org_id: string): Promise<OrgLocationsReply> {
	await requireOrg(parts, actor, org_id);
	return { locations: await describeLocations(parts, org_id) };
}

/** Nothing, if the organisation is this partner's. Error: `org_not_found`. */
export async function requireOrg(parts: Pick<LocationsParts, "db">, actor: Actor, org_id: string): Promise<void> {
	const org = isId(org_id) ? await findOrgOfPartner(parts.db, actor.partner_id, org_id) : undefined;
	if (!org) throw new HubError("org_not_found");
}

/** Every location of an organisation with the stores that are linked to it. */
export async function describeLocations(
	parts: Pick<LocationsParts, "db" | "accounts">,
	org_id: string,
): Promise<OrgLocationsReply["locations"]> {
	const [locations, bindings, integrations] = await Promise.all([
		listLocations(parts.db, org_id),
		listActiveBindings(parts.db, org_id),
		listIntegrations(parts.db, org_id),
	]);
	const active = new Set(integrations.flatMap((row) => (row.status === "active" ? row.integration_id : [])));
	const bound = Map.groupBy(bindings, (binding) => binding.location_id);
	return Promise.all(
		locations.map(async (location) => ({
			_id: location.location_id,
			name: location.name,
			source: location.slug,
			provider_id: location.provider_id,
			status: active.has(location.integration_id) ? location.status : "disconnected",
			address: partnerAddress(location.address),
			dsps: await Promise.all(
				(bound.get(location.location_id) ?? []).map(async (binding) => ({
					name: (await parts.accounts.getProvider(binding.slug))?.name ?? binding.slug,
					source: binding.slug,
					status: binding.status,
					dsp_provider_id: binding.dsp_location_id,
					dsp_store_name: binding.dsp_store_name,
					...(binding.menu_ids === null ? {} : { menu_ids: JSON.parse(binding.menu_ids) as string[] }),
				})),
			),
		})),
	);
}
