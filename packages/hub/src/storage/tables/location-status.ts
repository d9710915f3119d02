import type { Sql } from "../database.ts";

/** Whether a location takes orders (contract.md B.7, E.7). */
export interface LocationStatus {
	status: string;
	/** epoch ms; null with `inactive` = until further notice */
	paused_until: number | null;
}

/** Hold a location's status until the transaction ends. */
export async function lockLocationStatus(
	sql: Sql,
	org_id: string,
	location_id: string,
): Promise<LocationStatus | undefined> {
	const rows = await sql.query<LocationStatus>(
		"SELECT status, paused_until FROM location WHERE org_id = $1 AND location_id = $2 FOR NO KEY UPDATE",
		[org_id, location_id],
	);
	return rows[0];
}

/** Open or close a location. */
export async function setLocationStatus(
	sql: Sql,
	change: { org_id: string; location_id: string; at: number } & LocationStatus,
): Promise<void> {
	await sql.query(
		"UPDATE location SET status = $3, paused_until = $4, updated_at = $5 WHERE org_id = $1 AND location_id = $2",
		[change.org_id, change.location_id, change.status, change.paused_until, change.at],
	);
}

/** Set a location's holidays, given as JSON. */
export async function setHolidays(
	sql: Sql,
	change: { org_id: string; location_id: string; holidays: string },
): Promise<void> {
	await sql.query("UPDATE location SET holidays = $3 WHERE org_id = $1 AND location_id = $2", [
		change.org_id,
		change.location_id,
		change.holidays,
	]);
}
