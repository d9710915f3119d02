import type { Sql } from "../database.ts";
import { listName, valuesList } from "./values.ts";

/**
 * One message to another system. Every attempt of it carries the same bytes (`body`) and the same key (`delivery_id`).
 * States: `pending`, `unconfirmed` (a request left or may have left, no answer yet) → `delivered` | `dead` (refused or given up, with
 * reason) | `parked` (may have arrived; a human decides) | `dropped` (overtaken by what happened since).
 */
export interface DeliveryRow {
	org_id: string;
	delivery_id: string;
	integration_id: string;
	slug: string;
	type: string;
	order_id: string | null;
	binding_id: string | null;
	body: string;
	state: string;
	reason: string | null;
	attempts: number;
	created_at: number;
	updated_at: number;
	/** attempts made before it was replayed; missing in a message that was just made */
	replayed_at_attempt?: number;
}

const COLUMNS = [
	"org_id",
	"delivery_id",
	"integration_id",
	"slug",
	"type",
	"order_id",
	"binding_id",
	"body",
	"state",
	"reason",
	"attempts",
	"created_at",
	"updated_at",
] as const;

/** Insert messages of any tenants. */
export async function insertDeliveries(sql: Sql, deliveries: readonly DeliveryRow[]): Promise<void> {
	if (deliveries.length === 0) return;
	const { text, values } = valuesList(COLUMNS, deliveries as unknown as Record<string, unknown>[]);
	await sql.query(
		`INSERT INTO delivery (${COLUMNS.join(", ")}) VALUES ${text}`,
		values,
		listName("add-deliveries", deliveries),
	);
}

/** A message with the order it belongs to, as the POS and the DSP call it. */
export interface DeliveryToSend extends DeliveryRow {
	pos_order_id: string | null;
}

/** Messages of one tenant, ready to send. */
export async function loadDeliveries(
	sql: Sql,
	org_id: string,
	delivery_ids: readonly string[],
): Promise<DeliveryToSend[]> {
	return await sql.query<DeliveryToSend>(
		`SELECT d.*, o.pos_order_id FROM delivery d LEFT JOIN orders o ON o.org_id = d.org_id AND o.order_id = d.order_id
		 WHERE d.org_id = $1 AND d.delivery_id = ANY($2::uuid[])`,
		[org_id, delivery_ids],
		"delivery-to-send",
	);
}

export interface DeliveryChange {
	delivery_id: string;
	state: string;
	reason: string | null;
	attempts: number;
}

/** Record where messages of one tenant stand. */
export async function changeDeliveries(
	sql: Sql,
	org_id: string,
	changes: readonly DeliveryChange[],
	updated_at: number,
): Promise<void> {
	if (changes.length === 0) return;
	const { text, values } = valuesList(
		["delivery_id::uuid", "state::text", "reason::text", "attempts::integer"],
		changes as unknown as Record<string, unknown>[],
		3,
	);
	await sql.query(
		`UPDATE delivery d SET state = v.state, reason = v.reason, attempts = v.attempts, updated_at = $2
		 FROM (VALUES ${text}) AS v (delivery_id, state, reason, attempts) WHERE d.org_id = $1 AND d.delivery_id = v.delivery_id`,
		[org_id, updated_at, ...values],
		listName("change-deliveries", changes),
	);
}

/** The operator's list: by order, by state, newest first. */
export async function listDeliveries(
	sql: Sql,
	filter: { order_id?: string; state?: string; limit: number },
): Promise<Omit<DeliveryRow, "body">[]> {
	return await sql.query<Omit<DeliveryRow, "body">>(
		`SELECT org_id, delivery_id, integration_id, slug, type, order_id, binding_id, state, reason, attempts, created_at, updated_at
		 FROM delivery /* cross-tenant: the operator's list */
		 WHERE ($1::uuid IS NULL OR order_id = $1) AND ($2::text IS NULL OR state = $2) ORDER BY created_at DESC LIMIT $3`,
		[filter.order_id ?? null, filter.state ?? null, filter.limit],
	);
}

/** Read one message by id for the operator's command line. */
export async function findDeliveryAnywhere(sql: Sql, delivery_id: string): Promise<DeliveryRow | undefined> {
	return (
		await sql.query<DeliveryRow>(
			"SELECT * FROM delivery /* cross-tenant: the operator knows only the id */ WHERE delivery_id = $1",
			[delivery_id],
		)
	)[0];
}

/** Which messages a replay is about; an absent field asks for all. */
export interface ReplayFilter {
	states: readonly string[];
	org_id?: string | undefined;
	slug?: string | undefined;
	type?: string | undefined;
	order_id?: string | undefined;
	/** epoch ms: made at this time or later */
	since?: number | undefined;
}

/**
 * Messages for a replay, without their bodies but for those that say where they belong, tenant by tenant and oldest first:
 * at most `limit` after the one named last.
 */
export async function listForReplay(
	sql: Sql,
	filter: ReplayFilter,
	after: { org_id: string; delivery_id: string } | undefined,
	limit: number,
): Promise<DeliveryRow[]> {
	const { states, org_id, slug, type, order_id, since } = filter;
	return await sql.query<DeliveryRow>(
		`SELECT * FROM delivery /* cross-tenant: the operator replays for everybody */
		 WHERE state = ANY($1::text[]) AND type <> 'order.created' AND ($2::uuid IS NULL OR org_id = $2)
		   AND ($3::text IS NULL OR slug = $3) AND ($4::text IS NULL OR type = $4) AND ($5::uuid IS NULL OR order_id = $5)
		   AND ($6::bigint IS NULL OR created_at >= $6)
		   AND ($7::uuid IS NULL OR (org_id, delivery_id) > ($7::uuid, $8::uuid))
		 ORDER BY org_id, delivery_id LIMIT $9`,
		[
			...[states, org_id ?? null, slug ?? null, type ?? null, order_id ?? null, since ?? null],
			...[after?.org_id ?? null, after?.delivery_id ?? null, limit],
		],
	);
}

/** Make messages of one tenant pending again that are in one of these states; returns the ids of those that were. */
export async function reviveDeliveries(
	sql: Sql,
	org_id: string,
	delivery_ids: readonly string[],
	from_states: readonly string[],
	updated_at: number,
): Promise<Set<string>> {
	const rows = await sql.query<{ delivery_id: string }>(
		`UPDATE delivery SET state = 'pending', reason = NULL, updated_at = $4, replayed_at_attempt = attempts
		 WHERE org_id = $1 AND delivery_id = ANY($2::uuid[]) AND state = ANY($3::text[]) RETURNING delivery_id`,
		[org_id, delivery_ids, from_states, updated_at],
	);
	return new Set(rows.map(({ delivery_id }) => delivery_id));
}
