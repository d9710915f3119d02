import type { Sql } from "../database.ts";

/** What says when a location is open: its clock, its days off, and its menus with their hours. */
export interface LocationHoursRow {
	/** as its POS names it */
	timezone: string | null;
	/** JSON; null when none were set */
	holidays: string | null;
	/** each live menu as its POS sent it, JSON */
	menus: string[];
}

/** What is known of a location's hours. */
export async function findLocationHours(
	sql: Sql,
	org_id: string,
	location_id: string,
): Promise<LocationHoursRow | undefined> {
	const rows = await sql.query<LocationHoursRow>(
		`SELECT timezone, holidays,
		        ARRAY(SELECT body FROM catalog_object
		               WHERE org_id = $1 AND location_id = $2 AND kind = 'menu' AND retired_at IS NULL) AS menus
		   FROM location WHERE org_id = $1 AND location_id = $2`,
		[org_id, location_id],
	);
	return rows[0];
}
