import { type OpenTransaction, type Row, sqlError, type Tables } from "./memory-tables.ts";

type Run = (on: { tables: Tables; tx: OpenTransaction }, values: readonly unknown[], text: string) => Promise<Row[]>;

const KEYS: Record<string, readonly string[]> = {
	orders: ["org_id", "order_id"],
	order_event: ["org_id", "order_id", "event_id"],
	delivery: ["org_id", "delivery_id"],
	attempt: ["org_id", "delivery_id", "attempt"],
	audit: ["org_id", "audit_id"],
};
/** What an order may not share with another one. */
const ORDER_KEY = ["org_id", "slug", "dsp_location_id", "dsp_order_id"];

/**
 * What PostgreSQL does with the statements of the order core: the very text that production sends is looked up here by its
 * beginning, so that a statement which was changed without its meaning here fails loudly instead of silently.
 */
const STATEMENTS: [RegExp, Run][] = [
	[/^INSERT INTO (orders|order_event|delivery|attempt|audit) /, insert],
	[
		/^SELECT \* FROM orders WHERE org_id = \$1 AND slug = \$2/,
		async (on, [org_id, slug, dsp_location_id, id]) =>
			on.tables
				.seen(on.tx, "orders")
				.filter((row) => row.org_id === org_id && row.slug === slug)
				.filter((row) => row.dsp_location_id === dsp_location_id && row.dsp_order_id === id),
	],
	[
		/^SELECT \* FROM orders WHERE org_id = \$1 AND location_id = \$2 AND pos_order_id = \$3/,
		async (on, values) =>
			on.tables
				.seen(on.tx, "orders")
				.filter((row) => row.org_id === values[0] && row.location_id === values[1] && row.pos_order_id === values[2])
				.sort((a, b) => Number(b.received_at) - Number(a.received_at))
				.slice(0, 1),
	],
	[
		/^SELECT 1 FROM orders WHERE org_id = \$1 AND location_id = \$2 AND injection IN \('sending', 'unknown'\)/,
		async (on, values) =>
			on.tables
				.seen(on.tx, "orders")
				.filter((row) => row.org_id === values[0] && row.location_id === values[1])
				.filter((row) => row.injection === "sending" || row.injection === "unknown")
				.slice(0, 1),
	],
	[/^SELECT o\.\*, l\.provider_id AS pos_location_id/, loadForInjection],
	[
		/^SELECT \* FROM orders WHERE org_id = \$1 AND order_id = ANY/,
		async (on, [org_id, ids]) =>
			on.tables
				.seen(on.tx, "orders")
				.filter((row) => row.org_id === org_id && (ids as unknown[]).includes(row.order_id)),
	],
	[
		/^SELECT \* FROM order_event WHERE org_id = \$1 AND order_id = \$2 ORDER BY event_id/,
		async (on, [org_id, order_id]) =>
			on.tables
				.seen(on.tx, "order_event")
				.filter((row) => row.org_id === org_id && row.order_id === order_id)
				.sort((a, b) => (String(a.event_id) < String(b.event_id) ? -1 : 1)),
	],
	[/^UPDATE orders o SET injection = coalesce/, changeOrders],
	[
		/^UPDATE orders SET state = 'in_progress', deadline_at = \$3/,
		async (on, [org_id, order_id, deadline_at, at]) => {
			await on.tables.lock(on.tx, `orders/${org_id}/${order_id}`);
			const row = on.tables.seen(on.tx, "orders").find((one) => one.org_id === org_id && one.order_id === order_id);
			if (row?.state !== "scheduled") return [];
			on.tables.write(on.tx, "orders", keyOf("orders", row), {
				...row,
				state: "in_progress",
				deadline_at,
				updated_at: at,
			});
			return [{ order_id }];
		},
	],
	[/^SELECT o\.org_id, o\.order_id, o\.slug, o\.state, o\.injection, o\.deadline_at, d\.state/, listOpenOrders],
	[
		/^SELECT d\.\*, o\.pos_order_id FROM delivery d/,
		async (on, [org_id, ids]) => {
			const orders = new Map(on.tables.seen(on.tx, "orders").map((row) => [row.order_id, row]));
			return on.tables
				.seen(on.tx, "delivery")
				.filter((row) => row.org_id === org_id && (ids as unknown[]).includes(row.delivery_id))
				.map((row) => ({ ...row, pos_order_id: orders.get(row.order_id)?.pos_order_id ?? null }));
		},
	],
	[/^UPDATE delivery d SET state = v\.state/, changeDeliveries],
	[
		/^SELECT slug, dsp_location_id, org_id, binding_id FROM route_dsp_store/,
		async (on, values) => {
			const wanted = chunks(values, 2).map(([slug, id]) => `${slug}/${id}`);
			return on.tables
				.seen(on.tx, "route_dsp_store")
				.filter((row) => wanted.includes(`${row.slug}/${row.dsp_location_id}`));
		},
	],
	[
		/^SELECT b\.binding_id, b\.location_id, b\.integration_id/,
		async (on, [org_id, ids]) => {
			const places = new Map(on.tables.seen(on.tx, "location").map((row) => [row.location_id, row]));
			return on.tables
				.seen(on.tx, "binding")
				.filter((row) => row.org_id === org_id && (ids as unknown[]).includes(row.binding_id) && row.ended_at === null)
				.map((row) => ({ ...row, ...(places.get(row.location_id)?.routed as Row) }));
		},
	],
	[/^SELECT s\.org_id, s\.integration_id FROM dsp_store s/, async () => []],
	[/^SELECT org_id FROM org/, async (on) => on.tables.seen(on.tx, "org")],
];

/** Run one statement. Throws on a text that nobody has taught the simulation. */
export async function runStatement(
	on: { tables: Tables; tx: OpenTransaction },
	text: string,
	values: readonly unknown[],
): Promise<Row[]> {
	const known = STATEMENTS.find(([beginning]) => beginning.test(text));
	if (known === undefined) throw new Error(`the simulation does not know this statement: ${text.slice(0, 200)}`);
	return await known[1](on, values, text);
}

async function insert(...[on, values, text]: Parameters<Run>): Promise<Row[]> {
	const [, table = "", list = ""] = /^INSERT INTO (\w+) \(([^)]*)\)/.exec(text) ?? [];
	const columns = list.split(",").map((column) => column.trim());
	const inserted: Row[] = [];
	for (const cells of chunks(values, columns.length)) {
		const row = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? null]));
		const unique = table === "orders" ? ORDER_KEY : KEYS[table];
		const name = `${table}:${unique?.map((column) => row[column]).join("/")}`;
		await on.tables.lock(on.tx, name);
		const isKnown = on.tables
			.seen(on.tx, table)
			.some((other) => unique?.every((column) => other[column] === row[column]));
		if (isKnown && text.includes("DO NOTHING")) continue;
		if (isKnown) throw sqlError("23505", `duplicate key in ${table}`);
		on.tables.write(on.tx, table, keyOf(table, row), row);
		inserted.push(row);
	}
	return inserted;
}

async function loadForInjection(...[on, [org_id, ids]]: Parameters<Run>): Promise<Row[]> {
	const places = new Map(on.tables.seen(on.tx, "location").map((row) => [row.location_id, row]));
	const messages = on.tables.seen(on.tx, "delivery").filter((row) => row.type === "order.created");
	return on.tables
		.seen(on.tx, "orders")
		.filter((row) => row.org_id === org_id && (ids as unknown[]).includes(row.order_id))
		.map((row) => {
			const message = messages.find((one) => one.order_id === row.order_id);
			return {
				...row,
				...(places.get(row.location_id)?.routed as Row | undefined),
				delivery_id: message?.delivery_id ?? null,
				delivery_body: message?.body ?? null,
				delivery_state: message?.state ?? null,
				delivery_attempts: message?.attempts ?? null,
			};
		});
}

async function listOpenOrders(...[on, [org_id, after, before, limit]]: Parameters<Run>): Promise<Row[]> {
	const messages = on.tables.seen(on.tx, "delivery").filter((row) => row.type === "order.created");
	return on.tables
		.seen(on.tx, "orders")
		.filter((row) => row.org_id === org_id && String(row.order_id) > String(after))
		.filter((row) => Number(row.received_at) < Number(before))
		.filter((row) => !["accepted", "rejected", "expired"].includes(String(row.injection)))
		.map(
			(row): Row => ({
				...row,
				delivery_state: messages.find((one) => one.order_id === row.order_id)?.state ?? null,
			}),
		)
		.sort((a, b) => (String(a.order_id) < String(b.order_id) ? -1 : 1))
		.slice(0, Number(limit));
}

async function changeOrders(...[on, [org_id, updated_at, ...values]]: Parameters<Run>): Promise<Row[]> {
	const taken: Row[] = [];
	for (const change of chunks(values, 10)) {
		const [order_id, from_injection, injection, from_state, state, pos_order_id, ready, verdict, reason, is_first] =
			change;
		await on.tables.lock(on.tx, `orders/${org_id}/${order_id}`);
		const row = on.tables.seen(on.tx, "orders").find((one) => one.org_id === org_id && one.order_id === order_id);
		if (row === undefined) continue;
		if (!(from_injection as unknown[]).includes(row.injection) || !(from_state as unknown[]).includes(row.state))
			continue;
		if (is_first && row.pos_order_id !== null) continue;
		on.tables.write(on.tx, "orders", keyOf("orders", row), {
			...row,
			injection: injection ?? row.injection,
			state: state ?? row.state,
			pos_order_id: row.pos_order_id ?? pos_order_id,
			estimated_ready_at: ready ?? row.estimated_ready_at,
			verdict: row.verdict ?? verdict,
			verdict_reason: row.verdict_reason ?? reason,
			updated_at,
		});
		taken.push({ order_id });
	}
	return taken;
}

async function changeDeliveries(...[on, [org_id, updated_at, ...values]]: Parameters<Run>): Promise<Row[]> {
	for (const [delivery_id, state, reason, attempts] of chunks(values, 4)) {
		await on.tables.lock(on.tx, `delivery/${org_id}/${delivery_id}`);
		const rows = on.tables.seen(on.tx, "delivery");
		const row = rows.find((one) => one.org_id === org_id && one.delivery_id === delivery_id);
		if (row !== undefined)
			on.tables.write(on.tx, "delivery", keyOf("delivery", row), { ...row, state, reason, attempts, updated_at });
	}
	return [];
}

/** A row's place in its table. */
function keyOf(table: string, row: Row): string {
	return (KEYS[table] ?? []).map((column) => String(row[column])).join("/");
}

function chunks(values: readonly unknown[], size: number): unknown[][] {
	const rows: unknown[][] = [];
	for (let from = 0; from < values.length; from += size) rows.push(values.slice(from, from + size));
	return rows;
}
