import type { Sql } from "../database.ts";

/** One state of a location's catalog as a sync left it; stock changes between two syncs have no row of their own. */
export interface CatalogVersionRow {
	org_id: string;
	location_id: string;
	version: number;
	/** of the POS's whole reply */
	hash: string;
	/** how many the POS sent and the hub took */
	objects: number;
	/** sentences, as JSON */
	warnings: string;
	/** fields of the reply beside its arrays, as JSON */
	root: string;
	/** epoch ms */
	created_at: number;
}

/** The latest sync's row. */
export async function findLatestCatalogVersion(
	sql: Sql,
	org_id: string,
	location_id: string,
): Promise<CatalogVersionRow | undefined> {
	const rows = await sql.query<CatalogVersionRow>(
		`SELECT org_id, location_id, version, hash, objects, warnings, root, created_at FROM catalog_version
		  WHERE org_id = $1 AND location_id = $2 ORDER BY version DESC LIMIT 1`,
		[org_id, location_id],
	);
	return rows[0];
}

/** Store the row of a sync. A second sync of the same version, which found nothing to change, replaces the first. */
export async function upsertCatalogVersion(sql: Sql, row: CatalogVersionRow): Promise<void> {
	await sql.query(
		`INSERT INTO catalog_version (org_id, location_id, version, hash, objects, warnings, root, created_at)
		 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		 ON CONFLICT (org_id, location_id, version) DO UPDATE SET hash = excluded.hash, objects = excluded.objects,
		   warnings = excluded.warnings, root = excluded.root`,
		[row.org_id, row.location_id, row.version, row.hash, row.objects, row.warnings, row.root, row.created_at],
	);
}
