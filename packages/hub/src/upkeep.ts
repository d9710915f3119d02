import type { Clock } from "./base/clock.ts";
import type { Log } from "./base/log.ts";
import type { Accounts } from "./features/accounts/index.ts";
import type { Sql } from "./storage/database.ts";
import { deleteInboxBefore } from "./storage/tables/inbox.ts";

const HOUR_MS = 3_600_000;
const INBOX_KEPT_MS = 30 * 24 * HOUR_MS;

/**
 * Once an hour, take away what is past its time: tokens, and webhooks older than 30 days; look for orders that nobody works
 * on any more; and see that every POS will be compared with what the hub knows, which each look schedules for itself from
 * then on. Returns how to end it.
 */
export function startUpkeep(deps: {
	db: Sql;
	clock: Clock;
	log: Log;
	accounts: Pick<Accounts, "forgetOldTokens">;
	sweepOrders: () => Promise<number>;
	scheduleSweeps: () => Promise<number>;
}): () => Promise<void> {
	const { db, clock, log, accounts, sweepOrders, scheduleSweeps } = deps;
	let running: Promise<void> = Promise.resolve();
	const tidy = async () => {
		try {
			await sweepOrders();
			await scheduleSweeps();
			const tokens = await accounts.forgetOldTokens();
			const webhooks = await deleteInboxBefore(db, clock.now() - INBOX_KEPT_MS);
			log.info("upkeep.done", { count: tokens + webhooks });
		} catch (error) {
			log.warn("upkeep.failed", { error });
		}
	};
	const begin = async () => {
		try {
			await scheduleSweeps();
		} catch (error) {
			log.warn("upkeep.failed", { error });
		}
	};
	running = begin();
	const timer = setInterval(() => {
		running = running.then(tidy);
	}, HOUR_MS);
	timer.unref();
	return async () => {
		clearInterval(timer);
		await running;
	};
}
