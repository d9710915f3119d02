import { randomUUID } from "node:crypto";
import { Pool } from "pg";
import { Pool as Http } from "undici";

/**
 * The floor of the order path: the same rows in the same tables and the same two POSTs as the hub makes for an order,
 * by the database driver and the HTTP client alone, commits shared in the same way. No intake over HTTP, no signature, no
 * checks, no catalog, no state machine, no queue: what is left is what the durable work itself costs.
 * Run as a process of its own: `node orders-floor.ts DATABASE_URL FAR_URL SECONDS CONCURRENCY BODY`; prints orders per second.
 */
const [database_url = "", far_url = "", seconds = "5", concurrency = "64", template = "{}"] = process.argv.slice(2);
const db = new Pool({ connectionString: database_url, max: 8 });
const far = new Http(far_url, { connections: 64 });
const org_id = randomUUID();
const integration_id = randomUUID();

type Statement = (order: Order) => [table: string, columns: string, row: unknown[]][];
interface Order {
	order_id: string;
	pos_delivery: string;
	dsp_delivery: string;
	body: string;
}

const now = () => Date.now();

/** One step of many orders in one transaction: rows per table together, then the changes. */
function createStep(rows: Statement, changes: (orders: Order[]) => [string, unknown[]][]) {
	const waiting: { order: Order; done: () => void }[] = [];
	let flushing = 0;
	async function flush(): Promise<void> {
		const batch = waiting.splice(0, 64);
		const client = await db.connect();
		try {
			await client.query("BEGIN");
			const tables = new Map<string, { columns: string; rows: unknown[][] }>();
			for (const { order } of batch) {
				for (const [table, columns, row] of rows(order)) {
					const entry = tables.get(table) ?? { columns, rows: [] };
					entry.rows.push(row);
					tables.set(table, entry);
				}
			}
			for (const [text, values] of changes(batch.map(({ order }) => order))) await client.query(text, values);
			for (const [table, { columns, rows: list }] of tables) {
				let n = 0;
				const text = list.map((row) => `(${row.map(() => `$${++n}`).join(",")})`).join(",");
				await client.query(`INSERT INTO ${table} (${columns}) VALUES ${text}`, list.flat());
			}
			await client.query("COMMIT");
		} finally {
			client.release();
		}
		for (const { done } of batch) done();
	}
	function pump(): void {
		while (flushing < 2 && waiting.length > 0) {
			flushing++;
			void flush().finally(() => {
				flushing--;
				pump();
			});
		}
	}
	return (order: Order): Promise<void> =>
		new Promise((done) => {
			waiting.push({ order, done });
			if (waiting.length === 1) setImmediate(pump);
		});
}

const ORDER =
	"org_id, order_id, slug, dsp_location_id, dsp_order_id, integration_id, state, injection, body, received_at, deadline_at, updated_at";
const EVENT = "org_id, order_id, event_id, type, actor, at";
const DELIVERY =
	"org_id, delivery_id, integration_id, slug, type, order_id, body, state, attempts, created_at, updated_at";
const ATTEMPT = "org_id, delivery_id, attempt, stage, status, latency_ms, at";
const JOB = "id, name, key, data, state";

const event = (order: Order, type: string): [string, string, unknown[]] => [
	"order_event",
	EVENT,
	[org_id, order.order_id, randomUUID(), type, "floor", now()],
];
const attempt = (delivery_id: string): [string, string, unknown[]] => [
	"attempt",
	ATTEMPT,
	[org_id, delivery_id, 1, "answered", 201, 3, now()],
];
const delivery = (order: Order, id: string, type: string, body: string): [string, string, unknown[]] => [
	"delivery",
	DELIVERY,
	[org_id, id, integration_id, "bench", type, order.order_id, body, "pending", 1, now(), now()],
];
const job = (id: string, name: string, order: Order): [string, string, unknown[]] => [
	"floor_job",
	JOB,
	[id, name, order.order_id, JSON.stringify({ org_id, order_id: order.order_id }), "created"],
];
const ids = (orders: Order[], name: "order_id" | "pos_delivery" | "dsp_delivery") => orders.map((order) => order[name]);
const jobState = (state: string, list: string[]): [string, unknown[]] => [
	"UPDATE floor_job SET state = $1 WHERE id = ANY($2::uuid[])",
	[state, list],
];
const orderState = (injection: string, list: string[]): [string, unknown[]] => [
	"UPDATE orders SET injection = $3, updated_at = $4 WHERE org_id = $1 AND order_id = ANY($2::uuid[])",
	[org_id, list, injection, now()],
];
const deliveryState = (list: string[]): [string, unknown[]] => [
	"UPDATE delivery SET state = 'delivered', updated_at = $3 WHERE org_id = $1 AND delivery_id = ANY($2::uuid[])",
	[org_id, list, now()],
];

const receive = createStep(
	(order) => [
		[
			"orders",
			ORDER,
			[
				org_id,
				order.order_id,
				"bench",
				"dsp-0",
				order.order_id,
				integration_id,
				"in_progress",
				"received",
				order.body,
				now(),
				now() + 150_000,
				now(),
			],
		],
		event(order, "order.received"),
		job(order.order_id, "order.to-pos", order),
	],
	() => [],
);
const claim = createStep(
	() => [],
	(orders) => [jobState("active", ids(orders, "order_id"))],
);
const mark = createStep(
	(order) => [event(order, "order.sending"), delivery(order, order.pos_delivery, "order.created", order.body)],
	(orders) => [orderState("sending", ids(orders, "order_id"))],
);
const accept = createStep(
	(order) => [
		event(order, "order.accepted"),
		attempt(order.pos_delivery),
		delivery(order, order.dsp_delivery, "location.order.accept", '{"type":"location.order.accept"}'),
		job(order.dsp_delivery, "order.to-dsp", order),
	],
	(orders) => [
		orderState("accepted", ids(orders, "order_id")),
		deliveryState(ids(orders, "pos_delivery")),
		jobState("completed", ids(orders, "order_id")),
	],
);
const claimReport = createStep(
	() => [],
	(orders) => [jobState("active", ids(orders, "dsp_delivery"))],
);
const report = createStep(
	(order) => [attempt(order.dsp_delivery)],
	(orders) => [deliveryState(ids(orders, "dsp_delivery")), jobState("completed", ids(orders, "dsp_delivery"))],
);

async function post(path: string, body: string): Promise<void> {
	const response = await far.request({
		method: "POST",
		path,
		headers: { "content-type": "application/json", authorization: "Bearer t" },
		body,
	});
	await response.body.dump();
}

await db.query(
	"CREATE TABLE IF NOT EXISTS floor_job (id uuid PRIMARY KEY, name text NOT NULL, key text NOT NULL, data jsonb NOT NULL, state text NOT NULL)",
);
await db.query("CREATE INDEX IF NOT EXISTS floor_job_ready ON floor_job (name, key) WHERE state = 'created'");
const end = performance.now() + Number(seconds) * 1000;
let done = 0;
const begin = performance.now();
await Promise.all(
	Array.from({ length: Number(concurrency) }, async () => {
		while (performance.now() < end) {
			const order: Order = {
				order_id: randomUUID(),
				pos_delivery: randomUUID(),
				dsp_delivery: randomUUID(),
				body: template,
			};
			await receive(order);
			await claim(order);
			await mark(order);
			await post(
				"/stream-pos/v1/orders",
				JSON.stringify({ type: "order.created", object: { dsp_order_id: `floor-${order.order_id}`, text: template } }),
			);
			await accept(order);
			await claimReport(order);
			await post(
				"/stream-dsp/v1/event",
				JSON.stringify({ type: "location.order.accept", location_id: "dsp-0", order_id: `floor-${order.order_id}` }),
			);
			await report(order);
			done++;
		}
	}),
);
process.stdout.write(`${done / ((performance.now() - begin) / 1000)}\n`);
await db.end();
await far.close();
