import type { Sql, Transaction } from "../database.ts";

/** Between the values of a row, and between rows: no stored value contains a control character. */
const VALUE = "\u001f";
const ROW = "\u001e";
/** Objects in one text of a live catalog: some hundred kilobytes. */
const OBJECTS_AT_ONCE = 1000;

/** A location's catalog as it is stored, at one moment. */
export interface StoredCatalog {
	version: number;
	/**
	 * Every object, retired ones too, as one text for `readCatalogState`: a row for each would cost the reader ten times as much,
	 * and that on the event loop, while this is quick to hand to a thread.
	 */
	state: string;
}

/** What is stored of a location's catalog; nothing where there is no such location. */
export async function loadCatalogState(sql: Sql, org_id: string, location_id: string): Promise<StoredCatalog> {
	const rows = await sql.query<{ version: number; state: string | null }>(
		`SELECT catalog_version AS version,
		        (SELECT string_agg(concat_ws(E'\\x1f', kind || '/' || provider_id, hash, version, retired_at IS NOT NULL), E'\\x1e')
		           FROM catalog_object WHERE org_id = $1 AND location_id = $2) AS state
		   FROM location WHERE org_id = $1 AND location_id = $2`,
		[org_id, location_id],
	);
	return { version: rows[0]?.version ?? 0, state: rows[0]?.state ?? "" };
}

/** What a comparison with a fetched catalog needs of a stored object, still as text: most are the same and never looked into. */
export type CatalogState = string;

/** The objects in a text of `StoredCatalog`, each under `kind/provider_id`. */
export function* readCatalogState(text: string): Generator<[key: string, state: CatalogState]> {
	if (text === "") return;
	for (const row of text.split(ROW)) {
		const end = row.indexOf(VALUE);
		yield [row.slice(0, end), row.slice(end + 1)];
	}
}

/** Whether an object is stored, and not retired, with this hash: of everything that a sync writes. */
export function isStoredAs(state: CatalogState, hash: string): boolean {
	return state.startsWith(hash) && state.endsWith("f");
}

/** The parts of a state. */
export function partsOf(state: CatalogState): {
	/** its last character is the activity */
	hash: string;
	/** the catalog version that last changed it */
	version: number;
	is_retired: boolean;
} {
	const [hash = "", version, is_retired] = state.split(VALUE);
	return { hash, version: Number(version), is_retired: is_retired === "t" };
}

/** A live object as the menu builders read it. */
export type LiveObject = readonly [
	kind: string,
	stream_id: string,
	is_active: boolean,
	object: { provider_id: string },
];

/**
 * Every object that is not retired, in the POS's order, as texts for `readLiveCatalog`: each is fetched when it is wanted, so
 * that a large catalog is never in memory whole. All are of one version.
 */
export async function* loadLiveCatalog(tx: Transaction, org_id: string, location_id: string): AsyncGenerator<string> {
	await tx.query(
		`DECLARE live_catalog NO SCROLL CURSOR FOR
		 SELECT '[' || string_agg('["' || o.kind || '","' || o.stream_id || '",' || o.is_active || ',' || o.body || ']', ','
		          ORDER BY o.place) || ']' AS objects
		   FROM (SELECT kind, stream_id, is_active, body, row_number() OVER (ORDER BY kind, position) AS place
		           FROM catalog_object WHERE org_id = $1 AND location_id = $2 AND retired_at IS NULL) o
		  GROUP BY o.place / $3 ORDER BY o.place / $3`,
		[org_id, location_id, OBJECTS_AT_ONCE],
	);
	for (;;) {
		const [row] = await tx.query<{ objects: string }>("FETCH NEXT FROM live_catalog");
		if (row === undefined) break;
		yield row.objects;
	}
	await tx.query("CLOSE live_catalog");
}

/** The objects in the texts of `loadLiveCatalog`. */
export function* readLiveCatalog(texts: Iterable<string>): Generator<LiveObject> {
	// all of a text at once: its strings are copies, where a part of it would keep the whole in memory
	for (const text of texts) yield* JSON.parse(text) as LiveObject[];
}
