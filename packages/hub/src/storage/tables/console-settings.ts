import type { Sql } from "../database.ts";

/** A partner as the settings show it. Times epoch ms. */
export interface PartnerSettingsRow {
	partner_id: string;
	name: string;
	return_url_origins: string;
	theme: string | null;
	created_at: number;
	orgs: number;
}

/** Every partner by name, with how many organisations it has. */
export async function listPartnerSettings(sql: Sql): Promise<PartnerSettingsRow[]> {
	return sql.query<PartnerSettingsRow>(
		`SELECT p.partner_id, p.name, p.return_url_origins, p.theme, p.created_at,
		        (SELECT count(*)::integer FROM org WHERE org.partner_id = p.partner_id) AS orgs
		   FROM partner p ORDER BY p.name, p.partner_id LIMIT 500`,
	);
}

/** An API client without its secret. */
export interface ApiKeyRow {
	client_id: string;
	partner_id: string;
	org_id: string | null;
	name: string;
	scopes: string;
	created_at: number;
	revoked_at: number | null;
}

/** Every API client, oldest first. */
export async function listApiKeys(sql: Sql): Promise<ApiKeyRow[]> {
	return sql.query<ApiKeyRow>(
		"SELECT client_id, partner_id, org_id, name, scopes, created_at, revoked_at FROM api_client ORDER BY created_at, client_id LIMIT 5000",
	);
}

/** How many integrations each provider has. */
export async function countIntegrations(sql: Sql): Promise<Map<string, number>> {
	const rows = await sql.query<{ slug: string; count: number }>(
		"SELECT slug, count(*)::integer AS count FROM route_integration GROUP BY slug",
	);
	return new Map(rows.map((row) => [row.slug, row.count]));
}

/** The size of the hub's database in bytes, and its open connections. */
export async function measureDatabase(sql: Sql): Promise<{ size_bytes: number; connections: number }> {
	const rows = await sql.query<{ size_bytes: number; connections: number }>(
		`SELECT pg_database_size(current_database()) AS size_bytes,
		        (SELECT count(*)::integer FROM pg_stat_activity WHERE datname = current_database()) AS connections`,
	);
	return rows[0] ?? { size_bytes: 0, connections: 0 };
}

/** Names of the migrations that ran, in order. */
export async function listMigrations(sql: Sql): Promise<string[]> {
	return (await sql.query<{ name: string }>("SELECT name FROM schema_migration ORDER BY name")).map((row) => row.name);
}
