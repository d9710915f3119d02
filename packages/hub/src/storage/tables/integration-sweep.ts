import type { Sql } from "../database.ts";

/** When this POS was last compared with what the hub knows, epoch ms; null: never. Undefined: no such onboarding. */
export async function findSweptAt(
	sql: Sql,
	org_id: string,
	integration_id: string,
): Promise<number | null | undefined> {
	const rows = await sql.query<{ swept_at: number | null }>(
		"SELECT swept_at FROM integration WHERE org_id = $1 AND integration_id = $2",
		[org_id, integration_id],
	);
	return rows[0]?.swept_at;
}

/** Note that this POS was compared. */
export async function noteSwept(sql: Sql, org_id: string, integration_id: string, swept_at: number): Promise<void> {
	await sql.query("UPDATE integration SET swept_at = $3 WHERE org_id = $1 AND integration_id = $2", [
		org_id,
		integration_id,
		swept_at,
	]);
}

/**
 * Say what needs somebody's attention at an integration, or with null that nothing does. What is known of its authorization
 * weighs more and stays.
 */
export async function noteAttention(
	sql: Sql,
	note: { org_id: string; integration_id: string; reason: string | null; at: number },
): Promise<void> {
	await sql.query(
		`UPDATE integration SET health = CASE WHEN $3::text IS NULL THEN 'ok' ELSE 'attention' END, health_reason = $3,
		   updated_at = $4
		  WHERE org_id = $1 AND integration_id = $2 AND health_reason IS DISTINCT FROM $3
		    AND (health = 'attention' OR health IN ('ok', 'unknown') AND $3::text IS NOT NULL)`,
		[note.org_id, note.integration_id, note.reason, note.at],
	);
}
