import type { Sql } from "../database.ts";

/** What the contract calls an onboarding: one merchant's connection to one POS or DSP (contract.md A.4.2, A.5). */
export interface IntegrationRow {
	org_id: string;
	integration_id: string;
	slug: string;
	type: "pos" | "dsp";
	status: string;
	/** what the partner named; null = the hub's own callback page */
	return_url: string | null;
	/** what the authorize URL carried and the token exchange repeats; null for `auth=manual` */
	redirect_uri: string | null;
	/** SHA-256 of the code that this integration was completed with, or that is being exchanged right now */
	code_digest: Buffer | null;
	/** the account's id at the provider (contract.md B.2 `id`) */
	account_id: string | null;
	/** whoever is talking to the provider's token endpoint for this integration, and until when by the database's clock */
	lease_owner: string | null;
	lease_expires_at: number | null;
	health: string;
	health_reason: string | null;
	created_at: number;
	updated_at: number;
}

const COLUMNS = `org_id, integration_id, slug, type, status, return_url, redirect_uri, code_digest, account_id, lease_owner,
	lease_expires_at, health, health_reason, created_at, updated_at`;

/** Store a new onboarding. */
export async function insertIntegration(
	sql: Sql,
	row: Pick<
		IntegrationRow,
		"org_id" | "integration_id" | "slug" | "type" | "status" | "return_url" | "redirect_uri"
	> & {
		at: number;
	},
): Promise<void> {
	await sql.query(
		`INSERT INTO integration (org_id, integration_id, slug, type, status, return_url, redirect_uri, created_at, updated_at)
		 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
		[row.org_id, row.integration_id, row.slug, row.type, row.status, row.return_url, row.redirect_uri, row.at],
	);
}

/** The onboarding with this id. */
export async function findIntegration(
	sql: Sql,
	org_id: string,
	integration_id: string,
): Promise<IntegrationRow | undefined> {
	const rows = await sql.query<IntegrationRow>(
		`SELECT ${COLUMNS} FROM integration WHERE org_id = $1 AND integration_id = $2`,
		[org_id, integration_id],
	);
	return rows[0];
}

/** Every onboarding of the organisation, oldest first. */
export async function listIntegrations(sql: Sql, org_id: string): Promise<IntegrationRow[]> {
	return sql.query<IntegrationRow>(
		`SELECT ${COLUMNS} FROM integration WHERE org_id = $1 ORDER BY created_at, integration_id`,
		[org_id],
	);
}

/**
 * Hold these onboardings as they are until the transaction ends, always locked in the same order. Not so tightly that rows
 * which only refer to them had to wait: that would be a circle with the sync of a catalog.
 */
export async function lockIntegrations(
	sql: Sql,
	org_id: string,
	integration_ids: readonly string[],
): Promise<Pick<IntegrationRow, "integration_id" | "status">[]> {
	return sql.query(
		`SELECT integration_id, status FROM integration WHERE org_id = $1 AND integration_id = ANY($2::uuid[])
		  ORDER BY integration_id FOR NO KEY UPDATE`,
		[org_id, integration_ids],
	);
}

/** What decides whether a code may be exchanged now. */
export interface ExchangeState extends Pick<IntegrationRow, "code_digest" | "lease_owner" | "lease_expires_at"> {
	/** the database's clock, by which all processes measure leases */
	db_now: number;
}

/** Whether somebody is talking to the provider's token endpoint for this onboarding, and which code it had last. */
export async function readExchange(
	sql: Sql,
	org_id: string,
	integration_id: string,
): Promise<ExchangeState | undefined> {
	const rows = await sql.query<ExchangeState>(
		`SELECT code_digest, lease_owner, lease_expires_at, (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS db_now
		   FROM integration WHERE org_id = $1 AND integration_id = $2`,
		[org_id, integration_id],
	);
	return rows[0];
}

/**
 * Take the right to exchange a code, if the row is still as `seen`: true for one caller at a time. A lease that ran out (its
 * holder died) is taken over.
 */
export async function claimExchange(
	sql: Sql,
	claim: {
		org_id: string;
		integration_id: string;
		code_digest: Buffer;
		lease_owner: string;
		lease_ms: number;
		seen: ExchangeState;
	},
): Promise<boolean> {
	const rows = await sql.query(
		`UPDATE integration SET code_digest = $3, lease_owner = $4, lease_expires_at = $5
		  WHERE org_id = $1 AND integration_id = $2 AND (lease_expires_at IS NULL OR lease_expires_at <= $6)
		    AND code_digest IS NOT DISTINCT FROM $7 AND lease_owner IS NOT DISTINCT FROM $8
		  RETURNING integration_id`,
		[
			claim.org_id,
			claim.integration_id,
			claim.code_digest,
			claim.lease_owner,
			claim.seen.db_now + claim.lease_ms,
			claim.seen.db_now,
			claim.seen.code_digest,
			claim.seen.lease_owner,
		],
	);
	return rows.length === 1;
}

/** Give the right back without a result: the integration is as it was before the claim. */
export async function releaseExchange(
	sql: Sql,
	claim: { org_id: string; integration_id: string; lease_owner: string; previous_code_digest: Buffer | null },
): Promise<void> {
	await sql.query(
		`UPDATE integration SET code_digest = $4, lease_owner = NULL, lease_expires_at = NULL
		  WHERE org_id = $1 AND integration_id = $2 AND lease_owner = $3`,
		[claim.org_id, claim.integration_id, claim.lease_owner, claim.previous_code_digest],
	);
}

/**
 * Connect: status, tokens and health in one step, if the status is one of `from` and the claim is still held. True: it did.
 * Ends the claim.
 */
export async function activateIntegration(
	sql: Sql,
	change: {
		org_id: string;
		integration_id: string;
		lease_owner: string;
		status: string;
		from: readonly string[];
		account_id: string | null;
		access_token_sealed: Buffer;
		refresh_token_sealed: Buffer | null;
		token_expires_at: number | null;
		at: number;
	},
): Promise<boolean> {
	const rows = await sql.query(
		`UPDATE integration SET status = $4, account_id = $6, access_token_sealed = $7, refresh_token_sealed = $8,
		   token_expires_at = $9, token_version = token_version + 1, lease_owner = NULL, lease_expires_at = NULL, health = 'ok',
		   health_reason = NULL, updated_at = $10
		  WHERE org_id = $1 AND integration_id = $2 AND lease_owner = $3 AND status = ANY($5::text[]) RETURNING integration_id`,
		[
			change.org_id,
			change.integration_id,
			change.lease_owner,
			change.status,
			change.from,
			change.account_id,
			change.access_token_sealed,
			change.refresh_token_sealed,
			change.token_expires_at,
			change.at,
		],
	);
	return rows.length === 1;
}

/**
 * Disconnect, if the status is one of `from`: tokens are wiped, and whoever exchanges or refreshes at this moment loses its
 * claim. `keep_code`: the code stays spent. True: it did.
 */
export async function disconnectIntegration(
	sql: Sql,
	change: {
		org_id: string;
		integration_id: string;
		status: string;
		from: readonly string[];
		keep_code: boolean;
		at: number;
	},
): Promise<boolean> {
	const rows = await sql.query(
		`UPDATE integration SET status = $3, code_digest = CASE WHEN $5 THEN code_digest END, account_id = NULL,
		   access_token_sealed = NULL, refresh_token_sealed = NULL, token_expires_at = NULL, token_version = token_version + 1,
		   lease_owner = NULL, lease_expires_at = NULL, health = 'unknown', health_reason = NULL, updated_at = $6
		  WHERE org_id = $1 AND integration_id = $2 AND status = ANY($4::text[]) RETURNING integration_id`,
		[change.org_id, change.integration_id, change.status, change.from, change.keep_code, change.at],
	);
	return rows.length === 1;
}

/** Make an onboarding active with tokens that its POS brought by itself, whatever it was before (contract.md B.10). */
export async function activateByPos(
	sql: Sql,
	change: {
		org_id: string;
		integration_id: string;
		account_id: string | null;
		access_token_sealed: Buffer;
		refresh_token_sealed: Buffer | null;
		token_expires_at: number | null;
		at: number;
	},
): Promise<void> {
	await sql.query(
		`UPDATE integration SET status = 'active', account_id = $3, access_token_sealed = $4, refresh_token_sealed = $5,
		   token_expires_at = $6, token_version = token_version + 1, lease_owner = NULL, lease_expires_at = NULL, health = 'ok',
		   health_reason = NULL, updated_at = $7
		  WHERE org_id = $1 AND integration_id = $2`,
		[
			change.org_id,
			change.integration_id,
			change.account_id,
			change.access_token_sealed,
			change.refresh_token_sealed,
			change.token_expires_at,
			change.at,
		],
	);
}
