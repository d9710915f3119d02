import type { Sql } from "../database.ts";

/** Between the values of a row, and between rows: no stored value contains a control character (JSON escapes them). */
const VALUE = "\u001f";
const ROW = "\u001e";
/** Objects in one text of a live catalog: some hundred kilobytes. */
const OBJECTS_AT_ONCE = 1000;

/** What a comparison with a fetched catalog needs of a stored object. */
export interface CatalogState {
	kind: string;
	provider_id: string;
	/** of everything that a sync writes; its last character is the activity */
	hash: string;
	/** the catalog version that last changed it */
	version: number;
	is_retired: boolean;
}

/**
 * Every object of a location, retired ones too, as one text for `readCatalogState`. A row for each would cost the reader ten
 * times as much, and it would cost that on the event loop: this text is quick to hand to a thread.
 */
export async function loadCatalogState(sql: Sql, org_id: string, location_id: string): Promise<string> {
	const rows = await sql.query<{ state: string | null }>(
		`SELECT string_agg(concat_ws(E'\\x1f', kind, provider_id, hash, version, retired_at IS NOT NULL), E'\\x1e') AS state
		   FROM catalog_object WHERE org_id = $1 AND location_id = $2`,
		[org_id, location_id],
	);
	return rows[0]?.state ?? "";
}

/** The objects in a text of `loadCatalogState`. */
export function* readCatalogState(text: string): Generator<CatalogState> {
	for (const values of rowsOf(text)) {
		const [kind = "", provider_id = "", hash = "", version, is_retired] = values;
		yield { kind, provider_id, hash, version: Number(version), is_retired: is_retired === "t" };
	}
}

/** A live object as the menu builders read it. */
export interface LiveObject {
	kind: string;
	provider_id: string;
	stream_id: string;
	is_active: boolean;
	/** JSON without `is_active` */
	body: string;
}

/** Every object that is not retired, in the POS's order, as texts for `readLiveCatalog`. One statement, so it is all of one version. */
export async function loadLiveCatalog(sql: Sql, org_id: string, location_id: string): Promise<string[]> {
	const rows = await sql.query<{ objects: string }>(
		`SELECT string_agg(concat_ws(E'\\x1f', o.kind, o.provider_id, o.stream_id, o.is_active, o.body), E'\\x1e' ORDER BY o.place) AS objects
		   FROM (SELECT kind, provider_id, stream_id, is_active, body, row_number() OVER (ORDER BY kind, position) AS place
		           FROM catalog_object WHERE org_id = $1 AND location_id = $2 AND retired_at IS NULL) o
		  GROUP BY o.place / $3 ORDER BY o.place / $3`,
		[org_id, location_id, OBJECTS_AT_ONCE],
	);
	return rows.map(({ objects }) => objects);
}

/** The objects in the texts of `loadLiveCatalog`. */
export function* readLiveCatalog(texts: Iterable<string>): Generator<LiveObject> {
	for (const text of texts) {
		for (const values of rowsOf(text)) {
			const [kind = "", provider_id = "", stream_id = "", is_active, body = ""] = values;
			yield { kind, provider_id, stream_id, is_active: is_active === "t", body };
		}
	}
}

function* rowsOf(text: string): Generator<string[]> {
	if (text === "") return;
	for (const row of text.split(ROW)) yield row.split(VALUE);
}
