import { objectKey } from "./add-generated.ts";
import { activityMark, type CheckedObject, createPause } from "./check-catalog.ts";
import type { CatalogKind } from "./kinds.ts";

/** What the diff needs of a stored object. */
export interface StoredState {
	kind: CatalogKind;
	provider_id: string;
	hash: string;
	sold_as: string | null;
	family_id: string | null;
	position: number;
	is_active: boolean;
	/** the catalog version that last changed it */
	version: number;
	is_retired: boolean;
}

/** What has to be written so that the stored catalog equals the fetched one. */
export interface CatalogDiff {
	changed: CheckedObject[];
	retired: { kind: CatalogKind; provider_id: string }[];
}

/** Kinds whose order in the reply means something; the others are ordered by the lists that name them. */
const ORDERED: ReadonlySet<CatalogKind> = new Set(["menu", "tax"]);

/**
 * Compare the fetched objects with the stored ones. An object whose stock the POS changed by webhook after the fetch began
 * (its version is above `base_version`) keeps that word: the fetched reply may be older. Gives the event loop its turns.
 */
export async function diffCatalog(
	stored: readonly StoredState[],
	fetched: readonly CheckedObject[],
	base_version: number,
): Promise<CatalogDiff> {
	const pause = createPause();
	const known = new Map<string, StoredState>();
	for (const state of stored) {
		known.set(objectKey(state.kind, state.provider_id), state);
		await pause();
	}
	const changed: CheckedObject[] = [];
	for (const object of fetched) {
		const key = objectKey(object.kind, object.provider_id);
		const state = known.get(key);
		known.delete(key);
		const latest = state !== undefined && state.version > base_version ? withActivity(object, state.is_active) : object;
		if (state === undefined || isDifferent(state, latest)) changed.push(latest);
		await pause();
	}
	const retired = [...known.values()]
		.filter((state) => !state.is_retired)
		.map(({ kind, provider_id }) => ({ kind, provider_id }));
	return { changed, retired };
}

function isDifferent(state: StoredState, object: CheckedObject): boolean {
	return (
		state.is_retired ||
		state.hash !== object.hash ||
		state.sold_as !== object.sold_as ||
		state.family_id !== object.family_id ||
		(ORDERED.has(object.kind) && state.position !== object.position)
	);
}

function withActivity(object: CheckedObject, is_active: boolean): CheckedObject {
	return { ...object, is_active, hash: object.hash.slice(0, -1) + activityMark(is_active) };
}
