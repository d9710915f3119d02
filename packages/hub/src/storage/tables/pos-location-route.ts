import type { Sql } from "../database.ts";

/** The tenants that have connected a location of a POS: usually one, more where several partners sell to a merchant. */
export async function findPosLocations(
	sql: Sql,
	slug: string,
	pos_location_id: string,
): Promise<{ org_id: string; location_id: string }[]> {
	return await sql.query(
		"SELECT org_id, location_id FROM route_pos_location WHERE slug = $1 AND pos_location_id = $2 ORDER BY org_id",
		[slug, pos_location_id],
		"pos-location-route",
	);
}

/** Two of the locations of a POS at most: enough to tell whether it has one or several. */
export async function findFewPosLocations(sql: Sql, slug: string): Promise<{ org_id: string; location_id: string }[]> {
	return await sql.query("SELECT org_id, location_id FROM route_pos_location WHERE slug = $1 LIMIT 2", [slug]);
}
