import { afterEach, expect, test } from "vitest";
import { answered, openKitchen } from "./test-kitchen.ts";

type Kitchen = Awaited<ReturnType<typeof openKitchen>>;
let kitchen: Kitchen;
afterEach(() => kitchen.close());

async function order(change: Record<string, unknown>): Promise<{ k: Kitchen; sent: Record<string, unknown> }> {
	kitchen = await openKitchen({ pos: [answered(201, { order: { provider_id: "pos-1" } })] });
	await kitchen.submit(change);
	await kitchen.settleAll();
	expect(kitchen.toDsp.map(({ type }) => type)).toEqual(["location.order.accept"]);
	return { k: kitchen, sent: JSON.parse(kitchen.toPos[0]?.body ?? "").object };
}

// covers: C.5.2 free modifiers
test("a modifier that is free by its group keeps its price, and the order is taken although its lines cost more than its subtotal (contract.md C.5.2)", async () => {
	const { sent } = await order({ subtotal: 900, tax: 77 });
	expect(sent).toMatchObject({
		subtotal: 900,
		tax: 77,
		line_items: [{ price_amount: 450, modifiers: [{ price_amount: 75 }] }],
	});
});

// covers: C.7 delivery
test("an order that the channel delivers needs no address: for the kitchen it is like a pickup (contract.md C.7)", async () => {
	const { sent } = await order({ fulfillment_type: "delivery" });
	expect(sent).toMatchObject({ fulfillment_type: "delivery" });
	expect(sent).not.toHaveProperty("delivery_address");
});

// covers: C.5.1 brand
test("the brand is the channel, unless the order names one (contract.md C.5.1)", async () => {
	expect((await order({})).sent.brand).toBe("sim-dsp");
	await kitchen.close();
	expect((await order({ brand: "Night Kitchen" })).sent.brand).toBe("Night Kitchen");
});

// covers: B.5.1 never null, F.1.2
test("what a channel sends as null is not sent on as null (contract.md B.5.1, F.1.2)", async () => {
	const nothing = { customers: null, discounts: null, special_instructions: null, delivery_address: null, brand: null };
	const { sent } = await order({ ...nothing, tax_withheld: null, store_tip: null, delivery_fee: null, unpaid: null });
	expect(JSON.stringify(sent)).not.toContain("null");
	expect(sent).toMatchObject({
		tax: 105,
		tax_withheld_by_dsp: 0,
		customer_name: "Ana Lopez",
		placed_at: kitchen.started_at,
	});
});

// covers: B.5.2 customer, B.5.2 modifiers, C.5.2 nested
test("a group order names who gets which line, and what was chosen of a choice stays within it (contract.md B.5.2, C.5.2)", async () => {
	const oat = { id: "st-mod-1", name: "Oat milk", quantity: 1, price: 75, currency: "usd" };
	const tea = { id: "st-var-1", name: "Large tea", price: 450, currency: "usd", quantity: 1 };
	const { sent } = await order({
		customers: [
			{ id: "c1", name: "Ana Lopez", email: "a@example.test", phone: "1" },
			{ id: "c2", name: "Ben Carter", email: "b@example.test", phone: "2" },
		],
		items: [
			{ ...tea, customer_id: "c1", modifiers: [{ ...oat, modifiers: [{ ...oat, quantity: 2 }] }] },
			{ ...tea, customer_id: "c2", special_instructions: "very hot" },
		],
	});
	expect(sent.customers).toMatchObject([{ id: "c1" }, { id: "c2" }]);
	const sold = { provider_id: "oat", name: "Oat milk", price_amount: 75, price_currency: "usd" };
	expect(sent.line_items).toMatchObject([
		{
			customer_id: "c1",
			modifiers: [{ ...sold, quantity: 1, modifiers: [{ ...sold, quantity: 2, modifiers: [] }] }],
		},
		{ customer_id: "c2", special_instructions: "very hot", modifiers: [] },
	]);
});
