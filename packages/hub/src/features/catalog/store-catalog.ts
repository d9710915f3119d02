import { HubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import type { Tx } from "../../delivery/index.ts";
import { loadCatalogState, retireCatalogObjects, upsertCatalogObjects } from "../../storage/tables/catalog.ts";
import { upsertCatalogVersion } from "../../storage/tables/catalog-version.ts";
import { lockCatalog, noteSync, type SyncTarget, setCatalogVersion } from "../../storage/tables/location-sync.ts";
import type { CatalogParts, SyncedCatalog } from "./catalog.ts";
import type { CheckedCatalog } from "./check-catalog.ts";
import { diffCatalog, type StoredState } from "./diff.ts";

/** Objects made ready and written between two turns of the event loop. */
const ROWS_AT_ONCE = 2500;

/**
 * Make the stored catalog equal to the checked one, in one transaction (reliability.md K1): a reader sees the version before
 * or the version after. Only objects that differ are written; if none does, there is no new version and no channel hears
 * anything. `location.catalog_version` is the version that the fetch began with.
 */
export async function storeCatalog(
	parts: CatalogParts,
	location: SyncTarget,
	checked: CheckedCatalog,
	reply_hash: string,
	settle: (tx: Tx) => void,
): Promise<SyncedCatalog> {
	const { org_id, location_id } = location;
	return parts.queue.transaction(async (tx) => {
		const at = parts.clock.now();
		const current = await lockCatalog(tx, org_id, location_id);
		if (current === undefined) throw new HubError("location_not_found");
		const stored = (await loadCatalogState(tx, org_id, location_id)) as StoredState[];
		const { changed, retired } = await diffCatalog(stored, checked.objects, location.catalog_version);
		const is_changed = current === 0 || changed.length > 0 || retired.length > 0;
		const version = is_changed ? current + 1 : current;
		if (is_changed) {
			const target = { org_id, location_id, version };
			for (let from = 0; from < changed.length; from += ROWS_AT_ONCE) {
				const rows = changed.slice(from, from + ROWS_AT_ONCE);
				await upsertCatalogObjects(
					tx,
					target,
					rows.map((object) => ({ ...object, stream_id: newId() })),
				);
			}
			await retireCatalogObjects(tx, { ...target, at }, retired);
			await setCatalogVersion(tx, target);
			await parts.channels.requestPublishEverywhere(tx, location);
		}
		await upsertCatalogVersion(tx, {
			...{ org_id, location_id, version, hash: reply_hash, created_at: at },
			objects: checked.count,
			warnings: JSON.stringify(checked.warnings),
			root: JSON.stringify(checked.root),
		});
		await noteSync(tx, { org_id, location_id, at, error: null });
		settle(tx);
		return { version, objects: checked.count, warnings: checked.warnings, is_changed };
	});
}
