import type { DspCustomer, DspDiscount, DspItem, DspModifier, DspOrder } from "../dsp/order.ts";
import type { ReceivedDspModifier, ReceivedDspOrder } from "../dsp/order-received.ts";
import type { Address } from "../pos/location.ts";
import type { FieldProblem } from "../problem-text.ts";
import { roundAmount } from "./amount.ts";
import { lowerCurrency } from "./currency.ts";

type ReceivedItem = ReceivedDspOrder["items"][number];
type ReceivedCustomer = NonNullable<ReceivedDspOrder["customer"]>;

/** Less is no time of this century in milliseconds, but most likely one in seconds. */
const FIRST_MOMENT_MS = 1e12;
const LAST_MOMENT_MS = 8.64e15;
/** Somebody else than the channel drives, and has to know where to. */
const NEEDS_ADDRESS: readonly string[] = ["merchant_managed_delivery", "stream_managed_delivery"];
const ORDER_AMOUNTS = ["subtotal", "tax"] as const;
const OPTIONAL_AMOUNTS = ["delivery_fee", "delivery_fee_taxes", "driver_tip", "store_tip", "service_charge"] as const;

/**
 * The strict form of an order as a DSP sent it, contract.md C.5.1, C.5.2: `customers` from `customer`, ids of customers
 * by their place, `tax_withheld` 0, `modifiers` [], utensils true, currencies in lower case, whole minor units. An
 * invalid `estimated_ready_at_ms` is left out. An order without any customer is refused.
 */
export function normalizeDspOrder(
	received: ReceivedDspOrder,
): { order: DspOrder; notes: FieldProblem[] } | { problems: FieldProblem[] } {
	const { customer, customers, items, delivery_address, estimated_ready_at_ms, discounts, ...rest } = received;
	const people = customers?.length ? customers : customer ? [customer] : [];
	if (people.length === 0) return { problems: [{ path: "/order/customers", message: "is missing" }] };
	const notes: FieldProblem[] = [];
	const order: DspOrder = {
		...rest,
		customers: people.map(strictCustomer),
		items: items.map((item, index) => strictItem(item, `/order/items/${index}`, notes)),
		tax_withheld: roundAmount(rest.tax_withheld ?? 0, "/order/tax_withheld", notes),
		discounts: (discounts ?? []).map((discount, index) => strictDiscount(discount, index, notes)),
		should_include_utensils: rest.should_include_utensils ?? true,
	};
	for (const field of ORDER_AMOUNTS) order[field] = roundAmount(rest[field], `/order/${field}`, notes);
	for (const field of OPTIONAL_AMOUNTS) {
		const amount = rest[field];
		if (amount !== undefined) order[field] = roundAmount(amount, `/order/${field}`, notes);
	}
	if (delivery_address !== undefined) order.delivery_address = strictAddress(delivery_address);
	if (isMoment(estimated_ready_at_ms)) order.estimated_ready_at_ms = Math.floor(estimated_ready_at_ms);
	else if (estimated_ready_at_ms !== undefined) {
		notes.push({ path: "/order/estimated_ready_at_ms", message: "is no time in epoch milliseconds and was ignored" });
	}
	return { order, notes };
}

/**
 * What a new order cannot be taken without (contract.md C.5.1, E.4): an address, where the merchant delivers or has it delivered. For
 * who takes orders, not for who reads one that was taken.
 */
export function problemOfDelivery(
	order: Pick<DspOrder, "fulfillment_type" | "delivery_address">,
): FieldProblem | undefined {
	if (order.delivery_address !== undefined || !NEEDS_ADDRESS.includes(order.fulfillment_type)) return undefined;
	return { path: "/order/delivery_address", message: `is needed for ${order.fulfillment_type}` };
}

function strictCustomer({ id, email, phone, ...rest }: ReceivedCustomer, index: number): DspCustomer {
	return { ...rest, id: id || String(index + 1), email: email ?? "", phone: phone ?? "" };
}

function strictItem({ modifiers, ...rest }: ReceivedItem, path: string, notes: FieldProblem[]): DspItem {
	return {
		...rest,
		price: roundAmount(rest.price, `${path}/price`, notes),
		currency: lowerCurrency(rest.currency),
		modifiers: strictModifiers(modifiers, path, notes),
	};
}

function strictModifiers(
	modifiers: readonly ReceivedDspModifier[] | undefined,
	parent: string,
	notes: FieldProblem[],
): DspModifier[] {
	return (modifiers ?? []).map(({ modifiers: nested, ...rest }, index) => {
		const path = `${parent}/modifiers/${index}`;
		return {
			...rest,
			price: roundAmount(rest.price, `${path}/price`, notes),
			currency: lowerCurrency(rest.currency),
			modifiers: strictModifiers(nested, path, notes),
		};
	});
}

function strictDiscount(discount: DspDiscount, index: number, notes: FieldProblem[]): DspDiscount {
	return { ...discount, amount: roundAmount(discount.amount, `/order/discounts/${index}/amount`, notes) };
}

function strictAddress(address: NonNullable<ReceivedDspOrder["delivery_address"]>): Address {
	return { address_line_1: "", city: "", state: "", postal_code: "", country: "", ...address };
}

function isMoment(value: unknown): value is number {
	return typeof value === "number" && value >= FIRST_MOMENT_MS && value <= LAST_MOMENT_MS;
}
