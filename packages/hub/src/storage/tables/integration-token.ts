import type { Database, Sql } from "../database.ts";

/** The tokens of one integration, and who is refreshing them. */
export interface IntegrationTokenRow {
	slug: string;
	type: "pos" | "dsp";
	status: string;
	access_token_sealed: Buffer | null;
	refresh_token_sealed: Buffer | null;
	/** epoch ms; null = does not expire */
	token_expires_at: number | null;
	/** grows with every change of the tokens, also with their removal */
	token_version: number;
	lease_owner: string | null;
	/** how the server lists the sessions of the process that has the lease; null: it did not say */
	lease_session: string | null;
	/** since when nobody has found a session of that process, epoch ms by the database's clock; null: it was there, or nobody looked */
	lease_missing_since: number | null;
	/** epoch ms by the database's clock */
	lease_expires_at: number | null;
	health: string;
	health_reason: string | null;
	/** epoch ms of the row's last change; never before the tokens were issued */
	updated_at: number;
	/** the database's clock, by which all processes measure leases */
	db_now: number;
}

interface Key {
	org_id: string;
	integration_id: string;
}

/** A UUID as text. */
const OWNER_CHARACTERS = 36;

/** What a column says of the lease that the row has now; null when it speaks of one before. */
function behindOwner(column: string): string {
	return `CASE WHEN starts_with(${column}, lease_owner || ' ') THEN substr(${column}, ${OWNER_CHARACTERS + 2}) END`;
}

/** The tokens of an integration as they are now. */
export async function readIntegrationToken(sql: Sql, key: Key): Promise<IntegrationTokenRow | undefined> {
	const rows = await sql.query<IntegrationTokenRow>(
		`SELECT slug, type, status, access_token_sealed, refresh_token_sealed, token_expires_at, token_version, lease_owner,
		   ${behindOwner("lease_session")} AS lease_session, ${behindOwner("lease_missing")}::bigint AS lease_missing_since,
		   lease_expires_at, health, health_reason, updated_at,
		   (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS db_now
		 FROM integration WHERE org_id = $1 AND integration_id = $2`,
		[key.org_id, key.integration_id],
		"read_integration_token",
	);
	return rows[0];
}

/**
 * Take the right to refresh these tokens: true for one caller at a time, and only while they are the version that the
 * caller saw. A lease that ran out, or that a wrong clock put absurdly far away, is taken over, and so is that of `gone_owner`.
 */
export async function takeRefreshLease(
	sql: Sql,
	lease: Key & {
		token_version: number;
		lease_owner: string;
		lease_session: string;
		db_now: number;
		lease_ms: number;
		gone_owner: string | null;
	},
): Promise<boolean> {
	const rows = await sql.query(
		`UPDATE integration SET lease_owner = $3, lease_expires_at = $4, lease_session = $8
		  WHERE org_id = $1 AND integration_id = $2 AND token_version = $5 AND status = 'active'
		    AND (lease_expires_at IS NULL OR lease_expires_at <= $6 OR lease_expires_at > $7 OR lease_owner = $9)
		  RETURNING integration_id`,
		[
			lease.org_id,
			lease.integration_id,
			lease.lease_owner,
			lease.db_now + lease.lease_ms,
			lease.token_version,
			lease.db_now,
			lease.db_now + LEASE_FAR_MS,
			`${lease.lease_owner} ${lease.lease_session}`,
			lease.gone_owner,
		],
	);
	return rows.length === 1;
}

/**
 * Whether sessions of this name may be there. It cannot tell just after the server's own start, when whoever lives may still be on the
 * way back, nor where names are hidden: from another role, or by a pooler, which hides one's own as well.
 */
export async function mayHaveSession(
	sql: Pick<Database, "query" | "session_name">,
	session_name: string,
): Promise<boolean> {
	const [row] = await sql.query<{ is_known: boolean; is_there: boolean }>(
		`SELECT pg_postmaster_start_time() < clock_timestamp() - interval '10 s' AND bool_or(application_name = $2)
		        AND NOT bool_or(application_name IS NULL) AS is_known,
		        bool_or(application_name = $1) AS is_there
		   FROM pg_stat_activity WHERE datname = current_database()`,
		[session_name, sql.session_name],
	);
	return !(row?.is_known === true && row.is_there === false);
}

/** Note since when the lease's holder is missing, or null: it is there after all. It stands in the row, to outlive whoever looked. */
export async function noteHolderMissing(
	sql: Sql,
	lease: Key & { lease_owner: string; missing_since: number | null },
): Promise<void> {
	const { lease_owner, missing_since } = lease;
	await sql.query(
		"UPDATE integration SET lease_missing = $4 WHERE org_id = $1 AND integration_id = $2 AND lease_owner = $3",
		[
			lease.org_id,
			lease.integration_id,
			lease_owner,
			missing_since === null ? null : `${lease_owner} ${missing_since}`,
		],
	);
}

/** No honest lease on an integration is this long. */
export const LEASE_FAR_MS = 120_000;

/**
 * Store refreshed tokens if they are still the version that was refreshed; ends the caller's lease. The version alone
 * guards: a refresher that was too slow for its lease, but whom nobody overtook, holds the only tokens that still work.
 */
export async function storeRefreshedTokens(
	sql: Sql,
	change: Key & {
		token_version: number;
		lease_owner: string;
		access_token_sealed: Buffer;
		refresh_token_sealed: Buffer | null;
		token_expires_at: number;
		at: number;
	},
): Promise<boolean> {
	const rows = await sql.query(
		`UPDATE integration SET access_token_sealed = $4, refresh_token_sealed = $5, token_expires_at = $6,
		   token_version = token_version + 1, health = 'ok', health_reason = NULL, updated_at = $7, ${endLease("$8")}
		  WHERE org_id = $1 AND integration_id = $2 AND token_version = $3 AND status = 'active' RETURNING integration_id`,
		[
			change.org_id,
			change.integration_id,
			change.token_version,
			change.access_token_sealed,
			change.refresh_token_sealed,
			change.token_expires_at,
			change.at,
			change.lease_owner,
		],
	);
	return rows.length === 1;
}

/** Note that these tokens cannot be refreshed any more; they stay where they are. Ends the caller's lease. */
export async function markRefreshRefused(
	sql: Sql,
	change: Key & { token_version: number; lease_owner: string; health_reason: string },
): Promise<boolean> {
	const rows = await sql.query(
		`UPDATE integration SET health = 'failing', health_reason = $4, ${endLease("$5")}
		  WHERE org_id = $1 AND integration_id = $2 AND token_version = $3 AND status = 'active' RETURNING integration_id`,
		[change.org_id, change.integration_id, change.token_version, change.health_reason, change.lease_owner],
	);
	return rows.length === 1;
}

/** Give the lease back without a result. */
export async function releaseRefreshLease(sql: Sql, lease: Key & { lease_owner: string }): Promise<void> {
	await sql.query(
		`UPDATE integration SET lease_owner = NULL, lease_expires_at = NULL
		  WHERE org_id = $1 AND integration_id = $2 AND lease_owner = $3`,
		[lease.org_id, lease.integration_id, lease.lease_owner],
	);
}

// Only one's own: a slow refresher must not end the lease of whoever took over.
function endLease(owner: string): string {
	return `lease_expires_at = CASE WHEN lease_owner = ${owner}::uuid THEN NULL ELSE lease_expires_at END,
		   lease_owner = CASE WHEN lease_owner = ${owner}::uuid THEN NULL ELSE lease_owner END`;
}
