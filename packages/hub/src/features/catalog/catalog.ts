import type { Apart } from "../../base/apart.ts";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { ImageClient } from "../../clients/image-client.ts";
import type { PosClient } from "../../clients/pos-client.ts";
import type { Provider } from "../../clients/provider.ts";
import type { Queue, Tx } from "../../delivery/index.ts";
import type { Database } from "../../storage/database.ts";
import type { PauseChange } from "./store-pause.ts";

/** A location of ours. */
export interface LocationTarget {
	org_id: string;
	location_id: string;
}

/** What the catalog needs from outside. */
export interface CatalogParts {
	db: Database;
	queue: Queue;
	clock: Clock;
	log: Log;
	getProvider(slug: string): Promise<Provider | undefined>;
	pos: Pick<PosClient, "fetchCatalog">;
	images: ImageClient;
	/** Make a call with the integration's token, refreshed where needed; throws `provider_reauthorization_needed`. */
	withToken(org_id: string, integration_id: string, call: (access_token: string) => Promise<Outcome>): Promise<Outcome>;
	/** What the channels hear of changes, each queued in the caller's transaction. */
	channels: Channels;
	/** where large catalogs are read */
	apart: Apart;
}

/** One object that went on or off sale. */
export interface ActivityChange {
	kind: string;
	stream_id: string;
	is_active: boolean;
}

/** The way to the DSPs that a location is bound to; every function queues for each of them. */
export interface Channels {
	/** The menu changed. */
	requestPublishEverywhere(tx: Tx, target: LocationTarget): Promise<void>;
	/** Objects went on or off sale (contract.md C.3 `location.update`). */
	reportActivity(tx: Tx, target: LocationTarget, changes: readonly ActivityChange[]): Promise<void>;
	/** The location's own pause ends at another moment (contract.md E.7). */
	reportLocationPause(tx: Tx, target: LocationTarget, change: PauseChange): Promise<void>;
}

/** What a catalog sync tells of its result. */
export interface SyncedCatalog {
	version: number;
	/** how many the POS sent and the hub took */
	objects: number;
	warnings: readonly string[];
	/** false when the POS sent what was there already */
	is_changed: boolean;
}
