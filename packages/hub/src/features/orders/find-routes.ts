import type { Sql } from "../../storage/database.ts";
import {
	findBoundStores,
	findListingOfStore,
	findRoutedStores,
	type RoutedStore,
	type StoreRoute,
} from "../../storage/tables/dsp-store-route.ts";

/** A store as its DSP names it. */
export interface Store {
	slug: string;
	dsp_location_id: string;
}

const REMEMBERED_MAX = 100_000;

export interface Routes {
	/**
	 * Where the orders of stores go at this moment, by `storeKey`: their active binding (reliability.md B1). Which tenant to
	 * ask about a store is remembered; what that tenant says of the binding is read every time. A store that is listed but
	 * not bound has a route without a location, one that no connected merchant has is not in the answer.
	 */
	find(sql: Sql, stores: readonly Store[]): Promise<Map<string, StoreRoute>>;
	/** Where its orders went the last time: good for reading ahead, never for a decision. */
	last(store: Store): StoreRoute | undefined;
}

/** The routes of stores as this process has come to know them. */
export function createRoutes(): Routes {
	const remembered = new Map<string, StoreRoute & RoutedStore>();

	async function find(sql: Sql, stores: readonly Store[]): Promise<Map<string, StoreRoute>> {
		const wanted = new Map(stores.map((store) => [storeKey(store), store]));
		const known = [...wanted.keys()].flatMap((key) => remembered.get(key) ?? []);
		const routes = new Map<string, StoreRoute>();
		for (const route of await findBoundStores(sql, known)) routes.set(storeKey(route), route);
		const unknown = [...wanted].filter(([key]) => !routes.has(key)).map(([, store]) => store);
		if (unknown.length === 0) return routes;

		const found = await findRoutedStores(sql, unknown);
		for (const store of unknown) remembered.delete(storeKey(store));
		if (remembered.size > REMEMBERED_MAX) remembered.clear();
		for (const route of await findBoundStores(sql, found)) {
			routes.set(storeKey(route), route);
			remembered.set(storeKey(route), route);
		}
		for (const { slug, dsp_location_id } of unknown) {
			if (routes.has(storeKey({ slug, dsp_location_id }))) continue;
			// listed but unbound: the order is taken and failed with a reason, never dropped silently (contract.md E.8)
			const listing = await findListingOfStore(sql, slug, dsp_location_id);
			if (listing !== undefined) routes.set(storeKey(listing), listing);
		}
		return routes;
	}

	return { find, last: (store) => remembered.get(storeKey(store)) };
}

export function storeKey(store: Store): string {
	return `${store.slug}\u0000${store.dsp_location_id}`;
}
