import type { Sql } from "../database.ts";

/** A message as the console lists it. Times epoch ms. */
export interface ConsoleDeliveryRow {
	org_id: string;
	org_name: string;
	delivery_id: string;
	slug: string;
	type: string;
	state: string;
	reason: string | null;
	attempts: number;
	order_id: string | null;
	binding_id: string | null;
	created_at: number;
	updated_at: number;
}

/** What a list of messages is narrowed to; null: not at all. */
export interface ConsoleDeliveryFilter {
	org_id: string | null;
	state: string | null;
	source: string | null;
	type: string | null;
	order_id: string | null;
}

/** Messages, newest first, from behind `before`: each tenant's newest are found by its own key. */
export async function listConsoleDeliveries(
	sql: Sql,
	filter: ConsoleDeliveryFilter,
	before: string | null,
	limit: number,
): Promise<ConsoleDeliveryRow[]> {
	return sql.query<ConsoleDeliveryRow>(
		`SELECT page.*, org.name AS org_name FROM org /* cross-tenant: the operator's list */
		  CROSS JOIN LATERAL (
		    SELECT d.org_id, d.delivery_id, d.slug, d.type, d.state, d.reason, d.attempts, d.order_id, d.binding_id, d.created_at, d.updated_at
		      FROM delivery d
		     WHERE d.org_id = org.org_id AND ($2::text IS NULL OR d.state = $2) AND ($3::text IS NULL OR d.slug = $3)
		       AND ($4::text IS NULL OR d.type = $4) AND ($5::uuid IS NULL OR d.order_id = $5) AND ($6::uuid IS NULL OR d.delivery_id < $6)
		     ORDER BY d.delivery_id DESC LIMIT $7) AS page
		  WHERE ($1::uuid IS NULL OR org.org_id = $1)
		  ORDER BY page.delivery_id DESC LIMIT $7`,
		[filter.org_id, filter.state, filter.source, filter.type, filter.order_id, before, limit],
	);
}

/** One message with its bytes. */
export async function findConsoleDelivery(
	sql: Sql,
	org_id: string,
	delivery_id: string,
): Promise<(ConsoleDeliveryRow & { body: string; pos_order_id: string | null }) | undefined> {
	const rows = await sql.query<ConsoleDeliveryRow & { body: string; pos_order_id: string | null }>(
		`SELECT d.org_id, org.name AS org_name, d.delivery_id, d.slug, d.type, d.state, d.reason, d.attempts, d.order_id, d.binding_id,
		        d.created_at, d.updated_at, d.body, o.pos_order_id
		   FROM delivery d JOIN org ON org.org_id = d.org_id LEFT JOIN orders o ON o.org_id = d.org_id AND o.order_id = d.order_id
		  WHERE d.org_id = $1 AND d.delivery_id = $2`,
		[org_id, delivery_id],
	);
	return rows[0];
}

/** The ids of messages that were given up, oldest first. `since` epoch ms. */
export async function listDeadIds(
	sql: Sql,
	org_id: string,
	filter: { source: string | null; type: string | null; since: number | null },
	limit: number,
): Promise<string[]> {
	const rows = await sql.query<{ delivery_id: string }>(
		`SELECT delivery_id FROM delivery
		  WHERE org_id = $1 AND state = 'dead' AND ($2::text IS NULL OR slug = $2) AND ($3::text IS NULL OR type = $3)
		    AND ($4::bigint IS NULL OR updated_at >= $4) ORDER BY delivery_id LIMIT $5`,
		[org_id, filter.source, filter.type, filter.since, limit],
	);
	return rows.map((row) => row.delivery_id);
}

/** How the messages to one receiver went in an hour. `hour`: epoch ms divided by 3,600,000. */
export interface HourRow {
	slug: string;
	hour: number;
	delivered: number;
	failed: number;
	pending: number;
	failing_since: number | null;
}

/** Messages since an id by receiver and hour; those that were given up or are being tried again count as failed. */
export async function countDeliveriesByHour(sql: Sql, org_id: string | null, first_id: string): Promise<HourRow[]> {
	return sql.query<HourRow>(
		`SELECT d.slug, (d.created_at / 3600000)::integer AS hour,
		        count(*) FILTER (WHERE d.state = 'delivered')::integer AS delivered,
		        count(*) FILTER (WHERE d.state IN ('dead', 'parked') OR (d.state IN ('pending', 'unconfirmed') AND d.attempts > 0))::integer AS failed,
		        count(*) FILTER (WHERE d.state IN ('pending', 'unconfirmed'))::integer AS pending,
		        min(d.created_at) FILTER (WHERE d.state IN ('pending', 'unconfirmed') AND d.attempts > 0) AS failing_since
		   FROM delivery d /* cross-tenant: the operator's figures */
		  WHERE ($1::uuid IS NULL OR d.org_id = $1) AND d.delivery_id >= $2 GROUP BY 1, 2`,
		[org_id, first_id],
	);
}

/** How many messages were given up, by receiver. */
export async function countDead(
	sql: Sql,
	org_id: string | null,
): Promise<{ slug: string; dead: number; parked: number }[]> {
	return sql.query(
		`SELECT d.slug, count(*) FILTER (WHERE d.state = 'dead')::integer AS dead, count(*) FILTER (WHERE d.state = 'parked')::integer AS parked
		   FROM delivery d /* cross-tenant: the operator's figures */
		  WHERE ($1::uuid IS NULL OR d.org_id = $1) AND d.state IN ('dead', 'parked') GROUP BY d.slug`,
		[org_id],
	);
}
