import type { Sql } from "../database.ts";

/** Somebody who onboards merchants by API. `return_url_origins`: where browsers may be sent back to; empty = not restricted to a list. */
export interface PartnerRow {
	partner_id: string;
	name: string;
	return_url_origins: string[];
	/** epoch ms */
	created_at: number;
}

type Stored = Omit<PartnerRow, "return_url_origins"> & { return_url_origins: string };

function fromStored(row: Stored): PartnerRow {
	return { ...row, return_url_origins: JSON.parse(row.return_url_origins) as string[] };
}

/** Store a new partner. */
export async function insertPartner(sql: Sql, row: PartnerRow): Promise<void> {
	await sql.query("INSERT INTO partner (partner_id, name, return_url_origins, created_at) VALUES ($1, $2, $3, $4)", [
		row.partner_id,
		row.name,
		JSON.stringify(row.return_url_origins),
		row.created_at,
	]);
}

/** The partner with this id. */
export async function findPartner(sql: Sql, partner_id: string): Promise<PartnerRow | undefined> {
	const rows = await sql.query<Stored>(
		"SELECT partner_id, name, return_url_origins, created_at FROM partner WHERE partner_id = $1",
		[partner_id],
	);
	return rows[0] && fromStored(rows[0]);
}

/** Store a partner of the hub's own unless it is there. */
export async function insertPartnerOnce(sql: Sql, row: PartnerRow): Promise<void> {
	await sql.query(
		`INSERT INTO partner (partner_id, name, return_url_origins, created_at) VALUES ($1, $2, $3, $4)
		 ON CONFLICT (partner_id) DO NOTHING`,
		[row.partner_id, row.name, JSON.stringify(row.return_url_origins), row.created_at],
	);
}

/** How the console looks for a partner's merchants, as JSON; undefined: there is no such partner. */
export async function findPartnerTheme(sql: Sql, partner_id: string): Promise<string | null | undefined> {
	const rows = await sql.query<{ theme: string | null }>("SELECT theme FROM partner WHERE partner_id = $1", [
		partner_id,
	]);
	return rows[0]?.theme;
}

/** Set how the console looks for a partner's merchants. False: there is no such partner. */
export async function setPartnerTheme(sql: Sql, partner_id: string, theme: string): Promise<boolean> {
	const rows = await sql.query("UPDATE partner SET theme = $2 WHERE partner_id = $1 RETURNING partner_id", [
		partner_id,
		theme,
	]);
	return rows.length === 1;
}
