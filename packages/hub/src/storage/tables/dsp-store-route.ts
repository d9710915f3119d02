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
	/** What the injection needs of the location behind the store; null where there is none. */
	location: RoutedLocation | null;
}

/** The POS location that takes a store's orders, as the POS calls it. */
export interface RoutedLocation {
	pos_location_id: string;
	pos_slug: string;
	pos_integration_id: string;
	location_status: string;
	paused_until: number | null;
	/** of the store's link: when staff paused it, epoch ms; null = it is not paused */
	link_paused_at: number | null;
	link_paused_until: number | null;
	prep_time_minutes: number | null;
}

/** Which binding of which tenant a store's orders concern. */
export interface RoutedStore {
	slug: string;
	dsp_location_id: string;
	org_id: string;
	binding_id: string;
}

/** Whom to ask about these stores. A store that nobody has bound is not in the answer. */
export async function findRoutedStores(
	sql: Sql,
	stores: readonly { slug: string; dsp_location_id: string }[],
): Promise<RoutedStore[]> {
	if (stores.length === 0) return [];
	const { text, values } = valuesList(["slug", "dsp_location_id"], stores);
	return await sql.query<RoutedStore>(
		`SELECT slug, dsp_location_id, org_id, binding_id FROM route_dsp_store WHERE (slug, dsp_location_id) IN (VALUES ${text})`,
		values,
	);
}

/** What the tenants of these stores say of their bindings; one that has ended is not in the answer. */
export async function findBoundStores(sql: Sql, stores: readonly RoutedStore[]): Promise<(StoreRoute & RoutedStore)[]> {
	const found = await Promise.all(
		[...Map.groupBy(stores, (store) => store.org_id)].map(async ([org_id, ofOrg]) => {
			const bindings = await sql.query<
				RoutedLocation & { binding_id: string; location_id: string; integration_id: string }
			>(
				`SELECT b.binding_id, b.location_id, b.integration_id, l.provider_id AS pos_location_id, l.slug AS pos_slug,
				        l.integration_id AS pos_integration_id, l.status AS location_status, l.paused_until,
				        b.paused_at AS link_paused_at, b.paused_until AS link_paused_until, l.prep_time_minutes
				 FROM binding b JOIN location l ON l.org_id = b.org_id AND l.location_id = b.location_id
				 WHERE b.org_id = $1 AND b.binding_id = ANY($2::uuid[]) AND b.ended_at IS NULL`,
				[org_id, ofOrg.map((store) => store.binding_id)],
				"binding-of-store",
			);
			return ofOrg.flatMap((store) => {
				const binding = bindings.find((candidate) => candidate.binding_id === store.binding_id);
				if (binding === undefined) return [];
				const { location_id, integration_id, binding_id: _, ...location } = binding;
				const { slug, dsp_location_id, binding_id } = store;
				return [{ slug, dsp_location_id, org_id, binding_id, location_id, integration_id, location }];
			});
		}),
	);
	return found.flat();
}

/** Resolve stores, of any tenants, to their bindings. A store that nobody has bound is not in the answer. */
export async function findStoreRoutes(
	sql: Sql,
	stores: readonly { slug: string; dsp_location_id: string }[],
): Promise<StoreRoute[]> {
	return await findBoundStores(sql, await findRoutedStores(sql, stores));
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
	return rows[0] && { slug, dsp_location_id, ...rows[0], binding_id: null, location_id: null, location: null };
}

/** The stores of a DSP's list that another organisation has. */
export async function listTakenStores(
	sql: Sql,
	store: { org_id: string; integration_id: string; slug: string },
): Promise<string[]> {
	const rows = await sql.query<{ provider_id: string }>(
		`SELECT s.provider_id FROM dsp_store s
		   JOIN route_dsp_store r ON r.slug = $3 AND r.dsp_location_id = s.provider_id AND r.org_id <> s.org_id
		  WHERE s.org_id = $1 AND s.integration_id = $2`,
		[store.org_id, store.integration_id, store.slug],
	);
	return rows.map((row) => row.provider_id);
}
