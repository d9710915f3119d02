import { afterEach, expect, test } from "vitest";
import { answered, openKitchen, refusedConnection } from "./test-kitchen.ts";

type Kitchen = Awaited<ReturnType<typeof openKitchen>>;
let kitchen: Kitchen;
const open = async (...args: Parameters<typeof openKitchen>) => {
	kitchen = await openKitchen(...args);
	return kitchen;
};
afterEach(() => kitchen.close());

const MINUTE = 60_000;
const taken = answered(201, { order: { provider_id: "pos-1", prep_time_minutes: 10 } });
const sentOf = (k: Kitchen) => k.toPos.map(({ body }) => JSON.parse(body).object);
const cancel = (k: Kitchen) =>
	k.orders.cancel({ slug: "sim-dsp", dsp_location_id: "dd-9001", dsp_order_id: "o-1", body: "{}" });

// covers: C.7 scheduling A
test("an order that its channel held itself goes to the kitchen as any other (contract.md C.7, scheduling A)", async () => {
	const k = await open({ pos: [taken] });
	await k.submit({ is_future_order: false, estimated_ready_at_ms: k.started_at + 20 * MINUTE });
	await k.settleAll();
	expect(sentOf(k)[0]).toMatchObject({ is_future_order: false });
	expect(sentOf(k)[0]).not.toHaveProperty("requested_for");
	expect(k.toDsp[0]?.body.estimated_ready_at_ms).toBe(k.started_at + 10 * MINUTE);
});

// covers: C.7 scheduling B, B.12 future
test("an order for later goes to the POS at once, with the time that it is for (contract.md C.7, scheduling B, B.12)", async () => {
	const k = await open({ pos: [taken] });
	const ready_at = k.started_at + 180 * MINUTE;
	await k.submit({ is_future_order: true, estimated_ready_at_ms: ready_at });
	await k.settleAll();
	expect(sentOf(k)[0]).toMatchObject({ is_future_order: true, requested_for: ready_at });
	expect(k.toDsp[0]?.body).toMatchObject({ type: "location.order.accept", estimated_ready_at_ms: ready_at });
});

// covers: C.5.1 estimated_ready_at_ms
test.each([
	["no time", {}],
	["a time in another age", { estimated_ready_at_ms: 8.64e15 }],
])("an order for later that names %s is for 30 minutes after it came (contract.md C.5.1)", async (_what, time) => {
	const k = await open({ pos: [taken] });
	await k.submit({ is_future_order: true, ...time }, "o-1");
	await k.submit({ status: "scheduled", ...time }, "o-2");
	await k.settleAll();
	k.advance(15 * MINUTE);
	await k.settleAll();
	const requested_for = k.started_at + 30 * MINUTE;
	expect(sentOf(k)).toMatchObject([
		{ dsp_order_id: "o-1", requested_for },
		{ dsp_order_id: "o-2", requested_for },
	]);
});

// covers: C.5.1 estimated_ready_at_ms
test("where nobody says how long it takes, the channel is told its own time, or 30 minutes (contract.md B.11, C.5.1)", async () => {
	const k = await open({ pos: [answered(200, { order: { provider_id: "pos-1" } })] });
	await k.db.query("UPDATE location SET prep_time_minutes = NULL WHERE org_id = $1", [k.ids.org_id]);
	await k.submit({ estimated_ready_at_ms: k.started_at + 12 * MINUTE }, "o-1");
	await k.settleAll();
	await k.submit({}, "o-2");
	await k.settleAll();
	expect(k.toDsp.map(({ body }) => body.estimated_ready_at_ms)).toEqual([
		k.started_at + 12 * MINUTE,
		k.started_at + 30 * MINUTE,
	]);
});

// covers: C.7 scheduling C, C.5.1 scheduled
test("a scheduled order waits at the hub until it is time to prepare (contract.md C.7, scheduling C)", async () => {
	const k = await open({ pos: [taken] });
	const ready_at = k.started_at + 180 * MINUTE;
	await k.submit({ is_future_order: true, status: "scheduled", estimated_ready_at_ms: ready_at });
	await k.settleAll();
	expect(await k.order()).toMatchObject({ state: "scheduled", injection: "received" });
	// the location prepares for 15 minutes
	k.advance(164 * MINUTE);
	await k.settleAll();
	expect(k.toPos).toEqual([]);
	expect(k.toDsp).toEqual([]);
	k.advance(MINUTE);
	await k.settleAll();
	expect(sentOf(k)).toHaveLength(1);
	expect(sentOf(k)[0]).toMatchObject({ is_future_order: true, requested_for: ready_at, placed_at: k.started_at });
	expect(k.toDsp[0]?.body).toMatchObject({ type: "location.order.accept", estimated_ready_at_ms: ready_at });
	expect(await k.order()).toMatchObject({ state: "in_progress", injection: "accepted" });
});

test("where the location does not say how long it prepares, a scheduled order is due 15 minutes ahead (contract.md C.7)", async () => {
	const k = await open({ pos: [taken] });
	await k.db.query("UPDATE location SET prep_time_minutes = NULL WHERE org_id = $1", [k.ids.org_id]);
	await k.submit({ status: "scheduled" });
	k.advance(14 * MINUTE);
	await k.settleAll();
	expect(k.toPos).toEqual([]);
	k.advance(MINUTE);
	await k.settleAll();
	expect(k.toPos).toHaveLength(1);
});

test("a scheduled order that is due already goes at once", async () => {
	const k = await open({ pos: [taken] });
	await k.submit({ status: "scheduled", estimated_ready_at_ms: k.started_at + 5 * MINUTE });
	await k.settleAll();
	expect(k.toPos).toHaveLength(1);
	expect(await k.order()).toMatchObject({ state: "in_progress", injection: "accepted" });
});

test("the deadline of a scheduled order counts from its injection, also after a hub that was down when it was due", async () => {
	const k = await open({ pos: [refusedConnection, refusedConnection, taken] });
	await k.submit({ status: "scheduled", estimated_ready_at_ms: k.started_at + 60 * MINUTE });
	k.advance(55 * MINUTE);
	for (let n = 0; n < 4; n++) {
		await k.settleAll();
		k.advance(5_000);
	}
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.accept"]);
});

test("a scheduled order that no POS takes is failed in time after its injection", async () => {
	const k = await open({ pos: [refusedConnection] });
	await k.submit({ status: "scheduled", estimated_ready_at_ms: k.started_at + 60 * MINUTE });
	k.advance(45 * MINUTE);
	for (let n = 0; n < 32; n++) {
		await k.settleAll();
		expect(k.toDsp).toHaveLength(n * 5_000 < 150_000 ? 0 : 1);
		k.advance(5_000);
	}
	expect(k.toDsp[0]?.body).toMatchObject({ type: "location.order.fail" });
	expect(await k.order()).toMatchObject({ state: "failed", injection: "expired" });
});

test("a scheduled order that is called off while it waits never reaches the POS", async () => {
	const k = await open({ pos: [taken] });
	await k.submit({ status: "scheduled", estimated_ready_at_ms: k.started_at + 60 * MINUTE });
	await cancel(k);
	await cancel(k);
	expect(await k.order()).toMatchObject({ state: "dsp_canceled", injection: "rejected" });
	k.advance(120 * MINUTE);
	await k.settleAll();
	expect(k.toPos).toEqual([]);
	expect(k.toDsp).toEqual([]);
});

test("a scheduled order that comes again is held once, and its lost job is sent again for the same time", async () => {
	const k = await open({ pos: [taken] });
	const order = { status: "scheduled", estimated_ready_at_ms: k.started_at + 60 * MINUTE };
	await k.submit(order);
	await k.db.query("DELETE FROM pgboss.job WHERE name = 'order.to-pos'");
	k.advance(MINUTE);
	expect((await k.submit(order)).is_duplicate).toBe(true);
	expect((await k.submit(order)).is_duplicate).toBe(true);
	await k.settleAll();
	expect(k.toPos).toEqual([]);
	k.advance(44 * MINUTE);
	await k.settleAll();
	expect(k.toPos).toHaveLength(1);
});

test("a job that runs too early leaves a scheduled order where it is", async () => {
	const k = await open({ pos: [taken] });
	await k.submit({ status: "scheduled", estimated_ready_at_ms: k.started_at + 60 * MINUTE });
	await k.db.query("UPDATE pgboss.job SET start_after = now() - interval '1 minute' WHERE name = 'order.to-pos'");
	await k.settleAll();
	expect(k.toPos).toEqual([]);
	expect(await k.order()).toMatchObject({ state: "scheduled" });
	k.advance(45 * MINUTE);
	await k.settleAll();
	expect(k.toPos).toHaveLength(1);
});

test.each([
	["by its POS", "UPDATE location SET status = 'inactive' WHERE org_id = $1"],
	["by staff, with its link", "UPDATE binding SET paused_at = 1 WHERE org_id = $1"],
])("a store that is paused %s when a scheduled order is due takes it not", async (_, pause) => {
	const k = await open({ pos: [taken] });
	await k.submit({ status: "scheduled", estimated_ready_at_ms: k.started_at + 60 * MINUTE });
	await k.db.query(pause, [k.ids.org_id]);
	k.advance(45 * MINUTE);
	await k.settleAll();
	expect(k.toDsp[0]?.body).toMatchObject({ failure_reason: "restaurant_not_accepting_orders" });
	expect(await k.order()).toMatchObject({ state: "failed" });
});
