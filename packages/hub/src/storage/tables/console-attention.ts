import type { Sql } from "../database.ts";
import { fromStored, type Stored } from "./values.ts";

/** Orders of a link that failed for one reason, where the link's latest order failed too. Times epoch ms. */
export interface RefusedGroup {
	binding_id: string | null;
	location_id: string | null;
	location_name: string | null;
	timezone: string | null;
	slug: string;
	dsp_location_id: string;
	verdict_reason: string | null;
	count: number;
	since: number;
	latest_order_id: string;
}

/** Refused orders since `first_id`, by link and reason, the newest group first; without those that the restaurant called off. */
export async function listRefusedGroups(sql: Sql, org_id: string, first_id: string): Promise<RefusedGroup[]> {
	return sql.query<RefusedGroup>(
		`WITH recent AS (
		   SELECT order_id, binding_id, location_id, slug, dsp_location_id, verdict, verdict_reason, received_at,
		          first_value(verdict) OVER (PARTITION BY slug, dsp_location_id ORDER BY order_id DESC) AS latest
		     FROM orders
		    WHERE org_id = $1 AND order_id >= $2 AND verdict IS NOT NULL AND NOT (verdict = 'failed' AND state = 'merchant_canceled')),
		 failed AS (
		   SELECT binding_id, location_id, slug, dsp_location_id, verdict_reason, count(*)::integer AS count, min(received_at) AS since,
		          max(order_id::text) AS latest_order_id
		     FROM recent WHERE verdict = 'failed' AND latest = 'failed' GROUP BY 1, 2, 3, 4, 5)
		 SELECT failed.*, l.name AS location_name, l.timezone
		   FROM failed LEFT JOIN location l ON l.org_id = $1 AND l.location_id = failed.location_id
		  ORDER BY failed.latest_order_id DESC LIMIT 50`,
		[org_id, first_id],
	);
}

/** Messages that were given up, by receiver and type. */
export async function listDeadGroups(
	sql: Sql,
	org_id: string,
): Promise<{ slug: string; type: string; reason: string | null; count: number; since: number }[]> {
	return sql.query(
		`SELECT slug, type, max(reason) AS reason, count(*)::integer AS count, min(updated_at) AS since
		   FROM delivery WHERE org_id = $1 AND state = 'dead' GROUP BY slug, type ORDER BY min(updated_at) LIMIT 50`,
		[org_id],
	);
}

/** Locations whose last sync failed. */
export async function listFailedSyncs(
	sql: Sql,
	org_id: string,
): Promise<{ location_id: string; name: string; timezone: string | null; sync_error: string; since: number }[]> {
	return sql.query(
		`SELECT location_id, name, timezone, sync_error, coalesce(synced_at, created_at) AS since
		   FROM location WHERE org_id = $1 AND sync_error IS NOT NULL ORDER BY name, location_id LIMIT 50`,
		[org_id],
	);
}

/** A store that a connected DSP lists and that no location is linked with. */
export interface UnlinkedStoreRow {
	integration_id: string;
	slug: string;
	provider_id: string;
	name: string;
	address: Record<string, unknown>;
	updated_at: number;
	refused_orders: number;
}

/** Stores without a location, by name, from behind `after`. Orders since `first_id` are counted. */
export async function listUnlinkedStores(
	sql: Sql,
	org_id: string,
	first_id: string,
	after: { name: string; integration_id: string; provider_id: string } | null,
	limit: number,
): Promise<UnlinkedStoreRow[]> {
	const rows = await sql.query<Stored<UnlinkedStoreRow>>(
		`WITH refused AS (
		   SELECT slug, dsp_location_id, count(*)::integer AS count FROM orders
		    WHERE org_id = $1 AND order_id >= $2 AND location_id IS NULL GROUP BY slug, dsp_location_id)
		 SELECT s.integration_id, i.slug, s.provider_id, s.name, s.address, s.updated_at, coalesce(r.count, 0) AS refused_orders
		   FROM dsp_store s JOIN integration i ON i.org_id = s.org_id AND i.integration_id = s.integration_id AND i.status = 'active'
		   LEFT JOIN binding b ON b.org_id = s.org_id AND b.slug = i.slug AND b.dsp_location_id = s.provider_id AND b.ended_at IS NULL
		   LEFT JOIN refused r ON r.slug = i.slug AND r.dsp_location_id = s.provider_id
		  WHERE s.org_id = $1 AND b.binding_id IS NULL
		    AND ($3::text IS NULL OR (s.name, s.integration_id, s.provider_id) > ($3, $4::uuid, $5))
		  ORDER BY s.name, s.integration_id, s.provider_id LIMIT $6`,
		[org_id, first_id, after?.name ?? null, after?.integration_id ?? null, after?.provider_id ?? null, limit],
	);
	return rows.map(fromStored);
}
