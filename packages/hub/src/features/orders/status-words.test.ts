import { afterEach, expect, test } from "vitest";
import { answered, openKitchen } from "./test-kitchen.ts";

type Kitchen = Awaited<ReturnType<typeof openKitchen>>;
let kitchen: Kitchen;
afterEach(() => kitchen.close());

/** A kitchen whose POS has an order: taken at once, or with its word put off. */
async function withOrder(reply: object, updates = answered(200, {})): Promise<Kitchen> {
	kitchen = await openKitchen({ pos: [answered(201, { order: { provider_id: "pos-1", ...reply } }), updates] });
	await kitchen.submit();
	await kitchen.settleAll();
	return kitchen;
}

async function say(k: Kitchen, status: string): Promise<unknown> {
	const word = { org_id: k.ids.org_id, location_id: k.ids.location_id, slug: "sim-pos", pos_order_id: "pos-1" };
	const effect = await k.orders.applyStatus({ ...word, status, evidence: "{}" });
	await k.settleAll();
	return effect;
}
const heard = (k: Kitchen) => k.toDsp.map(({ body }) => body.order_status_update ?? body.type);

// covers: E.5 in_progress, E.5 ready_for_pickup, E.5 out_for_delivery, E.5 completed, E.5 merchant_canceled, F-20
test.each([
	["in_progress", "ignored", "in_progress", []],
	["ready_for_pickup", "applied", "ready_for_pickup", ["ready_for_pickup"]],
	["out_for_delivery", "applied", "out_for_delivery", []],
	["completed", "applied", "completed", ["completed"]],
	["merchant_canceled", "applied", "merchant_canceled", ["location.order.cancel"]],
	["dsp_canceled", "ignored", "in_progress", []],
	["scheduled", "ignored", "in_progress", []],
])(
	"of an accepted order that is %s the channel hears what its contract has a word for, and no more (contract.md E.5, F-20)",
	async (status, effect, state, told) => {
		const k = await withOrder({});
		expect(await say(k, status)).toBe(effect);
		expect(heard(k)).toEqual(["location.order.accept", ...told]);
		expect(await k.order()).toMatchObject({ state });
	},
);

// covers: E.5 failed
test("an order that fails is a failure to a channel without a verdict, and a cancellation to one that has been told yes (contract.md E.5)", async () => {
	const late = await withOrder({ async_acceptance: true });
	await say(late, "failed");
	expect(heard(late)).toEqual(["location.order.fail"]);
	expect(await late.order()).toMatchObject({ state: "failed", verdict: "failed" });
	await late.close();
	const taken = await withOrder({});
	await say(taken, "failed");
	expect(heard(taken)).toEqual(["location.order.accept", "location.order.cancel"]);
	expect(await taken.order()).toMatchObject({ state: "failed", verdict: "accepted" });
});

// covers: B.5.7 statuses, F-12
test.each([
	["in_progress", "accepted", ["location.order.accept"]],
	["ready_for_pickup", "accepted", ["location.order.accept", "ready_for_pickup"]],
	["merchant_canceled", "rejected", ["location.order.fail"]],
	["failed", "rejected", ["location.order.fail"]],
])(
	"a POS that put off its word gives it by the status %s too, once (contract.md B.5.7)",
	async (status, injection, told) => {
		const k = await withOrder({ async_acceptance: true });
		expect(heard(k)).toEqual([]);
		expect(await say(k, status)).toBe("applied");
		k.advance(120_000);
		await k.settleAll();
		expect(heard(k)).toEqual(told);
		expect(await k.order()).toMatchObject({ injection });
	},
);

// covers: B.5.6 updates, E.15 theirs
test.each([
	["an object", 200, {}],
	["a bare text", 201, "ok"],
	["null", 202, null],
])("a POS may answer a cancellation with %s: any 2xx is a success (contract.md B.5.6)", async (_what, status, body) => {
	const k = await withOrder({}, answered(status, body));
	await k.orders.cancel({ slug: "sim-dsp", dsp_location_id: "dd-9001", dsp_order_id: "o-1", body: "{}" });
	await k.settleAll();
	k.advance(600_000);
	await k.settleAll();
	expect(k.toPos.map((sent) => JSON.parse(sent.body).type)).toEqual(["order.created", "order.canceled"]);
	const deliveries = await k.db.query("SELECT state FROM delivery WHERE type = 'order.canceled'");
	expect(deliveries).toEqual([{ state: "delivered" }]);
});
