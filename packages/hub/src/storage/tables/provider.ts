import type { Sql } from "../database.ts";

/** A POS or DSP system that the hub talks to. Objects are kept as JSON text, secrets sealed. */
export interface ProviderRow {
	slug: string;
	provider_id: string;
	type: "pos" | "dsp";
	name: string;
	base_url: string;
	/** JSON object: path name → path, only what differs from the defaults of interface.md */
	paths: string;
	auth: "oauth" | "manual";
	client_id: string;
	client_secret_sealed: Buffer;
	/** sealed JSON array of strings, newest first */
	webhook_secrets_sealed: Buffer;
	/** JSON object, as given by `--set key=value` */
	settings: string;
	/** epoch ms */
	created_at: number;
	updated_at: number;
	/** epoch ms since when nothing is sent to it; null = it is sent to */
	paused_at: number | null;
}

const COLUMNS = `slug, provider_id, type, name, base_url, paths, auth, client_id, client_secret_sealed, webhook_secrets_sealed,
	settings, created_at, updated_at`;

/** A provider as it is registered; whether it is paused is not part of that. */
export type NewProviderRow = Omit<ProviderRow, "paused_at">;

function valuesOf(row: NewProviderRow): unknown[] {
	return [
		row.slug,
		row.provider_id,
		row.type,
		row.name,
		row.base_url,
		row.paths,
		row.auth,
		row.client_id,
		row.client_secret_sealed,
		row.webhook_secrets_sealed,
		row.settings,
		row.created_at,
		row.updated_at,
	];
}

/** Register a provider. False: the slug is taken. */
export async function insertProvider(sql: Sql, row: NewProviderRow): Promise<boolean> {
	const rows = await sql.query(
		`INSERT INTO provider (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		 ON CONFLICT (slug) DO NOTHING RETURNING slug`,
		valuesOf(row),
	);
	return rows.length === 1;
}

/** Register a provider or replace everything but its id, type and date. Undefined: the slug is taken by the other type. */
export async function upsertProvider(sql: Sql, row: NewProviderRow): Promise<{ provider_id: string } | undefined> {
	const rows = await sql.query<{ provider_id: string }>(
		`INSERT INTO provider (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		 ON CONFLICT (slug) DO UPDATE SET name = excluded.name, base_url = excluded.base_url, paths = excluded.paths,
		   auth = excluded.auth, client_id = excluded.client_id, client_secret_sealed = excluded.client_secret_sealed,
		   webhook_secrets_sealed = excluded.webhook_secrets_sealed, settings = excluded.settings, updated_at = excluded.updated_at
		 WHERE provider.type = excluded.type
		 RETURNING provider_id`,
		valuesOf(row),
	);
	return rows[0];
}

/** The provider with this slug. */
export async function findProvider(sql: Sql, slug: string): Promise<ProviderRow | undefined> {
	const rows = await sql.query<ProviderRow>(`SELECT ${COLUMNS}, paused_at FROM provider WHERE slug = $1`, [slug]);
	return rows[0];
}

/** Every provider by slug. */
export async function listProviders(sql: Sql): Promise<ProviderRow[]> {
	return sql.query<ProviderRow>(`SELECT ${COLUMNS}, paused_at FROM provider ORDER BY slug`);
}

/** Send nothing to a provider from `at` on (epoch ms; one that is paused stays so since when it was). False: unknown slug. */
export async function pauseProvider(sql: Sql, slug: string, at: number): Promise<boolean> {
	const rows = await sql.query(
		"UPDATE provider SET paused_at = coalesce(paused_at, $2) WHERE slug = $1 RETURNING slug",
		[slug, at],
	);
	return rows.length === 1;
}

/** Send to a provider again. False: unknown slug. */
export async function resumeProvider(sql: Sql, slug: string): Promise<boolean> {
	const rows = await sql.query("UPDATE provider SET paused_at = NULL WHERE slug = $1 RETURNING slug", [slug]);
	return rows.length === 1;
}

/** Set a provider's webhook secrets in the place of `before`. False: they were changed in between. */
export async function updateWebhookSecrets(
	sql: Sql,
	change: { slug: string; before: Buffer; after: Buffer; updated_at: number },
): Promise<boolean> {
	const rows = await sql.query(
		`UPDATE provider SET webhook_secrets_sealed = $3, updated_at = $4 WHERE slug = $1 AND webhook_secrets_sealed = $2
		 RETURNING slug`,
		[change.slug, change.before, change.after, change.updated_at],
	);
	return rows.length === 1;
}
