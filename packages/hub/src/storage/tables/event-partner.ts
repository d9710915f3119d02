import type { Sql } from "../database.ts";

/** Somebody who hears of orders (contract.md D). The secret signs both ways. */
export interface EventPartnerRow {
	slug: string;
	event_partner_id: string;
	url: string;
	secret_sealed: Buffer;
	/** what it signed with before; null: never changed */
	former_secret_sealed: Buffer | null;
	/** when the secret was changed last, epoch ms */
	rotated_at: number | null;
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
export async function insertEventPartner(
	sql: Sql,
	row: Omit<EventPartnerRow, "former_secret_sealed" | "rotated_at">,
): Promise<boolean> {
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
		`SELECT slug, event_partner_id, url, secret_sealed, former_secret_sealed, rotated_at, events, created_at
		   FROM event_partner ORDER BY slug`,
	);
	return rows.map((row) => ({ ...row, events: JSON.parse(row.events) as string[] }));
}

/** Every location that an event partner named. */
export async function listEventLocations(sql: Sql): Promise<EventLocationRow[]> {
	return sql.query<EventLocationRow>("SELECT slug, location_id, org_id, reference_id FROM event_location");
}

/** Change what is given of an event partner; a new secret makes the present one the former. False: there is none. */
export async function changeEventPartner(
	sql: Sql,
	change: {
		slug: string;
		url: string | null;
		events: readonly string[] | null;
		secret_sealed: Buffer | null;
		at: number;
	},
): Promise<boolean> {
	const rows = await sql.query(
		`UPDATE event_partner SET url = coalesce($2, url), events = coalesce($3, events),
		   former_secret_sealed = CASE WHEN $4::bytea IS NULL THEN former_secret_sealed ELSE secret_sealed END,
		   rotated_at = CASE WHEN $4::bytea IS NULL THEN rotated_at ELSE $5::bigint END,
		   secret_sealed = coalesce($4, secret_sealed)
		  WHERE slug = $1 RETURNING slug`,
		[change.slug, change.url, change.events && JSON.stringify(change.events), change.secret_sealed, change.at],
	);
	return rows.length === 1;
}

/** Forget an event partner. False: there is none. */
export async function deleteEventPartner(sql: Sql, slug: string): Promise<boolean> {
	await deleteEventLocations(sql, slug);
	return (await sql.query("DELETE FROM event_partner WHERE slug = $1 RETURNING slug", [slug])).length === 1;
}

/** Forget which locations an event partner hears of. */
export async function deleteEventLocations(sql: Sql, slug: string): Promise<void> {
	await sql.query("DELETE FROM event_location WHERE slug = $1", [slug]);
}
