import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { SecretBox } from "../../base/secret-box.ts";
import type { DspClient } from "../../clients/dsp-client.ts";
import type { PosClient } from "../../clients/pos-client.ts";
import type { Provider } from "../../clients/provider.ts";
import type { ClientResult } from "../../clients/reply.ts";
import type { Queue } from "../../delivery/index.ts";
import type { Database } from "../../storage/database.ts";
import type { PartnerRow } from "../../storage/tables/partner.ts";

/** Call a provider as the merchant: with a fresh access token, once more after a 401 with a refreshed one. */
export type WithToken = <R extends Outcome | ClientResult<unknown>>(
	org_id: string,
	integration_id: string,
	call: (access_token: string) => Promise<R>,
) => Promise<R>;

/** What onboarding needs from outside. */
export interface OnboardingParts {
	db: Database;
	queue: Queue;
	clock: Clock;
	log: Log;
	secret_box: SecretBox;
	accounts: {
		getProvider(slug: string): Promise<Provider | undefined>;
		getPartner(partner_id: string): Promise<PartnerRow | undefined>;
	};
	pos: PosClient;
	dsp: DspClient;
	withToken: WithToken;
	/** where callers reach this hub, without a slash at the end */
	public_url: string;
}

/** Who asks, through the Partner API. `name` goes into the audit: `partner:<client_id>`. */
export interface Actor {
	partner_id: string;
	name: string;
}

/** The hub's own redirect URI of a provider: no query string, one per provider (contract.md B.1; reliability.md A6). */
export function callbackUrl(public_url: string, slug: string): string {
	return `${public_url}/oauth/callback/${slug}`;
}

/** Where a browser starts when the hub itself takes the callback. */
export function startUrl(public_url: string, integration_id: string): string {
	return `${public_url}/oauth/start/${integration_id}`;
}

/** The client that speaks this provider's contract. */
export function clientOf(parts: Pick<OnboardingParts, "pos" | "dsp">, provider: Provider): PosClient | DspClient {
	return provider.type === "pos" ? parts.pos : parts.dsp;
}
