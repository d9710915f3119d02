import type { PartnerAddress } from "@ticketrail/contract";
import { findIntegration } from "./connect.ts";
import type { DoorParts, IntegrationRef } from "./door-parts.ts";

/** What a POS or DSP offers right now. */
export interface OfferedReply {
	locations: {
		provider_id: string;
		name: string;
		address: PartnerAddress;
		is_imported: boolean;
		location_id?: string;
	}[];
}

/** What became of each location that was chosen. */
export interface ImportReply {
	locations: {
		_id: string;
		provider_id: string;
		status: string;
		name?: string;
		catalog_objects?: number;
		error?: { code: string; detail: string };
	}[];
}

/** The POS's locations beside what is imported already (contract.md A.4.4). */
export async function offeredLocations(parts: DoorParts, ref: IntegrationRef): Promise<OfferedReply> {
	await findIntegration(parts, ref);
	const [listed, known] = await Promise.all([
		parts.api.listLocations(ref.integration_id),
		parts.api.orgLocations(ref.org_id),
	]);
	return {
		locations: listed.map(({ provider_id, name, address, source }) => {
			const imported = known.find((location) => isSame(location, { provider_id, name, source, address }));
			const fields = { provider_id, name, address, is_imported: imported !== undefined };
			return imported ? { ...fields, location_id: imported._id } : fields;
		}),
	};
}

/** Import the chosen ones; again to fetch anew (contract.md A.4.5). A hub that answers without rows has taken them all. */
export async function importLocations(
	parts: DoorParts,
	ref: IntegrationRef,
	provider_ids: readonly string[],
): Promise<ImportReply> {
	await findIntegration(parts, ref);
	const outcomes = new Map(
		(await parts.api.ingestLocations(ref.integration_id, provider_ids)).map((row) => [row.provider_id, row]),
	);
	return {
		locations: provider_ids.map((provider_id) => {
			const { _id, status, error, catalog_objects } = outcomes.get(provider_id) ?? {};
			return {
				...{ _id: _id ?? provider_id, provider_id, status: status ?? "active" },
				...(error && { error }),
				...(catalog_objects !== undefined && { catalog_objects }),
			};
		}),
	};
}

type Comparable = Omit<OfferedReply["locations"][number], "is_imported"> & { source: string };

/** By the POS's id where the hub tells it, else by name and address, which are the POS's own words. */
function isSame(
	known: { provider_id?: string; name: string; source: string; address: PartnerAddress },
	listed: Comparable,
): boolean {
	if (known.provider_id !== undefined) return known.provider_id === listed.provider_id;
	return known.name === listed.name && known.address.address_line_1 === listed.address.address_line_1;
}
