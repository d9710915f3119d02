import { setImmediate } from "node:timers/promises";
import { newId } from "../../base/id.ts";
import { type CatalogColumns, toColumns } from "../../storage/tables/catalog.ts";
import { type CatalogState, isStoredAs, partsOf, readCatalogState } from "../../storage/tables/catalog-state.ts";
import { objectKey } from "./add-generated.ts";
import { activityMark, BREATH, type CheckedObject, createPause } from "./check-catalog.ts";

/** Objects made ready and written between two turns of the event loop. */
const OBJECTS_AT_ONCE = 2500;

/** Objects that the POS no longer sends. */
export type Retired = readonly { kind: string; provider_id: string }[];

/** A part of what has to be written so that the stored catalog equals the fetched one. */
export type CatalogChange = { changed: CatalogColumns } | { retired: Retired };

/**
 * Compare the fetched objects with the stored ones (`loadCatalogState`), and give what has to be written, part by part. An
 * object whose stock the POS changed by webhook after the fetch began (its version is above `base_version`) keeps that word:
 * the fetched reply may be older. Gives the event loop its turns.
 */
export async function* diffCatalog(
	state: string,
	fetched: readonly CheckedObject[],
	base_version: number,
): AsyncGenerator<CatalogChange> {
	const pause = createPause();
	const known = new Map<string, CatalogState>();
	for (const [key, stored] of readCatalogState(state)) {
		known.set(key, stored);
		if (known.size % BREATH === 0) await setImmediate();
	}
	let changed: CheckedObject[] = [];
	for (const object of fetched) {
		const key = objectKey(object.kind, object.provider_id);
		const stored = known.get(key);
		known.delete(key);
		if (stored === undefined) changed.push(object);
		else if (!isStoredAs(stored, object.hash)) {
			const { hash, version } = partsOf(stored);
			const latest = version > base_version ? withActivity(object, hash) : object;
			if (!isStoredAs(stored, latest.hash)) changed.push(latest);
		}
		if (changed.length === OBJECTS_AT_ONCE) {
			yield { changed: columnsOf(changed) };
			changed = [];
		}
		await pause();
	}
	if (changed.length > 0) yield { changed: columnsOf(changed) };
	const retired = [...known].flatMap(([key, stored]) => (partsOf(stored).is_retired ? [] : namedBy(key)));
	if (retired.length > 0) yield { retired };
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
