import type { Sql } from "../database.ts";

/** Something on a location's menu that can be ordered now, and costs little: for a test. `price` in minor units. */
export async function findCheapItem(
	sql: Sql,
	org_id: string,
	location_id: string,
): Promise<{ stream_id: string; name: string; price: number; currency: string } | undefined> {
	const rows = await sql.query<{ stream_id: string; name: string | null; price: number; currency: string | null }>(
		`SELECT stream_id, body::json ->> 'name' AS name, price_amount AS price, price_currency AS currency FROM catalog_object
		  WHERE org_id = $1 AND location_id = $2 AND kind = 'item' AND is_active AND retired_at IS NULL AND price_amount IS NOT NULL
		  ORDER BY price_amount, position LIMIT 1`,
		[org_id, location_id],
	);
	const [row] = rows;
	return row && { ...row, name: row.name ?? "Item", currency: row.currency ?? "usd" };
}
