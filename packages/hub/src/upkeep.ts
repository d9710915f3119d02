import type { Clock } from "./base/clock.ts";
import type { Log } from "./base/log.ts";
import type { Queue } from "./delivery/index.ts";
import type { Accounts } from "./features/accounts/index.ts";
import type { Sql } from "./storage/database.ts";
import { deleteInboxBefore } from "./storage/tables/inbox.ts";

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;
const INBOX_KEPT_MS = 30 * 24 * HOUR_MS;
/** How often orders without a job are looked for, well inside the shortest usual deadline, and how far back. */
const SWEEP = { every_ms: 30 * SECOND_MS, window_ms: HOUR_MS, at_first_ms: 8 * 24 * HOUR_MS };
/** After the database was away: long enough for what was under way to be settled. */
const SETTLED_MS = 6 * SECOND_MS;

/**
 * What nobody asks for and must be done: every half minute and after the
 * database was away, look for orders that nobody works on any more; once an hour, take away what is past its time (tokens,
 * webhooks older than 30 days, lines of the console's log), and see that every POS will be compared with what the hub knows, which each look schedules
 * for itself from then on. Returns how to end it.
 */
export function startUpkeep(deps: {
	db: Sql;
	queue: Pick<Queue, "onReconnect">;
	clock: Clock;
	log: Log;
	accounts: Pick<Accounts, "forgetOldTokens">;
	sweepOrders: (window_ms: number) => Promise<number>;
	scheduleSweeps: () => Promise<number>;
	/** What the console's log and tray keep only for a time. */
	forgetLog: () => Promise<number>;
}): () => Promise<void> {
	const { db, queue, clock, log, accounts, sweepOrders, scheduleSweeps, forgetLog } = deps;
	const chores = [
		every(SWEEP.every_ms, async () => void (await sweepOrders(SWEEP.window_ms))),
		every(HOUR_MS, async () => {
			const tokens = await accounts.forgetOldTokens();
			const webhooks = await deleteInboxBefore(db, clock.now() - INBOX_KEPT_MS);
			const lines = await forgetLog();
			log.info("upkeep.done", { count: tokens + webhooks + lines });
			await scheduleSweeps();
		}),
	];
	const soon = after(SETTLED_MS, async () => {
		await sweepOrders(SWEEP.at_first_ms);
		await scheduleSweeps();
	});
	queue.onReconnect(soon.start);
	soon.start();
	return async () => {
		await Promise.all([...chores, soon].map((chore) => chore.stop()));
	};

	/** Do something at intervals, never twice at once. */
	function every(ms: number, work: () => Promise<void>) {
		let running: Promise<void> | undefined;
		const timer = setInterval(() => {
			running ??= guarded(work).finally(() => {
				running = undefined;
			});
		}, ms);
		timer.unref();
		return {
			async stop() {
				clearInterval(timer);
				await running;
			},
		};
	}

	/** Do something a while after each start; starts meanwhile count as one. */
	function after(ms: number, work: () => Promise<void>) {
		let running = Promise.resolve();
		let timer: NodeJS.Timeout | undefined;
		return {
			start() {
				timer ??= setTimeout(() => {
					timer = undefined;
					running = running.then(() => guarded(work));
				}, ms);
				timer.unref();
			},
			async stop() {
				clearTimeout(timer);
				await running;
			},
		};
	}

	/** What fails now is done next time; a database that is away is told about by others. */
	async function guarded(work: () => Promise<void>): Promise<void> {
		await work().catch((error) => log.warn("upkeep.failed", { error }));
	}
}
