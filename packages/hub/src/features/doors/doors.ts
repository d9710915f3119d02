import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Provider } from "../../clients/provider.ts";
import type { Database } from "../../storage/database.ts";
import type { PartnerRow } from "../../storage/tables/partner.ts";
import type { Locations } from "../locations/index.ts";
import type { Onboarding } from "../onboarding/index.ts";

/** What the doors for merchants need from outside. */
export interface DoorsParts {
	db: Database;
	clock: Clock;
	log: Log;
	accounts: {
		listProviders(): Promise<Provider[]>;
		getPartner(partner_id: string): Promise<PartnerRow | undefined>;
	};
	onboarding: Pick<Onboarding, "createIntegration" | "completeIntegration">;
	locations: Pick<Locations, "listLocations" | "ingestLocations" | "bindLocations" | "orgLocations">;
	/** where browsers reach this hub, without a slash at the end */
	public_url: string;
	/** that many unpredictable bytes */
	random(bytes: number): Buffer;
}

/** Lives, all in ms. */
export const LINK_LIFE = {
	/** from the partner's call until the merchant opens it (product.md 4.9) */
	token: 30 * 60_000,
	/** from then on */
	session: 2 * 3_600_000,
	/** how long a used link is remembered, so that it is told from an unknown one */
	memory: 7 * 86_400_000,
} as const;
