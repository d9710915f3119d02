import { setImmediate } from "node:timers/promises";
import type { Sql } from "../../storage/database.ts";
import { type LiveObjectRow, loadLiveCatalog } from "../../storage/tables/catalog.ts";
import { type CatalogKind, type CatalogObjects, noObjects } from "./kinds.ts";

/** Objects read between two turns of the event loop. */
const BREATH = 2000;

/** A location's live catalog as menus are built from it. */
export interface LiveCatalog {
	objects: CatalogObjects;
	/** our id of an object, and whether it is on sale by the POS's latest word */
	stateOf(kind: CatalogKind, provider_id: string): { stream_id: string; is_active: boolean };
}

/** Read the live catalog of one location, all of it from one version. */
export async function loadCatalog(sql: Sql, org_id: string, location_id: string): Promise<LiveCatalog> {
	const { catalog, add } = collect();
	for (const [index, row] of (await loadLiveCatalog(sql, org_id, location_id)).entries()) {
		add(row);
		if (index % BREATH === BREATH - 1) await setImmediate();
	}
	return catalog;
}

/** The catalog that stored objects make up. */
export function liveCatalogOf(rows: Iterable<LiveObjectRow>): LiveCatalog {
	const { catalog, add } = collect();
	for (const row of rows) add(row);
	return catalog;
}

function collect(): { catalog: LiveCatalog; add(row: LiveObjectRow): void } {
	const objects = noObjects();
	const states = new Map<string, { stream_id: string; is_active: boolean }>();
	const catalog: LiveCatalog = {
		objects,
		stateOf(kind, provider_id) {
			const state = states.get(`${kind}/${provider_id}`);
			if (state === undefined) throw new Error(`no ${kind} of that id in the live catalog`);
			return state;
		},
	};
	return {
		catalog,
		add({ kind, provider_id, stream_id, is_active, body }) {
			(objects[kind as CatalogKind] as Map<string, unknown>).set(provider_id, JSON.parse(body));
			states.set(`${kind}/${provider_id}`, { stream_id, is_active });
		},
	};
}
