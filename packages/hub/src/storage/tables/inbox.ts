import type { Sql } from "../database.ts";

/** One verified webhook: its raw body, digest and what it caused. Kept 30 days as evidence, never to suppress a repeat. */
export interface InboxRow {
	org_id: string;
	inbox_id: string;
	/** of ours; null: of none that is connected */
	location_id: string | null;
	slug: string;
	type: string;
	digest: string;
	body: string;
	effect: string;
	received_at: number;
}

/** Remember a webhook together with what it caused. */
export async function insertInbox(sql: Sql, row: InboxRow): Promise<void> {
	await sql.query(
		`INSERT INTO inbox (org_id, inbox_id, location_id, slug, type, digest, body, effect, received_at)
		 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		[row.org_id, row.inbox_id, row.location_id, row.slug, row.type, row.digest, row.body, row.effect, row.received_at],
		"insert-inbox",
	);
}

/** Forget webhooks received before `received_at` (epoch ms). Returns how many. */
export async function deleteInboxBefore(sql: Sql, received_at: number): Promise<number> {
	const rows = await sql.query(
		"DELETE FROM inbox /* cross-tenant: retention, off every hot path */ WHERE received_at < $1 RETURNING inbox_id",
		[received_at],
	);
	return rows.length;
}
