import type { Sql } from "../database.ts";

/** One exchange with another system. Times epoch ms. */
export interface CallRecord {
	id: string;
	at: number;
	direction: "in" | "out";
	type: string;
	status: number | null;
	latency_ms: number | null;
	outcome: string;
	order_id: string | null;
}

/** The newest attempts of messages to one integration, or about one link. */
export async function listCallsOut(
	sql: Sql,
	org_id: string,
	of: { integration_id: string | null; binding_id: string | null },
	limit: number,
): Promise<CallRecord[]> {
	return sql.query<CallRecord>(
		`SELECT a.delivery_id || '.' || a.attempt AS id, a.at, 'out' AS direction, d.type, a.status, a.latency_ms,
		        CASE WHEN a.stage = 'answered' THEN d.state ELSE a.stage END AS outcome, d.order_id
		   FROM (SELECT * FROM delivery WHERE delivery.org_id = $1 AND ($2::uuid IS NULL OR delivery.integration_id = $2)
		            AND ($3::uuid IS NULL OR delivery.binding_id = $3) ORDER BY delivery.delivery_id DESC LIMIT $4) AS d
		   JOIN attempt a ON a.org_id = $1 AND a.delivery_id = d.delivery_id
		  ORDER BY a.at DESC LIMIT $4`,
		[org_id, of.integration_id, of.binding_id, limit],
	);
}

/** The newest webhooks of a POS or DSP about this organisation. */
export async function listCallsIn(sql: Sql, org_id: string, slug: string, limit: number): Promise<CallRecord[]> {
	return sql.query<CallRecord>(
		`SELECT inbox_id AS id, received_at AS at, 'in' AS direction, type, NULL::integer AS status, NULL::integer AS latency_ms,
		        effect AS outcome, NULL::uuid AS order_id
		   FROM inbox WHERE org_id = $1 AND slug = $2 ORDER BY inbox_id DESC LIMIT $3`,
		[org_id, slug, limit],
	);
}
