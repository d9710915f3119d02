import { HubError } from "../../base/error.ts";
import type { Tx } from "../../delivery/index.ts";
import { retireCatalogObjects, upsertCatalogObjects } from "../../storage/tables/catalog.ts";
import { loadCatalogState } from "../../storage/tables/catalog-state.ts";
import { upsertCatalogVersion } from "../../storage/tables/catalog-version.ts";
import { lockCatalog, noteSync, type SyncTarget, setCatalogVersion } from "../../storage/tables/location-sync.ts";
import type { CatalogParts, SyncedCatalog } from "./catalog.ts";
import type { CheckedReply } from "./check-apart.ts";
import { requestImageCheck } from "./check-images.ts";

/**
 * Make the stored catalog equal to the checked one, in one transaction (reliability.md K1): a reader sees the version before
 * or the version after. Only objects that differ are written; if none does, there is no new version and no channel hears
 * anything. Where the stored catalog moved on since the comparison, it is compared once more while it is held.
 */
export async function storeCatalog(
	parts: CatalogParts,
	location: SyncTarget,
	checked: CheckedReply,
	reply_hash: string,
	settle: (tx: Tx) => void,
): Promise<SyncedCatalog> {
	const { org_id, location_id } = location;
	return parts.queue.transaction(async (tx) => {
		const at = parts.clock.now();
		const current = await lockCatalog(tx, org_id, location_id);
		if (current === undefined) throw new HubError("location_not_found");
		const target = { org_id, location_id, version: current + 1 };
		let is_changed = current === 0;
		if (checked.version !== current) await checked.compareAgain(await loadCatalogState(tx, org_id, location_id));
		const { count: objects, warnings, root } = checked.summary;
		for await (const change of checked.changes()) {
			is_changed = true;
			if ("changed" in change) await upsertCatalogObjects(tx, target, change.changed);
			else await retireCatalogObjects(tx, { ...target, at }, change.retired);
		}
		const version = is_changed ? target.version : current;
		if (is_changed) {
			await setCatalogVersion(tx, target);
			await parts.channels.requestPublishEverywhere(tx, location);
			requestImageCheck(tx, location);
		}
		await upsertCatalogVersion(tx, {
			...{ org_id, location_id, version, hash: reply_hash, created_at: at, objects },
			warnings: JSON.stringify(warnings),
			root: JSON.stringify(root),
		});
		await noteSync(tx, { org_id, location_id, at, error: null });
		settle(tx);
		return { version, objects, warnings, is_changed };
	});
}
