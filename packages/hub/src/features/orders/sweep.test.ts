import { afterEach, expect, test } from "vitest";
import { answered, lostAnswer, openKitchen } from "./test-kitchen.ts";

type Kitchen = Awaited<ReturnType<typeof openKitchen>>;
let kitchen: Kitchen;
afterEach(() => kitchen.close());

const HOUR_MS = 3_600_000;
const taken = answered(201, { order: { provider_id: "pos-1" } });
const later = answered(201, { order: { provider_id: "pos-1", async_acceptance: true } });

async function open(options: Parameters<typeof openKitchen>[0] = {}): Promise<Kitchen> {
	kitchen = await openKitchen({ pos: [taken], ...options });
	return kitchen;
}
const loseJobs = (k: Kitchen) => k.db.query("DELETE FROM pgboss.job");
const sweep = (k: Kitchen) => k.orders.sweep(8 * 24 * HOUR_MS);

test("an order that has lost its job gets it again within seconds, and its verdict in time (distributed.md rule 2)", async () => {
	const k = await open();
	await k.submit();
	await loseJobs(k);
	expect(await sweep(k)).toBe(0);
	k.advance(6_000);
	expect(await sweep(k)).toBe(1);
	expect(await sweep(k)).toBe(0);
	await k.settleAll();
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.accept"]);
	expect(k.toPos).toHaveLength(1);
});

test("an order that may have arrived and has lost its job is asked for again where the POS dedupes", async () => {
	const k = await open({ pos: [lostAnswer, taken] });
	await k.submit();
	await k.settleAll();
	await loseJobs(k);
	k.advance(6_000);
	expect(await sweep(k)).toBe(1);
	await k.settleAll();
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.accept"]);
	expect(new Set(k.toPos.map(({ key }) => key)).size).toBe(1);
});

test("an order that is parked and has lost its job is never sent again: its channel hears in time that it failed", async () => {
	const k = await open({ pos: [lostAnswer, taken], settings: { delivery_contract: "at_most_once" } });
	await k.submit();
	await k.settleAll();
	await loseJobs(k);
	k.advance(6_000);
	expect(await sweep(k)).toBe(1);
	await k.settleAll();
	expect(k.toDsp).toEqual([]);
	k.advance(144_000);
	await k.settleAll();
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.fail"]);
	expect(k.toPos).toHaveLength(1);
});

test.each([
	["was never begun", [taken], false],
	["waits for the POS's late word", [later], true],
])(
	"an order that %s and whose time is over is failed at its channel (distributed.md rule 2)",
	async (_what, pos, begins) => {
		const k = await open({ pos });
		await k.submit();
		if (begins) await k.settleAll();
		await loseJobs(k);
		k.advance(171_000);
		expect(await sweep(k)).toBe(1);
		await k.settleAll();
		expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.fail"]);
		expect(await k.order()).toMatchObject({ injection: "expired", state: "failed" });
		expect(await sweep(k)).toBe(0);
	},
);

test("orders with an end, and those that are held for later, are left alone", async () => {
	const k = await open();
	await k.submit({}, "o-1");
	await k.submit({ status: "scheduled", estimated_ready_at_ms: k.started_at + 24 * HOUR_MS }, "o-2");
	await k.settleAll();
	k.advance(HOUR_MS);
	expect(await sweep(k)).toBe(0);
});

test("an order that is held for later and has lost its job gets it again for its time", async () => {
	const k = await open();
	await k.submit({ status: "scheduled", estimated_ready_at_ms: k.started_at + 24 * HOUR_MS });
	await loseJobs(k);
	k.advance(HOUR_MS);
	expect(await sweep(k)).toBe(1);
	await k.settleAll();
	expect(k.toPos).toEqual([]);
	k.advance(23 * HOUR_MS);
	await k.settleAll();
	expect(k.toPos).toHaveLength(1);
});
