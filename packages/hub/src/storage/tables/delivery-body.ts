import type { Sql } from "../database.ts";

/** Give a message that was queued without its bytes the bytes that every attempt will carry. */
export async function setDeliveryBody(
	sql: Sql,
	change: { org_id: string; delivery_id: string; body: string },
): Promise<void> {
	await sql.query("UPDATE delivery SET body = $3 WHERE org_id = $1 AND delivery_id = $2 AND body = ''", [
		change.org_id,
		change.delivery_id,
		change.body,
	]);
}
