import { newId } from "../../base/id.ts";
import type { Database } from "../../storage/database.ts";
import { insertOrders, type OrderRow } from "../../storage/tables/order.ts";

/** An order's body as a DSP submits it. */
export function testOrderBody(dsp_order_id: string, number: string): string {
	return JSON.stringify({
		type: "new_order",
		location_id: "store-1",
		order: {
			id: dsp_order_id,
			customer_facing_id: number,
			customers: [{ id: "c1", name: "Cleo Customer", email: "cleo@example.test", phone: "+12065550100" }],
			fulfillment_type: "pickup",
			items: [
				{
					...{ id: newId(), name: "Pizza", price: 1250, currency: "usd", quantity: 2 },
					modifiers: [{ id: newId(), name: "Basil", price: 100, currency: "usd", quantity: 1, modifiers: [] }],
				},
			],
			...{ subtotal: 2700, tax: 270, tax_withheld: 0, store_tip: 300 },
		},
	});
}

/** Rows of orders as the hub stores them; `over` changes what a test is about. */
function testOrderRow(org_id: string, over: Partial<OrderRow> = {}): OrderRow {
	const order_id = over.order_id ?? newId();
	const now = Date.now();
	return {
		...{ org_id, order_id, slug: "test-dsp", dsp_location_id: "store-1", dsp_order_id: `dsp-${order_id}` },
		...{ integration_id: newId(), binding_id: null, location_id: null, state: "in_progress", injection: "accepted" },
		body: testOrderBody(`dsp-${order_id}`, `N-${order_id.slice(-4)}`),
		...{ pos_order_id: null, estimated_ready_at: null, verdict: "accepted", verdict_reason: null },
		...{ received_at: now, deadline_at: now + 150_000, updated_at: now },
		...over,
	};
}

/** Store one order. Returns its id. */
export async function insertTestOrder(db: Database, org_id: string, over: Partial<OrderRow> = {}): Promise<string> {
	const row = testOrderRow(org_id, over);
	await insertOrders(db, [row]);
	return row.order_id;
}
