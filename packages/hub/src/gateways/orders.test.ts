import { Writable } from "node:stream";
import { examples, SIGNATURE_HEADER, signBody } from "@ticketrail/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLog } from "../base/log.ts";
import { createMetrics } from "../base/metrics.ts";
import { DEFAULT_SETTINGS, type Provider } from "../clients/provider.ts";
import { noteStoreStatus } from "../features/locations/note-store-status.ts";
import { answered, openKitchen } from "../features/orders/test-kitchen.ts";
import { listAudit } from "../storage/tables/audit.ts";
import { listStoresPausedByDsp } from "../storage/tables/binding-dsp-status.ts";
import { dspOrders } from "./dsp-orders.ts";
import { createHttp } from "./http.ts";
import { mountEndpoints } from "./mount-endpoints.ts";
import { posWebhooks } from "./pos-webhooks.ts";

const logged: string[] = [];
const SECRET = "webhook secret";
let kitchen: Awaited<ReturnType<typeof openKitchen>>;
let url: string;
let close: () => Promise<unknown>;

beforeAll(async () => {
	let count = 0;
	const reply = () => answered(201, { order: { provider_id: `pos-${++count}`, async_acceptance: count > 1 } });
	kitchen = await openKitchen({ pos: [reply] });
	const { db, ids, orders } = kitchen;
	await db.query("INSERT INTO route_pos_location VALUES ('sim-pos', 'pos-loc-7', $1, $2)", [
		ids.org_id,
		ids.location_id,
	]);
	const destination = new Writable({ write: (line, _, done) => done(void logged.push(String(line))) });
	const log = createLog({ level: "info", destination });
	const clock = { now: () => Date.now() };
	const findProvider = async (slug: string) =>
		({ slug, type: slug.slice(4), webhook_secrets: [SECRET], settings: DEFAULT_SETTINGS }) as unknown as Provider;
	const app = createHttp({
		log,
		metrics: createMetrics({ process_metrics: false }),
		config: { public_url: "http://hub.test" },
	});
	const nothing = async () => "none";
	mountEndpoints(
		app,
		[
			...dspOrders({ log, findProvider, ...orders, noteStoreStatus: (news) => noteStoreStatus({ db, clock }, news) }),
			...posWebhooks({
				...{ db, clock, log, findProvider },
				...{ onCatalogUpdated: nothing, onObjectUpdated: nothing, onLocationStatus: nothing },
				onOrderStatus: orders.applyStatus,
				onOrderVerdict: orders.applyStatus,
				onInStoreOrder: orders.takeInStore,
			}),
		],
		{
			authenticate: async () => {
				throw new Error("nobody signs in here");
			},
		},
	);
	url = await app.listen({ port: 0, host: "127.0.0.1" });
	close = async () => {
		await app.close();
		await kitchen.close();
	};
});
afterAll(() => close());

async function post(path: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
	const text = JSON.stringify(body);
	const answer = await fetch(url + path, {
		method: "POST",
		headers: { "content-type": "application/json", [SIGNATURE_HEADER]: signBody(SECRET, text) },
		body: text,
	});
	return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
const fromPos = (body: unknown) => post("/pos/sim-pos/webhook", body);
const fromDsp = (body: unknown) => post("/order/sim-dsp", body);
const storedOrders = (key: string) =>
	kitchen.db.query<{ order_id: string; state: string; slug: string; pos_order_id: string; body: string }>(
		"SELECT * FROM orders WHERE dsp_order_id = $1",
		[key],
	);

// covers: B.8 current, B.8 once, B.7 order.created
test("an order that was taken in the store is kept once by its key, and confirmed (contract.md B.8)", async () => {
	const first = await fromPos(examples.in_store_order_created);
	expect(first).toMatchObject({ status: 200, body: { received: true, effect: "order taken" } });
	const again = await fromPos(examples.in_store_order_created);
	expect(again).toMatchObject({ status: 200, body: { effect: "order known already", order_id: first.body.order_id } });
	// kept with its location, whose habit is learned from it
	const inbox = await kitchen.db.query("SELECT location_id, type FROM inbox WHERE org_id = $1", [kitchen.ids.org_id]);
	expect(inbox).toEqual(Array(2).fill({ location_id: kitchen.ids.location_id, type: "order.created" }));
	const { idempotency_key = "", source_order_id } = examples.in_store_order_created.object;
	expect(await storedOrders(idempotency_key)).toMatchObject([
		{ order_id: first.body.order_id, slug: "sim-pos", pos_order_id: source_order_id, state: "in_progress" },
	]);
});

// covers: B.8 older, B.8 older status, F-1
test("the older in-store format is understood, and its status updates in the older envelope apply to it (contract.md B.8, F-1)", async () => {
	const { order } = examples.in_store_order_older.data;
	const older = { event: "order.created", data: { order: { ...order, provider_id: "phone-99" } } };
	expect(await fromPos(older)).toMatchObject({ status: 200, body: { effect: "order taken" } });
	expect(await fromPos(older)).toMatchObject({ status: 200, body: { effect: "order known already" } });
	const status = (value: string) => ({
		event: "order.status.updated",
		data: { location_id: "pos-loc-7", order: { provider_id: "phone-99", status: value } },
	});
	expect(await fromPos(status("ready_for_pickup"))).toMatchObject({ status: 200, body: { effect: "applied" } });
	expect(await fromPos(status("completed"))).toMatchObject({ status: 200, body: { effect: "applied" } });
	expect(await storedOrders("phone-99")).toMatchObject([{ state: "completed" }]);
	await kitchen.settleAll();
	expect(kitchen.toDsp).toEqual([]);
});

// covers: B.8 address, F-24
test.each([
	["street and zip", { street: "5 Pine St", city: "Seattle", state: "WA", zip: "98101", country: "US" }],
	["street and postal_code", { street: "5 Pine St", city: "Seattle", state: "WA", postal_code: "98101" }],
	["address_line_1", { address_line_1: "5 Pine St", address_line_2: null, city: "Seattle", state: "WA" }],
	["locality", { locality: "Seattle", administrative_district_level_1: "WA", postal_code: "98101" }],
	["nothing", null],
])("an in-store order may spell its address with %s (contract.md B.8, F-24)", async (what, delivery_address) => {
	const { object } = examples.in_store_order_created;
	const order = {
		...object,
		requested_for: 1_760_000_000_000.5,
		idempotency_key: undefined,
		source_order_id: `walk-in ${what}`,
		delivery_address,
	};
	const answer = await fromPos({ type: "order.created", object: order });
	expect(answer).toMatchObject({ status: 200, body: { effect: "order taken" } });
	const [stored] = await storedOrders(`walk-in ${what}`);
	expect(JSON.parse(stored?.body ?? "{}").object.delivery_address).toEqual(delivery_address);
});

// covers: B.8 location
test("an in-store order without a location is for the only one that the POS has here (contract.md B.8)", async () => {
	const { location_id: _, ...object } = examples.in_store_order_created.object;
	const order = (source_order_id: string) => ({
		type: "order.created",
		object: { ...object, source_order_id, idempotency_key: `${source_order_id}_1` },
	});
	expect(await fromPos(order("w-1"))).toMatchObject({ status: 200, body: { effect: "order taken" } });
	const second = [kitchen.ids.org_id, crypto.randomUUID()];
	await kitchen.db.query("INSERT INTO route_pos_location VALUES ('sim-pos', 'pos-loc-8', $1, $2)", second);
	expect(await fromPos(order("w-2"))).toMatchObject({ status: 200, body: { effect: "none" } });
	await kitchen.db.query("DELETE FROM route_pos_location WHERE pos_location_id = 'pos-loc-8'");
});

// covers: F.1.8
test("an in-store order of a location that nobody connected is answered 200 with a note (contract.md F.1.8)", async () => {
	const { object } = examples.in_store_order_created;
	const answer = await fromPos({ type: "order.created", object: { ...object, location_id: "pos-loc-99" } });
	expect(answer).toMatchObject({ status: 200, body: { effect: "none", note: "this location is not connected" } });
});

// covers: C.4 properties, C.4 new order, C.4 delivery status, C.4 cancel, F-11, C.5.3 cancel
test("a DSP's order, its courier and its cancellation, whatever they are called (contract.md C.4, F-11)", async () => {
	const { db, ids } = kitchen;
	const location_id = "dd-9001";
	const order = {
		...examples.dsp_new_order_strict.order,
		items: [{ id: "st-var-1", name: "Large tea", price: 450, currency: "usd", quantity: 1, modifiers: [] }],
	};
	const placed = await fromDsp({ type: "something", location_id, order });
	expect(placed.status).toBe(200);
	await kitchen.settleAll();
	const news = {
		location_id,
		order_id: order.id,
		delivery_status: "enroute_to_pickup",
		driver_details: { name: "Ben" },
	};
	expect(await fromDsp(news)).toEqual(placed);
	const reasons = { cancel_reason: "store_too_busy", cancel_source: "customer" };
	expect(await fromDsp({ location_id, order_id: order.id, ...reasons })).toEqual(placed);
	await kitchen.settleAll();
	expect(kitchen.toPos.map(({ body }) => JSON.parse(body).type)).toEqual([
		"order.created",
		"order.updated",
		"order.canceled",
	]);
	// reasons exist in this direction only; they stay with the order as the DSP wrote them (contract.md E.9)
	const [event] = await db.query<{ evidence: string }>(
		"SELECT evidence FROM order_event WHERE org_id = $1 AND type = 'order.canceled_by_dsp'",
		[ids.org_id],
	);
	expect(JSON.parse(event?.evidence ?? "{}")).toMatchObject(reasons);
	expect(kitchen.toPos.at(-1)?.body).not.toContain("busy");
	const unknown = await fromDsp({ ...news, order_id: "never sent" });
	expect(unknown).toMatchObject({ status: 404, body: { code: "order_not_found" } });
});

// covers: C.5.1 delivery_address, E.4 values
test("an order that somebody else than the channel delivers is refused without its address, which is named (contract.md C.5.1, E.4)", async () => {
	const { order } = examples.dsp_new_order_lenient;
	const delivery_address = { address_line_1: "5 Pine St", city: "Seattle" };
	const place = (fulfillment_type: string, more: object = {}) =>
		fromDsp({
			type: "new_order",
			location_id: "dd-9001",
			order: { ...order, id: `to ${fulfillment_type}`, fulfillment_type, ...more },
		});
	for (const fulfillment_type of ["merchant_managed_delivery", "stream_managed_delivery"]) {
		for (const nothing of [{}, { delivery_address: null }]) {
			expect(await place(fulfillment_type, nothing)).toMatchObject({
				status: 400,
				body: {
					code: "invalid_field",
					param: "/order/delivery_address",
					detail: `/order/delivery_address is needed for ${fulfillment_type}.`,
				},
			});
		}
		expect(await storedOrders(`to ${fulfillment_type}`)).toEqual([]);
		expect((await place(fulfillment_type, { delivery_address })).status).toBe(200);
	}
	// the channel's own couriers know the way (contract.md C.7)
	for (const fulfillment_type of ["delivery", "pickup"]) expect((await place(fulfillment_type)).status).toBe(200);
	await kitchen.settleAll();
});

// covers: F.1.4
test("fractions of a cent are rounded half up, told to the POS so, and logged (contract.md F.1.4)", async () => {
	const items = [{ id: "st-var-1", name: "Tea", price: 450.5, currency: "usd", quantity: 1, modifiers: [] }];
	const order = { ...examples.dsp_new_order_strict.order, id: "fraction", items, subtotal: 450.5 };
	const { body } = await fromDsp({ location_id: "dd-9001", order });
	await kitchen.settleAll();
	const sent = JSON.parse(kitchen.toPos.at(-1)?.body ?? "{}").object;
	expect([sent.line_items[0].price_amount, sent.subtotal]).toEqual([451, 451]);
	const lines = logged.map((line) => JSON.parse(line)).filter(({ event }) => event === "order.adjusted");
	expect(lines).toContainEqual(
		expect.objectContaining({ order_id: body.order_id, slug: "sim-dsp", param: "/order/items/0/price" }),
	);
});

// covers: B.5.7 verdict, F-12
test("a POS's late verdicts come by webhook (contract.md B.5.7, F-12)", async () => {
	kitchen.toDsp.length = 0;
	for (const id of ["late-1", "late-2"]) {
		await kitchen.submit({}, id);
		await kitchen.settleAll();
	}
	const orders = [...(await storedOrders("late-1")), ...(await storedOrders("late-2"))];
	const [yes = "", no = ""] = orders.map(({ pos_order_id }) => pos_order_id);
	const location_id = "pos-loc-7";
	const accepted = { type: "order.accepted", object: { location_id, provider_id: yes, prep_time_minutes: 20 } };
	expect(await fromPos(accepted)).toMatchObject({ status: 200, body: { effect: "applied" } });
	const posValidation = { stockValidation: [{ type: "item", provider_id: "tea-large", quantity: 0 }] };
	const rejected = { type: "order.rejected", object: { location_id, provider_id: no, posValidation } };
	expect(await fromPos(rejected)).toMatchObject({ status: 200, body: { effect: "applied" } });
	await kitchen.settleAll();
	expect(kitchen.toDsp.map(({ body }) => [body.type, body.order_id, body.failure_reason])).toEqual([
		["location.order.accept", "late-1", undefined],
		["location.order.fail", "late-2", "items_unavailable"],
	]);
});

// covers: C.5.3 status_update, C.4 store status, E.7 own, C.1 order
test("a DSP's own pause is noted at its store only, ends by itself, and its orders are taken all the same (contract.md C.5.3, E.7)", async () => {
	const { db, ids } = kitchen;
	const now = Date.now();
	const told = kitchen.toDsp.length;
	const pause = (status_update: object) => fromDsp({ type: "x", location_id: "dd-9001", status_update });
	const paused = (at = now) => listStoresPausedByDsp(db, ids.org_id, at);
	expect(await pause({ status: "paused", start_time: now, end_time: now + 60_000 })).toEqual({ status: 200, body: {} });
	expect(await pause({ status: "paused", start_time: now, end_time: now + 60_000 })).toEqual({ status: 200, body: {} });
	expect(await paused()).toMatchObject([{ dsp_location_id: "dd-9001", dsp_paused_until: now + 60_000 }]);
	expect(await paused(now + 60_001)).toEqual([]);
	await pause({ status: "paused", end_time: null });
	expect(await paused(now + 1e12)).toMatchObject([{ dsp_paused_until: null }]);

	expect(await db.query("SELECT 1 FROM location WHERE org_id = $1 AND status <> 'active'", [ids.org_id])).toEqual([]);
	await kitchen.submit({}, "while-paused");
	await kitchen.settleAll();
	expect(await storedOrders("while-paused")).toMatchObject([{ state: "in_progress" }]);
	expect(kitchen.toDsp.length).toBe(told);

	await pause({ status: "online" });
	expect(await paused()).toEqual([]);
	expect((await listAudit(db, ids.org_id)).map(({ action, detail }) => [action, detail.status])).toEqual([
		["store.status_updated", "paused"],
		["store.status_updated", "paused"],
		["store.status_updated", "online"],
	]);
	expect(await fromDsp({ location_id: "dd-0000", status_update: { status: "paused" } })).toMatchObject({
		status: 404,
		body: { code: "location_not_found" },
	});
});
