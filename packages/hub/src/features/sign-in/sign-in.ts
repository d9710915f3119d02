import type { Clock } from "../../base/clock.ts";
import type { SecretBox } from "../../base/secret-box.ts";
import type { PosClient } from "../../clients/pos-client.ts";
import type { Provider } from "../../clients/provider.ts";
import type { Queue } from "../../delivery/index.ts";
import type { Database } from "../../storage/database.ts";

/** What sign-in needs from outside. */
export interface SignInParts {
	db: Database;
	queue: Queue;
	clock: Clock;
	secret_box: SecretBox;
	accounts: { getProvider(slug: string): Promise<Provider | undefined> };
	pos: PosClient;
	/** where browsers reach this hub, without a slash at the end */
	public_url: string;
	/** that many unpredictable bytes */
	random(bytes: number): Buffer;
}

/** Under which id changes of the installation itself are written down: they are no tenant's. */
export const INSTALLATION_ID = "00000000-0000-7000-8000-000000000001";

/** Lives, all in ms. */
export const SIGN_IN_LIFE = {
	/** from the partner's call to the browser's arrival */
	token: 300_000,
	session: 12 * 3_600_000,
	/** a session that nobody uses for this long is over */
	idle: 2 * 3_600_000,
	/** how long a used token is remembered, so that it is told from an unknown one */
	memory: 30 * 86_400_000,
} as const;

/** Who sits at a signed-in browser. */
export interface Visitor {
	org_id: string;
	partner_id: string;
	org_name: string;
	user_id: string;
	email: string;
	full_name: string | null;
	phone_number: string | null;
	role: string;
}
