import type { DspLocation, LocationUpdate, MenuFileV1, ModifierGroupV1 } from "@ticketrail/contract";

/** One store of the DSP. */
export interface Store {
	location: DspLocation;
	/** The hub said that this store's menu is integrated (contract.md C.2.4). */
	is_connected: boolean;
	/** Closed by the restaurant until then: epoch ms, Infinity without an end, 0 when open. */
	paused_until: number;
	menu?: MenuFileV1;
	/** Every object of the menu that can run out, by kind and `stream_id`; one object may stand in several menus. */
	stock: Stock;
}

type StockKind = keyof LocationUpdate["object_updates"];
type Stock = Record<StockKind, Map<string, { is_active?: boolean }[]>>;

export type Stores = Map<string, Store>;

export function createStores(locations: readonly DspLocation[]): Stores {
	return new Map(
		locations.map((location) => [
			location.provider_id,
			{
				location,
				is_connected: false,
				paused_until: 0,
				stock: { items: new Map(), variations: new Map(), modifiers: new Map() },
			},
		]),
	);
}

/** Put a new menu in the place of the old one. */
export function setMenu(store: Store, menu: MenuFileV1): void {
	const stock: Stock = { items: new Map(), variations: new Map(), modifiers: new Map() };
	const note = (kind: StockKind, object: { stream_id: string; is_active?: boolean }) => {
		const same = stock[kind].get(object.stream_id);
		if (same) same.push(object);
		else stock[kind].set(object.stream_id, [object]);
	};
	const walk = (groups: readonly ModifierGroupV1[]) => {
		for (const modifier of groups.flatMap(({ modifiers }) => modifiers)) {
			note("modifiers", modifier);
			walk(modifier.nested_modifier_groups);
		}
	};
	for (const item of menu.menus.flatMap(({ categories }) => categories).flatMap(({ items }) => items)) {
		note("items", item);
		for (const variation of item.variations) note("variations", variation);
		walk(item.modifier_groups);
	}
	store.menu = menu;
	store.stock = stock;
}

/**
 * Apply a stock change to all menus of the store (contract.md C.3). False, and nothing changed, when an id is unknown:
 * the DSP then answers 404 and gets a full publish.
 */
export function applyStock(store: Store, updates: LocationUpdate["object_updates"]): boolean {
	const changes = (["items", "variations", "modifiers"] as const).flatMap((kind) =>
		updates[kind].map(({ stream_id, is_active }) => ({ is_active, objects: store.stock[kind].get(stream_id) })),
	);
	if (changes.some(({ objects }) => objects === undefined)) return false;
	for (const { is_active, objects = [] } of changes) for (const object of objects) object.is_active = is_active;
	return true;
}
