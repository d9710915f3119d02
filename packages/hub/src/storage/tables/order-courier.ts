import type { Sql } from "../database.ts";

/**
 * Where an order's courier is (contract.md C.5.4, D.3, E.6); null: nobody has said. `driver`: JSON, as the sender names them;
 * `updated_at` epoch ms.
 */
export interface OrderCourierRow {
	org_id: string;
	order_id: string;
	delivery_status: string | null;
	driver: string | null;
	updated_at: number;
}

/** After these the courier has nothing left to do. */
const OVER = ["completed", "returned"];

/**
 * Keep the latest word on a courier. False when it says nothing new, or comes after the end; a word without a courier or
 * without a status keeps the one that is known.
 */
export async function putOrderCourier(sql: Sql, row: OrderCourierRow): Promise<boolean> {
	const rows = await sql.query(
		`INSERT INTO order_courier (org_id, order_id, delivery_status, driver, updated_at) VALUES ($1, $2, $3, $4, $5)
		 ON CONFLICT (org_id, order_id) DO UPDATE SET
		   delivery_status = coalesce(excluded.delivery_status, order_courier.delivery_status),
		   driver = coalesce(excluded.driver, order_courier.driver), updated_at = excluded.updated_at
		  WHERE NOT coalesce(order_courier.delivery_status = ANY($6::text[]), false)
		    AND (coalesce(excluded.delivery_status, '') NOT IN ('', coalesce(order_courier.delivery_status, ''))
		      OR coalesce(excluded.driver, '') NOT IN ('', coalesce(order_courier.driver, '')))
		 RETURNING order_id`,
		[row.org_id, row.order_id, row.delivery_status, row.driver, row.updated_at, OVER],
	);
	return rows.length > 0;
}

/** The courier of one order, if any was named. */
export async function findOrderCourier(
	sql: Sql,
	org_id: string,
	order_id: string,
): Promise<OrderCourierRow | undefined> {
	const rows = await sql.query<OrderCourierRow>(
		"SELECT org_id, order_id, delivery_status, driver, updated_at FROM order_courier WHERE org_id = $1 AND order_id = $2",
		[org_id, order_id],
	);
	return rows[0];
}
