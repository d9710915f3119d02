import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { DspClient } from "../../clients/dsp-client.ts";
import type { Provider } from "../../clients/provider.ts";
import type { Destinations, Queue, Tx } from "../../delivery/index.ts";
import type { Sql } from "../../storage/database.ts";
import type { IntegrationRow } from "../../storage/tables/integration.ts";
import type { ListedLocation } from "../locations/index.ts";
import type { WithToken } from "../onboarding/index.ts";

/** What reconciliation needs from outside. */
export interface ReconcileParts {
	db: Sql;
	queue: Queue;
	clock: Clock;
	log: Log;
	getProvider(slug: string): Promise<Provider | undefined>;
	destinations: Destinations;
	dsp: Pick<DspClient, "connection">;
	/** Make a call with the integration's token, refreshed where needed; throws `provider_reauthorization_needed`. */
	withToken: WithToken;
	/** All locations that the integration's token reaches; throws a `HubError` that says why it could not. */
	fetchLocations(integration: IntegrationRow): Promise<ListedLocation[]>;
	/** Queue a sync of a location's catalog. */
	requestSync(tx: Tx, target: { org_id: string; location_id: string }): Promise<void>;
	/** Queue the menu of a location to every store that is linked to it. */
	requestPublish(tx: Tx, target: { org_id: string; location_id: string }): Promise<void>;
	onSweep(labels: { slug: string; outcome: "done" | "failed" }): void;
	onFeed(labels: { slug: string; event: "quiet" | "heard_again" }): void;
}
