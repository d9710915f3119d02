import type { Sql } from "../database.ts";
import { listName, valuesList } from "./values.ts";

/** One DSP order. Times epoch ms; `body` is the DSP's submission as received; machines: features/orders/states.ts. */
export interface OrderRow {
	org_id: string;
	order_id: string;
	slug: string;
	dsp_location_id: string;
	dsp_order_id: string;
	integration_id: string;
	binding_id: string | null;
	location_id: string | null;
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

const COLUMNS = [
	"org_id",
	"order_id",
	"slug",
	"dsp_location_id",
	"dsp_order_id",
	"integration_id",
	"binding_id",
	"location_id",
	"state",
	"injection",
	"body",
	"pos_order_id",
	"estimated_ready_at",
	"verdict",
	"verdict_reason",
	"received_at",
	"deadline_at",
	"updated_at",
] as const;

/** Insert orders of any tenants; those whose (DSP, store, order id) is known are left out. Returns the ids inserted. */
export async function insertOrders(sql: Sql, orders: readonly OrderRow[]): Promise<string[]> {
	const { text, values } = valuesList(COLUMNS, orders as unknown as Record<string, unknown>[]);
	const rows = await sql.query<{ order_id: string }>(
		`INSERT INTO orders (${COLUMNS.join(", ")}) VALUES ${text}
		 ON CONFLICT (org_id, slug, dsp_location_id, dsp_order_id) DO NOTHING RETURNING order_id`,
		values,
		listName("add-orders", orders),
	);
	return rows.map((row) => row.order_id);
}

/** The order that a DSP means, whether or not it is ours to change any more. */
export async function findOrderOfDsp(
	sql: Sql,
	key: { org_id: string; slug: string; dsp_location_id: string; dsp_order_id: string },
): Promise<OrderRow | undefined> {
	const rows = await sql.query<OrderRow>(
		"SELECT * FROM orders WHERE org_id = $1 AND slug = $2 AND dsp_location_id = $3 AND dsp_order_id = $4",
		[key.org_id, key.slug, key.dsp_location_id, key.dsp_order_id],
		"order-of-dsp",
	);
	return rows[0];
}

/** The order that a POS means by its own id at one location; the newest, where the POS counts from one every day. */
export async function findOrderOfPos(
	sql: Sql,
	org_id: string,
	location_id: string,
	pos_order_id: string,
): Promise<OrderRow | undefined> {
	const rows = await sql.query<OrderRow>(
		"SELECT * FROM orders WHERE org_id = $1 AND location_id = $2 AND pos_order_id = $3 ORDER BY received_at DESC LIMIT 1",
		[org_id, location_id, pos_order_id],
		"order-of-pos",
	);
	return rows[0];
}

/** Whether the POS may know an order of this location by an id that we have not heard yet. */
export async function hasUnansweredOrder(sql: Sql, org_id: string, location_id: string): Promise<boolean> {
	const rows = await sql.query(
		"SELECT 1 FROM orders WHERE org_id = $1 AND location_id = $2 AND injection IN ('sending', 'unknown') LIMIT 1",
		[org_id, location_id],
		"unanswered-order",
	);
	return rows.length > 0;
}

/** What the injection into a POS needs to know of an order, in one read. */
export interface InjectionRow extends OrderRow {
	pos_location_id: string | null;
	pos_slug: string | null;
	pos_integration_id: string | null;
	location_status: string | null;
	paused_until: number | null;
	link_paused_at: number | null;
	link_paused_until: number | null;
	prep_time_minutes: number | null;
	delivery_id: string | null;
	delivery_body: string | null;
	delivery_state: string | null;
	delivery_attempts: number | null;
}

/** Orders of one tenant with their location and the message to the POS, if one was made. */
export async function loadForInjection(
	sql: Sql,
	org_id: string,
	order_ids: readonly string[],
): Promise<InjectionRow[]> {
	return await sql.query<InjectionRow>(
		`SELECT o.*, l.provider_id AS pos_location_id, l.slug AS pos_slug, l.integration_id AS pos_integration_id, l.status AS location_status,
		        l.paused_until, b.paused_at AS link_paused_at, b.paused_until AS link_paused_until, l.prep_time_minutes, d.delivery_id, d.body AS delivery_body, d.state AS delivery_state, d.attempts AS delivery_attempts
		 FROM orders o
		 LEFT JOIN location l ON l.org_id = o.org_id AND l.location_id = o.location_id
		 LEFT JOIN binding b ON b.org_id = o.org_id AND b.binding_id = o.binding_id AND b.ended_at IS NULL
		 LEFT JOIN delivery d ON d.org_id = o.org_id AND d.order_id = o.order_id AND d.type = 'order.created'
		 WHERE o.org_id = $1 AND o.order_id = ANY($2::uuid[])`,
		[org_id, order_ids],
		"order-for-injection",
	);
}

/** One guarded step of an order. `from_*` are the states in which it may be taken; null fields keep what is stored. */
export interface OrderChange {
	order_id: string;
	from_injection: readonly string[];
	injection: string | null;
	from_state: readonly string[];
	state: string | null;
	pos_order_id: string | null;
	estimated_ready_at: number | null;
	verdict: string | null;
	verdict_reason: string | null;
	/** only while nobody knows the POS's id of it */
	is_first_ticket: boolean;
}

/** Take steps for orders of one tenant; returns the ids whose guard held. At most one step per order in a call. */
export async function changeOrders(
	sql: Sql,
	org_id: string,
	changes: readonly OrderChange[],
	updated_at: number,
): Promise<Set<string>> {
	const { text, values } = valuesList(
		[
			"order_id::uuid",
			"from_injection::text[]",
			"injection::text",
			"from_state::text[]",
			"state::text",
			"pos_order_id::text",
			"estimated_ready_at::bigint",
			"verdict::text",
			"verdict_reason::text",
			"is_first_ticket::boolean",
		],
		changes as unknown as Record<string, unknown>[],
		3,
	);
	const rows = await sql.query<{ order_id: string }>(
		`UPDATE orders o SET injection = coalesce(v.injection, o.injection), state = coalesce(v.state, o.state),
		   pos_order_id = coalesce(o.pos_order_id, v.pos_order_id), estimated_ready_at = coalesce(v.estimated_ready_at, o.estimated_ready_at),
		   verdict = coalesce(o.verdict, v.verdict), verdict_reason = coalesce(o.verdict_reason, v.verdict_reason), updated_at = $2
		 FROM (VALUES ${text}) AS v (order_id, from_injection, injection, from_state, state, pos_order_id, estimated_ready_at, verdict, verdict_reason, is_first_ticket)
		 WHERE o.org_id = $1 AND o.order_id = v.order_id AND o.injection = ANY(v.from_injection) AND o.state = ANY(v.from_state)
		   AND (NOT v.is_first_ticket OR o.pos_order_id IS NULL)
		 RETURNING o.order_id`,
		[org_id, updated_at, ...values],
		listName("change-orders", changes),
	);
	return new Set(rows.map((row) => row.order_id));
}

/** Let a held order go: its state and its deadline; false when it is not held any more. */
export async function releaseOrder(
	sql: Sql,
	change: { org_id: string; order_id: string; deadline_at: number; updated_at: number },
): Promise<boolean> {
	const rows = await sql.query(
		`UPDATE orders SET state = 'in_progress', deadline_at = $3, updated_at = $4
		  WHERE org_id = $1 AND order_id = $2 AND state = 'scheduled' RETURNING order_id`,
		[change.org_id, change.order_id, change.deadline_at, change.updated_at],
	);
	return rows.length > 0;
}

/** An order that has no end at the POS yet; `delivery_state` is that of the message which carries it there. */
export type OpenOrder = Pick<OrderRow, "org_id" | "order_id" | "slug" | "state" | "injection" | "deadline_at"> & {
	delivery_state: string | null;
};

/** Orders of one tenant that have no end at the POS, by id from `after` on, received before `before` (epoch ms). */
export async function listOpenOrders(
	sql: Sql,
	org_id: string,
	range: { after: string; before: number; limit: number },
): Promise<OpenOrder[]> {
	return await sql.query<OpenOrder>(
		`SELECT o.org_id, o.order_id, o.slug, o.state, o.injection, o.deadline_at, d.state AS delivery_state
		   FROM orders o
		   LEFT JOIN delivery d ON d.org_id = o.org_id AND d.order_id = o.order_id AND d.type = 'order.created'
		  WHERE o.org_id = $1 AND o.order_id > $2 AND o.received_at < $3 AND o.injection NOT IN ('accepted', 'rejected', 'expired')
		  ORDER BY o.order_id LIMIT $4`,
		[org_id, range.after, range.before, range.limit],
		"orders-open",
	);
}

/** Read orders of one tenant. */
export async function findOrders(sql: Sql, org_id: string, order_ids: readonly string[]): Promise<OrderRow[]> {
	return await sql.query<OrderRow>(
		"SELECT * FROM orders WHERE org_id = $1 AND order_id = ANY($2::uuid[])",
		[org_id, order_ids],
		"orders-by-id",
	);
}

/** Whose an order is, found by asking each tenant's key: for a caller whose orders may be anybody's (contract.md D.3). */
export async function findOrgOfOrder(sql: Sql, order_id: string): Promise<string | undefined> {
	const rows = await sql.query<{ org_id: string }>(
		`SELECT o.org_id FROM org /* cross-tenant: an event provider names only the order */
		 JOIN orders o ON o.org_id = org.org_id AND o.order_id = $1`,
		[order_id],
	);
	return rows[0]?.org_id;
}

/** Read one order by id for the operator's command line. */
export async function findOrderAnywhere(sql: Sql, order_id: string): Promise<OrderRow | undefined> {
	return (
		await sql.query<OrderRow>(
			"SELECT * FROM orders /* cross-tenant: the operator knows only the order id */ WHERE order_id = $1",
			[order_id],
		)
	)[0];
}

/** An organisation's orders, newest first. */
export async function listOrders(sql: Sql, org_id: string, limit: number): Promise<OrderRow[]> {
	return await sql.query<OrderRow>(
		"SELECT * FROM orders WHERE org_id = $1 ORDER BY received_at DESC, order_id DESC LIMIT $2",
		[org_id, limit],
	);
}
