import type { Sql } from "../database.ts";

/** An order as the board lists it. Times epoch ms. */
export interface ConsoleOrderRow {
	org_id: string;
	order_id: string;
	org_name: string;
	slug: string;
	dsp_location_id: string;
	dsp_order_id: string;
	binding_id: string | null;
	location_id: string | null;
	location_name: string | null;
	timezone: string | null;
	lane: string;
	state: string;
	injection: string;
	body: string;
	pos_order_id: string | null;
	estimated_ready_at: number | null;
	verdict: string | null;
	verdict_reason: string | null;
	received_at: number;
	deadline_at: number;
	updated_at: number;
}

/** What the board is narrowed to; null: not at all. */
export interface ConsoleOrderFilter {
	/** null: every organisation, for operators */
	org_id: string | null;
	lanes: readonly string[] | null;
	source: string | null;
	location_id: string | null;
	link_id: string | null;
	/** ids from here on, and up to here */
	from_id: string | null;
	to_id: string | null;
	/** only orders without a location */
	is_unlinked: boolean;
	/** `%text%` in lower case, for the ids of either side, and for the number that people use */
	like: string | null;
	/** the number is looked for in bodies from this id on: reading them all would take too long */
	number_from_id: string;
}

/** The one lane of an order; `$1` is now. */
const LANE = `CASE
	WHEN o.state IN ('merchant_canceled', 'dsp_canceled') THEN 'canceled'
	WHEN o.state = 'failed' OR o.verdict = 'failed' THEN 'refused'
	WHEN o.state = 'completed' THEN 'done'
	WHEN o.state = 'scheduled' THEN 'scheduled'
	WHEN o.state IN ('ready_for_pickup', 'out_for_delivery') THEN 'ready'
	WHEN o.injection = 'accepted' THEN 'accepted'
	WHEN o.injection IN ('unknown', 'rejected', 'expired') OR o.deadline_at < $1 THEN 'stuck'
	ELSE 'waiting' END`;

const COLUMNS = `o.org_id, o.order_id, o.slug, o.dsp_location_id, o.dsp_order_id, o.binding_id, o.location_id, ${LANE} AS lane, o.state,
	o.injection, o.body, o.pos_order_id, o.estimated_ready_at, o.verdict, o.verdict_reason, o.received_at, o.deadline_at, o.updated_at`;

const FILTER = `($2::uuid IS NULL OR o.org_id = $2) AND ($3::text[] IS NULL OR ${LANE} = ANY($3)) AND ($4::text IS NULL OR o.slug = $4)
	AND ($5::uuid IS NULL OR o.location_id = $5) AND ($6::uuid IS NULL OR o.binding_id = $6)
	AND ($7::uuid IS NULL OR o.order_id >= $7) AND ($8::uuid IS NULL OR o.order_id < $8) AND (NOT $9::boolean OR o.location_id IS NULL)
	AND ($10::text IS NULL OR lower(o.dsp_order_id) LIKE $10 OR lower(o.pos_order_id) LIKE $10 OR o.order_id::text LIKE $10
	     OR (o.order_id >= $11::uuid AND lower(substring(o.body FROM '"customer_facing_id":"([^"]*)"')) LIKE $10))`;

function values(filter: ConsoleOrderFilter, now: number): unknown[] {
	const { org_id, lanes, source, location_id, link_id, from_id, to_id, is_unlinked, like, number_from_id } = filter;
	return [now, org_id, lanes, source, location_id, link_id, from_id, to_id, is_unlinked, like, number_from_id];
}

/** Orders, newest received first, from behind `before`. `now` epoch ms tells which are past their deadline. */
export async function listConsoleOrders(
	sql: Sql,
	filter: ConsoleOrderFilter,
	before: string | null,
	limit: number,
	now: number,
): Promise<ConsoleOrderRow[]> {
	return sql.query<ConsoleOrderRow>(
		`WITH page AS (
		   SELECT ${COLUMNS} FROM orders o /* cross-tenant: the operator's board */
		    WHERE ${FILTER} AND ($12::uuid IS NULL OR o.order_id < $12) ORDER BY o.order_id DESC LIMIT $13)
		 SELECT page.*, org.name AS org_name, l.name AS location_name, l.timezone FROM page
		   JOIN org ON org.org_id = page.org_id
		   LEFT JOIN location l ON l.org_id = page.org_id AND l.location_id = page.location_id
		  ORDER BY page.order_id DESC`,
		[...values(filter, now), before, limit],
	);
}

/** How many there are, counted up to `cap`. */
export async function countConsoleOrders(
	sql: Sql,
	filter: ConsoleOrderFilter,
	cap: number,
	now: number,
): Promise<number> {
	const rows = await sql.query<{ count: number }>(
		`SELECT count(*)::integer AS count FROM (SELECT 1 FROM orders o /* cross-tenant: the operator's board */ WHERE ${FILTER} LIMIT $12) AS found`,
		[...values(filter, now), cap],
	);
	return rows[0]?.count ?? 0;
}

/** The id of the order that is the `nth` newest; undefined when there are fewer. */
export async function findNthNewestOrder(sql: Sql, org_id: string | null, nth: number): Promise<string | undefined> {
	const rows = await sql.query<{ order_id: string }>(
		`SELECT o.order_id FROM orders o /* cross-tenant: the operator's board */ WHERE ($1::uuid IS NULL OR o.org_id = $1)
		  ORDER BY o.order_id DESC OFFSET $2 LIMIT 1`,
		[org_id, nth],
	);
	return rows[0]?.order_id;
}

/** These orders of any tenants, for the news of them. */
export async function findConsoleOrders(
	sql: Sql,
	org_ids: readonly string[],
	order_ids: readonly string[],
	now: number,
): Promise<ConsoleOrderRow[]> {
	return sql.query<ConsoleOrderRow>(
		`SELECT ${COLUMNS}, org.name AS org_name, l.name AS location_name, l.timezone
		   FROM orders o /* cross-tenant: news for operators, by key */ JOIN org ON org.org_id = o.org_id
		   LEFT JOIN location l ON l.org_id = o.org_id AND l.location_id = o.location_id
		  WHERE o.org_id = ANY($2::uuid[]) AND o.order_id = ANY($3::uuid[])`,
		[now, org_ids, order_ids],
	);
}

/** A message about an order. */
export interface OrderDeliveryRow {
	delivery_id: string;
	slug: string;
	type: string;
	body: string;
	state: string;
	reason: string | null;
	attempts: number;
	created_at: number;
}

/** Every message about an order, oldest first. */
export async function listDeliveriesOfOrder(sql: Sql, org_id: string, order_id: string): Promise<OrderDeliveryRow[]> {
	return sql.query<OrderDeliveryRow>(
		`SELECT delivery_id, slug, type, body, state, reason, attempts, created_at FROM delivery
		  WHERE org_id = $1 AND order_id = $2 ORDER BY delivery_id`,
		[org_id, order_id],
	);
}

/** An attempt of a message. */
export interface ConsoleAttemptRow {
	delivery_id: string;
	attempt: number;
	stage: "never_sent" | "unknown" | "answered";
	status: number | null;
	response: string | null;
	latency_ms: number;
	at: number;
}

/** Every attempt of these messages. */
export async function listAttemptsOf(
	sql: Sql,
	org_id: string,
	delivery_ids: readonly string[],
): Promise<ConsoleAttemptRow[]> {
	return sql.query<ConsoleAttemptRow>(
		`SELECT delivery_id, attempt, stage, status, response, latency_ms, at FROM attempt
		  WHERE org_id = $1 AND delivery_id = ANY($2::uuid[]) ORDER BY delivery_id, attempt`,
		[org_id, delivery_ids],
	);
}
