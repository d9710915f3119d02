import { randomUUID } from "node:crypto";
import type { PosCatalog, PosLocation, ReceivedOrderEventData } from "@ticketrail/contract";

/** An order as the kitchen sees it. `status` is the contract's (E.5), or `awaiting` until somebody takes it by hand. */
export interface Ticket {
	provider_id: string;
	number: number;
	location_id: string;
	status: string;
	delivery_status?: string;
	order: ReceivedOrderEventData;
	received_at: number;
}

/** One kitchen: its catalog and whether it takes orders. `paused_until` is epoch ms, Infinity without an end. */
export interface Kitchen {
	location: PosLocation;
	catalog: PosCatalog;
	paused_until: number;
	/** What can be sold or chosen, by provider_id; rebuilt from the catalog when that changes. */
	sellable: Map<string, Sellable>;
}

export interface Sellable {
	kind: "item" | "modifier";
	name: string;
	price_amount: number;
	is_active: boolean;
}

/** The whole restaurant in memory. `version` grows with every change, so that a page knows when to draw again. */
export interface Shop {
	kitchens: Map<string, Kitchen>;
	tickets: Map<string, Ticket>;
	version: number;
	next_number: number;
}

/** Tickets kept for the screen; older ones are forgotten, so that a load test does not fill the memory. */
const KEPT_TICKETS = 2_000;

export function createShop(locations: readonly PosLocation[], catalogOf: (location: PosLocation) => PosCatalog): Shop {
	const kitchens = locations.map((location): [string, Kitchen] => {
		const catalog = catalogOf(location);
		return [location.provider_id, { location, catalog, paused_until: 0, sellable: indexCatalog(catalog) }];
	});
	return { kitchens: new Map(kitchens), tickets: new Map(), version: 0, next_number: 1 };
}

/** Hang a new ticket on the rail. */
export function addTicket(shop: Shop, order: ReceivedOrderEventData, status: string, now: number): Ticket {
	const ticket: Ticket = {
		provider_id: `ticket-${randomUUID()}`,
		number: shop.next_number++,
		location_id: order.location_id,
		status,
		order,
		received_at: now,
	};
	shop.tickets.set(ticket.provider_id, ticket);
	if (shop.tickets.size > KEPT_TICKETS) shop.tickets.delete(shop.tickets.keys().next().value as string);
	shop.version++;
	return ticket;
}

/** Put an object of a catalog out of stock or back in. False when the kitchen has no such object. */
export function setStock(shop: Shop, location_id: string, object_id: string, is_active: boolean): boolean {
	const kitchen = shop.kitchens.get(location_id);
	if (!kitchen) return false;
	const { item_family, item = [], modifier_group = [], modifier = [] } = kitchen.catalog;
	const object = [...item_family, ...item, ...modifier_group, ...modifier].find((one) => one.provider_id === object_id);
	if (!object) return false;
	object.is_active = is_active;
	kitchen.sellable = indexCatalog(kitchen.catalog);
	shop.version++;
	return true;
}

/** Change a price (cents) of something that can be sold. False when the kitchen has no such item. */
export function setPrice(shop: Shop, location_id: string, object_id: string, price_amount: number): boolean {
	const kitchen = shop.kitchens.get(location_id);
	const { item_family = [], item = [] } = kitchen?.catalog ?? {};
	const object = [...item_family, ...item].find((one) => one.provider_id === object_id);
	if (!kitchen || !object || !kitchen.sellable.has(object_id)) return false;
	object.price_amount = price_amount;
	kitchen.sellable = indexCatalog(kitchen.catalog);
	shop.version++;
	return true;
}

export function setPause(shop: Shop, location_id: string, paused_until: number): boolean {
	const kitchen = shop.kitchens.get(location_id);
	if (!kitchen) return false;
	kitchen.paused_until = paused_until;
	shop.version++;
	return true;
}

/** Everything an order line may name: items, families that have none (B.4.8) and modifiers. */
function indexCatalog(catalog: PosCatalog): Map<string, Sellable> {
	const sellable = new Map<string, Sellable>();
	const items = new Map(catalog.item?.map((item) => [item.provider_id, item]));
	for (const family of catalog.item_family) {
		const { provider_id, name, price_amount } = family;
		const is_active = family.is_active ?? true;
		const sizes = (family.item_ids ?? []).flatMap((id) => items.get(id) ?? []);
		if (sizes.length === 0)
			sellable.set(provider_id, { kind: "item", name, price_amount: price_amount ?? 0, is_active });
		for (const size of sizes) {
			sellable.set(size.provider_id, {
				kind: "item",
				name: `${name}, ${size.name}`,
				price_amount: size.price_amount,
				is_active: is_active && (size.is_active ?? true),
			});
		}
	}
	for (const { provider_id, name, price_amount, is_active } of catalog.modifier ?? []) {
		sellable.set(provider_id, { kind: "modifier", name, price_amount, is_active: is_active ?? true });
	}
	return sellable;
}
