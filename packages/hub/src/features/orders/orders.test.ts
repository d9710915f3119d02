import { afterEach, expect, test } from "vitest";
import {
	answered,
	lenientOrder,
	lostAnswer,
	openKitchen,
	refusedConnection,
	sellable,
	submitted,
} from "./test-kitchen.ts";

type Kitchen = Awaited<ReturnType<typeof openKitchen>>;
let kitchen: Kitchen;
const open = async (...args: Parameters<typeof openKitchen>) => {
	kitchen = await openKitchen(...args);
	return kitchen;
};
afterEach(() => kitchen.close());

const taken = answered(201, { order: { provider_id: "pos-1", prep_time_minutes: 10 } });

// covers: B.5.1 new fields, B.5.1 deprecated fields, F-6, C.3 location.order.accept, B.11 order, C.7 flow, F-23, E.3 order_id, C.5.2 ids, C.3 ids
test("an order reaches the POS with old and new fields, and its channel hears that it is accepted", async () => {
	const k = await open({ pos: [taken] });
	await k.submit();
	await k.settleAll();
	const sent = JSON.parse(k.toPos[0]?.body ?? "");
	expect(sent.object).toMatchObject({
		location_id: "pos-loc-7",
		source_order_id: "o-1",
		dsp_order_id: "o-1",
		customer_name: "Ana Lopez",
		subtotal: 1050,
		tax: 105,
		tax_withheld_by_dsp: 0,
		placed_at: k.started_at,
	});
	expect(sent.object.line_items[0]).toMatchObject({
		provider_id: "tea-large",
		quantity: 2,
		price_amount: 450,
		modifiers: [{ provider_id: "oat", price_amount: 75, modifiers: [] }],
	});
	expect(k.toDsp).toEqual([
		{
			type: "location.order.accept",
			body: {
				type: "location.order.accept",
				location_id: "dd-9001",
				order_id: "o-1",
				estimated_ready_at_ms: k.started_at + 600_000,
			},
		},
	]);
	expect(await k.order()).toMatchObject({ injection: "accepted", verdict: "accepted", pos_order_id: "pos-1" });
});

// covers: E.12 duplicates, E.11 replay
test("an order that comes seven times at once is one order with seven equal answers", async () => {
	const k = await open({ pos: [taken] });
	const placed = await Promise.all(Array.from({ length: 7 }, () => k.submit()));
	await k.settleAll();
	expect(new Set(placed.map(({ order_id }) => order_id)).size).toBe(1);
	expect(placed.filter(({ is_duplicate }) => !is_duplicate)).toHaveLength(1);
	expect(k.toPos).toHaveLength(1);
	expect((await k.submit()).is_duplicate).toBe(true);
	await k.settleAll();
	expect(k.toPos).toHaveLength(1);
	expect(k.toDsp).toHaveLength(1);
});

// covers: B.5.6 own check, B.6 price, E.8 pos_missing_items, E.8 items_unavailable, E.8 order_validation_error, C.3 location.order.fail
test.each([
	[
		"an item that the POS does not have",
		{ items: [{ id: "nobody", name: "Ghost", price: 450, currency: "usd", quantity: 1, modifiers: [] }] },
		"pos_missing_items",
		["nobody"],
	],
	[
		"a price below the POS's",
		{ items: [{ id: "st-var-1", name: "Large tea", price: 449, currency: "usd", quantity: 1, modifiers: [] }] },
		"order_validation_error",
		["st-var-1"],
	],
	[
		"a sold-out item",
		{ items: [{ id: "st-out", name: "Soup", price: 900, currency: "usd", quantity: 1, modifiers: [] }] },
		"items_unavailable",
		["st-out"],
	],
	[
		"an unpaid order where the POS takes none",
		{ unpaid: true, fulfillment_type: "drive_thru" },
		"order_validation_error",
		[],
	],
])(
	"%s fails the order before the POS sees it, with the channel's own ids",
	async (_what, change, failure_reason, invalid_item_ids) => {
		const k = await open({
			catalog: [
				sellable("st-var-1", "tea-large", 450),
				sellable("st-mod-1", "oat", 75),
				{ ...sellable("st-out", "soup", 900), is_active: false },
			],
		});
		await k.submit(change);
		await k.settleAll();
		expect(k.toPos).toEqual([]);
		expect(k.toDsp).toHaveLength(1);
		expect(k.toDsp[0]?.body).toMatchObject({
			type: "location.order.fail",
			order_id: "o-1",
			failure_reason,
			failure_details: { invalid_item_ids },
		});
		expect(await k.order()).toMatchObject({ state: "failed", injection: "rejected", verdict: "failed" });
	},
);

// covers: B.5.1 unpaid, C.5.1 unpaid, C.7 paid
test("an unpaid order is taken at the drive-through only, where the POS takes unpaid ones (contract.md C.7, B.5.1)", async () => {
	const k = await open({ pos: [taken], settings: { accepts_unpaid: true } });
	await k.submit({ unpaid: true, fulfillment_type: "pickup" }, "o-1");
	await k.submit({ unpaid: true, fulfillment_type: "drive_thru" }, "o-2");
	await k.settleAll();
	expect(k.toPos.map(({ body }) => JSON.parse(body).object)).toMatchObject([{ dsp_order_id: "o-2", unpaid: true }]);
	expect(await k.order("o-1")).toMatchObject({ verdict_reason: "order_validation_error" });
});

// covers: B.5.2 markup
test("a POS that wants net prices gets the markup as a line with the channel's name (contract.md B.5.2)", async () => {
	const k = await open({
		pos: [taken],
		settings: { markup_line: true },
		catalog: [sellable("st-var-1", "tea-large", 400), sellable("st-mod-1", "oat", 75, "modifier")],
	});
	await k.submit();
	await k.settleAll();
	const { line_items, subtotal } = JSON.parse(k.toPos[0]?.body ?? "").object;
	expect(line_items.map((line: { name: string; price_amount: number }) => [line.name, line.price_amount])).toEqual([
		["Large tea", 400],
		["sim-dsp Markup", 100],
	]);
	expect(subtotal).toBe(1050);
});

// covers: B.6 stockValidation, C.3 location.order.fail, E.8 items_unavailable
test("the POS's refusal names the sold-out line by the channel's id", async () => {
	const k = await open({
		pos: [
			answered(400, { posValidation: { stockValidation: [{ type: "item", provider_id: "tea-large", quantity: 0 }] } }),
		],
	});
	await k.submit();
	await k.settleAll();
	expect(k.toDsp[0]?.body).toMatchObject({
		failure_reason: "items_unavailable",
		failure_details: { invalid_item_ids: ["st-var-1"] },
	});
});

// covers: E.8 restaurant_not_accepting_orders
test.each([
	["by its POS", "UPDATE location SET status = 'inactive' WHERE org_id = $1"],
	["by staff, with its link", "UPDATE binding SET paused_at = 1 WHERE org_id = $1"],
])("a store that was paused %s takes no orders", async (_, pause) => {
	const k = await open();
	k.attachWorker(1);
	await k.db.query(pause, [k.ids.org_id]);
	await k.submit();
	await k.atRest();
	await k.settleAll();
	expect(k.toPos).toEqual([]);
	expect(await k.order()).toMatchObject({ verdict: "failed" });
	expect(k.toDsp[0]?.body).toMatchObject({ failure_reason: "restaurant_not_accepting_orders" });
});

test("a store whose pauses are over takes orders", async () => {
	const k = await open();
	await k.db.query("UPDATE location SET status = 'inactive', paused_until = 1 WHERE org_id = $1", [k.ids.org_id]);
	await k.db.query("UPDATE binding SET paused_at = 1, paused_until = 2 WHERE org_id = $1", [k.ids.org_id]);
	await k.submit();
	await k.settleAll();
	expect(k.toDsp[0]?.type).toBe("location.order.accept");
});

// covers: E.8 location_not_found
test("an order for a store that is listed but not linked fails as location_not_found; an unknown store is refused", async () => {
	const k = await open();
	const submission = {
		slug: "sim-dsp",
		dsp_location_id: "dd-9002",
		dsp_order_id: "o-9",
		verdict_deadline_s: 150,
		...submitted(lenientOrder("o-9")),
	};
	await k.orders.place(submission);
	await k.settleAll();
	expect(k.toDsp[0]?.body).toMatchObject({
		location_id: "dd-9002",
		order_id: "o-9",
		failure_reason: "location_not_found",
	});
	await expect(k.orders.place({ ...submission, dsp_location_id: "dd-0000" })).rejects.toMatchObject({
		code: "location_not_found",
	});
});

// covers: B.5.1 idempotency_key, F-33
test("a POS that is down gets the order again with the same bytes and key, and the verdict is one", async () => {
	const k = await open({ pos: [refusedConnection, answered(503, {}), taken] });
	await k.submit();
	for (let n = 0; n < 4; n++) {
		await k.settleAll();
		k.advance(5000);
	}
	expect(k.toPos).toHaveLength(3);
	expect(new Set(k.toPos.map(({ body, key }) => body + key)).size).toBe(1);
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.accept"]);
});

test("a POS that stays down: the channel hears of the failure by the deadline, and nothing is sent after it", async () => {
	const k = await open({ pos: [refusedConnection] });
	await k.submit();
	for (let n = 0; n < 40 && k.toDsp.length === 0; n++) {
		await k.settleAll();
		k.advance(5000);
	}
	const at = k.toPos.length;
	k.advance(600_000);
	await k.settleAll();
	expect(k.toDsp).toHaveLength(1);
	expect(k.toDsp[0]?.body).toMatchObject({ type: "location.order.fail", failure_reason: "unknown" });
	expect(k.toPos).toHaveLength(at);
	expect(await k.order()).toMatchObject({ injection: "expired", verdict: "failed" });
});

test("a message whose order is over does not wait for ever: it is dropped, with the reason", async () => {
	const k = await open({ pos: [refusedConnection] });
	await k.submit();
	for (let n = 0; n < 40; n++) {
		await k.settleAll();
		k.advance(5000);
	}
	const [delivery] = await k.db.query("SELECT state, reason FROM delivery WHERE type = 'order.created'");
	expect(delivery).toEqual({ state: "dropped", reason: "the order is expired" });
});

test("however often an order has to wait for its POS, its deadline stays where it was", async () => {
	const k = await open({ pos: [refusedConnection] });
	await k.submit();
	const { deadline_at } = (await k.order()) ?? {};
	for (let n = 0; n < 6; n++) {
		await k.settleAll();
		k.advance(5000);
		const jobs = await k.db.query<{ start_after: Date }>(
			"SELECT start_after FROM pgboss.job WHERE name = 'order.deadline'",
		);
		expect(jobs.map(({ start_after }) => start_after.getTime())).toEqual([deadline_at]);
	}
});

// covers: E.12 no blind retry
test("a lost answer is asked for again where the POS dedupes", async () => {
	const k = await open({ pos: [lostAnswer, taken] });
	await k.submit();
	await k.settleAll();
	expect(await k.order()).toMatchObject({ injection: "unknown" });
	k.advance(20_000);
	await k.settleAll();
	expect(k.toPos).toHaveLength(2);
	expect(await k.order()).toMatchObject({ injection: "accepted" });
});

test.each([307, 404])(
	"after a lost answer a %i is no word about the order: the POS is asked on, and the channel hears what is true",
	async (status) => {
		const k = await open({ pos: [lostAnswer, answered(status, {}), taken] });
		await k.submit();
		for (let n = 0; n < 3; n++) {
			await k.settleAll();
			k.advance(5000);
		}
		expect(k.toPos).toHaveLength(3);
		expect(await k.order()).toMatchObject({ injection: "accepted", pos_order_id: "pos-1" });
		expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.accept"]);
	},
);

test("a refusal in the POS's own words counts after a lost answer too", async () => {
	const refused = answered(400, { posValidation: { orderValidation: [{ order_error: "store_unavailable" }] } });
	const k = await open({ pos: [lostAnswer, refused] });
	await k.submit();
	for (let n = 0; n < 2; n++) {
		await k.settleAll();
		k.advance(5000);
	}
	expect(await k.order()).toMatchObject({ injection: "rejected" });
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.fail"]);
});

// covers: E.12 no blind retry
test("a lost answer is never asked for again where the POS does not dedupe; the channel hears in time", async () => {
	const k = await open({ pos: [lostAnswer], settings: { delivery_contract: "at_most_once" } });
	await k.submit();
	await k.settleAll();
	k.advance(149_000);
	await k.settleAll();
	expect(k.toDsp).toEqual([]);
	k.advance(2000);
	await k.settleAll();
	expect(k.toPos).toHaveLength(1);
	expect(k.toDsp[0]?.body).toMatchObject({ type: "location.order.fail" });
	const [delivery] = await k.db.query<{ state: string }>("SELECT state FROM delivery WHERE type = 'order.created'");
	expect(delivery?.state).toBe("parked");
});

test("a POS that took the order after all, once the channel was told no, is told to cancel it", async () => {
	const late = await open({ pos: [...Array.from({ length: 14 }, () => lostAnswer), taken, answered(200, {})] });
	await late.submit();
	for (let n = 0; n < 80; n++) {
		await late.settleAll();
		late.advance(5000);
	}
	expect(late.toDsp.map(({ type }) => type)).toEqual(["location.order.fail"]);
	const last = JSON.parse(late.toPos.at(-1)?.body ?? "");
	expect(last).toEqual({
		type: "order.canceled",
		object: { provider_id: "pos-1", order_id: "pos-1", location_id: "pos-loc-7" },
	});
});

test("a crash between request and answer leaves an order that is asked for again, not sent as a new one", async () => {
	const k = await open({ pos: [() => Promise.reject(new Error("the hub was killed")), taken] });
	await k.submit();
	await expect(k.settleAll()).rejects.toThrow("the hub was killed");
	expect(await k.order()).toMatchObject({ injection: "sending" });
	await k.queue.reclaim();
	await k.settleAll();
	expect(new Set(k.toPos.map(({ body, key }) => body + key)).size).toBe(1);
	expect(await k.order()).toMatchObject({ injection: "accepted" });
	expect(k.toDsp).toHaveLength(1);
});

test("a crash between request and answer, seen only when the time is over, puts the order on the list for a human", async () => {
	const once = { delivery_contract: "at_most_once" } as const;
	const k = await open({ settings: once, pos: [() => Promise.reject(new Error("the hub was killed")), taken] });
	await k.submit();
	await expect(k.settleAll()).rejects.toThrow("the hub was killed");
	k.advance(200_000);
	await k.queue.reclaim();
	await k.settleAll();
	expect(k.toPos).toHaveLength(1);
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.fail"]);
	expect(await k.db.query("SELECT state, reason FROM delivery WHERE type = 'order.created'")).toEqual([
		{ state: "parked", reason: "the request may have arrived; the POS was not asked again" },
	]);
});

// covers: B.5.5 both ids, F-5, C.5.3 cancel
test("a cancelled order is taken off the POS, after the request that carried it", async () => {
	const k = await open({ pos: [taken, answered(200, {})] });
	await k.submit();
	await k.settleAll();
	await k.orders.cancel({ slug: "sim-dsp", dsp_location_id: "dd-9001", dsp_order_id: "o-1", body: "{}" });
	await k.orders.cancel({ slug: "sim-dsp", dsp_location_id: "dd-9001", dsp_order_id: "o-1", body: "{}" });
	await k.settleAll();
	expect(k.toPos.map(({ body }) => JSON.parse(body).type)).toEqual(["order.created", "order.canceled"]);
	expect(JSON.parse(k.toPos[1]?.body ?? "").object).toEqual({
		provider_id: "pos-1",
		order_id: "pos-1",
		location_id: "pos-loc-7",
	});
	expect(await k.order()).toMatchObject({ state: "dsp_canceled" });
});

test("a cancellation that comes before its order stops the order", async () => {
	const k = await open();
	await k.orders.cancel({ slug: "sim-dsp", dsp_location_id: "dd-9001", dsp_order_id: "o-1", body: "{}" });
	expect((await k.submit()).is_duplicate).toBe(true);
	await k.settleAll();
	expect(k.toPos).toEqual([]);
	expect(k.toDsp).toEqual([]);
});

test("an order that is cancelled before it left never reaches the POS", async () => {
	const k = await open();
	await k.submit();
	await k.orders.cancel({ slug: "sim-dsp", dsp_location_id: "dd-9001", dsp_order_id: "o-1", body: "{}" });
	await k.settleAll();
	expect(k.toPos).toEqual([]);
	expect(k.toDsp).toEqual([]);
});

const status = (k: Kitchen, value: string) =>
	k.orders.applyStatus({
		org_id: k.ids.org_id,
		location_id: k.ids.location_id,
		slug: "sim-pos",
		pos_order_id: "pos-1",
		status: value,
		evidence: "{}",
	});

// covers: B.7 order.status.updated, C.3 location.order.notify_status_change, E.12 order, E.5 ready_for_pickup, E.5 completed, C.7 ready
test("the kitchen's progress reaches the channel; repeats and steps back change nothing", async () => {
	const k = await open({ pos: [taken] });
	await k.submit();
	await k.settleAll();
	expect(await status(k, "ready_for_pickup")).toBe("applied");
	expect(await status(k, "ready_for_pickup")).toBe("ignored");
	expect(await status(k, "completed")).toBe("applied");
	expect(await status(k, "ready_for_pickup")).toBe("ignored");
	expect(await status(k, "on_the_moon")).toBe("unknown_status");
	await k.settleAll();
	expect(k.toDsp.map(({ body }) => body.order_status_update ?? body.type)).toEqual([
		"location.order.accept",
		"ready_for_pickup",
		"completed",
	]);
});

// covers: C.3 location.order.cancel, E.5 merchant_canceled
test("a merchant's cancellation reaches the channel once", async () => {
	const k = await open({ pos: [taken] });
	await k.submit();
	await k.settleAll();
	await status(k, "merchant_canceled");
	await status(k, "merchant_canceled");
	await k.settleAll();
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.accept", "location.order.cancel"]);
});

test("a status that overtakes the POS's own answer is held until the order is known", async () => {
	let early: Promise<unknown> | undefined;
	const k = await open({
		pos: [
			async () => {
				early = status(kitchen, "ready_for_pickup");
				expect(await early).toBe("waiting_for_order");
				return taken;
			},
		],
	});
	await k.submit();
	await k.settleAll();
	k.advance(2000);
	await k.settleAll();
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.accept", "location.order.notify_status_change"]);
});

// covers: B.5.7 held, B.5.7 timeout
test("a POS that confirms later has 60 seconds; then the channel hears that it failed", async () => {
	const k = await open({ pos: [answered(200, { order: { provider_id: "pos-1", async_acceptance: true } })] });
	await k.submit();
	await k.settleAll();
	expect(await k.order()).toMatchObject({ injection: "pending_acceptance" });
	expect(k.toDsp).toEqual([]);
	k.advance(61_000);
	await k.settleAll();
	expect(k.toDsp[0]?.body).toMatchObject({
		type: "location.order.fail",
		failure_details: { error_message: "confirmation_timeout" },
	});
});
