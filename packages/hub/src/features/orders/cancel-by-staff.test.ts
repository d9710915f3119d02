import { afterEach, expect, test } from "vitest";
import { isHubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import { listAudit } from "../../storage/tables/audit.ts";
import { listOrderEvents } from "../../storage/tables/order-event.ts";
import { answered, lostAnswer, openKitchen, refusedConnection, type Script } from "./test-kitchen.ts";

type Kitchen = Awaited<ReturnType<typeof openKitchen>>;
let kitchen: Kitchen;
afterEach(() => kitchen.close());

const MINUTE = 60_000;
const ok = answered(200, {});
const taken = answered(201, { order: { provider_id: "pos-1", prep_time_minutes: 10 } });
const later = answered(201, { order: { provider_id: "pos-1", async_acceptance: true } });
const STAFF = "operator:0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c90";

/** An order that has come as far as the POS's answers take it. */
async function ordered(options: Parameters<typeof openKitchen>[0] = {}, order = {}): Promise<Kitchen> {
	kitchen = await openKitchen({ pos: [taken, ok], ...options });
	await kitchen.submit(order);
	await kitchen.settleAll();
	return kitchen;
}

const keyOf = async (k: Kitchen, id = "o-1") => ({
	org_id: k.ids.org_id,
	order_id: String((await k.order(id))?.order_id),
});
const cancel = async (k: Kitchen, reason?: string, id = "o-1") =>
	k.orders.cancelByStaff({ ...(await keyOf(k, id)), actor: STAFF, reason });
const refusal = (k: Kitchen) =>
	cancel(k).then(
		() => "cancelled",
		(error: unknown) => (isHubError(error, "order_not_cancelable") ? error.message : String(error)),
	);
const say = (k: Kitchen, status: string) =>
	k.orders.applyStatus({
		...{ org_id: k.ids.org_id, location_id: k.ids.location_id, slug: "sim-pos", pos_order_id: "pos-1" },
		...{ evidence: "{}", status },
	});
const byDsp = (k: Kitchen) =>
	k.orders.cancel({ slug: "sim-dsp", dsp_location_id: "dd-9001", dsp_order_id: "o-1", body: "{}" });
const told = (k: Kitchen) => ({
	dsp: k.toDsp.map(({ type }) => type.replace("location.order.", "")),
	pos: k.toPos.map(({ body }) => JSON.parse(body).type.replace("order.", "")),
});
/** Everything that might still come of it. */
async function pass(k: Kitchen): Promise<void> {
	for (let minute = 0; minute < 5; minute++) {
		k.advance(MINUTE);
		await k.settleAll();
	}
}

// covers: C.3 location.order.cancel, E.5 merchant_canceled, B.5.5 both ids
test.each(["in_progress", "ready_for_pickup", "out_for_delivery"])(
	"an accepted order that is %s is cancelled at its channel and at its POS, each told once (contract.md B.5.5, C.3)",
	async (state) => {
		const k = await ordered();
		if (state !== "in_progress") await say(k, state);
		const { order_id } = await keyOf(k);
		expect(await cancel(k, "the oven is broken")).toEqual({ order_id, state: "merchant_canceled", is_repeat: false });
		await k.settleAll();
		expect(k.toDsp.at(-1)?.body).toEqual({
			...{ type: "location.order.cancel", location_id: "dd-9001", order_id: "o-1" },
		});
		expect(JSON.parse(k.toPos.at(-1)?.body ?? "")).toEqual({
			type: "order.canceled",
			object: { provider_id: "pos-1", order_id: "pos-1", location_id: "pos-loc-7" },
		});
		await pass(k);
		expect(told(k).pos).toEqual(["created", "canceled"]);
		expect(told(k).dsp.filter((type) => type !== "notify_status_change")).toEqual(["accept", "cancel"]);
		expect(await k.order()).toMatchObject({ state: "merchant_canceled", injection: "accepted", verdict: "accepted" });
	},
);

test("what staff did stands in the order's history and in the audit, with what they typed; nobody outside is told that", async () => {
	const k = await ordered();
	await cancel(k, "the oven is broken");
	await k.settleAll();
	const { org_id, order_id } = await keyOf(k);
	const events = await listOrderEvents(k.db, org_id, order_id);
	expect(events.at(-1)).toMatchObject({
		...{ type: "order.canceled_by_staff", actor: STAFF, state: "merchant_canceled", evidence: "the oven is broken" },
	});
	expect(await listAudit(k.db, org_id)).toMatchObject([
		{
			...{ actor: STAFF, action: "order.canceled", subject: order_id },
			detail: { from: "in_progress", reason: "the oven is broken" },
		},
	]);
	expect(JSON.stringify([k.toDsp, k.toPos])).not.toContain("oven");
});

// covers: C.3 location.order.fail, E.8 restaurant_not_accepting_orders
test.each<[what: string, script: Script, order: object]>([
	["waits for a POS that does not answer the door", [refusedConnection], {}],
	["is held for later", [taken], { status: "scheduled", estimated_ready_at_ms: Date.now() + 180 * MINUTE }],
])("an order that %s fails at its channel, once, and never leaves for the POS", async (_what, pos, order) => {
	const k = await ordered({ pos }, order);
	const attempts = k.toPos.length;
	await cancel(k);
	await k.settleAll();
	expect(k.toDsp.map(({ body }) => body)).toMatchObject([
		{ type: "location.order.fail", order_id: "o-1", failure_reason: "restaurant_not_accepting_orders" },
	]);
	for (let hour = 0; hour < 4; hour++) {
		k.advance(60 * MINUTE);
		await k.settleAll();
	}
	expect(k.toPos).toHaveLength(attempts);
	expect(k.toDsp).toHaveLength(1);
	expect(await k.order()).toMatchObject({ state: "merchant_canceled", injection: "expired", verdict: "failed" });
	const states = await k.db.query("SELECT 1 FROM delivery WHERE state IN ('pending', 'unconfirmed')");
	expect(states).toEqual([]);
});

test("an order for a paused POS fails at its channel at once, and is not sent when the POS is resumed", async () => {
	kitchen = await openKitchen({ pos: [taken] });
	const k = kitchen;
	k.paused.add("sim-pos");
	await k.submit();
	await k.settleAll();
	await cancel(k);
	k.paused.clear();
	await pass(k);
	expect(told(k)).toEqual({ dsp: ["fail"], pos: [] });
});

test("a POS that accepts what was cancelled while the request was under way is told so, and the channel hears one verdict", async () => {
	const k = await ordered({
		pos: [
			async () => {
				expect(await cancel(kitchen)).toMatchObject({ state: "merchant_canceled", is_repeat: false });
				return taken;
			},
			ok,
		],
	});
	await pass(k);
	expect(told(k)).toEqual({ dsp: ["fail"], pos: ["created", "canceled"] });
	expect(JSON.parse(k.toPos[1]?.body ?? "").object).toMatchObject({ provider_id: "pos-1", order_id: "pos-1" });
	expect(await k.order()).toMatchObject({ state: "merchant_canceled", verdict: "failed", pos_order_id: "pos-1" });
});

test("a POS that refuses what was cancelled while the request was under way is told nothing more", async () => {
	const k = await ordered({
		pos: [
			async () => {
				await cancel(kitchen);
				return answered(400, { posValidation: { orderValidation: [{ order_error: "pos_offline" }] } });
			},
		],
	});
	await pass(k);
	expect(told(k)).toEqual({ dsp: ["fail"], pos: ["created"] });
});

test("where the answer of a POS was lost, its ticket is looked for and taken back", async () => {
	const k = await ordered({ pos: [lostAnswer, taken, ok] });
	await cancel(k);
	await k.settleAll();
	expect(told(k).dsp).toEqual(["fail"]);
	await pass(k);
	expect(told(k)).toEqual({ dsp: ["fail"], pos: ["created", "created", "canceled"] });
});

test("a ticket that two runs of a job heard of, since the first had lost it, is taken back once", async () => {
	const k = await ordered({
		pos: [
			async () => {
				await cancel(kitchen);
				const lost = "UPDATE pgboss.job SET state = 'retry', retry_count = retry_count + 1 WHERE name = 'order.to-pos'";
				await kitchen.db.query(lost);
				return taken;
			},
			taken,
			ok,
		],
	});
	await pass(k);
	expect(told(k)).toEqual({ dsp: ["fail"], pos: ["created", "created", "canceled"] });
	const { org_id, order_id } = await keyOf(k);
	const types = (await listOrderEvents(k.db, org_id, order_id)).map(({ type }) => type);
	expect(types.filter((type) => type === "order.accepted_late")).toHaveLength(1);
});

test("where a POS must not be sent an order twice, one whose answer was lost stays a person's to look at", async () => {
	const k = await ordered({ settings: { delivery_contract: "at_most_once" }, pos: [lostAnswer] });
	await cancel(k);
	await pass(k);
	expect(told(k)).toEqual({ dsp: ["fail"], pos: ["created"] });
	expect(await k.db.query("SELECT state FROM delivery WHERE type = 'order.created'")).toEqual([{ state: "parked" }]);
});

// covers: B.5.7 verdict
test("a POS that still thinks about an order is told that it is off, and its late yes changes nothing", async () => {
	const k = await ordered({ pos: [later, ok] });
	await cancel(k);
	await k.settleAll();
	expect(told(k)).toEqual({ dsp: ["fail"], pos: ["created", "canceled"] });
	const word = { org_id: k.ids.org_id, location_id: k.ids.location_id, slug: "sim-pos", pos_order_id: "pos-1" };
	expect(await k.orders.applyStatus({ ...word, evidence: "{}", verdict: { kind: "accepted" } })).toBe("ignored");
	await pass(k);
	expect(told(k)).toEqual({ dsp: ["fail"], pos: ["created", "canceled"] });
});

test("an order whose courier had it before the POS refused it still gets its one verdict", async () => {
	const no = answered(400, { posValidation: { orderValidation: [{ order_error: "pos_offline" }] } });
	const news = { slug: "sim-dsp", dsp_location_id: "dd-9001", dsp_order_id: "o-1", body: "{}" };
	const k = await ordered({
		pos: [
			async () => {
				await kitchen.orders.followCourier({ ...news, delivery_status: "enroute_to_dropoff" });
				return no;
			},
		],
	});
	expect(await k.order()).toMatchObject({ state: "out_for_delivery", verdict: null });
	await cancel(k);
	await pass(k);
	expect(told(k).dsp).toEqual(["fail"]);
	expect(await k.order()).toMatchObject({ state: "merchant_canceled", verdict: "failed" });
});

test.each<[state: string, end: (k: Kitchen) => Promise<unknown>, words: string]>([
	["completed", (k) => say(k, "completed"), "It is completed: nothing can be taken back. Its state is completed."],
	["failed", (k) => say(k, "failed"), "It has failed, and the channel was told so. Its state is failed."],
	["merchant_canceled", (k) => say(k, "merchant_canceled"), "It is cancelled already. Its state is merchant_canceled."],
	["dsp_canceled", byDsp, "The channel has cancelled it already. Its state is dsp_canceled."],
])("an order that is %s cannot be cancelled, and the answer says so", async (state, end, words) => {
	const k = await ordered();
	await end(k);
	await k.settleAll();
	const before = told(k);
	expect(await refusal(k)).toBe(words);
	await pass(k);
	expect(told(k)).toEqual(before);
	expect(await k.order()).toMatchObject({ state });
	expect(await listAudit(k.db, k.ids.org_id)).toEqual([]);
});

test("cancelling again, or many times at once, answers how the order stands and tells nobody twice", async () => {
	const k = await ordered();
	const answers = await Promise.all(Array.from({ length: 6 }, () => cancel(k)));
	expect(answers.filter(({ is_repeat }) => !is_repeat)).toHaveLength(1);
	expect(await cancel(k)).toMatchObject({ state: "merchant_canceled", is_repeat: true });
	await pass(k);
	expect(told(k)).toEqual({ dsp: ["accept", "cancel"], pos: ["created", "canceled"] });
	expect(await listAudit(k.db, k.ids.org_id)).toHaveLength(1);
});

test("staff and a POS's verdict, or its own cancellation, at the same moment: one of them is first, and all hear one story", async () => {
	let tickets = 0;
	kitchen = await openKitchen({
		pos: [
			(body) =>
				body.includes("order.created")
					? answered(201, { order: { provider_id: `pos-${++tickets}`, async_acceptance: true } })
					: ok,
		],
	});
	const k = kitchen;
	const ids = Array.from({ length: 16 }, (_, n) => `o-${n + 1}`);
	for (const id of ids) await k.submit({}, id);
	await k.settleAll();
	await Promise.all(
		ids.flatMap(async (id, n) => {
			const pos_order_id = String((await k.order(id))?.pos_order_id);
			const word = { org_id: k.ids.org_id, location_id: k.ids.location_id, slug: "sim-pos", pos_order_id };
			const verdict = { kind: n % 2 === 0 ? ("accepted" as const) : ("rejected" as const) };
			await Promise.all([
				k.orders.applyStatus({ ...word, evidence: "{}", verdict }),
				cancel(k, undefined, id).catch(() => {}),
			]);
		}),
	);
	await pass(k);
	const stories = [
		["accept", "cancel"].join(),
		// the POS was told, or it has refused
		["fail"].join(),
	];
	for (const id of ids) {
		const heard = k.toDsp
			.filter(({ body }) => body.order_id === id)
			.map(({ type }) => type.replace("location.order.", ""));
		expect(stories, id).toContain(heard.join());
		const pos_order_id = (await k.order(id))?.pos_order_id;
		const taken_back = k.toPos.filter(({ body }) => JSON.parse(body).object.order_id === pos_order_id);
		const state = (await k.order(id))?.state;
		expect([id, taken_back.length], String(state)).toEqual([id, state === "merchant_canceled" ? 1 : 0]);
	}
});

test("staff and the channel at the same moment: one of them has cancelled it, and the POS hears that once", async () => {
	const k = await ordered();
	const [, answer] = await Promise.all([byDsp(k), refusal(k)]);
	await pass(k);
	const state = (await k.order())?.state;
	expect([state, answer]).toEqual(
		state === "dsp_canceled"
			? ["dsp_canceled", "The channel has cancelled it already. Its state is dsp_canceled."]
			: ["merchant_canceled", "cancelled"],
	);
	expect(told(k).pos).toEqual(["created", "canceled"]);
	expect(told(k).dsp).toEqual(state === "dsp_canceled" ? ["accept"] : ["accept", "cancel"]);
});

test("an order that was taken at the POS itself is cancelled there", async () => {
	kitchen = await openKitchen();
	const k = kitchen;
	const { org_id, location_id } = k.ids;
	const submission = { org_id, location_id, slug: "sim-pos", evidence: "{}", source_order_id: "o-1" };
	await k.orders.takeInStore(submission);
	expect(await refusal(k)).toContain("It was taken at the POS itself: cancel it there.");
});

test("an order that is not there, or another merchant's, is not known", async () => {
	const k = await ordered();
	const { order_id } = await keyOf(k);
	for (const key of [
		{ org_id: k.ids.org_id, order_id: newId() },
		{ org_id: newId(), order_id },
		{ org_id: k.ids.org_id, order_id: "o-1" },
	])
		await expect(k.orders.cancelByStaff({ ...key, actor: STAFF })).rejects.toMatchObject({ code: "order_not_found" });
});
