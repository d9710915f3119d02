import type { Sql } from "../database.ts";
import { valuesList } from "./values.ts";

/** Where the orders of a DSP's store go at this moment: the active binding of the store (reliability.md B1). */
export interface StoreRoute {
	slug: string;
	dsp_location_id: string;
	org_id: string;
	binding_id: string | null;
	location_id: string | null;
	integration_id: string;
}

/** Resolve stores, of any tenants, to their bindings. A store that nobody has bound is not in the answer. */
export async function findStoreRoutes(
	sql: Sql,
	stores: readonly { slug: string; dsp_location_id: string }[],
): Promise<StoreRoute[]> {
	const { text, values } = valuesList(["slug", "dsp_location_id"], stores);
	const routes = await sql.query<{ slug: string; dsp_location_id: string; org_id: string; binding_id: string }>(
		`SELECT slug, dsp_location_id, org_id, binding_id FROM route_dsp_store WHERE (slug, dsp_location_id) IN (VALUES ${text})`,
		values,
	);
	const found: StoreRoute[] = [];
	for (const [org_id, binding_ids] of Map.groupBy(routes, (route) => route.org_id)) {
		const bindings = await sql.query<{ binding_id: string; location_id: string; integration_id: string }>(
			"SELECT binding_id, location_id, integration_id FROM binding WHERE org_id = $1 AND binding_id = ANY($2::uuid[]) AND ended_at IS NULL",
			[org_id, binding_ids.map((route) => route.binding_id)],
			"binding-of-store",
		);
		for (const route of binding_ids) {
			const binding = bindings.find((candidate) => candidate.binding_id === route.binding_id);
			if (binding !== undefined) found.push({ ...route, ...binding });
		}
	}
	return found;
}

/** The connected integration that lists a store which nobody has bound: enough to tell the DSP that its order failed. */
export async function findListingOfStore(
	sql: Sql,
	slug: string,
	dsp_location_id: string,
): Promise<StoreRoute | undefined> {
	const rows = await sql.query<{ org_id: string; integration_id: string }>(
		`SELECT s.org_id, s.integration_id FROM dsp_store s /* cross-tenant: an unbound store has no tenant to ask for; off the order path */
		 JOIN integration i ON i.org_id = s.org_id AND i.integration_id = s.integration_id
		 WHERE i.slug = $1 AND s.provider_id = $2 AND i.status = 'active' ORDER BY s.updated_at DESC LIMIT 1`,
		[slug, dsp_location_id],
	);
	return rows[0] && { slug, dsp_location_id, ...rows[0], binding_id: null, location_id: null };
}
