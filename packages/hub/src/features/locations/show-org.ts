import type { OrgLocationsReply } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
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
}

/** The organisation with its integrations and locations, whoever's it is: for the operator. Error: `org_not_found`. */
export async function showOrg(parts: Pick<LocationsParts, "db" | "accounts">, org_id: string): Promise<ShownOrg> {
	const org = isId(org_id) ? await findOrg(parts.db, org_id) : undefined;
	if (!org) throw new HubError("org_not_found");
	const integrations = await listIntegrations(parts.db, org_id);
	return {
		...org,
		integrations: integrations.map(({ integration_id, slug, type, status, health, health_reason }) => ({
			_id: integration_id,
			source: slug,
			...{ type, status, health, health_reason },
		})),
		locations: await describeLocations(parts, org_id),
	};
}
