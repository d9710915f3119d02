import { afterEach, beforeEach, expect, test } from "vitest";
import { newId } from "../../base/id.ts";
import { openTestDatabase, type TestDatabase } from "../test-database.ts";
import { pagesOf } from "../test-pages.ts";
import { hasUnansweredOrder, listOpenOrders } from "./order.ts";

const ids = { org_id: newId(), location_id: newId(), integration_id: newId() };
let opened: TestDatabase;

beforeEach(async () => {
	opened = await openTestDatabase({ max: 1 });
});
afterEach(async () => {
	await opened.close();
});

/** Orders of one location that all stand at `injection`. */
async function insert(count: number, injection: string): Promise<void> {
	await opened.db.query(
		`INSERT INTO orders (org_id, order_id, slug, dsp_location_id, dsp_order_id, integration_id, location_id, state, injection, body,
		                     received_at, deadline_at, updated_at)
		 SELECT $1, gen_random_uuid(), 'sim-dsp', 'dd-1', $4 || n, $2, $3, 'in_progress', $4, '{}', 0, 0, 0 FROM generate_series(1, $5) AS n`,
		[ids.org_id, ids.integration_id, ids.location_id, injection, count],
	);
}

const ORDERS = { schemaname: "public", relname: "orders", is_look: false };

test("open orders are found without reading those that have ended, however many they are", async () => {
	await insert(5000, "accepted");
	await insert(3, "sending");
	await opened.db.query("ANALYZE orders");
	const range = { after: "00000000-0000-0000-0000-000000000000", before: 1, limit: 100 };
	let open: unknown[] = [];
	const pages = await pagesOf(opened.db, ORDERS, async () => {
		open = await listOpenOrders(opened.db, ids.org_id, range);
		expect(await hasUnansweredOrder(opened.db, ids.org_id, ids.location_id)).toBe(true);
		expect(await hasUnansweredOrder(opened.db, ids.org_id, newId())).toBe(false);
	});
	expect(open).toHaveLength(3);
	expect(pages).toBeGreaterThan(3);
	expect(pages).toBeLessThan(60);
});
