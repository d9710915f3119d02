import { afterEach, expect, test } from "vitest";
import { loadForInjection } from "../../storage/tables/order.ts";
import { createOrderCommits } from "./commit.ts";
import { expireOrder } from "./expire-order.ts";
import { answered, lostAnswer, openKitchen } from "./test-kitchen.ts";

type Kitchen = Awaited<ReturnType<typeof openKitchen>>;
let kitchen: Kitchen;
afterEach(() => kitchen.close());

const later = answered(201, { order: { provider_id: "pos-1", async_acceptance: true } });

/** A kitchen whose POS has an order and has not said yet whether it takes it. */
async function waiting(reply = later): Promise<Kitchen> {
	kitchen = await openKitchen({ pos: [reply, answered(200, {})] });
	await kitchen.submit();
	await kitchen.settleAll();
	return kitchen;
}

const wordOf = (k: Kitchen, pos_order_id = "pos-1") => ({
	org_id: k.ids.org_id,
	location_id: k.ids.location_id,
	slug: "sim-pos",
	pos_order_id,
	evidence: "{}",
});
const accept = (k: Kitchen, prep_time_minutes?: number) =>
	k.orders.applyStatus({ ...wordOf(k), verdict: { kind: "accepted", prep_time_minutes } });
const reject = (k: Kitchen, posValidation?: unknown) =>
	k.orders.applyStatus({ ...wordOf(k), verdict: { kind: "rejected", posValidation } });

// covers: B.5.7 verdict, B.11 order, C.3 location.order.accept
test("a POS that accepts later is heard: the channel gets its acceptance with the preparation time (contract.md B.5.7, B.11)", async () => {
	const k = await waiting();
	k.advance(20_000);
	expect(await accept(k, 25)).toBe("applied");
	expect(await accept(k, 25)).toBe("ignored");
	await k.settleAll();
	expect(k.toDsp.map(({ body }) => body)).toEqual([
		{
			type: "location.order.accept",
			location_id: "dd-9001",
			order_id: "o-1",
			estimated_ready_at_ms: k.started_at + 20_000 + 25 * 60_000,
		},
	]);
	k.advance(120_000);
	await k.settleAll();
	expect(k.toDsp).toHaveLength(1);
	expect(await k.order()).toMatchObject({ injection: "accepted", verdict: "accepted", state: "in_progress" });
});

// covers: B.5.7 verdict, C.3 location.order.cancel
test.each([
	["a status", { status: "merchant_canceled" }],
	["a verdict", { verdict: { kind: "rejected" as const } }],
])(
	"a kitchen that accepts orders and calls them off in one breath, by %s, never makes the channel hear two verdicts",
	async (_, callOff) => {
		let tickets = 0;
		const taken = () => answered(201, { order: { provider_id: `pos-${++tickets}`, async_acceptance: true } });
		kitchen = await openKitchen({ pos: [taken] });
		const ids = Array.from({ length: 12 }, (_, n) => `o-${n + 1}`);
		for (const id of ids) await kitchen.submit({}, id);
		await kitchen.settleAll();
		const { applyStatus } = kitchen.orders;
		// each two find the order as it was before either has changed it, and either may be the first to change it
		await Promise.all(
			ids.flatMap((_, n) => [
				applyStatus({ ...wordOf(kitchen, `pos-${n + 1}`), verdict: { kind: "accepted" } }),
				applyStatus({ ...wordOf(kitchen, `pos-${n + 1}`), ...callOff }),
			]),
		);
		await kitchen.settleAll();
		const heard = ids.map((id) => kitchen.toDsp.filter(({ body }) => body.order_id === id).map(({ type }) => type));
		for (const types of heard)
			expect([["location.order.accept", "location.order.cancel"], ["location.order.fail"]]).toContainEqual(types);
	},
);

// covers: B.11 location
test("a late acceptance without a preparation time keeps that of the first answer, else the location's (contract.md B.11)", async () => {
	const own = answered(201, { order: { provider_id: "pos-1", async_acceptance: true, prep_time_minutes: 40 } });
	for (const [reply, minutes] of [
		[own, 40],
		[later, 15],
	] as const) {
		const k = await waiting(reply);
		await accept(k);
		await k.settleAll();
		expect(k.toDsp[0]?.body.estimated_ready_at_ms).toBe(k.started_at + minutes * 60_000);
		if (reply === own) await k.close();
	}
});

// covers: B.5.7 verdict, B.6 orderValidation, B.6 orderTotalsValidation, E.8 unknown
test.each([
	[
		"what is short, by the channel's own ids",
		{ stockValidation: [{ type: "item", provider_id: "tea-large", quantity: 0 }] },
		"items_unavailable",
		["st-var-1"],
	],
	[
		"a modifier that is short",
		{ stockValidation: [{ type: "modifier", provider_id: "oat", quantity: 0 }] },
		"items_unavailable",
		["st-mod-1"],
	],
	["totals", { orderTotalsValidation: [{ posTotal: 1200, streamTotal: 1155 }] }, "order_validation_error", []],
	["invalid_cart", { orderValidation: [{ order_error: "invalid_cart" }] }, "order_validation_error", []],
	["pos_offline", { orderValidation: [{ order_error: "pos_offline" }] }, "restaurant_not_accepting_orders", []],
	[
		"store_unavailable",
		{ orderValidation: [{ order_error: "store_unavailable" }] },
		"restaurant_not_accepting_orders",
		[],
	],
	["other", { orderValidation: [{ order_error: "other" }] }, "unknown", []],
	["a code of the future", { orderValidation: [{ order_error: "moon_phase" }] }, "unknown", []],
	["nothing", undefined, "restaurant_not_accepting_orders", []],
])(
	"a late refusal for %s reaches the channel with its reason (contract.md B.5.7, B.6, E.8)",
	async (_what, posValidation, failure_reason, invalid_item_ids) => {
		const k = await waiting();
		expect(await reject(k, posValidation)).toBe("applied");
		expect(await reject(k, posValidation)).toBe("ignored");
		k.advance(120_000);
		await k.settleAll();
		expect(k.toDsp).toHaveLength(1);
		expect(k.toDsp[0]?.body).toMatchObject({
			type: "location.order.fail",
			failure_reason,
			failure_details: { invalid_item_ids },
		});
		expect(await k.order()).toMatchObject({ injection: "rejected", state: "failed", verdict: "failed" });
	},
);

// covers: B.5.7 timeout, E.8 unknown
test("without a word in 60 seconds the channel hears confirmation_timeout, the POS that the order is off, and a late yes changes nothing (contract.md B.5.7)", async () => {
	const k = await waiting();
	k.advance(59_000);
	await k.settleAll();
	expect(k.toDsp).toEqual([]);
	k.advance(2_000);
	await k.settleAll();
	expect(k.toDsp[0]?.body).toMatchObject({
		failure_reason: "unknown",
		failure_details: { error_message: "confirmation_timeout" },
	});
	expect(JSON.parse(k.toPos[1]?.body ?? "")).toMatchObject({
		type: "order.canceled",
		object: { provider_id: "pos-1", order_id: "pos-1", location_id: "pos-loc-7" },
	});
	expect(await accept(k)).toBe("ignored");
	await k.settleAll();
	expect(k.toDsp).toHaveLength(1);
	expect(k.toPos).toHaveLength(2);
});

test("a deadline that looked before the POS said that it will decide leaves the order to the next one, which calls it off there", async () => {
	kitchen = await openKitchen({ pos: [lostAnswer, later, answered(200, {})] });
	const k = kitchen;
	await k.submit();
	await k.settleAll();
	const { org_id } = k.ids;
	const order_id = String((await k.order())?.order_id);
	const [seen] = await loadForInjection(k.db, org_id, [order_id]);
	k.advance(5_000);
	await k.settleAll();
	await k.queue.transaction(async (tx) => tx.send("order.deadline", { org_id, order_id }));
	const [job] = await k.queue.fetch("order.deadline", 1);
	if (seen === undefined || job === undefined) throw new Error("there is no order or no job");
	const commit = createOrderCommits({ queue: k.queue, clock: k.clock, announce: async () => {} });
	await expireOrder({ commit, onVerdict: () => {} }, seen, "too late", { queue: "order.deadline", job });
	expect(await k.order()).toMatchObject({ injection: "pending_acceptance", verdict: null });
	k.advance(61_000);
	await k.settleAll();
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.fail"]);
	expect(JSON.parse(k.toPos.at(-1)?.body ?? "")).toMatchObject({ type: "order.canceled" });
});

test("a verdict that overtakes the POS's own answer is held until the order is known", async () => {
	kitchen = await openKitchen({
		pos: [
			async () => {
				expect(await accept(kitchen, 5)).toBe("waiting_for_order");
				return later;
			},
		],
	});
	await kitchen.submit();
	await kitchen.settleAll();
	kitchen.advance(2_000);
	await kitchen.settleAll();
	expect(kitchen.toDsp.map(({ type }) => type)).toEqual(["location.order.accept"]);
});

test("a preparation time that is none leaves that of the location", async () => {
	const k = await waiting();
	expect(await accept(k, Number.MAX_SAFE_INTEGER)).toBe("applied");
	await k.settleAll();
	expect(k.toDsp[0]?.body.estimated_ready_at_ms).toBe(k.started_at + 15 * 60_000);
});

test("a verdict on an order that nobody knows is told so", async () => {
	const k = await waiting();
	const word = { ...wordOf(k, "pos-9"), verdict: { kind: "accepted" as const } };
	expect(await k.orders.applyStatus(word)).toBe("unknown_order");
});

test("a channel that called the order off meanwhile hears no acceptance", async () => {
	const k = await waiting();
	await k.orders.cancel({ slug: "sim-dsp", dsp_location_id: "dd-9001", dsp_order_id: "o-1", body: "{}" });
	expect(await accept(k)).toBe("applied");
	expect(await k.orders.applyStatus({ ...wordOf(k), status: "in_progress" })).toBe("ignored");
	await k.settleAll();
	expect(k.toDsp).toEqual([]);
	expect(JSON.parse(k.toPos[1]?.body ?? "").type).toBe("order.canceled");
	expect(await k.order()).toMatchObject({ injection: "accepted", state: "dsp_canceled", verdict: null });
});

test("a POS that goes back on its acceptance calls the order off", async () => {
	const k = await waiting();
	await accept(k);
	expect(await reject(k)).toBe("applied");
	await k.settleAll();
	expect(k.toDsp.map(({ type }) => type)).toEqual(["location.order.accept", "location.order.cancel"]);
});

// covers: E.5 dsp_canceled
test.each(["dsp_canceled", "scheduled"])(
	"a POS that says %s says what is not its own to say (contract.md E.5)",
	async (status) => {
		const k = await waiting();
		expect(await k.orders.applyStatus({ ...wordOf(k), status })).toBe("ignored");
		expect(await k.order()).toMatchObject({ injection: "pending_acceptance", state: "in_progress" });
	},
);
