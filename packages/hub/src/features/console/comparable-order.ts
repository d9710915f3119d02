import type { DspOrder, OrderCreated } from "@ticketrail/contract";

interface ComparableLine {
	name: string;
	quantity: number;
	price: number;
	modifiers: ComparableLine[];
}

/** What two spellings of one order have in common: its lines and sums, minor units. */
export interface ComparableOrder {
	lines: ComparableLine[];
	subtotal: number;
	tax: number;
	discounts: number;
	store_tip: number;
	driver_tip: number;
	delivery_fee: number;
	service_charge: number;
	fulfillment_type: string;
}

/** An order as its channel wrote it. */
export function comparableDsp(order: DspOrder): ComparableOrder {
	const line = (thing: { name: string; quantity: number; price: number; modifiers?: unknown }): ComparableLine => ({
		...{ name: thing.name, quantity: thing.quantity, price: round(thing.price) },
		modifiers: ((thing.modifiers ?? []) as Parameters<typeof line>[0][]).map(line),
	});
	return { lines: order.items.map(line), ...sums(order as unknown as Record<string, unknown>) };
}

/** The same order as the POS was sent it. */
export function comparablePos(sent: OrderCreated["object"]): ComparableOrder {
	const line = (thing: {
		name: string;
		quantity: number;
		price_amount: number;
		modifiers?: unknown;
	}): ComparableLine => ({
		...{ name: thing.name, quantity: thing.quantity, price: thing.price_amount },
		modifiers: ((thing.modifiers ?? []) as Parameters<typeof line>[0][]).map(line),
	});
	return {
		lines: (sent.line_items as unknown as Parameters<typeof line>[0][]).map(line),
		...sums(sent as unknown as Record<string, unknown>),
	};
}

function sums(order: Record<string, unknown>): Omit<ComparableOrder, "lines"> {
	const amount = (name: string) => (typeof order[name] === "number" ? round(order[name]) : 0);
	const discounts = (order.discounts ?? []) as readonly { amount: number }[];
	return {
		subtotal: amount("subtotal"),
		tax: amount("tax"),
		discounts: discounts.reduce((all, discount) => all + round(discount.amount), 0),
		store_tip: amount("store_tip"),
		driver_tip: amount("driver_tip"),
		delivery_fee: amount("delivery_fee"),
		service_charge: amount("service_charge"),
		fulfillment_type: String(order.fulfillment_type ?? ""),
	};
}

function round(amount: number): number {
	return Math.floor(amount + 0.5);
}
