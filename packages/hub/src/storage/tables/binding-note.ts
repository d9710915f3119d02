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

/** What went through a link: when its last order came (epoch ms), and how many orders are on their way. */
export interface Flow {
	binding_id: string;
	last_order_at: number;
	in_flight: number;
}

/** Each link's last order is found by its location's key: all orders of a merchant are many more than its links. */
const FLOW = `SELECT b.binding_id, last.received_at AS last_order_at, flying.in_flight
	   FROM binding b
	  CROSS JOIN LATERAL (
	    SELECT o.received_at FROM orders o
	     WHERE o.org_id = b.org_id AND o.location_id = b.location_id AND o.binding_id = b.binding_id
	     ORDER BY o.order_id DESC LIMIT 1) AS last
	  CROSS JOIN LATERAL (
	    SELECT count(*)::integer AS in_flight FROM orders o
	     WHERE o.org_id = b.org_id AND o.location_id = b.location_id AND o.binding_id = b.binding_id
	       AND o.order_id >= $3 AND o.verdict IS NULL) AS flying`;

/** How much went through these links; those that nothing went through are left out. Since `first_id` orders may be on their way. */
export async function listFlow(
	sql: Sql,
	org_id: string,
	binding_ids: readonly string[],
	first_id: string,
): Promise<Flow[]> {
	return sql.query<Flow>(`${FLOW} WHERE b.org_id = $1 AND b.binding_id = ANY($2::uuid[])`, [
		org_id,
		binding_ids,
		first_id,
	]);
}

/** The same of all links at one DSP that are in force. */
export async function listFlowOfDsp(sql: Sql, org_id: string, slug: string, first_id: string): Promise<Flow[]> {
	return sql.query<Flow>(`${FLOW} WHERE b.org_id = $1 AND b.slug = $2 AND b.ended_at IS NULL`, [
		org_id,
		slug,
		first_id,
	]);
}
