import { afterEach, beforeEach, expect, test } from "vitest";
import { replayDeliveries, replayMatching } from "./replay.ts";
import { answered, openKitchen } from "./test-kitchen.ts";

type Kitchen = Awaited<ReturnType<typeof openKitchen>>;
let k: Kitchen;
let dsp_status = 400;
let now = Date.now();

beforeEach(async () => {
	dsp_status = 400;
	now = Date.now();
	k = await openKitchen({ dsp: [() => answered(dsp_status, {})] });
	for (const id of ["o-1", "o-2", "o-3"]) await k.submit({}, id);
	await k.settleAll();
	dsp_status = 200;
});
afterEach(() => k.close());

const parts = () => ({ db: k.db, queue: k.queue, clock: { now: () => now } });
const deliveries = (type = "location.order.accept") =>
	k.db.query<{ delivery_id: string; state: string; order_id: string }>(
		"SELECT delivery_id, state, order_id FROM delivery WHERE type = $1 ORDER BY delivery_id",
		[type],
	);
const states = async () => (await deliveries()).map(({ state }) => state);

test("dead messages are sent again by hand, the same bytes", async () => {
	const ids = (await deliveries()).map(({ delivery_id }) => delivery_id);
	expect(await replayDeliveries(parts(), ids.slice(0, 2))).toEqual(
		ids.slice(0, 2).map((delivery_id) => ({ delivery_id, state: "pending", was: "dead" })),
	);
	await k.settleAll();
	expect(await states()).toEqual(["delivered", "delivered", "dead"]);
	expect(k.toDsp).toHaveLength(5);
	expect(k.toDsp.slice(3).map(({ body }) => body)).toEqual(k.toDsp.slice(0, 2).map(({ body }) => body));
});

test("what was delivered is sent again only by whoever says so, and is told that it had arrived", async () => {
	const [first, second] = (await deliveries()).map(({ delivery_id }) => delivery_id) as [string, string];
	await replayDeliveries(parts(), [first]);
	await k.settleAll();
	await expect(replayDeliveries(parts(), [second, first])).rejects.toMatchObject({
		code: "delivery_not_replayable",
		detail: expect.stringContaining("--even-delivered"),
	});
	// the one beside it was not sent either
	expect(await states()).toEqual(["delivered", "dead", "dead"]);
	const [again] = await replayDeliveries(parts(), [first], { even_delivered: true });
	expect(again).toMatchObject({ was: "delivered" });
	await k.settleAll();
	expect(k.toDsp).toHaveLength(5);
});

test("in bulk all that are dead go out again, or those that a filter names, and what was delivered stays", async () => {
	const [first] = await deliveries();
	expect(await replayMatching(parts(), { order_id: first?.order_id })).toMatchObject({
		replayed: 1,
		by_state: { dead: 1 },
	});
	for (const filter of [{ slug: "other" }, { type: "order.canceled" }, { since: now + 60_000 }])
		expect(await replayMatching(parts(), filter)).toEqual({ replayed: 0, by_state: {}, last_due_at: null });
	await k.settleAll();
	expect(await replayMatching(parts(), { slug: "sim-dsp" })).toMatchObject({ replayed: 2, by_state: { dead: 2 } });
	await k.settleAll();
	expect(await states()).toEqual(["delivered", "delivered", "delivered"]);
	expect(k.toDsp).toHaveLength(6);
});

test("a message that is replayed has its patience again: trouble does not kill it at once", async () => {
	await k.db.query("UPDATE delivery SET attempts = 17 WHERE type = 'location.order.accept'");
	dsp_status = 503;
	await replayMatching(parts(), {});
	await k.settleAll();
	expect(await states()).toEqual(["pending", "pending", "pending"]);
	dsp_status = 200;
	k.advance(3000);
	await k.settleAll();
	expect(await states()).toEqual(["delivered", "delivered", "delivered"]);
});

test("an order whose verdict was given is never sent again", async () => {
	await k.db.query("UPDATE delivery SET state = 'parked' WHERE type = 'order.created'");
	const [order] = await deliveries("order.created");
	await expect(replayDeliveries(parts(), [order?.delivery_id ?? ""])).rejects.toMatchObject({
		code: "delivery_not_replayable",
	});
	await replayMatching(parts(), {});
	expect((await deliveries("order.created")).map(({ state }) => state)).toEqual(["parked", "parked", "parked"]);
});

test("many go out 200 a second, so that what is new does not stand behind them", async () => {
	const [one] = await deliveries();
	await k.db.query(
		`INSERT INTO delivery (org_id, delivery_id, integration_id, slug, type, order_id, body, state, created_at, updated_at)
		 SELECT org_id, gen_random_uuid(), integration_id, slug, type, order_id, body, 'dead', 0, 0
		 FROM delivery CROSS JOIN generate_series(1, 450) WHERE delivery_id = $1`,
		[one?.delivery_id],
	);
	expect(await replayMatching(parts(), {})).toEqual({
		replayed: 453,
		by_state: { dead: 453 },
		last_due_at: now + 2000,
	});
	const due = await k.db.query<{ count: number }>(
		"SELECT count(*)::int AS count FROM pgboss.job WHERE name = 'order.to-dsp' AND state = 'created' GROUP BY date_trunc('milliseconds', start_after) ORDER BY 1",
	);
	expect(due.map(({ count }) => count)).toEqual([53, 200, 200]);
});
