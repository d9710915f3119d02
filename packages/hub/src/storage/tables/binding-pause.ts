import type { Sql } from "../database.ts";

/** The pause that staff gave a link. Times epoch ms. */
export interface LinkPause {
	/** null = it is not paused */
	link_paused_at: number | null;
	/** null = until it is resumed */
	link_paused_until: number | null;
}

/** The pause of a link in force. */
export async function findLinkPause(sql: Sql, org_id: string, binding_id: string): Promise<LinkPause | undefined> {
	const rows = await sql.query<LinkPause>(
		`SELECT paused_at AS link_paused_at, paused_until AS link_paused_until FROM binding
		  WHERE org_id = $1 AND binding_id = $2 AND ended_at IS NULL`,
		[org_id, binding_id],
	);
	return rows[0];
}

/** Pause or resume a link. False: it is no longer in force. */
export async function setLinkPause(
	sql: Sql,
	change: {
		org_id: string;
		binding_id: string;
		paused_at: number | null;
		paused_until: number | null;
		paused_by: string | null;
	},
): Promise<boolean> {
	const rows = await sql.query(
		`UPDATE binding SET paused_at = $3, paused_until = $4, paused_by = $5
		  WHERE org_id = $1 AND binding_id = $2 AND ended_at IS NULL RETURNING binding_id`,
		[change.org_id, change.binding_id, change.paused_at, change.paused_until, change.paused_by],
	);
	return rows.length === 1;
}

/** The pauses that links of a store had when they ended. Each is given once. */
export async function takeLeftPause(
	sql: Sql,
	store: { org_id: string; slug: string; dsp_location_id: string },
): Promise<LinkPause[]> {
	return sql.query<LinkPause>(
		`WITH left_paused AS (
		   SELECT binding_id, paused_at, paused_until FROM binding
		    WHERE org_id = $1 AND slug = $2 AND dsp_location_id = $3 AND ended_at IS NOT NULL AND paused_at IS NOT NULL
		      FOR UPDATE)
		 UPDATE binding SET paused_at = NULL FROM left_paused
		  WHERE binding.org_id = $1 AND binding.binding_id = left_paused.binding_id
		 RETURNING left_paused.paused_at AS link_paused_at, left_paused.paused_until AS link_paused_until`,
		[store.org_id, store.slug, store.dsp_location_id],
	);
}
