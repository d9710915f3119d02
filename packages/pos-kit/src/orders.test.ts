import { examples } from "@ticketrail/contract";
import { describe, expect, test } from "vitest";
import { createMemoryLedger } from "./answer-ledger.ts";
import { createTestPos, type TestPos } from "./test-pos.ts";

const { order_created, order_updated, order_canceled, pos_validation } = examples;

async function signedIn(): Promise<{ pos: TestPos; access_token: string }> {
	const pos = createTestPos();
	const { access_token } = await pos.signIn();
	return { pos, access_token };
}

describe("an order from the hub", () => {
	test("becomes a ticket, and the hub hears its number", async () => {
		const { pos, access_token } = await signedIn();
		pos.kitchen.decision = () => ({ kind: "accepted", provider_id: "ticket-7", prep_time_minutes: 15 });
		const response = await pos.order(access_token, order_created);
		expect(response.status).toBe(201);
		expect(await response.json()).toEqual({ order: { provider_id: "ticket-7", prep_time_minutes: 15 } });
	});

	test("becomes one ticket however often it comes, and the answer stays the same", async () => {
		const { pos, access_token } = await signedIn();
		const answers = [];
		for (let time = 0; time < 3; time++) {
			const response = await pos.order(access_token, order_created);
			answers.push([response.status, await response.text()]);
		}
		expect(pos.placed).toHaveLength(1);
		expect(new Set(answers.map(String)).size).toBe(1);
	});

	test("becomes one ticket when copies arrive while the kitchen still thinks", async () => {
		const { pos, access_token } = await signedIn();
		const { promise, resolve } = Promise.withResolvers<{ kind: "accepted"; provider_id: string }>();
		pos.kitchen.decision = () => promise;
		const copies = Promise.all([1, 2, 3].map(() => pos.order(access_token, order_created)));
		resolve({ kind: "accepted", provider_id: "ticket-7" });
		expect((await copies).map(({ status }) => status)).toEqual([201, 201, 201]);
		expect(pos.placed).toHaveLength(1);
	});

	test("is refused with the kitchen's reasons, the second time too", async () => {
		const { pos, access_token } = await signedIn();
		pos.kitchen.decision = () => ({ kind: "refused", ...pos_validation });
		for (let time = 0; time < 2; time++) {
			const response = await pos.order(access_token, order_created);
			expect(response.status).toBe(400);
			expect(await response.json()).toEqual(pos_validation);
		}
		expect(pos.placed).toHaveLength(1);
	});

	test("can be tried again after the kitchen failed to answer", async () => {
		const { pos, access_token } = await signedIn();
		pos.kitchen.decision = () => Promise.reject(new Error("the printer is on fire"));
		await expect(pos.order(access_token, order_created)).rejects.toThrow("printer");
		pos.kitchen.decision = () => ({ kind: "accepted", provider_id: "ticket-8" });
		expect((await pos.order(access_token, order_created)).status).toBe(201);
	});

	test("of one merchant does not answer for another merchant's order with the same key", async () => {
		const { pos, access_token } = await signedIn();
		pos.consent.answer = { kind: "approved", account: { id: "merchant-2" } };
		const other = await pos.signIn();
		await pos.order(access_token, order_created);
		await pos.order(other.access_token, order_created);
		expect(pos.placed).toHaveLength(2);
	});

	test("without the deprecated fields is taken too", async () => {
		const { pos, access_token } = await signedIn();
		const { source_order_id: _1, customer_name: _2, placed_at: _3, ...object } = order_created.object;
		expect((await pos.order(access_token, { type: "order.created", object })).status).toBe(201);
	});

	test("that is malformed is refused with a reason and makes no ticket", async () => {
		const { pos, access_token } = await signedIn();
		const object = { ...order_created.object, line_items: [{ name: "Tea" }] };
		const response = await pos.order(access_token, { type: "order.created", object });
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({
			posValidation: {
				orderValidation: [{ order_error: "other", order_error_reason: expect.stringContaining("line_items") }],
			},
		});
		expect(pos.placed).toEqual([]);
	});
});

describe("news about an order", () => {
	test("reaches the kitchen, with a status of the future too", async () => {
		const { pos, access_token } = await signedIn();
		const object = { ...order_updated.object, order_id: "ticket-7" };
		expect((await pos.order(access_token, { type: "order.updated", object })).status).toBe(200);
		const future = { ...object, status: "beamed_up" };
		expect((await pos.order(access_token, { type: "order.updated", object: future })).status).toBe(200);
		expect(pos.updated).toEqual([`ticket-7 ${object.status}`, "ticket-7 beamed_up"]);
	});

	test.each(["provider_id", "order_id"])("cancels the ticket that %s names", async (name) => {
		const { pos, access_token } = await signedIn();
		const { location_id } = order_canceled.object;
		const event = { type: "order.canceled", object: { location_id, [name]: "ticket-7" } };
		expect((await pos.order(access_token, event)).status).toBe(200);
		expect(pos.canceled).toEqual(["ticket-7"]);
	});

	test("is answered 404 when the POS has no such order", async () => {
		const { pos, access_token } = await signedIn();
		const event = { type: "order.canceled", object: { location_id: "pos-loc-7", provider_id: "ticket-99" } };
		expect((await pos.order(access_token, event)).status).toBe(404);
	});

	test("of a kind that the kit does not know is taken and ignored", async () => {
		const { pos, access_token } = await signedIn();
		expect((await pos.order(access_token, { type: "order.moved", object: {} })).status).toBe(200);
	});

	test.each(["{", "[]", "null", '{"object":{}}'])("is refused with 400 when it is not an event: %s", async (body) => {
		const { pos, access_token } = await signedIn();
		expect((await pos.call("orders", access_token, { method: "POST", body })).status).toBe(400);
	});
});

test("the ledger forgets the oldest answers first and no more than it must", async () => {
	const ledger = createMemoryLedger({ capacity: 2 });
	const answer = async (key: string) => (await ledger.once(key, async () => ({ status: 201, body: key }))).is_replay;
	expect([await answer("a"), await answer("b"), await answer("c")]).toEqual([false, false, false]);
	expect([await answer("c"), await answer("b"), await answer("a")]).toEqual([true, true, false]);
});
