import type { Sql } from "../database.ts";

/** How a location's POS usually speaks by webhook, and what is amiss with it now. Times epoch ms. */
export interface PosFeedRow {
	location_id: string;
	/** the longest silence that is usual, ms; null until enough was heard */
	habit_ms: number | null;
	learned_at: number;
	/** since when its silence is unusual */
	quiet_since: number | null;
	/** since when the POS no longer lists it */
	missing_since: number | null;
}

/** A location's webhooks since some moment. */
export interface HeardWebhooks {
	count: number;
	first_at: number | null;
	last_at: number | null;
	/** the three longest silences between two of them, ms, longest first */
	longest_gaps: number[];
}

/** What was heard of a location since `since` (epoch ms). */
export async function readHeardWebhooks(
	sql: Sql,
	org_id: string,
	location_id: string,
	since: number,
): Promise<HeardWebhooks> {
	const [sums] = await sql.query<Omit<HeardWebhooks, "longest_gaps">>(
		`SELECT count(*)::int AS count, min(received_at) AS first_at, max(received_at) AS last_at FROM inbox
		  WHERE org_id = $1 AND location_id = $2 AND received_at >= $3`,
		[org_id, location_id, since],
	);
	const gaps = await sql.query<{ gap: number }>(
		`SELECT received_at - lag(received_at) OVER (ORDER BY received_at) AS gap FROM inbox
		  WHERE org_id = $1 AND location_id = $2 AND received_at >= $3 ORDER BY gap DESC NULLS LAST LIMIT 3`,
		[org_id, location_id, since],
	);
	return {
		...(sums ?? { count: 0, first_at: null, last_at: null }),
		longest_gaps: gaps.map(({ gap }) => gap).filter((gap) => gap !== null),
	};
}

/** When a location was heard of last; null: never within the time that webhooks are kept. */
export async function lastHeardAt(sql: Sql, org_id: string, location_id: string): Promise<number | null> {
	const rows = await sql.query<{ last_at: number | null }>(
		"SELECT max(received_at) AS last_at FROM inbox WHERE org_id = $1 AND location_id = $2",
		[org_id, location_id],
	);
	return rows[0]?.last_at ?? null;
}

/** What is known of the organisation's feeds. */
export async function listPosFeeds(sql: Sql, org_id: string): Promise<PosFeedRow[]> {
	return sql.query<PosFeedRow>(
		"SELECT location_id, habit_ms, learned_at, quiet_since, missing_since FROM pos_feed WHERE org_id = $1",
		[org_id],
	);
}

/** Keep what is known of a location's feed. */
export async function putPosFeed(sql: Sql, org_id: string, row: PosFeedRow): Promise<void> {
	await sql.query(
		`INSERT INTO pos_feed (org_id, location_id, habit_ms, learned_at, quiet_since, missing_since)
		 VALUES ($1, $2, $3, $4, $5, $6)
		 ON CONFLICT (org_id, location_id) DO UPDATE SET habit_ms = excluded.habit_ms, learned_at = excluded.learned_at,
		   quiet_since = excluded.quiet_since, missing_since = excluded.missing_since`,
		[org_id, row.location_id, row.habit_ms, row.learned_at, row.quiet_since, row.missing_since],
	);
}
