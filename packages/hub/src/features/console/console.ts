import type { Clock } from "../../base/clock.ts";
import { oldestIdOf } from "../../base/id.ts";
import type { Provider } from "../../clients/provider.ts";
import type { Queue } from "../../delivery/index.ts";
import type { Database } from "../../storage/database.ts";

/** What the console reads with. */
export interface ConsoleParts {
	db: Database;
	queue: Queue;
	clock: Clock;
	getProvider(slug: string): Promise<Provider | undefined>;
	/** where browsers reach this hub, without a slash at the end */
	public_url: string;
}

/** The organisation that is looked at; null: all of them, for an operator. */
export interface ConsoleScope {
	org_id: string | null;
}

const DAY_MS = 86_400_000;
/** Orders of so long tell how a link does. */
export const HEALTH_WINDOW_MS = DAY_MS;
/** Lost orders of so long are counted at their store. */
export const LOST_WINDOW_MS = 7 * DAY_MS;

/** An order without a verdict that is older than this waits for none any more. */
export const IN_FLIGHT_MS = 7 * DAY_MS;

/** The least id of what happened in the last `window_ms`. */
export function idSince(clock: Clock, window_ms: number): string {
	return oldestIdOf(clock.now() - window_ms);
}

/** When a record was made, by its id (UUIDv7), epoch ms. */
export function timeOfId(id: string): number {
	return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** A provider's name for people. */
export async function nameOf(parts: Pick<ConsoleParts, "getProvider">, slug: string): Promise<string> {
	return (await parts.getProvider(slug))?.name ?? slug;
}

/** The names of these providers. */
export async function namesOf(
	parts: Pick<ConsoleParts, "getProvider">,
	slugs: Iterable<string>,
): Promise<Map<string, string>> {
	const distinct = [...new Set(slugs)];
	return new Map(
		await Promise.all(distinct.map(async (slug) => [slug, await nameOf(parts, slug)] as [string, string])),
	);
}
