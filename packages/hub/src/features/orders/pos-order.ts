import type { DspOrder, OrderCanceled, OrderCreated, OrderUpdated } from "@ticketrail/contract";
import type { Sellable } from "../catalog/index.ts";
import { type NetPrice, splitMarkup } from "./markup-line.ts";
import { futureOf, wantedAt } from "./ready-time.ts";

type DspItem = DspOrder["items"][number];
type DspModifier = DspItem["modifiers"][number];
type LineItem = OrderCreated["object"]["line_items"][number];
type LineModifier = LineItem["modifiers"][number];

/** What the message needs besides the DSP's order. Times epoch ms. */
export interface OrderContext {
	slug: string;
	dsp_order_id: string;
	pos_location_id: string;
	received_at: number;
	order: DspOrder;
	catalog: ReadonlyMap<string, Sellable>;
	/** Set for a POS that wants net prices and one line with the markup: the channel's name on that line (B.5.2). */
	markup_name?: string | undefined;
}

/**
 * `order.created` for a POS, with the new and the deprecated fields together (contract.md B.5.1, F-6), so that POS code
 * of either age works. Fields that a live POS crashes on are never null. Money in minor units, at the channel's price.
 */
export function orderCreated(context: OrderContext): OrderCreated {
	const { slug, dsp_order_id, order } = context;
	const customers = order.customers.map(({ id, name, phone, email }) => ({
		id,
		name,
		phone,
		...(email ? { email } : {}),
	}));
	const first = order.customers[0];
	const lines = order.items.map((item) => lineItem(item, context.catalog));
	const future = futureOf(order);
	return {
		type: "order.created",
		object: {
			idempotency_key: `${slug}_${dsp_order_id}_${context.received_at}`,
			location_id: context.pos_location_id,
			source: slug,
			brand: order.brand || slug,
			dsp_order_id,
			dsp_order_number: order.customer_facing_id || dsp_order_id,
			source_order_id: dsp_order_id,
			fulfillment_type: order.fulfillment_type,
			placed_at: context.received_at,
			is_future_order: future !== undefined,
			...(future === undefined ? {} : { requested_for: wantedAt(future, context.received_at) }),
			customers,
			customer_name: first?.name || "Guest",
			...(first?.phone ? { customer_phone: first.phone } : {}),
			line_items:
				context.markup_name === undefined ? lines : splitMarkup(lines, context.markup_name, netPrices(context.catalog)),
			subtotal: toMinor(order.subtotal),
			tax: toMinor(order.tax),
			tax_withheld_by_dsp: toMinor(order.tax_withheld),
			discounts: (order.discounts ?? []).map(({ id, amount, item_id }) => ({
				id,
				amount: toMinor(amount),
				// the line in the POS's own id, as on the line itself
				...(item_id ? { item_id: soldAs(item_id, context.catalog) } : {}),
			})),
			...present(order, ["special_instructions", "fulfillment_instructions", "delivery_address"]),
			should_include_utensils: order.should_include_utensils ?? true,
			...money(order, ["store_tip", "driver_tip", "delivery_fee", "delivery_fee_taxes", "service_charge"]),
			...(order.unpaid ? { unpaid: true } : {}),
		},
	} as OrderCreated;
}

/** `order.canceled` (contract.md B.5.5): both spellings of the POS's order id, since live systems read either. */
export function orderCanceled(pos_location_id: string, pos_order_id: string): OrderCanceled {
	return {
		type: "order.canceled",
		object: { provider_id: pos_order_id, order_id: pos_order_id, location_id: pos_location_id },
	};
}

/** `order.updated` (contract.md B.5.4): where the order stands, and its courier. */
export function orderUpdated(
	pos_location_id: string,
	pos_order_id: string,
	news: Pick<OrderUpdated["object"], "status" | "delivery_status" | "driver_details">,
): OrderUpdated {
	return { type: "order.updated", object: { location_id: pos_location_id, order_id: pos_order_id, ...news } };
}

function lineItem(item: DspItem, catalog: ReadonlyMap<string, Sellable>): LineItem {
	return {
		...sold(item, catalog),
		modifiers: (item.modifiers ?? []).map((modifier) => lineModifier(modifier, catalog)),
		...(item.special_instructions ? { special_instructions: item.special_instructions } : {}),
		...(item.customer_id ? { customer_id: item.customer_id } : {}),
	} as LineItem;
}

function lineModifier(modifier: DspModifier, catalog: ReadonlyMap<string, Sellable>): LineModifier {
	return {
		...sold(modifier, catalog),
		modifiers: (modifier.modifiers ?? []).map((nested) => lineModifier(nested as DspModifier, catalog)),
	} as LineModifier;
}

function sold(
	thing: { id: string; name: string; quantity: number; price: number; currency: string },
	catalog: ReadonlyMap<string, Sellable>,
) {
	const entry = catalog.get(thing.id);
	return {
		provider_id: soldAs(thing.id, catalog),
		name: thing.name,
		quantity: thing.quantity,
		price_amount: toMinor(thing.price),
		// in the case that the POS's own catalog uses (contract.md E.2)
		price_currency: entry?.price_currency ?? thing.currency.toLowerCase(),
	};
}

/** The id that the POS knows a thing by, of the id that its channel ordered it by (contract.md B.4.8). */
function soldAs(stream_id: string, catalog: ReadonlyMap<string, Sellable>): string {
	const entry = catalog.get(stream_id);
	return entry?.sold_as ?? entry?.provider_id ?? stream_id;
}

function netPrices(catalog: ReadonlyMap<string, Sellable>): NetPrice {
	const prices = new Map(
		[...catalog.values()].map((entry) => [entry.sold_as ?? entry.provider_id, entry.least_price ?? undefined]),
	);
	return (provider_id) => prices.get(provider_id);
}

/** Non-integer minor units are rounded half up (contract.md F.1.4). */
function toMinor(amount: number | null | undefined): number {
	return Math.floor((amount ?? 0) + 0.5);
}

function present(from: DspOrder, names: readonly (keyof DspOrder)[]): Partial<DspOrder> {
	return Object.fromEntries(
		names
			.filter((name) => from[name] !== undefined && from[name] !== null && from[name] !== "")
			.map((name) => [name, from[name]]),
	);
}

function money(from: DspOrder, names: readonly (keyof DspOrder)[]): Record<string, number> {
	return Object.fromEntries(
		names.flatMap((name) => (typeof from[name] === "number" ? [[name, toMinor(from[name])]] : [])),
	);
}
