import type { Database } from "../storage/database.ts";
import { STRUCK } from "./strikes.ts";

/** A process whose sessions were missing in so many looks in a row, a second apart, has ended. */
const MISSING_LOOKS = 2;
/** After a look that failed: every process has lost its sessions, and needs a while to be back. */
const UNREST_LOOKS = 10;

/**
 * Jobs of processes that are gone. A job's row names the process that claimed it by the name of its sessions, and those end with
 * it, so after `kill -9` its jobs run again within seconds; a lease ends later, and is there for a process that hangs or a
 * machine that vanished. Who lost its sessions and lives after all is stopped by the fence (reliability.md F5, F8).
 */
export function createOrphans(db: Database, queues: readonly string[]): () => Promise<number> {
	return watchOrphans({
		async listMissing() {
			const rows = await db.query<{ holder: string }>(
				`SELECT holder FROM (SELECT DISTINCT group_tier AS holder FROM pgboss.job_common WHERE name = ANY($1::text[]) AND state = 'active') held
				  WHERE holder NOT IN (SELECT application_name FROM pg_stat_activity WHERE datname = current_database())`,
				[queues],
				"list-missing-holders",
			);
			return rows.map(({ holder }) => holder);
		},
		async reclaimOf(gone) {
			const rows = await db.query(
				`UPDATE pgboss.job_common SET state = 'retry', start_after = pgboss.job_now(), data = ${STRUCK}
				  WHERE name = ANY($1::text[]) AND state = 'active' AND group_tier = ANY($2::text[])
				    AND group_tier NOT IN (SELECT application_name FROM pg_stat_activity WHERE datname = current_database())
				 RETURNING 1`,
				[queues, gone],
			);
			return rows.length;
		},
	});
}

/**
 * One look a second at who holds jobs and has no session (`listMissing`); whoever is missing long enough loses them (`reclaimOf`,
 * which looks once more and answers how many). Rejects as these do.
 */
export function watchOrphans<Holder>(database: {
	listMissing(): Promise<Holder[]>;
	reclaimOf(gone: Holder[]): Promise<number>;
}): () => Promise<number> {
	let missing = new Map<Holder, number>();
	// whoever starts may start because everything did
	let unrest = MISSING_LOOKS;
	return async () => {
		try {
			const seen = await database.listMissing();
			missing = new Map(seen.map((holder) => [holder, (missing.get(holder) ?? 0) + 1]));
			unrest = Math.max(0, unrest - 1);
			const gone = unrest > 0 ? [] : seen.filter((holder) => (missing.get(holder) ?? 0) >= MISSING_LOOKS);
			return gone.length === 0 ? 0 : await database.reclaimOf(gone);
		} catch (error) {
			missing.clear();
			unrest = UNREST_LOOKS;
			throw error;
		}
	};
}
