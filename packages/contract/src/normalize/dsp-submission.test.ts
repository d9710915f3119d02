import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile } from "../compile.ts";
import { DspOrder } from "../dsp/order.ts";
import { examples } from "../examples/all.ts";
import { normalizeDspSubmission } from "./dsp-submission.ts";

function newOrder(raw: unknown) {
	const submission = normalizeDspSubmission(raw);
	if (submission.kind !== "new_order") throw new Error(JSON.stringify(submission));
	return submission;
}

describe("which message it is", () => {
	// covers: C.4 properties, F-11
	test.each([
		["new_order", examples.dsp_new_order_strict],
		["new_order", examples.dsp_new_order_lenient],
		["cancel_order", examples.dsp_cancel_order],
		["store_status_update", examples.dsp_store_status_update],
		["delivery_status_update", examples.dsp_delivery_status_update],
	] as const)("%s is told by its properties, whatever its type says", (kind, example) => {
		for (const type of [example.type, "something.else", undefined, null]) {
			expect(normalizeDspSubmission({ ...example, type }).kind).toBe(kind);
		}
	});

	test("a body that is none of the four is invalid", () => {
		const submission = normalizeDspSubmission({ type: "new_order", location_id: "dsp-loc-3" });
		expect(submission).toEqual({
			kind: "invalid",
			problems: [{ path: "", message: "must have one of order, status_update, delivery_status, order_id" }],
		});
	});

	test("a delivery status without an order is invalid", () => {
		const { order_id: _, ...rest } = examples.dsp_delivery_status_update;
		expect(normalizeDspSubmission(rest)).toEqual({
			kind: "invalid",
			problems: [{ path: "/order_id", message: "is missing" }],
		});
	});

	test("a message without a store is invalid", () => {
		const { location_id: _, ...rest } = examples.dsp_cancel_order;
		expect(normalizeDspSubmission(rest)).toMatchObject({ kind: "invalid", problems: [{ path: "/location_id" }] });
	});

	test("no value at all makes it throw", () => {
		fc.assert(
			fc.property(fc.anything(), (raw) => {
				expect(normalizeDspSubmission(raw).kind).toBe("invalid");
			}),
		);
	});
});

describe("a new order", () => {
	// covers: C.5.1 strict
	test("in the strict form keeps every field", () => {
		const { order, notes } = newOrder(examples.dsp_new_order_strict);
		expect(order).toEqual({ ...examples.dsp_new_order_strict.order, discounts: [], should_include_utensils: true });
		expect(notes).toEqual([]);
	});

	// covers: C.5.2 lenient, F-21
	test("in the lenient form gets the documented defaults", () => {
		const { order, notes } = newOrder(examples.dsp_new_order_lenient);
		expect(order.customers).toEqual([{ id: "1", name: "Ana Lopez", email: "ana@example.test", phone: "+12065550100" }]);
		expect(order.tax_withheld).toBe(0);
		expect(order.items[0]?.modifiers[0]?.modifiers).toEqual([]);
		expect(order.customer_facing_id).toBe("");
		expect(order.service_charge).toBe(40);
		expect("customer" in order).toBe(false);
		expect(notes).toEqual([]);
	});

	// covers: F-21
	test("the list of customers wins over the single customer, unless it is empty", () => {
		const { order } = examples.dsp_new_order_strict;
		const customer = { name: "Ben Carter" };
		expect(newOrder({ location_id: "s", order: { ...order, customer } }).order.customers[0]?.name).toBe("Ana Lopez");
		expect(newOrder({ location_id: "s", order: { ...order, customers: [], customer } }).order.customers).toEqual([
			{ id: "1", name: "Ben Carter", email: "", phone: "" },
		]);
	});

	test("customers without an id are numbered by their place", () => {
		const customers = [{ name: "Ana" }, { id: "x", name: "Ben" }, { name: "Cleo" }];
		const { order } = newOrder({ location_id: "s", order: { ...examples.dsp_new_order_strict.order, customers } });
		expect(order.customers.map(({ id }) => id)).toEqual(["1", "x", "3"]);
	});

	test("without any customer it is refused", () => {
		const { customers: _, ...order } = examples.dsp_new_order_strict.order;
		expect(normalizeDspSubmission({ location_id: "s", order })).toEqual({
			kind: "invalid",
			problems: [{ path: "/order/customers", message: "is missing" }],
		});
	});

	// covers: F.1.4
	test("fractions of a cent are rounded half up and told", () => {
		const { order: strict } = examples.dsp_new_order_strict;
		const { order, notes } = newOrder({
			location_id: "s",
			order: { ...strict, subtotal: 450.5, tax: 44.4, driver_tip: -0.2, items: [{ ...strict.items[0], price: 449.5 }] },
		});
		expect([order.subtotal, order.tax, order.driver_tip, order.items[0]?.price]).toEqual([451, 44, 0, 450]);
		expect(notes.map(({ path }) => path).sort()).toEqual([
			"/order/driver_tip",
			"/order/items/0/price",
			"/order/subtotal",
			"/order/tax",
		]);
	});

	// covers: F.1.3
	test("a price that is a string is refused with its place", () => {
		const order = structuredClone(examples.dsp_new_order_lenient.order) as unknown as {
			items: { modifiers: { price: unknown }[] }[];
		};
		const [modifier] = order.items[0]?.modifiers ?? [];
		if (modifier) modifier.price = "0.75";
		expect(normalizeDspSubmission({ location_id: "s", order })).toEqual({
			kind: "invalid",
			problems: [{ path: "/order/items/0/modifiers/0/price", message: "must be a number, not a string" }],
		});
	});

	// covers: C.5.1 estimated_ready_at_ms
	test("an invalid ready time counts as missing", () => {
		const { order: strict } = examples.dsp_new_order_strict;
		for (const estimated_ready_at_ms of [-1, 0, 1_760_000_900, "soon", 1e20, {}, Number.NaN]) {
			const { order, notes } = newOrder({ location_id: "s", order: { ...strict, estimated_ready_at_ms } });
			expect("estimated_ready_at_ms" in order).toBe(false);
			expect(notes).toHaveLength(1);
		}
		const at = 1_760_000_900_000;
		expect(
			newOrder({ location_id: "s", order: { ...strict, estimated_ready_at_ms: at } }).order.estimated_ready_at_ms,
		).toBe(at);
	});

	// covers: C.5.1 utensils
	test("utensils are wanted unless the customer says no", () => {
		const { order } = examples.dsp_new_order_strict;
		expect(newOrder({ location_id: "s", order }).order.should_include_utensils).toBe(true);
		const without = { ...order, should_include_utensils: false };
		expect(newOrder({ location_id: "s", order: without }).order.should_include_utensils).toBe(false);
	});

	// covers: E.2 in, F-7, F-37
	test("currencies become lower case", () => {
		const [item] = examples.dsp_new_order_strict.order.items;
		const order = { ...examples.dsp_new_order_strict.order, items: [{ ...item, currency: "USD" }] };
		expect(newOrder({ location_id: "s", order }).order.items[0]?.currency).toBe("usd");
	});

	test("an address with gaps is filled with empty text", () => {
		const order = {
			...examples.dsp_new_order_strict.order,
			delivery_address: { address_line_1: "5 Pine St", city: null },
		};
		expect(newOrder({ location_id: "s", order }).order.delivery_address).toEqual({
			address_line_1: "5 Pine St",
			city: "",
			state: "",
			postal_code: "",
			country: "",
		});
	});

	// covers: F.1.1
	test("an unknown fulfilment type and unknown fields pass", () => {
		const order = { ...examples.dsp_new_order_strict.order, fulfillment_type: "drone", altitude: 40 };
		expect(newOrder({ location_id: "s", order }).order).toMatchObject({ fulfillment_type: "drone", altitude: 40 });
	});

	const amount = fc.oneof(fc.integer({ min: 0, max: 1e6 }), fc.double({ min: 0, max: 1e6, noNaN: true }));
	const modifier = fc.letrec((tie) => ({
		modifier: fc.record(
			{
				id: fc.string({ minLength: 1 }),
				name: fc.string(),
				price: amount,
				currency: fc.constantFrom("usd", "USD", "Eur"),
				quantity: fc.nat(9),
				modifiers: fc.option(fc.array(tie("modifier"), { maxLength: 2 })),
			},
			{ requiredKeys: ["id", "name", "price", "currency", "quantity"] },
		),
	})).modifier;
	const customer = fc.record(
		{ id: fc.string(), name: fc.string(), email: fc.option(fc.string()) },
		{ requiredKeys: ["name"] },
	);
	const lenient = fc.record(
		{
			id: fc.string({ minLength: 1 }),
			customer_facing_id: fc.string(),
			customer,
			customers: fc.option(fc.array(customer, { minLength: 1, maxLength: 3 })),
			fulfillment_type: fc.string(),
			items: fc.array(modifier, { maxLength: 4 }),
			subtotal: amount,
			tax: amount,
			tax_withheld: fc.option(amount),
			discounts: fc.option(fc.array(fc.record({ id: fc.string(), amount }), { maxLength: 2 })),
			estimated_ready_at_ms: fc.anything(),
			delivery_address: fc.option(fc.record({ city: fc.string() })),
		},
		{ requiredKeys: ["id", "customer_facing_id", "customer", "fulfillment_type", "items", "subtotal", "tax"] },
	);

	test("whatever lenient order comes in, a strict one with whole amounts comes out, and normalizing again changes nothing", () => {
		const strict = compile(DspOrder);
		fc.assert(
			fc.property(lenient, (order) => {
				const first = newOrder({ location_id: "s", order });
				expect(strict(first.order)).toMatchObject({ ok: true });
				expect(Number.isInteger(first.order.subtotal) && Number.isInteger(first.order.tax_withheld)).toBe(true);
				const again = newOrder({ location_id: "s", order: first.order });
				expect(again.order).toEqual(first.order);
				expect(again.notes).toEqual([]);
			}),
		);
	});
});

describe("a cancellation", () => {
	// covers: E.9 reasons, E.9 sources
	test("with a known reason keeps it", () => {
		expect(normalizeDspSubmission(examples.dsp_cancel_order)).toEqual({
			...examples.dsp_cancel_order,
			kind: "cancel_order",
		});
	});

	// covers: E.9 reasons, E.9 sources
	test("with other words counts as other and keeps the words", () => {
		const raw = { ...examples.dsp_cancel_order, cancel_reason: "store_too_busy", cancel_source: "robot" };
		expect(normalizeDspSubmission(raw)).toMatchObject({
			cancel_reason: "other",
			cancel_reason_text: "store_too_busy",
			cancel_source: "unknown",
		});
	});

	test("without a reason has none", () => {
		expect(normalizeDspSubmission({ location_id: "s", order_id: "o-1", cancel_reason: null })).toEqual({
			kind: "cancel_order",
			location_id: "s",
			order_id: "o-1",
		});
	});
});

test("a courier without a phone or vehicle is still a courier", () => {
	const raw = { location_id: "s", order_id: "o-1", delivery_status: "teleporting", driver_details: { name: "Ben" } };
	expect(normalizeDspSubmission(raw)).toEqual({ kind: "delivery_status_update", ...raw });
});
