import type { Sql } from "../database.ts";

/** Note which confirmation made a link, and what was typed for it. */
export async function noteBinding(
	sql: Sql,
	note: { org_id: string; binding_id: string; bind_id: string; reason: string | null; brand_name: string | null },
): Promise<void> {
	await sql.query(
		"UPDATE binding SET bind_id = $3, reason = $4, brand_name = $5 WHERE org_id = $1 AND binding_id = $2",
		[note.org_id, note.binding_id, note.bind_id, note.reason, note.brand_name],
	);
}

/** What a person noted of a link. */
export interface BindingNote {
	bind_id: string | null;
	reason: string | null;
	brand_name: string | null;
	/** when a person ticked that an order came to the right store, epoch ms */
	arrived_at: number | null;
}

/** The notes of a link. */
export async function findBindingNote(sql: Sql, org_id: string, binding_id: string): Promise<BindingNote | undefined> {
	const rows = await sql.query<BindingNote>(
		"SELECT bind_id, reason, brand_name, arrived_at FROM binding WHERE org_id = $1 AND binding_id = $2",
		[org_id, binding_id],
	);
	return rows[0];
}

/** Note that an order arrived at the right store. False: there is no such link in force. */
export async function noteArrival(sql: Sql, org_id: string, binding_id: string, at: number): Promise<boolean> {
	const rows = await sql.query(
		`UPDATE binding SET arrived_at = coalesce(arrived_at, $3) WHERE org_id = $1 AND binding_id = $2 AND ended_at IS NULL
		 RETURNING binding_id`,
		[org_id, binding_id, at],
	);
	return rows.length === 1;
}

/** How much went through links: the last order of each, and how many are on their way. */
export async function listFlow(
	sql: Sql,
	org_id: string,
	binding_ids: readonly string[],
): Promise<{ binding_id: string; last_order_at: number; in_flight: number }[]> {
	return sql.query(
		`SELECT o.binding_id, max(o.received_at) AS last_order_at, count(*) FILTER (WHERE o.verdict IS NULL)::integer AS in_flight
		   FROM binding b JOIN orders o ON o.org_id = b.org_id AND o.location_id = b.location_id AND o.binding_id = b.binding_id
		  WHERE b.org_id = $1 AND b.binding_id = ANY($2::uuid[]) GROUP BY o.binding_id`,
		[org_id, binding_ids],
	);
}
