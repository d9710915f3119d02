import type { DspOrder, MoneyCheck, OrderCreated } from "@ticketrail/contract";

interface Priced {
	quantity: number;
	price: number;
	modifiers: readonly Priced[];
}

/** Whether the sums of an order hold, and whether the POS was sent the same ones. Minor units. */
export function checkMoney(order: DspOrder, sent: OrderCreated["object"] | undefined): MoneyCheck {
	const lines = total(order.items.map(ofDsp));
	const discounts = sum((order.discounts ?? []).map(({ amount }) => round(amount)));
	const subtotal = round(order.subtotal);
	const tax = round(order.tax);
	const tips = round(order.store_tip) + round(order.driver_tip);
	const fees = round(order.delivery_fee) + round(order.delivery_fee_taxes) + round(order.service_charge);
	const is_net = discounts > 0 && lines - discounts === subtotal;
	const is_subtotal_exact = lines === subtotal || is_net;
	const pos_total = sent === undefined ? undefined : totalOfPos(sent);
	const order_total = subtotal - (is_net ? 0 : discounts) + tax + tips + fees;
	const sent_total = pos_total === undefined ? undefined : pos_total + (is_net ? discounts : 0);
	const currency = order.items[0]?.currency;
	const findings = [
		...(is_subtotal_exact ? [] : [`The lines come to ${lines}, the channel's subtotal is ${subtotal}.`]),
		...(sent_total === undefined || sent_total === order_total
			? []
			: [`The POS was sent a total of ${sent_total}, the channel's is ${order_total}.`]),
		...(new Set(order.items.map((item) => item.currency.toLowerCase())).size > 1
			? ["The lines are in different currencies."]
			: []),
	];
	return {
		...(currency && { currency: currency.toUpperCase() }),
		...{ lines, discounts, subtotal, tax, tips, fees, total: order_total, is_subtotal_exact },
		...(sent_total !== undefined && { pos_total: sent_total, is_pos_equal: sent_total === order_total }),
		findings,
	};
}

/** What the customer pays by the channel's own figures, minor units. */
export function totalOfOrder(order: DspOrder): number {
	return checkMoney(order, undefined).total;
}

function totalOfPos(sent: OrderCreated["object"]): number {
	const parts = sent as unknown as Record<string, unknown>;
	const amount = (name: string) => (typeof parts[name] === "number" ? (parts[name] as number) : 0);
	const names = ["subtotal", "tax", "store_tip", "driver_tip", "delivery_fee", "delivery_fee_taxes", "service_charge"];
	const discounts = (sent.discounts ?? []) as readonly { amount: number }[];
	return sum(names.map(amount)) - sum(discounts.map((discount) => discount.amount));
}

function ofDsp(item: { quantity: number; price: number; modifiers: readonly unknown[] }): Priced {
	const modifiers = (item.modifiers ?? []) as readonly DspOrder["items"][number]["modifiers"][number][];
	return { quantity: item.quantity, price: round(item.price), modifiers: modifiers.map((one) => ofDsp(one)) };
}

function total(things: readonly Priced[]): number {
	return sum(things.map(({ quantity, price, modifiers }) => quantity * (price + total(modifiers))));
}

function sum(amounts: readonly number[]): number {
	return amounts.reduce((all, amount) => all + amount, 0);
}

function round(amount: number | null | undefined): number {
	return Math.floor((amount ?? 0) + 0.5);
}
