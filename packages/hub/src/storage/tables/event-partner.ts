import type { Sql } from "../database.ts";

/** Somebody who hears of orders (contract.md D). The secret signs both ways. */
export interface EventPartnerRow {
	slug: string;
	event_partner_id: string;
	url: string;
	secret_sealed: Buffer;
	/** types of contract.md D.1 */
	events: string[];
	/** epoch ms */
	created_at: number;
}

/** A location of which an event partner hears, and how that partner calls it. A partner without any hears of all. */
export interface EventLocationRow {
	slug: string;
	location_id: string;
	org_id: string;
	reference_id: string;
}

/** Register an event partner. False: the slug is taken. */
export async function insertEventPartner(sql: Sql, row: EventPartnerRow): Promise<boolean> {
	const rows = await sql.query(
		`INSERT INTO event_partner (slug, event_partner_id, url, secret_sealed, events, created_at)
		 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (slug) DO NOTHING RETURNING slug`,
		[row.slug, row.event_partner_id, row.url, row.secret_sealed, JSON.stringify(row.events), row.created_at],
	);
	return rows.length === 1;
}

/** Add a location to what an event partner hears of. */
export async function insertEventLocation(sql: Sql, row: EventLocationRow): Promise<void> {
	await sql.query("INSERT INTO event_location (slug, location_id, org_id, reference_id) VALUES ($1, $2, $3, $4)", [
		row.slug,
		row.location_id,
		row.org_id,
		row.reference_id,
	]);
}

/** Every event partner by slug. */
export async function listEventPartners(sql: Sql): Promise<EventPartnerRow[]> {
	const rows = await sql.query<Omit<EventPartnerRow, "events"> & { events: string }>(
		"SELECT slug, event_partner_id, url, secret_sealed, events, created_at FROM event_partner ORDER BY slug",
	);
	return rows.map((row) => ({ ...row, events: JSON.parse(row.events) as string[] }));
}

/** Every location that an event partner named. */
export async function listEventLocations(sql: Sql): Promise<EventLocationRow[]> {
	return sql.query<EventLocationRow>("SELECT slug, location_id, org_id, reference_id FROM event_location");
}
