import type { PosValidationLists, ReceivedOrderEventData } from "@ticketrail/contract";
import type { OrderDecision, OrderDesk } from "@ticketrail/pos-kit";
import type { Faults } from "./faults.ts";
import { addTicket, type Kitchen, type Shop, type Ticket } from "./shop.ts";

export interface DeskSettings {
	shop: Shop;
	/** The kitchen behind a location id, if the account reaches it. */
	kitchenOf: (account_id: string, location_id: string) => Kitchen | undefined;
	faults: Faults;
	now: () => number;
	/** Whether an order waits for a person: the answer is `async_acceptance`, the verdict follows by webhook (B.5.7). */
	isManual: (order: Order) => boolean;
	onTicket: (ticket: Ticket) => void;
}

type Order = ReceivedOrderEventData;
type Refusal = PosValidationLists;

/** What this POS does with orders: check them against its own catalog, then hang up a ticket. */
export function createDesk({ shop, kitchenOf, faults, now, isManual, onTicket }: DeskSettings): OrderDesk {
	const ticketOf = (provider_id: string, account_id: string) => {
		const ticket = shop.tickets.get(provider_id);
		return ticket && kitchenOf(account_id, ticket.location_id) ? ticket : undefined;
	};
	return {
		place(order, { id }): OrderDecision {
			const kitchen = kitchenOf(id, order.location_id);
			const posValidation = faults.takeRefusal(order) ?? refusalOf(order, kitchen, now());
			if (posValidation) return { kind: "refused", posValidation };
			const isWaiting = isManual(order);
			const ticket = addTicket(shop, order, isWaiting ? "awaiting" : "in_progress", now());
			onTicket(ticket);
			const { provider_id } = ticket;
			if (isWaiting) return { kind: "accepted", provider_id, async_acceptance: true };
			const prep_time_minutes = kitchen?.location.prep_time_minutes;
			return prep_time_minutes == null
				? { kind: "accepted", provider_id }
				: { kind: "accepted", provider_id, prep_time_minutes };
		},
		update({ order_id, status, delivery_status }, { id }) {
			const ticket = ticketOf(order_id, id);
			if (!ticket) return false;
			ticket.status = status;
			if (delivery_status) ticket.delivery_status = delivery_status;
			shop.version++;
			return true;
		},
		cancel({ provider_id }, { id }) {
			const ticket = ticketOf(provider_id, id);
			if (!ticket) return false;
			if (ticket.status !== "merchant_canceled") ticket.status = "dsp_canceled";
			shop.version++;
			return true;
		},
	};
}

/** Why an order cannot be taken, in the contract's words (B.6); undefined when it can. */
function refusalOf(order: Order, kitchen: Kitchen | undefined, now: number): Refusal | undefined {
	if (!kitchen) return orderError("store_unavailable", `there is no location ${order.location_id}`);
	if (kitchen.paused_until > now)
		return orderError("store_unavailable", `${kitchen.location.name} takes no orders now`);

	const sold_out: NonNullable<Refusal["stockValidation"]> = [];
	let own_total = 0;
	const check = (lines: readonly Line[], kind: "item" | "modifier"): string | undefined => {
		for (const { provider_id, name, quantity, modifiers } of lines) {
			if (provider_id == null) continue; // a markup line names no item (B.5.2)
			const known = kitchen.sellable.get(provider_id);
			if (known?.kind !== kind) return `${name} (${provider_id}) is not in the catalog`;
			if (!known.is_active) sold_out.push({ type: kind, provider_id, quantity: 0 });
			// Only items: which modifiers were free is the channel's sum, and the contract asks for "at least".
			if (kind === "item") own_total += quantity * known.price_amount;
			const unknown = check(modifiers ?? [], "modifier");
			if (unknown) return unknown;
		}
		return undefined;
	};
	const unknown = check(order.line_items, "item");
	if (unknown) return orderError("invalid_cart", unknown);
	if (sold_out.length > 0) return { stockValidation: sold_out };
	if (order.subtotal < own_total)
		return { orderTotalsValidation: [{ posTotal: own_total, streamTotal: order.subtotal }] };
	return undefined;
}

interface Line {
	provider_id?: string | null | undefined;
	name: string;
	quantity: number;
	modifiers?: readonly Line[] | null | undefined;
}

function orderError(order_error: string, order_error_reason: string): Refusal {
	return { orderValidation: [{ order_error, order_error_reason }] };
}
