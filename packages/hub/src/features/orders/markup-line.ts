import type { OrderCreated } from "@ticketrail/contract";

type Line = OrderCreated["object"]["line_items"][number];
type Modifier = Line["modifiers"][number];

/** The POS's own price for a line or modifier, minor units; undefined where it has none. */
export type NetPrice = (provider_id: string) => number | undefined;

/**
 * Lines at the POS's own prices, and one more line with all that the channel put on top (contract.md B.5.2 "Markup"). It
 * has no `provider_id` and quantity 1, so that the sum of the lines stays what the customer was charged. Without any
 * markup there is no such line.
 */
export function splitMarkup(lines: readonly Line[], name: string, netPrice: NetPrice): Line[] {
	const split = lines.map((line) => {
		const own = netted(line, netPrice);
		const modifiers = line.modifiers.map((modifier) => splitModifier(modifier, netPrice));
		const markup = line.quantity * (own.markup + sumOf(modifiers));
		return { line: { ...own.thing, modifiers: modifiers.map(({ modifier }) => modifier) }, markup };
	});
	const total = Math.round(split.reduce((sum, { markup }) => sum + markup, 0));
	const netLines = split.map(({ line }) => line);
	const price_currency = lines[0]?.price_currency ?? "usd";
	if (total <= 0) return netLines;
	return [...netLines, { name: `${name} Markup`, quantity: 1, price_amount: total, price_currency, modifiers: [] }];
}

/** Quantities of modifiers count per unit of what they belong to (F-35). */
function splitModifier(modifier: Modifier, netPrice: NetPrice): { modifier: Modifier; markup: number } {
	const own = netted(modifier, netPrice);
	const nested = (modifier.modifiers as Modifier[]).map((one) => splitModifier(one, netPrice));
	return {
		modifier: { ...own.thing, modifiers: nested.map((one) => one.modifier) },
		markup: modifier.quantity * (own.markup + sumOf(nested)),
	};
}

function netted<T extends { provider_id?: string; price_amount: number }>(thing: T, netPrice: NetPrice) {
	const net = thing.provider_id === undefined ? undefined : netPrice(thing.provider_id);
	const price_amount = Math.min(net ?? thing.price_amount, thing.price_amount);
	return { thing: { ...thing, price_amount }, markup: thing.price_amount - price_amount };
}

function sumOf(parts: readonly { markup: number }[]): number {
	return parts.reduce((sum, { markup }) => sum + markup, 0);
}
