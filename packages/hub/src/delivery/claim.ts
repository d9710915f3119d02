import type { Database } from "../storage/database.ts";
import { codeOf } from "../storage/postgres-failure.ts";

/** What is claimed of a job's row. */
export interface ClaimedRow {
	id: string;
	data: Record<string, unknown>;
	retry_count: number;
	group_id: string;
}

const UNIQUE_VIOLATION = "23505";

/**
 * What the queue reads jobs by. Claiming: those that wait, by queue and group, the one that is due first first; pg-boss's own order
 * is by age over all groups, in which thousands of one tenant stand before the single job of another. Reclaiming: those that run,
 * which are few among all that waits or is done.
 */
const INDEXES = {
	ticketrail_due_by_group:
		"(name, (coalesce(group_id, '')), start_after, created_on, id) WHERE state < 'active' AND NOT blocked",
	ticketrail_running: "(group_tier) WHERE state = 'active'",
};

/** Make the indexes that pg-boss does not have. */
export async function prepareIndexes(db: Database): Promise<void> {
	const listPresent = () =>
		db.query<{ indexname: string }>("SELECT indexname FROM pg_indexes WHERE schemaname = 'pgboss'");
	const isThere = (name: string, present: { indexname: string }[]) =>
		present.some(({ indexname }) => indexname === name);
	const present = await listPresent();
	for (const [name, columns] of Object.entries(INDEXES)) {
		if (isThere(name, present)) continue;
		try {
			await db.transaction((tx) => tx.query(`CREATE INDEX IF NOT EXISTS ${name} ON pgboss.job_common ${columns}`), {
				is_long: true,
			});
		} catch (error) {
			// of two hubs that start at once one makes it
			if (!isThere(name, await listPresent())) throw error;
		}
	}
}

/**
 * The statement that claims jobs, in place of pg-boss's: that one sorts all that waits at every look, and with the planner's
 * statistics of a moment ago compares all with all (12 s with 10,000 waiting, which keeps them waiting). This one steps from
 * group to group through the index and reads of each the few that are due first, so a look costs the same however much waits.
 * A job of a `key_strict_fifo` queue is due when nothing of its key runs, or waits to run again, or was sent before it.
 */
const CLAIM = `
	WITH RECURSIVE one_group AS (
	  (SELECT coalesce(group_id, '') AS id FROM pgboss.job_common WHERE name = $1 AND state < 'active' AND NOT blocked ORDER BY coalesce(group_id, '') LIMIT 1)
	  UNION ALL
	  SELECT (SELECT coalesce(group_id, '') FROM pgboss.job_common
	           WHERE name = $1 AND state < 'active' AND NOT blocked AND coalesce(group_id, '') > one_group.id ORDER BY coalesce(group_id, '') LIMIT 1)
	    FROM one_group WHERE one_group.id IS NOT NULL
	), due AS MATERIALIZED (
	  SELECT first.id FROM one_group CROSS JOIN LATERAL (
	    SELECT j.id, j.start_after FROM pgboss.job_common j
	     WHERE j.name = $1 AND j.state < 'active' AND NOT j.blocked AND coalesce(j.group_id, '') = one_group.id
	       AND j.start_after <= pgboss.job_now()
	       AND (j.policy <> 'key_strict_fifo' OR (
	         (SELECT b.id FROM pgboss.job_common b
	           WHERE b.name = j.name AND b.singleton_key = j.singleton_key AND b.policy = 'key_strict_fifo'
	             AND b.state IN ('active', 'retry', 'failed') AND b.id <> j.id LIMIT 1) IS NULL
	         AND (SELECT e.id FROM pgboss.job_common e
	           WHERE e.name = j.name AND e.singleton_key = j.singleton_key AND e.policy = 'key_strict_fifo'
	             AND e.state < 'active' AND NOT e.blocked AND e.start_after <= pgboss.job_now()
	           ORDER BY e.state DESC, e.created_on, e.id LIMIT 1) = j.id))
	     ORDER BY j.start_after, j.created_on, j.id LIMIT $2 FOR UPDATE SKIP LOCKED
	  ) first
	  WHERE one_group.id <> ALL($3::text[])
	  ORDER BY first.start_after LIMIT $2
	)
	UPDATE pgboss.job_common job SET state = 'active', started_on = pgboss.job_now(), heartbeat_on = pgboss.job_now(),
	       retry_count = CASE WHEN started_on IS NOT NULL THEN retry_count + 1 ELSE retry_count END, group_tier = $4
	  FROM due WHERE job.name = $1 AND job.id = due.id
	RETURNING job.id, job.data, job.retry_count, coalesce(job.group_id, '') AS group_id`;

/** Claims up to `limit` jobs of a queue that are due, but for those of some groups; nothing when another hub was quicker. */
export function createClaim(db: Database) {
	return (queue: string, limit: number, but_for: readonly string[]): Promise<ClaimedRow[]> =>
		db.look<ClaimedRow>(CLAIM, [queue, limit, but_for, db.session_name], "claim-due-jobs").catch((error) => {
			// two looks at once found two jobs of one key: the other one has its turn
			if (codeOf(error) === UNIQUE_VIOLATION) return [];
			throw error;
		});
}
