import type { Clock } from "../../base/clock.ts";
import { newId, oldestIdOf } from "../../base/id.ts";
import type { Log } from "../../base/log.ts";
import type { Sql } from "../../storage/database.ts";
import { deleteRequestLogBefore, insertRequestLog, type RequestLogRow } from "../../storage/tables/request-log.ts";
import { deleteUnroutableOrdersBefore } from "../../storage/tables/unroutable-order.ts";

/** A request as it is noted, when it was answered. */
export type NotedRequest = Omit<RequestLogRow, "log_id" | "at">;

/** Keeps requests for the console's logs, beside the hot path: nobody waits for it, and it drops rather than grows. */
export interface RequestLog {
	note(request: NotedRequest): void;
	/** How many this process could not keep since it started. */
	dropped(): number;
	/** Write what waits. */
	flush(): Promise<void>;
	stop(): Promise<void>;
}

const FLUSH_MS = 500;
const ROWS_AT_ONCE = 500;
/** What waits at most: some seconds of a busy hub. */
const WAITING_MAX = 5_000;

const DAY_MS = 86_400_000;
const LOG_KEPT_MS = 28 * DAY_MS;
const TRAY_KEPT_MS = 7 * DAY_MS;

/** Forget requests older than 28 days, and orders without a store older than 7. Returns how many requests. */
export async function forgetOldRequests(db: Sql, now: number): Promise<number> {
	await deleteUnroutableOrdersBefore(db, oldestIdOf(now - TRAY_KEPT_MS));
	return deleteRequestLogBefore(db, oldestIdOf(now - LOG_KEPT_MS));
}

/** Starts it: one write at a time, of many rows (distributed.md rule 10). */
export function createRequestLog(deps: { db: Sql; clock: Clock; log: Log }): RequestLog {
	const { db, clock, log } = deps;
	let waiting: Omit<RequestLogRow, "log_id">[] = [];
	let dropped = 0;
	let told = 0;
	let writing: Promise<void> | undefined;
	const timer = setInterval(() => void flush(), FLUSH_MS);
	timer.unref();

	async function write(): Promise<void> {
		while (waiting.length > 0) {
			const rows = waiting.slice(0, ROWS_AT_ONCE);
			waiting = waiting.slice(ROWS_AT_ONCE);
			try {
				// ids are made now, so that they grow in the order of writing
				await insertRequestLog(
					db,
					rows.map((row) => ({ log_id: newId(), ...row })),
				);
			} catch (error) {
				dropped += rows.length;
				log.warn("request_log.write_failed", { count: rows.length, error });
			}
		}
		if (dropped > told) {
			log.warn("request_log.dropped", { count: dropped - told });
			told = dropped;
		}
	}

	function flush(): Promise<void> {
		writing ??= write().finally(() => {
			writing = undefined;
		});
		return writing;
	}

	return {
		note(request) {
			if (waiting.length >= WAITING_MAX) dropped++;
			else waiting.push({ ...request, at: Math.round(clock.now() - request.ms) });
		},
		dropped: () => dropped,
		flush,
		async stop() {
			clearInterval(timer);
			await flush();
		},
	};
}
