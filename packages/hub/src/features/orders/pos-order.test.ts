import { compile, type DspOrder, examples, normalizeDspSubmission, OrderCreated } from "@ticketrail/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { splitMarkup } from "./markup-line.ts";
import { orderCreated } from "./pos-order.ts";
import { sellable } from "./test-kitchen.ts";

const catalog = new Map(
	[sellable("st-var-1", "tea-large", 400), sellable("st-mod-1", "oat", 50, "modifier")].map((entry) => [
		entry.stream_id,
		entry,
	]),
);

function sent(change: Partial<DspOrder> = {}, markup_name?: string) {
	const submission = normalizeDspSubmission(examples.dsp_new_order_lenient);
	if (submission.kind !== "new_order") throw new Error("the example is an order");
	const order = { ...submission.order, ...change };
	const event = orderCreated({
		...{ slug: "uber", dsp_order_id: "o-2", pos_location_id: "pos-loc-7", received_at: 1_760_000_000_000 },
		...{ order, catalog, markup_name },
	});
	expect(compile(OrderCreated)(event)).toMatchObject({ ok: true });
	return event.object;
}

// covers: B.5.2 price, B.5.2 markup, B.5.2 provider_id
test("prices come with the channel's markup inside, unless the POS wants them apart (contract.md B.5.2)", () => {
	expect(sent().line_items).toMatchObject([{ price_amount: 450, modifiers: [{ price_amount: 75 }] }]);
	const { line_items, subtotal } = sent({}, "Uber");
	expect(line_items).toMatchObject([
		{ provider_id: "tea-large", price_amount: 400, modifiers: [{ provider_id: "oat", price_amount: 50 }] },
		{ name: "Uber Markup", quantity: 1, price_amount: 75, price_currency: "usd", modifiers: [] },
	]);
	expect(line_items[1]).not.toHaveProperty("provider_id");
	expect(subtotal).toBe(525);
});

test("an order without any markup has no line for it", () => {
	const items = [{ id: "st-var-1", name: "Tea", price: 400, currency: "usd", quantity: 2, modifiers: [] }];
	expect(sent({ items }, "Uber").line_items).toHaveLength(1);
});

// covers: F-35, E.1 money
test("whatever is ordered, net prices and markup line add up to what the lines cost before (contract.md B.5.2, F-35)", () => {
	const ids = ["a", "b", "c", undefined];
	type Tree = Omit<Parameters<typeof splitMarkup>[0][number], "provider_id" | "modifiers"> & {
		provider_id: string;
		modifiers: Tree[];
	};
	const tree = (depth: number): fc.Arbitrary<Tree> =>
		fc.record({
			provider_id: fc.constantFrom("a", "b", "c"),
			name: fc.constant("x"),
			quantity: fc.integer({ min: 1, max: 5 }),
			price_amount: fc.integer({ min: 0, max: 5000 }),
			price_currency: fc.constant("usd"),
			modifiers: depth === 0 ? fc.constant([]) : fc.array(tree(depth - 1), { maxLength: 2 }),
		});
	const total = (things: readonly Tree[]): number =>
		things.reduce(
			(sum, { price_amount, quantity, modifiers }) => sum + quantity * (price_amount + total(modifiers)),
			0,
		);
	fc.assert(
		fc.property(
			fc.array(tree(3), { maxLength: 4 }),
			fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 2, maxLength: 2 }),
			(lines, [a, b]) => {
				const prices: Record<string, number | undefined> = { a, b };
				const split = splitMarkup(lines, "Uber", (id) => prices[id]);
				expect(total(split as unknown as Tree[])).toBe(total(lines));
				expect(split.filter(({ provider_id }) => !ids.includes(provider_id))).toEqual([]);
			},
		),
	);
});

// covers: B.5.3 discounts
test("discounts are told, not subtracted, and name the POS's own line (contract.md B.5.3)", () => {
	const { discounts, subtotal, line_items } = sent({
		discounts: [
			{ id: "whole", amount: 100 },
			{ id: "tea", amount: 50, item_id: "st-var-1" },
			{ id: "odd", amount: 1, item_id: "who-knows" },
		],
	});
	expect(discounts).toEqual([
		{ id: "whole", amount: 100 },
		{ id: "tea", amount: 50, item_id: "tea-large" },
		{ id: "odd", amount: 1, item_id: "who-knows" },
	]);
	expect(subtotal).toBe(525);
	expect(line_items[0]?.price_amount).toBe(450);
});

// covers: B.5.1 notes, E.4 values, C.7 merchant_managed_delivery, C.5.1 delivery_address, F-22
test.each([
	"delivery",
	"merchant_managed_delivery",
	"stream_managed_delivery",
	"pickup",
	"curbside",
	"drive_thru",
	"dine_in",
	"kiosk",
] as const)(
	"an order for %s reaches the POS as such, with address, notes, tips and fees (contract.md B.5.1, E.4)",
	(fulfillment_type) => {
		const address = { address_line_1: "5 Pine St", city: "Seattle", state: "WA", postal_code: "98101", country: "US" };
		const given = {
			fulfillment_type,
			delivery_address: address,
			fulfillment_instructions: "Side door",
			special_instructions: "No bag",
			should_include_utensils: false,
			...{ store_tip: 100, driver_tip: 200, delivery_fee: 300, delivery_fee_taxes: 30, service_charge: 40 },
		};
		expect(sent(given)).toMatchObject(given);
	},
);
