import type { Apart } from "../../base/apart.ts";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { DspClient } from "../../clients/dsp-client.ts";
import type { PosClient } from "../../clients/pos-client.ts";
import type { Provider } from "../../clients/provider.ts";
import type { Queue, Tx } from "../../delivery/index.ts";
import type { Database } from "../../storage/database.ts";
import type { PauseChange } from "../catalog/index.ts";
import type { WithToken } from "../onboarding/index.ts";

/** What locations needs from outside. */
export interface LocationsParts {
	db: Database;
	queue: Queue;
	clock: Clock;
	log: Log;
	accounts: { getProvider(slug: string): Promise<Provider | undefined> };
	pos: PosClient;
	dsp: DspClient;
	withToken: WithToken;
	/** Threads for comparing long lists of stores. */
	matching: Apart;
	/** Fetch and store the catalog of a location now; throws a `HubError` that says why it could not. */
	syncLocation(target: { org_id: string; location_id: string }): Promise<SyncedCatalog>;
	/** Queue the publication of the menu to a store, in the caller's transaction. */
	requestPublish(tx: Tx, target: { org_id: string; binding_id: string }): Promise<void> | void;
	/** See that the POS will be compared with what the hub knows, in the caller's transaction. */
	scheduleSweep(tx: Tx, target: { org_id: string; integration_id: string }): void;
	/** The menu of a location shows something else now: queue it to every linked store, in the caller's transaction. */
	requestPublishEverywhere(tx: Tx, target: { org_id: string; location_id: string }): Promise<void>;
	/** The pause of a link ends at another moment: queue what follows for its store, in the caller's transaction. */
	reportLinkPause(tx: Tx, target: { org_id: string; binding_id: string }, change: PauseChange): Promise<void>;
	/** Queue that a store is no longer connected, in the caller's transaction, while its link is still in force. */
	requestDisconnect(tx: Tx, target: { org_id: string; binding_id: string }): Promise<void> | void;
}

/** What a catalog sync tells of its result. */
export interface SyncedCatalog {
	version: number;
	objects: number;
	warnings: readonly string[];
}
