import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { SecretBox } from "../../base/secret-box.ts";
import type { Database } from "../../storage/database.ts";

/** What accounts needs from outside. */
export interface AccountsParts {
	db: Database;
	clock: Clock;
	log: Log;
	secret_box: SecretBox;
	/** that many unpredictable bytes */
	random(bytes: number): Buffer;
	/** where callers reach this hub, without a slash at the end */
	public_url: string;
}
