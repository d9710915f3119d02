import { afterEach, expect, test } from "vitest";
import { answered, lostAnswer, openKitchen, type Script } from "./test-kitchen.ts";

type Kitchen = Awaited<ReturnType<typeof openKitchen>>;
let kitchen: Kitchen;
afterEach(() => kitchen.close());

const taken = answered(200, { order: { provider_id: "pos-1" } });
const notKnown = answered(404, { message: "never heard of it" });

/** A kitchen whose POS must not be sent an order twice, can be asked for it, and lost its first answer. */
async function asking(status: Script, pos: Script = [lostAnswer, answered(200, {})]): Promise<Kitchen> {
	kitchen = await openKitchen({ settings: { delivery_contract: "at_most_once" }, pos, status });
	await kitchen.submit();
	await kitchen.settleAll();
	return kitchen;
}

async function pass(k: Kitchen, seconds: number): Promise<void> {
	for (let second = 0; second < seconds; second += 5) {
		k.advance(5000);
		await k.settleAll();
	}
}

test("a POS that can be asked is asked for the order instead of being sent it again, by the key in the order", async () => {
	const k = await asking([notKnown, taken]);
	await pass(k, 15);
	expect(k.toPos).toHaveLength(1);
	const { idempotency_key } = JSON.parse(k.toPos[0]?.body ?? "").object;
	expect(k.asked).toEqual(Array(2).fill({ idempotency_key, dsp_order_id: "o-1", location_id: "pos-loc-7" }));
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.accept"]);
	expect(await k.order()).toMatchObject({ injection: "accepted", pos_order_id: "pos-1" });
	const attempts = await k.db.query<{ stage: string; status: number | null }>(
		"SELECT a.stage, a.status FROM attempt a JOIN delivery USING (org_id, delivery_id) WHERE type = 'order.created' ORDER BY attempt",
	);
	expect(attempts.map(({ stage, status }) => status ?? stage)).toEqual(["unknown", 404, 200]);
});

test("a POS that does not know the order proves nothing: it is not sent again, and the channel hears in time", async () => {
	const k = await asking([notKnown]);
	await pass(k, 145);
	expect(k.toDsp).toEqual([]);
	await pass(k, 10);
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.fail"]);
	expect(k.toPos).toHaveLength(1);
});

test("a POS that turns out to have the order after the channel was told no is told to cancel it", async () => {
	let is_there = false;
	const k = await asking([() => (is_there ? taken : notKnown)]);
	await pass(k, 155);
	is_there = true;
	await pass(k, 60);
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.fail"]);
	expect(k.toPos.map(({ body }) => JSON.parse(body).type)).toEqual(["order.created", "order.canceled"]);
});

test("a POS that is asked and says that it refused the order is believed", async () => {
	const posValidation = { orderValidation: [{ order_error: "store_unavailable" }] };
	const k = await asking([answered(200, { posValidation })]);
	await pass(k, 10);
	expect(k.toDsp[0]?.body).toMatchObject({ failure_reason: "restaurant_not_accepting_orders" });
});

test("a crash before the answer is like a lost answer: the POS is asked", async () => {
	kitchen = await openKitchen({
		settings: { delivery_contract: "at_most_once" },
		pos: [() => Promise.reject(new Error("the hub was killed"))],
		status: [taken],
	});
	await kitchen.submit();
	await expect(kitchen.settleAll()).rejects.toThrow("the hub was killed");
	await kitchen.queue.reclaim();
	await kitchen.settleAll();
	expect([kitchen.toPos.length, kitchen.asked.length]).toEqual([1, 1]);
	expect(await kitchen.order()).toMatchObject({ injection: "accepted" });
});

test("a conflict without an id says that somebody has the order: it is asked for, and a POS that cannot be asked is left alone", async () => {
	const conflict = answered(409, { message: "duplicate" });
	const k = await asking([taken], [conflict]);
	await pass(k, 5);
	expect([k.toPos.length, k.asked.length]).toEqual([1, 1]);
	expect(await k.order()).toMatchObject({ injection: "accepted" });
	await k.close();
	kitchen = await openKitchen({ settings: { delivery_contract: "at_most_once" }, pos: [conflict] });
	await kitchen.submit();
	await kitchen.settleAll();
	await pass(kitchen, 30);
	expect(kitchen.toPos).toHaveLength(1);
});

test("a POS that is gone ends its integration, and the channel hears that the restaurant takes no orders", async () => {
	kitchen = await openKitchen({ pos: [answered(410, {})] });
	await kitchen.submit();
	await kitchen.settleAll();
	expect(kitchen.gone).toEqual([kitchen.ids.pos_integration]);
	expect(kitchen.toDsp[0]?.body).toMatchObject({ failure_reason: "restaurant_not_accepting_orders" });
});
