import type { Sql } from "../database.ts";

/** Stands between the values of a column in one long text; no stored value can contain it. */
const SEPARATOR = "\u001f";
/** One object of a location's catalog (contract.md B.4), retired ones too: their `stream_id` is kept for ever. */
export interface CatalogObjectRow {
	kind: string;
	provider_id: string;
	stream_id: string;
	/** the id that an order line carries for it (contract.md B.4.8, F-38) */
	sold_as: string | null;
	/** the one family that lists an item */
	family_id: string | null;
	/** JSON without `is_active` */
	body: string;
	hash: string;
	position: number;
	is_active: boolean;
	/** minor units at this location */
	price_amount: number | null;
	price_currency: string | null;
}

/** Objects to be written, as one long text for each column: that costs PostgreSQL and us a third less than arrays. */
export interface CatalogColumns {
	texts: readonly string[];
	/** how many objects */
	count: number;
}

/** Make objects ready to be written; some thousand at once are fast, and let other work get its turn. */
export function toColumns(objects: readonly CatalogObjectRow[]): CatalogColumns {
	return { texts: COLUMNS.map((column) => joined(objects, column)), count: objects.length };
}

/**
 * Insert new objects of one location and bring known ones up to date. A known object keeps its `stream_id`, also when it was
 * retired.
 */
export async function upsertCatalogObjects(
	sql: Sql,
	target: { org_id: string; location_id: string; version: number },
	{ texts }: CatalogColumns,
): Promise<void> {
	await sql.query(
		`INSERT INTO catalog_object (org_id, location_id, version, kind, provider_id, stream_id, sold_as, family_id, body,
		   hash, position, is_active, price_amount, price_currency)
		 SELECT $1::uuid, $2::uuid, $3::integer, n.kind, n.provider_id, n.stream_id::uuid, nullif(n.sold_as, ''),
		   nullif(n.family_id, ''), n.body, n.hash, n.position::integer, n.is_active = '1',
		   nullif(n.price_amount, '')::bigint, nullif(n.price_currency, '')
		   FROM unnest(${COLUMNS.map((_, index) => `string_to_array($${index + 4}, E'\\x1f')`).join(", ")})
		     AS n (${COLUMNS.join(", ")})
		 ON CONFLICT (org_id, location_id, kind, provider_id) DO UPDATE SET version = excluded.version,
		   sold_as = excluded.sold_as, family_id = excluded.family_id, body = excluded.body, hash = excluded.hash,
		   position = excluded.position, is_active = excluded.is_active, price_amount = excluded.price_amount,
		   price_currency = excluded.price_currency, retired_at = NULL`,
		[target.org_id, target.location_id, target.version, ...texts],
	);
}

const COLUMNS = [
	"kind",
	"provider_id",
	"stream_id",
	"sold_as",
	"family_id",
	"body",
	"hash",
	"position",
	"is_active",
	"price_amount",
	"price_currency",
] as const satisfies readonly (keyof CatalogObjectRow)[];

function joined(rows: readonly CatalogObjectRow[], column: keyof CatalogObjectRow): string {
	return rows
		.map((row) => {
			const value = row[column];
			return typeof value === "boolean" ? (value ? "1" : "0") : (value ?? "");
		})
		.join(SEPARATOR);
}

/** Objects that the POS no longer sends: off every menu, their rows and `stream_id`s stay. */
export async function retireCatalogObjects(
	sql: Sql,
	target: { org_id: string; location_id: string; version: number; at: number },
	objects: readonly { kind: string; provider_id: string }[],
): Promise<void> {
	if (objects.length === 0) return;
	await sql.query(
		`UPDATE catalog_object SET retired_at = $4, version = $3
		   FROM unnest($5::text[], $6::text[]) AS gone (kind, provider_id)
		  WHERE catalog_object.org_id = $1 AND catalog_object.location_id = $2
		    AND catalog_object.kind = gone.kind AND catalog_object.provider_id = gone.provider_id`,
		[
			target.org_id,
			target.location_id,
			target.version,
			target.at,
			objects.map((object) => object.kind),
			objects.map((object) => object.provider_id),
		],
	);
}

/** A menu of a location as people know it. */
export type MenuName = { provider_id: string; stream_id: string; name: string };

/** The live menus of a location, in the POS's order. */
export async function listMenus(sql: Sql, org_id: string, location_id: string): Promise<MenuName[]> {
	const rows = await sql.query<{ provider_id: string; stream_id: string; body: string }>(
		`SELECT provider_id, stream_id, body FROM catalog_object
		  WHERE org_id = $1 AND location_id = $2 AND kind = 'menu' AND retired_at IS NULL ORDER BY position`,
		[org_id, location_id],
	);
	return rows.map(({ provider_id, stream_id, body }) => ({
		...{ provider_id, stream_id },
		name: (JSON.parse(body) as { name: string }).name,
	}));
}

/** What an order's check needs of one object. */
export type SellableRow = Pick<
	CatalogObjectRow,
	"stream_id" | "kind" | "provider_id" | "sold_as" | "body" | "is_active" | "price_currency"
> & { is_retired: boolean; is_family_active: boolean; pos_location_id: string };

/** Objects by the ids that a DSP uses, each with whether the family that it belongs to is on sale. */
export async function findCatalogObjectsByStreamId(
	sql: Sql,
	org_id: string,
	location_id: string,
	stream_ids: readonly string[],
): Promise<SellableRow[]> {
	return sql.query<SellableRow>(
		`SELECT o.stream_id, o.kind, o.provider_id, o.sold_as, o.body, o.is_active, o.price_currency,
		        o.retired_at IS NOT NULL AS is_retired, coalesce(family.is_active, true) AS is_family_active,
		        location.provider_id AS pos_location_id
		   FROM catalog_object o
		   JOIN location ON location.org_id = o.org_id AND location.location_id = o.location_id
		   LEFT JOIN catalog_object family ON family.org_id = o.org_id AND family.location_id = o.location_id
		     AND family.kind = 'item_family' AND family.provider_id = o.family_id
		  WHERE o.org_id = $1 AND o.location_id = $2 AND o.stream_id = ANY($3::uuid[])`,
		[org_id, location_id, stream_ids],
		"catalog-by-stream-id",
	);
}

/** Live objects with one of these ids of the POS, of any kind. */
export async function findCatalogObjectsByProviderId(
	sql: Sql,
	org_id: string,
	location_id: string,
	provider_ids: readonly string[],
): Promise<Pick<CatalogObjectRow, "kind" | "provider_id" | "stream_id" | "sold_as" | "is_active">[]> {
	return sql.query(
		`SELECT kind, provider_id, stream_id, sold_as, is_active FROM catalog_object
		  WHERE org_id = $1 AND location_id = $2 AND kind IN ('item_family', 'item', 'modifier_group', 'modifier')
		    AND provider_id = ANY($3::text[]) AND retired_at IS NULL`,
		[org_id, location_id, provider_ids],
	);
}

/** Put objects on sale or take them off it. The last character of the hash is the activity. */
export async function setCatalogActivity(
	sql: Sql,
	target: { org_id: string; location_id: string; version: number; is_active: boolean },
	objects: readonly { kind: string; provider_id: string }[],
): Promise<void> {
	await sql.query(
		`UPDATE catalog_object SET is_active = $4, version = $3,
		   hash = left(catalog_object.hash, -1) || CASE WHEN $4 THEN '1' ELSE '0' END
		   FROM unnest($5::text[], $6::text[]) AS named (kind, provider_id)
		  WHERE catalog_object.org_id = $1 AND catalog_object.location_id = $2
		    AND catalog_object.kind = named.kind AND catalog_object.provider_id = named.provider_id`,
		[
			target.org_id,
			target.location_id,
			target.version,
			target.is_active,
			objects.map((object) => object.kind),
			objects.map((object) => object.provider_id),
		],
	);
}
