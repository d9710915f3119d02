import type { Sql } from "../database.ts";
import { fromStored, type Stored } from "./values.ts";

/** A location with how its catalog is, as the console lists it. Times epoch ms. */
export interface ConsoleLocationRow {
	org_id: string;
	location_id: string;
	integration_id: string;
	slug: string;
	provider_id: string;
	name: string;
	address: Record<string, unknown>;
	timezone: string | null;
	status: string;
	paused_until: number | null;
	integration_status: string;
	catalog_version: number;
	synced_at: number | null;
	sync_error: string | null;
	objects: number | null;
	problems: number | null;
	catalog_at: number | null;
	last_order_id: string | null;
}

/** What a list of locations is narrowed to; null: not at all. */
export interface ConsoleLocationFilter {
	/** null: every organisation, for operators */
	org_id: string | null;
	location_id: string | null;
	/** `%text%` in lower case, for name, POS id and address */
	like: string | null;
	/** only with a link at this DSP */
	source: string | null;
	/** active, inactive, disconnected, unlinked, paused, problem or drifted */
	status: string | null;
	/** epoch ms, by which pauses are on or over */
	now: number;
}

const FILTER = `($1::uuid IS NULL OR l.org_id = $1) AND ($2::uuid IS NULL OR l.location_id = $2)
	AND ($3::text IS NULL OR lower(l.name) LIKE $3 OR lower(l.provider_id) LIKE $3 OR lower(l.address) LIKE $3)
	AND ($4::text IS NULL OR EXISTS (SELECT 1 FROM binding b WHERE b.org_id = l.org_id AND b.location_id = l.location_id AND b.slug = $4 AND b.ended_at IS NULL))
	AND CASE $5::text WHEN 'active' THEN l.status = 'active' AND i.status = 'active'
	      WHEN 'inactive' THEN l.status = 'inactive' AND i.status = 'active'
	      WHEN 'disconnected' THEN i.status <> 'active'
	      WHEN 'unlinked' THEN NOT EXISTS (SELECT 1 FROM binding b WHERE b.org_id = l.org_id AND b.location_id = l.location_id AND b.ended_at IS NULL)
	      WHEN 'paused' THEN EXISTS (SELECT 1 FROM binding b WHERE b.org_id = l.org_id AND b.location_id = l.location_id AND b.ended_at IS NULL
	        AND (b.paused_at IS NOT NULL AND coalesce(b.paused_until > $6::bigint, true) OR b.dsp_status = 'paused' AND coalesce(b.dsp_paused_until > $6::bigint, true)))
	      WHEN 'problem' THEN l.sync_error IS NOT NULL OR i.health = 'failing'
	      WHEN 'drifted' THEN EXISTS (SELECT 1 FROM binding b
	        LEFT JOIN menu_publication p ON p.org_id = b.org_id AND p.binding_id = b.binding_id AND p.catalog_version >= l.catalog_version
	        WHERE b.org_id = l.org_id AND b.location_id = l.location_id AND b.ended_at IS NULL AND p.publication_id IS NULL)
	      ELSE true END`;

const FROM = `FROM location l JOIN integration i ON i.org_id = l.org_id AND i.integration_id = l.integration_id`;

function values({ org_id, location_id, like, source, status, now }: ConsoleLocationFilter): unknown[] {
	return [org_id, location_id, like, source, status, now];
}

/** Locations by name, from behind `after`. */
export async function listConsoleLocations(
	sql: Sql,
	filter: ConsoleLocationFilter,
	after: { name: string; location_id: string } | null,
	limit: number,
): Promise<ConsoleLocationRow[]> {
	const rows = await sql.query<Stored<ConsoleLocationRow>>(
		`WITH page AS (
		   SELECT l.org_id, l.location_id, l.integration_id, l.slug, l.provider_id, l.name, l.address, l.timezone, l.status,
		          l.paused_until, i.status AS integration_status, l.catalog_version, l.synced_at, l.sync_error
		     ${FROM} /* cross-tenant: the operator's list */
		    WHERE ${FILTER} AND ($7::text IS NULL OR (l.name, l.location_id) > ($7, $8::uuid))
		    ORDER BY l.name, l.location_id LIMIT $9)
		 SELECT page.*, v.objects, v.problems, v.catalog_at, latest.order_id AS last_order_id
		   FROM page
		   LEFT JOIN LATERAL (SELECT objects, json_array_length(warnings::json) AS problems, created_at AS catalog_at FROM catalog_version c
		                       WHERE c.org_id = page.org_id AND c.location_id = page.location_id AND c.version = page.catalog_version) AS v ON true
		   LEFT JOIN LATERAL (SELECT order_id FROM orders o WHERE o.org_id = page.org_id AND o.location_id = page.location_id
		                       ORDER BY o.order_id DESC LIMIT 1) AS latest ON true
		  ORDER BY page.name, page.location_id`,
		[...values(filter), after?.name ?? null, after?.location_id ?? null, limit],
	);
	return rows.map(fromStored);
}

/** How many there are, counted up to `cap`. */
export async function countConsoleLocations(sql: Sql, filter: ConsoleLocationFilter, cap: number): Promise<number> {
	const rows = await sql.query<{ count: number }>(
		`SELECT count(*)::integer AS count FROM (SELECT 1 ${FROM} /* cross-tenant: the operator's list */ WHERE ${FILTER} LIMIT $7) AS found`,
		[...values(filter), cap],
	);
	return rows[0]?.count ?? 0;
}

/** A link in force, with the menu that it has and how its last orders went. */
export interface ConsoleLinkRow {
	org_id: string;
	binding_id: string;
	location_id: string;
	integration_id: string;
	slug: string;
	dsp_location_id: string;
	dsp_store_name: string;
	status: string;
	connected_at: number | null;
	dsp_status: string | null;
	dsp_paused_until: number | null;
	/** the pause that staff gave it: since when, null = none; until when, null = until it is resumed; by whom */
	link_paused_at: number | null;
	link_paused_until: number | null;
	paused_by: string | null;
	menu_hash: string | null;
	created_at: number;
	arrived_at: number | null;
	brand_name: string | null;
	integration_status: string;
	integration_health: string;
	live_version: number | null;
	live_hash: string | null;
	published_at: number | null;
	last_order_id: string | null;
	/** verdicts of the last three answered orders, newest first, separated by blanks */
	verdicts: string | null;
	failure: string | null;
}

/** Links in force of these locations. Orders since `first_id` tell how they do. */
export async function listConsoleLinks(
	sql: Sql,
	org_ids: readonly string[],
	location_ids: readonly string[],
	first_id: string,
): Promise<ConsoleLinkRow[]> {
	return sql.query<ConsoleLinkRow>(
		`SELECT b.org_id, b.binding_id, b.location_id, b.integration_id, b.slug, b.dsp_location_id, b.dsp_store_name, b.status,
		        b.connected_at, b.dsp_status, b.dsp_paused_until, b.paused_at AS link_paused_at, b.paused_until AS link_paused_until, b.paused_by,
		        b.menu_hash, b.created_at, b.arrived_at, b.brand_name, i.status AS integration_status, i.health AS integration_health,
		        p.catalog_version AS live_version, p.menu_hash AS live_hash, p.created_at AS published_at,
		        o.last_order_id, o.verdicts, o.failure
		   FROM binding b /* cross-tenant: the operator's list, one page of locations */
		   JOIN integration i ON i.org_id = b.org_id AND i.integration_id = b.integration_id
		   LEFT JOIN LATERAL (
		     SELECT m.catalog_version, m.menu_hash, m.created_at FROM menu_publication m
		       JOIN delivery d ON d.org_id = m.org_id AND d.delivery_id = m.publication_id AND d.state = 'delivered'
		      WHERE m.org_id = b.org_id AND m.binding_id = b.binding_id ORDER BY m.created_at DESC LIMIT 1) AS p ON true
		  CROSS JOIN LATERAL (
		     SELECT max(last.order_id::text) AS last_order_id, string_agg(last.verdict, ' ' ORDER BY last.order_id DESC) AS verdicts,
		            max(last.verdict_reason) AS failure
		       FROM (SELECT order_id, verdict, verdict_reason FROM orders
		              WHERE orders.org_id = b.org_id AND orders.location_id = b.location_id AND orders.binding_id = b.binding_id
		                AND orders.order_id >= $3 ORDER BY orders.order_id DESC LIMIT 3) AS last) AS o
		  WHERE b.org_id = ANY($1::uuid[]) AND b.location_id = ANY($2::uuid[]) AND b.ended_at IS NULL
		  ORDER BY b.slug, b.dsp_location_id`,
		[org_ids, location_ids, first_id],
	);
}

/** The names of these locations. */
export async function listLocationNames(
	sql: Sql,
	org_id: string,
	location_ids: readonly string[],
): Promise<Map<string, string>> {
	const rows = await sql.query<{ location_id: string; name: string }>(
		"SELECT location_id, name FROM location WHERE org_id = $1 AND location_id = ANY($2::uuid[])",
		[org_id, location_ids],
	);
	return new Map(rows.map((row) => [row.location_id, row.name]));
}
