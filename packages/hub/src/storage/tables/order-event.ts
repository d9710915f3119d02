import type { Sql } from "../database.ts";
import { listName, valuesList } from "./values.ts";

/** One thing that happened to an order; append-only. `evidence` is the raw text that caused it, `at` epoch ms. */
export interface OrderEventRow {
	org_id: string;
	order_id: string;
	event_id: string;
	type: string;
	actor: string;
	state: string | null;
	injection: string | null;
	evidence: string | null;
	at: number;
}

const COLUMNS = ["org_id", "order_id", "event_id", "type", "actor", "state", "injection", "evidence", "at"] as const;

/** Append events of any tenants. */
export async function insertOrderEvents(sql: Sql, events: readonly OrderEventRow[]): Promise<void> {
	if (events.length === 0) return;
	const { text, values } = valuesList(COLUMNS, events as unknown as Record<string, unknown>[]);
	await sql.query(
		`INSERT INTO order_event (${COLUMNS.join(", ")}) VALUES ${text}`,
		values,
		listName("add-order-events", events),
	);
}

/** The history of one order, oldest first. */
export async function listOrderEvents(sql: Sql, org_id: string, order_id: string): Promise<OrderEventRow[]> {
	return await sql.query<OrderEventRow>(
		"SELECT * FROM order_event WHERE org_id = $1 AND order_id = $2 ORDER BY event_id",
		[org_id, order_id],
	);
}
