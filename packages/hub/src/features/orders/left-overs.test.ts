import { afterEach, expect, test } from "vitest";
import { listDeliveries } from "../../storage/tables/delivery.ts";
import { answered, lenientOrder, lostAnswer, openKitchen, submitted } from "./test-kitchen.ts";

type Kitchen = Awaited<ReturnType<typeof openKitchen>>;
const kitchens: Kitchen[] = [];

async function open(options: Parameters<typeof openKitchen>[0] = {}): Promise<Kitchen> {
	const kitchen = await openKitchen(options);
	kitchens.push(kitchen);
	return kitchen;
}

afterEach(async () => {
	await Promise.all(kitchens.splice(0).map((kitchen) => kitchen.close()));
});

const messageToPos = async (k: Kitchen) =>
	(await listDeliveries(k.db, { limit: 9 })).find(({ type }) => type === "order.created");

test("an order that is on the list for a human is sent by no later run of its job, and its channel hears in time", async () => {
	const k = await open({ settings: { delivery_contract: "at_most_once" }, pos: [lostAnswer] });
	const { org_id, order_id } = await k.submit();
	await k.settleAll();
	expect(await messageToPos(k)).toMatchObject({ state: "parked" });
	// as a repeat of the DSP does whose look at the order came before the end of its job
	await k.db.query("DELETE FROM pgboss.job WHERE id = $1", [order_id]);
	await k.queue.transaction(async (tx) =>
		tx.send("order.to-pos", { org_id, order_id }, { key: order_id, id: order_id }),
	);
	await k.settleAll();
	expect(k.toPos).toHaveLength(1);
	k.advance(160_000);
	await k.settleAll();
	expect(k.toPos).toHaveLength(1);
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.fail"]);
});

test("an order that is called off between two attempts leaves no message that waits", async () => {
	const k = await open({ pos: [answered(503, {})] });
	await k.submit();
	await k.settleAll();
	expect(await messageToPos(k)).toMatchObject({ state: "pending" });
	await k.orders.cancel({ slug: "sim-dsp", dsp_location_id: "dd-9001", dsp_order_id: "o-1", body: "{}" });
	k.advance(10_000);
	await k.settleAll();
	expect(await k.order()).toMatchObject({ state: "dsp_canceled", injection: "rejected" });
	expect(await messageToPos(k)).toMatchObject({ state: "dropped", reason: "the order is dsp_canceled" });
});

test("an order whose time runs out between two attempts leaves no message that waits", async () => {
	const k = await open({ pos: [answered(503, {})] });
	await k.submit();
	await k.settleAll();
	await k.db.query("DELETE FROM pgboss.job WHERE name = 'order.deadline'");
	k.advance(200_000);
	await k.settleAll();
	expect(await k.order()).toMatchObject({ state: "failed", injection: "expired" });
	expect(await messageToPos(k)).toMatchObject({ state: "dropped" });
});

test("a deadline that is closer than a worker's lease is guarded from the intake on", async () => {
	const k = await open();
	const order = { slug: "sim-dsp", dsp_location_id: "dd-9001" };
	await k.orders.place({ ...order, dsp_order_id: "o-1", verdict_deadline_s: 20, ...submitted(lenientOrder("o-1")) });
	await k.orders.place({ ...order, dsp_order_id: "o-2", verdict_deadline_s: 150, ...submitted(lenientOrder("o-2")) });
	// the worker that took them is gone
	await k.db.query("UPDATE pgboss.job SET state = 'active', started_on = now() WHERE name = 'order.to-pos'");
	k.advance(21_000);
	await k.settleAll();
	expect(await k.order("o-1")).toMatchObject({ injection: "expired", verdict: "failed" });
	expect(await k.order("o-2")).toMatchObject({ injection: "received" });
});
