import type { Apart } from "../../base/apart.ts";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { DspClient } from "../../clients/dsp-client.ts";
import type { Provider } from "../../clients/provider.ts";
import type { Destinations, Queue } from "../../delivery/index.ts";
import type { Database } from "../../storage/database.ts";

/** What menus need from outside. */
export interface MenusParts {
	db: Database;
	queue: Queue;
	clock: Clock;
	log: Log;
	getProvider(slug: string): Promise<Provider | undefined>;
	dsp: Pick<DspClient, "connect" | "disconnect" | "sendEvent">;
	/** Make a call with the integration's token, refreshed where needed; throws `provider_reauthorization_needed`. */
	withToken(org_id: string, integration_id: string, call: (access_token: string) => Promise<Outcome>): Promise<Outcome>;
	/** where DSPs reach this hub, without a slash at the end */
	public_url: string;
	/** bytes that nobody can guess */
	random(size: number): Buffer;
	destinations: Destinations;
	/** where the menus of large catalogs are made */
	apart: Apart;
	onAttempt?(delivery: { type: string; slug: string }, sent: Outcome, outcome: string): void;
}

/** The messages about a store, in the order of the store (contract.md C.2.4, C.3). */
export const STORE_EVENTS = [
	"connection.create",
	"connection.delete",
	"location.publish",
	"location.update",
	"location.pause",
	"location.resume",
] as const;
export type StoreEventType = (typeof STORE_EVENTS)[number];
