import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../base/id.ts";
import type { Job, Queue } from "./jobs.ts";
import { findNextRuns } from "./next-runs.ts";
import { openTestQueue } from "./test-queue.ts";

let opened: Awaited<ReturnType<typeof openTestQueue>>;
let database: typeof opened.database;
let queue: Queue;

beforeAll(async () => {
	opened = await openTestQueue();
	({ database, queue } = opened);
});
afterAll(async () => {
	await opened.close();
});

const LATER = Date.now() + 3_600_000;
const messageOf = (order_id: string) => ({ delivery_id: newId(), slug: "a-dsp", order_id, binding_id: null });
const find = async (...messages: Parameters<typeof findNextRuns>[1]) =>
	Object.fromEntries(await findNextRuns(database.db, messages));

test("a message that failed is tried when its job is due, and those behind it no sooner", async () => {
	const [first, second] = [messageOf(newId()), messageOf("")];
	second.order_id = first.order_id;
	const { order_id: key } = first;
	const send = ({ delivery_id }: { delivery_id: string }) =>
		queue.transaction(async (tx) => tx.send("order.to-dsp", { delivery_id }, { key, id: delivery_id }));
	await send(first);
	const [job] = await queue.fetch("order.to-dsp", 10);
	expect(await find(first)).toEqual({});
	await send(second);
	await queue.transaction(async (tx) => tx.retryAt("order.to-dsp", job as Job, LATER));
	expect(await find(first, second)).toEqual({ [first.delivery_id]: LATER, [second.delivery_id]: LATER });
	await database.db.query("DELETE FROM pgboss.job WHERE name = 'order.to-dsp'");
});

test("an order's injection has the order's job, and what was sent again one of its own", async () => {
	const [created, again, connection] = [messageOf(newId()), messageOf(newId()), { ...messageOf(""), order_id: null }];
	await queue.transaction(async (tx) => {
		const { order_id } = created;
		tx.send("order.to-pos", { order_id }, { key: order_id, id: order_id, start_after: LATER });
		tx.send("order.to-pos", { delivery_id: again.delivery_id }, { key: again.order_id, start_after: LATER + 1 });
		const at = { key: `${newId()}/${newId()}`, start_after: LATER + 2 };
		tx.send("pos.connection", { delivery_id: connection.delivery_id }, at);
	});
	expect(await find(created, again, connection, messageOf(newId()))).toEqual({
		...{ [created.delivery_id]: LATER, [again.delivery_id]: LATER + 1, [connection.delivery_id]: LATER + 2 },
	});
});
