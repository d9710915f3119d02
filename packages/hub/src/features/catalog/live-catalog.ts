import type { LiveObject } from "../../storage/tables/catalog-state.ts";
import { type CatalogKind, type CatalogObjects, noObjects } from "./kinds.ts";

/** A location's live catalog as menus are built from it. */
export interface LiveCatalog {
	objects: CatalogObjects;
	/** our id of an object, and whether it is on sale by the POS's latest word */
	stateOf(kind: CatalogKind, provider_id: string): LiveState;
}

interface LiveState {
	stream_id: string;
	is_active: boolean;
}

/** The catalog that stored objects make up. */
export function liveCatalogOf(rows: Iterable<LiveObject>): LiveCatalog {
	const objects = noObjects();
	const states: Partial<Record<CatalogKind, Map<string, LiveState>>> = {};
	for (const [kind, stream_id, is_active, object] of rows) {
		const { provider_id } = object;
		(objects[kind as CatalogKind] as Map<string, unknown>).set(provider_id, object);
		states[kind as CatalogKind] ??= new Map();
		states[kind as CatalogKind]?.set(provider_id, { stream_id, is_active });
	}
	return {
		objects,
		stateOf(kind, provider_id) {
			const state = states[kind]?.get(provider_id);
			if (state === undefined) throw new Error(`no ${kind} of that id in the live catalog`);
			return state;
		},
	};
}
