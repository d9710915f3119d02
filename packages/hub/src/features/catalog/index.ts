import type { LocationCatalog } from "@ticketrail/contract";
import type { JobHandler, QueueName, Tx } from "../../delivery/index.ts";
import type { Sql } from "../../storage/database.ts";
import { applyLocationStatus, type LocationStatusUpdate } from "./apply-location-status.ts";
import { applyObjectUpdate, type ObjectUpdate } from "./apply-object-update.ts";
import type { CatalogParts, LocationTarget, SyncedCatalog } from "./catalog.ts";
import { createImageJob } from "./check-images.ts";
import { findSellable, type Sellable } from "./find-sellable.ts";
import { requestSync } from "./request-sync.ts";
import { createSyncJob } from "./run-sync.ts";
import { showCatalog } from "./show-catalog.ts";
import { syncLocation } from "./sync-location.ts";

export { itemIdsOf } from "./add-generated.ts";
export type { LocationStatusUpdate } from "./apply-location-status.ts";
export type { ObjectUpdate } from "./apply-object-update.ts";
export type { ActivityChange, CatalogParts, Channels, LocationTarget, SyncedCatalog } from "./catalog.ts";
export { pricesOf, type Sellable } from "./find-sellable.ts";
export { type LiveCatalog, liveCatalogOf } from "./live-catalog.ts";
export { findNesting } from "./nesting.ts";
export { overrideAt, type PriceContext, priceFor } from "./price.ts";
export { showCatalog } from "./show-catalog.ts";
export {
	isOvertaken,
	linkPauseEnd,
	locationPauseEnd,
	NO_PAUSE,
	type PauseChange,
	type PauseEnd,
	pauseEnd,
	pauseMessage,
	storePauseEnd,
} from "./store-pause.ts";

/** A location's catalog: fetched, checked, kept in versions, and asked by orders and menus (contract.md B.4, B.7). */
export interface Catalog {
	syncLocation(target: LocationTarget): Promise<SyncedCatalog>;
	requestSync(tx: Tx, target: LocationTarget): Promise<void>;
	applyObjectUpdate(update: ObjectUpdate): Promise<string>;
	applyLocationStatus(update: LocationStatusUpdate): Promise<string>;
	/** What the last sync made of a catalog; the caller has checked whose location it is. Error: `location_not_found`. */
	showCatalog(target: LocationTarget): Promise<LocationCatalog>;
	findSellable(
		sql: Sql,
		org_id: string,
		location_id: string,
		slug: string,
		stream_ids: readonly string[],
	): Promise<Map<string, Sellable>>;
	jobs: Partial<Record<QueueName, JobHandler>>;
}

/** The verbs of this feature with what they need. */
export function createCatalog(parts: CatalogParts): Catalog {
	return {
		syncLocation: (target) => syncLocation(parts, target),
		requestSync,
		applyObjectUpdate: (update) => applyObjectUpdate(parts, update),
		applyLocationStatus: (update) => applyLocationStatus(parts, update),
		showCatalog: (target) => showCatalog(parts.db, target),
		findSellable,
		jobs: { "catalog.sync": createSyncJob(parts), "catalog.images": createImageJob(parts) },
	};
}
