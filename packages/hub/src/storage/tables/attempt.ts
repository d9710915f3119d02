import type { Sql } from "../database.ts";
import { listName, valuesList } from "./values.ts";

/** One outgoing request of a delivery: how far it came (`stage`), what was answered, how long it took (ms). */
export interface AttemptRow {
	org_id: string;
	delivery_id: string;
	attempt: number;
	stage: "never_sent" | "unknown" | "answered";
	status: number | null;
	response: string | null;
	latency_ms: number;
	at: number;
}

const COLUMNS = ["org_id", "delivery_id", "attempt", "stage", "status", "response", "latency_ms", "at"] as const;

/** Append attempts of any tenants. A repeat after a crash has its own number; an equal number is the same attempt. */
export async function insertAttempts(sql: Sql, attempts: readonly AttemptRow[]): Promise<void> {
	if (attempts.length === 0) return;
	const { text, values } = valuesList(COLUMNS, attempts as unknown as Record<string, unknown>[]);
	await sql.query(
		`INSERT INTO attempt (${COLUMNS.join(", ")}) VALUES ${text} ON CONFLICT (org_id, delivery_id, attempt) DO NOTHING`,
		values,
		listName("add-attempts", attempts),
	);
}

/** The attempts of one message, in order. */
export async function listAttempts(sql: Sql, org_id: string, delivery_id: string): Promise<AttemptRow[]> {
	return await sql.query<AttemptRow>("SELECT * FROM attempt WHERE org_id = $1 AND delivery_id = $2 ORDER BY attempt", [
		org_id,
		delivery_id,
	]);
}
