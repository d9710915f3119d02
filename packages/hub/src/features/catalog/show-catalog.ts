import type { LocationCatalog } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import type { Sql } from "../../storage/database.ts";
import { findLatestCatalogVersion } from "../../storage/tables/catalog-version.ts";
import { findSyncState } from "../../storage/tables/location-sync.ts";
import type { LocationTarget } from "./catalog.ts";

/** What the last sync made of a location's catalog, with its warnings and those about its pictures (contract.md B.4, F.1). Error: `location_not_found`. */
export async function showCatalog(sql: Sql, { org_id, location_id }: LocationTarget): Promise<LocationCatalog> {
	const isPossible = isId(org_id) && isId(location_id);
	const state = isPossible ? await findSyncState(sql, org_id, location_id) : undefined;
	if (state === undefined) throw new HubError("location_not_found");
	const latest = await findLatestCatalogVersion(sql, org_id, location_id);
	const { catalog_version, synced_at, sync_error, image_warnings } = state;
	const sentences = (list: string | null | undefined) => (list == null ? [] : (JSON.parse(list) as string[]));
	return {
		_id: location_id,
		catalog_version,
		catalog_objects: latest?.objects ?? 0,
		warnings: [...sentences(latest?.warnings), ...sentences(image_warnings)],
		...(synced_at === null ? {} : { synced_at }),
		...(sync_error === null ? {} : { sync_error }),
	};
}
