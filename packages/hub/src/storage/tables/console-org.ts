import type { Sql } from "../database.ts";

/** An organisation with its partner, as the console lists it. Times epoch ms. */
export interface ConsoleOrgRow {
	org_id: string;
	name: string;
	provider_id: string | null;
	partner_id: string;
	partner_name: string;
	created_at: number;
}

/** What the list of organisations is narrowed to; null: not at all. */
export interface ConsoleOrgFilter {
	org_id: string | null;
	partner_id: string | null;
	/** `%text%` in lower case, for name and partner's id */
	like: string | null;
	has_problems: boolean;
}

const FILTER = `($1::uuid IS NULL OR o.org_id = $1) AND ($2::uuid IS NULL OR o.partner_id = $2)
	AND ($3::text IS NULL OR lower(o.name) LIKE $3 OR lower(o.provider_id) LIKE $3)
	AND (NOT $4::boolean
	  OR EXISTS (SELECT 1 FROM integration i WHERE i.org_id = o.org_id AND i.health = 'failing')
	  OR EXISTS (SELECT 1 FROM location l WHERE l.org_id = o.org_id AND l.sync_error IS NOT NULL)
	  OR EXISTS (SELECT 1 FROM delivery d WHERE d.org_id = o.org_id AND d.state = 'dead'))`;

function values({ org_id, partner_id, like, has_problems }: ConsoleOrgFilter): unknown[] {
	return [org_id, partner_id, like, has_problems];
}

/** Organisations by name, from behind `after`. */
export async function listConsoleOrgs(
	sql: Sql,
	filter: ConsoleOrgFilter,
	after: { name: string; org_id: string } | null,
	limit: number,
): Promise<ConsoleOrgRow[]> {
	return sql.query<ConsoleOrgRow>(
		`SELECT o.org_id, o.name, o.provider_id, o.partner_id, p.name AS partner_name, o.created_at
		   FROM org o /* cross-tenant: the operator's list */ JOIN partner p ON p.partner_id = o.partner_id
		  WHERE ${FILTER} AND ($5::text IS NULL OR (o.name, o.org_id) > ($5, $6::uuid))
		  ORDER BY o.name, o.org_id LIMIT $7`,
		[...values(filter), after?.name ?? null, after?.org_id ?? null, limit],
	);
}

/** How many there are, counted up to `cap`. */
export async function countConsoleOrgs(sql: Sql, filter: ConsoleOrgFilter, cap: number): Promise<number> {
	const rows = await sql.query<{ count: number }>(
		`SELECT count(*)::integer AS count FROM (SELECT 1 FROM org o /* cross-tenant: the operator's list */ WHERE ${FILTER} LIMIT $5) AS found`,
		[...values(filter), cap],
	);
	return rows[0]?.count ?? 0;
}

/** Numbers of one organisation. */
export interface OrgNumbers {
	org_id: string;
	locations: number;
	locations_active: number;
	links_live: number;
	links_pending: number;
	links_paused: number;
	stores_unlinked: number;
	failing: number;
	sync_failed: number;
	dead: number;
	last_order_id: string | null;
}

/** The numbers of these organisations. `now` epoch ms tells which pauses are over. */
export async function countOrgNumbers(sql: Sql, org_ids: readonly string[], now: number): Promise<OrgNumbers[]> {
	return sql.query<OrgNumbers>(
		`SELECT o.org_id, locations.total AS locations, locations.active AS locations_active, locations.sync_failed,
		        links.live AS links_live, links.pending AS links_pending, links.paused AS links_paused,
		        stores.unlinked AS stores_unlinked, integrations.failing, deliveries.dead, latest.order_id AS last_order_id
		   FROM org o /* cross-tenant: the operator's list, one page of organisations */
		  CROSS JOIN LATERAL (
		    SELECT count(*)::integer AS total, count(*) FILTER (WHERE l.sync_error IS NOT NULL)::integer AS sync_failed,
		           count(*) FILTER (WHERE l.status = 'active' AND i.status = 'active')::integer AS active
		      FROM location l JOIN integration i ON i.org_id = l.org_id AND i.integration_id = l.integration_id
		     WHERE l.org_id = o.org_id) AS locations
		  CROSS JOIN LATERAL (
		    SELECT count(*) FILTER (WHERE b.connected_at IS NOT NULL AND NOT b.paused)::integer AS live,
		           count(*) FILTER (WHERE b.connected_at IS NULL AND NOT b.paused)::integer AS pending,
		           count(*) FILTER (WHERE b.paused)::integer AS paused
		      FROM (SELECT connected_at, paused_at IS NOT NULL AND coalesce(paused_until > $2, true)
		                     OR coalesce(dsp_status = 'paused' AND coalesce(dsp_paused_until > $2, true), false) AS paused
		              FROM binding WHERE binding.org_id = o.org_id AND ended_at IS NULL) AS b) AS links
		  CROSS JOIN LATERAL (
		    SELECT count(*)::integer AS unlinked
		      FROM dsp_store s JOIN integration i ON i.org_id = s.org_id AND i.integration_id = s.integration_id AND i.status = 'active'
		      LEFT JOIN binding b ON b.org_id = s.org_id AND b.slug = i.slug AND b.dsp_location_id = s.provider_id AND b.ended_at IS NULL
		     WHERE s.org_id = o.org_id AND b.binding_id IS NULL) AS stores
		  CROSS JOIN LATERAL (SELECT count(*)::integer AS failing FROM integration i WHERE i.org_id = o.org_id AND i.health = 'failing') AS integrations
		  CROSS JOIN LATERAL (SELECT count(*)::integer AS dead FROM delivery d WHERE d.org_id = o.org_id AND d.state = 'dead') AS deliveries
		   LEFT JOIN LATERAL (SELECT order_id FROM orders WHERE orders.org_id = o.org_id ORDER BY order_id DESC LIMIT 1) AS latest ON true
		  WHERE o.org_id = ANY($1::uuid[])`,
		[org_ids, now],
	);
}

/** An integration with how many locations or stores hang on it. */
export interface ConsoleIntegrationRow {
	org_id: string;
	integration_id: string;
	slug: string;
	type: "pos" | "dsp";
	status: string;
	return_url: string | null;
	redirect_uri: string | null;
	account_id: string | null;
	token_expires_at: number | null;
	health: string;
	health_reason: string | null;
	created_at: number;
	updated_at: number;
	locations: number;
	stores: number;
	last_sync_at: number | null;
}

/** Integrations of these organisations, oldest first. */
export async function listConsoleIntegrations(sql: Sql, org_ids: readonly string[]): Promise<ConsoleIntegrationRow[]> {
	return sql.query<ConsoleIntegrationRow>(
		`SELECT i.org_id, i.integration_id, i.slug, i.type, i.status, i.return_url, i.redirect_uri, i.account_id, i.token_expires_at,
		        i.health, i.health_reason, i.created_at, i.updated_at, l.locations, l.last_sync_at, s.stores
		   FROM integration i /* cross-tenant: the operator's list, one page of organisations */
		  CROSS JOIN LATERAL (SELECT count(*)::integer AS locations, max(synced_at) AS last_sync_at FROM location
		                       WHERE location.org_id = i.org_id AND location.integration_id = i.integration_id) AS l
		  CROSS JOIN LATERAL (SELECT count(*)::integer AS stores FROM dsp_store
		                       WHERE dsp_store.org_id = i.org_id AND dsp_store.integration_id = i.integration_id) AS s
		  WHERE i.org_id = ANY($1::uuid[]) ORDER BY i.created_at, i.integration_id`,
		[org_ids],
	);
}

/** The names of these organisations. */
export async function listConsoleOrgNames(sql: Sql, org_ids: readonly string[]): Promise<Map<string, string>> {
	const rows = await sql.query<{ org_id: string; name: string }>(
		"SELECT org_id, name FROM org WHERE org_id = ANY($1::uuid[])",
		[org_ids],
	);
	return new Map(rows.map((row) => [row.org_id, row.name]));
}
