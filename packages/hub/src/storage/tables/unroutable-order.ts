import type { Sql } from "../database.ts";

/** An order for a store that no connected merchant has: the DSP was answered 404. Times epoch ms. */
export interface UnroutableOrderRow {
	unroutable_id: string;
	slug: string;
	dsp_location_id: string;
	dsp_order_id: string;
	/** the submission as received */
	body: string;
	/** how often it came */
	times: number;
	received_at: number;
	last_received_at: number;
	/** until when its DSP waits for a verdict, counted from the first time */
	respond_by: number;
}

const COLUMNS =
	"unroutable_id, slug, dsp_location_id, dsp_order_id, body, times, received_at, last_received_at, respond_by";

/** Keep one; a repetition is counted. */
export async function noteUnroutableOrder(sql: Sql, row: Omit<UnroutableOrderRow, "times">): Promise<void> {
	await sql.query(
		`INSERT INTO unroutable_order (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8)
		 ON CONFLICT (slug, dsp_location_id, dsp_order_id) DO UPDATE
		   SET times = unroutable_order.times + 1, last_received_at = excluded.last_received_at`,
		[
			row.unroutable_id,
			row.slug,
			row.dsp_location_id,
			row.dsp_order_id,
			row.body,
			row.received_at,
			row.last_received_at,
			row.respond_by,
		],
	);
}

/** The newest, from behind `before`. */
export async function listUnroutableOrders(
	sql: Sql,
	before: string | null,
	limit: number,
): Promise<UnroutableOrderRow[]> {
	return sql.query<UnroutableOrderRow>(
		`SELECT ${COLUMNS} FROM unroutable_order WHERE ($1::uuid IS NULL OR unroutable_id < $1) ORDER BY unroutable_id DESC LIMIT $2`,
		[before, limit],
	);
}

/** The one with this id. */
export async function findUnroutableOrder(sql: Sql, unroutable_id: string): Promise<UnroutableOrderRow | undefined> {
	const rows = await sql.query<UnroutableOrderRow>(`SELECT ${COLUMNS} FROM unroutable_order WHERE unroutable_id = $1`, [
		unroutable_id,
	]);
	return rows[0];
}

/** Forget those older than an id. */
export async function deleteUnroutableOrdersBefore(sql: Sql, first_id: string): Promise<void> {
	await sql.query("DELETE FROM unroutable_order WHERE unroutable_id < $1", [first_id]);
}
