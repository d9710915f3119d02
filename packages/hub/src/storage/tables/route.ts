import type { Sql } from "../database.ts";
import { valuesList } from "./values.ts";

/*
 * What is asked before the tenant is known: small reference tables, read on the order path and written while onboarding only
 * (distributed.md rule 11).
 */

/** An onboarding id → whose it is. */
export interface IntegrationRoute {
	integration_id: string;
	org_id: string;
	partner_id: string;
	slug: string;
}

/** Remember whose a new onboarding is. */
export async function insertIntegrationRoute(sql: Sql, route: IntegrationRoute): Promise<void> {
	await sql.query("INSERT INTO route_integration (integration_id, org_id, partner_id, slug) VALUES ($1, $2, $3, $4)", [
		route.integration_id,
		route.org_id,
		route.partner_id,
		route.slug,
	]);
}

/** Whose this onboarding is. */
export async function findIntegrationRoute(sql: Sql, integration_id: string): Promise<IntegrationRoute | undefined> {
	const rows = await sql.query<IntegrationRoute>(
		"SELECT integration_id, org_id, partner_id, slug FROM route_integration WHERE integration_id = $1",
		[integration_id],
	);
	return rows[0];
}

/** A POS's location id → the organisations that ingested it. */
export type PosLocationRoute = {
	slug: string;
	pos_location_id: string;
	org_id: string;
	location_id: string;
};

/** Let the webhooks of these POS locations find their organisation. */
export async function insertPosLocationRoutes(sql: Sql, routes: readonly PosLocationRoute[]): Promise<void> {
	if (routes.length === 0) return;
	const sorted = [...routes].sort((a, b) => (a.pos_location_id < b.pos_location_id ? -1 : 1));
	const { text, values } = valuesList(["slug", "pos_location_id", "org_id", "location_id"], sorted);
	await sql.query(
		`INSERT INTO route_pos_location (slug, pos_location_id, org_id, location_id) VALUES ${text}
		 ON CONFLICT (slug, pos_location_id, org_id) DO UPDATE SET location_id = excluded.location_id`,
		values,
	);
}

/** Which of these POS locations route their webhooks to this organisation already. */
export async function listPosLocationRoutes(
	sql: Sql,
	org_id: string,
	slug: string,
	pos_location_ids: readonly string[],
): Promise<Set<string>> {
	const rows = await sql.query<{ pos_location_id: string }>(
		`SELECT pos_location_id FROM route_pos_location
		  WHERE slug = $1 AND pos_location_id = ANY($2::text[]) AND org_id = $3`,
		[slug, pos_location_ids, org_id],
	);
	return new Set(rows.map((row) => row.pos_location_id));
}

/** Stop routing webhooks of these POS locations to this organisation. */
export async function deletePosLocationRoutes(
	sql: Sql,
	org_id: string,
	slug: string,
	pos_location_ids: readonly string[],
): Promise<void> {
	await sql.query(
		"DELETE FROM route_pos_location WHERE slug = $1 AND pos_location_id = ANY($2::text[]) AND org_id = $3",
		[slug, pos_location_ids, org_id],
	);
}

/** A DSP's store id → the one active binding that it has in this installation (reliability.md B1). */
export interface DspStoreRoute {
	slug: string;
	dsp_location_id: string;
	org_id: string;
	binding_id: string;
}

/** Take a store for a binding. False: another binding has it; a twin in flight is waited for. */
export async function claimDspStoreRoute(sql: Sql, route: DspStoreRoute): Promise<boolean> {
	const rows = await sql.query(
		`INSERT INTO route_dsp_store (slug, dsp_location_id, org_id, binding_id) VALUES ($1, $2, $3, $4)
		 ON CONFLICT (slug, dsp_location_id) DO NOTHING RETURNING slug`,
		[route.slug, route.dsp_location_id, route.org_id, route.binding_id],
	);
	return rows.length === 1;
}

/** Which binding takes this store's orders. */
export async function findDspStoreRoute(
	sql: Sql,
	slug: string,
	dsp_location_id: string,
): Promise<DspStoreRoute | undefined> {
	const rows = await sql.query<DspStoreRoute>(
		"SELECT slug, dsp_location_id, org_id, binding_id FROM route_dsp_store WHERE slug = $1 AND dsp_location_id = $2",
		[slug, dsp_location_id],
		"find_dsp_store_route",
	);
	return rows[0];
}

/** Which of these stores are taken, by whom. */
export async function findDspStoreRoutes(
	sql: Sql,
	slug: string,
	dsp_location_ids: readonly string[],
): Promise<DspStoreRoute[]> {
	return sql.query<DspStoreRoute>(
		`SELECT slug, dsp_location_id, org_id, binding_id FROM route_dsp_store
		  WHERE slug = $1 AND dsp_location_id = ANY($2::text[])`,
		[slug, dsp_location_ids],
	);
}

/** Give a store free again, if it still belongs to this binding. */
export async function deleteDspStoreRoute(sql: Sql, route: DspStoreRoute): Promise<void> {
	await sql.query(
		"DELETE FROM route_dsp_store WHERE slug = $1 AND dsp_location_id = $2 AND org_id = $3 AND binding_id = $4",
		[route.slug, route.dsp_location_id, route.org_id, route.binding_id],
	);
}
