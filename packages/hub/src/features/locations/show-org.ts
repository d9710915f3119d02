import type { OrgLocationsReply } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import { listStoresPausedByDsp } from "../../storage/tables/binding-dsp-status.ts";
import { listIntegrations } from "../../storage/tables/integration.ts";
import { findOrg, type OrgRow } from "../../storage/tables/org.ts";
import type { LocationsParts } from "./locations.ts";
import { describeLocations } from "./org-locations.ts";

/** An organisation as `ticketrail org show` prints it (interface.md): no secret, and nobody's personal data. */
export interface ShownOrg extends OrgRow {
	integrations: {
		_id: string;
		source: string;
		type: "pos" | "dsp";
		status: string;
		health: string;
		health_reason: string | null;
	}[];
	locations: OrgLocationsReply["locations"];
	/** stores that their own DSP keeps paused now; `until` epoch ms, null = until further notice (contract.md C.5.3) */
	paused_by_dsp: { source: string; dsp_provider_id: string; until: number | null }[];
}

/** The organisation with its integrations and locations, whoever's it is: for the operator. Error: `org_not_found`. */
export async function showOrg(
	parts: Pick<LocationsParts, "db" | "accounts" | "clock">,
	org_id: string,
): Promise<ShownOrg> {
	const org = isId(org_id) ? await findOrg(parts.db, org_id) : undefined;
	if (!org) throw new HubError("org_not_found");
	const paused = await listStoresPausedByDsp(parts.db, org_id, parts.clock.now());
	const integrations = await listIntegrations(parts.db, org_id);
	return {
		...org,
		integrations: integrations.map(({ integration_id, slug, type, status, health, health_reason }) => ({
			_id: integration_id,
			source: slug,
			...{ type, status, health, health_reason },
		})),
		locations: await describeLocations(parts, org_id),
		paused_by_dsp: paused.map(({ slug, dsp_location_id, dsp_paused_until }) => ({
			source: slug,
			dsp_provider_id: dsp_location_id,
			until: dsp_paused_until,
		})),
	};
}
