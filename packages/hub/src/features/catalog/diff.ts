import { setImmediate } from "node:timers/promises";
import { newId } from "../../base/id.ts";
import { type CatalogColumns, toColumns } from "../../storage/tables/catalog.ts";
import { type CatalogState, isStoredAs, partsOf, readCatalogState } from "../../storage/tables/catalog-state.ts";
import { objectKey } from "./add-generated.ts";
import { activityMark, BREATH, type CheckedObject } from "./check-catalog.ts";

/** Objects made ready and written between two turns of the event loop. */
const OBJECTS_AT_ONCE = 2500;

/** Objects that the POS no longer sends. */
export type Retired = readonly { kind: string; provider_id: string }[];

/** A part of what has to be written so that the stored catalog equals the fetched one. */
export type CatalogChange = { changed: CatalogColumns } | { retired: Retired };

/** The fetched objects beside the stored ones; of those that are stored already nothing is kept. */
export interface Comparison {
	take(object: CheckedObject): void;
	/** What has to be written, part by part, once every object was taken. */
	changes(): Generator<CatalogChange>;
}

/**
 * Compare objects as they are fetched with the stored ones (`StoredCatalog.state`). An object whose stock the POS changed by webhook
 * after the fetch began (its version is above `base_version`) keeps that word: the fetched reply may be older. Gives the event
 * loop its turns.
 */
export async function compareWith(state: string, base_version: number): Promise<Comparison> {
	const known = new Map<string, CatalogState>();
	for (const [key, stored] of readCatalogState(state)) {
		known.set(key, stored);
		if (known.size % BREATH === 0) await setImmediate();
	}
	const changed: CheckedObject[] = [];
	return {
		take(object) {
			const key = objectKey(object.kind, object.provider_id);
			const stored = known.get(key);
			if (stored === undefined) return void changed.push(object);
			known.delete(key);
			if (isStoredAs(stored, object.hash)) return;
			const { hash, version } = partsOf(stored);
			const latest = version > base_version ? withActivity(object, hash) : object;
			if (!isStoredAs(stored, latest.hash)) changed.push(latest);
		},
		*changes() {
			for (let at = 0; at < changed.length; at += OBJECTS_AT_ONCE) {
				yield { changed: columnsOf(changed.slice(at, at + OBJECTS_AT_ONCE)) };
			}
			const retired = [...known].flatMap(([key, stored]) => (partsOf(stored).is_retired ? [] : namedBy(key)));
			if (retired.length > 0) yield { retired };
		},
	};
}

function columnsOf(objects: readonly CheckedObject[]): CatalogColumns {
	return toColumns(objects.map((object) => ({ ...object, stream_id: newId() })));
}

function namedBy(key: string): Retired[number] {
	const end = key.indexOf("/");
	return { kind: key.slice(0, end), provider_id: key.slice(end + 1) };
}

function withActivity(object: CheckedObject, stored_hash: string): CheckedObject {
	const is_active = stored_hash.endsWith(activityMark(true));
	return { ...object, is_active, hash: object.hash.slice(0, -1) + activityMark(is_active) };
}
