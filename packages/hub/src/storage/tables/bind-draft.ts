import type { Sql } from "../database.ts";

/** Decisions of a bind that is not finished. `saved_at` epoch ms. */
export interface BindDraftRow {
	org_id: string;
	integration_id: string;
	/** grows with every save */
	version: number;
	/** JSON */
	decisions: string;
	saved_by: string;
	saved_at: number;
}

/** The draft of a bind. */
export async function findBindDraft(
	sql: Sql,
	org_id: string,
	integration_id: string,
): Promise<BindDraftRow | undefined> {
	const rows = await sql.query<BindDraftRow>(
		`SELECT org_id, integration_id, version, decisions, saved_by, saved_at FROM bind_draft
		  WHERE org_id = $1 AND integration_id = $2`,
		[org_id, integration_id],
	);
	return rows[0];
}

/** Save a draft in the place of version `row.version - 1`. False: somebody else saved in between. */
export async function saveBindDraft(sql: Sql, row: BindDraftRow): Promise<boolean> {
	const rows = await sql.query(
		`INSERT INTO bind_draft (org_id, integration_id, version, decisions, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5, $6)
		 ON CONFLICT (org_id, integration_id) DO UPDATE SET version = excluded.version, decisions = excluded.decisions,
		   saved_by = excluded.saved_by, saved_at = excluded.saved_at
		  WHERE bind_draft.version = excluded.version - 1 RETURNING version`,
		[row.org_id, row.integration_id, row.version, row.decisions, row.saved_by, row.saved_at],
	);
	return rows.length === 1;
}

/** Forget a draft, once it was confirmed. */
export async function deleteBindDraft(sql: Sql, org_id: string, integration_id: string): Promise<void> {
	await sql.query("DELETE FROM bind_draft WHERE org_id = $1 AND integration_id = $2", [org_id, integration_id]);
}
