import type { Sql } from "../database.ts";

/** Whose a sign-in or a session is. Times epoch ms. */
export interface SignedInRow {
	org_id: string;
	user_id: string;
	expires_at: number;
	created_at: number;
}

/** Store a sign-in token by its digest (contract.md A.3). */
export async function insertSsoToken(sql: Sql, row: SignedInRow & { token_digest: Buffer }): Promise<void> {
	await sql.query(
		"INSERT INTO sso_token (token_digest, org_id, user_id, expires_at, created_at) VALUES ($1, $2, $3, $4, $5)",
		[row.token_digest, row.org_id, row.user_id, row.expires_at, row.created_at],
	);
}

/** Use a sign-in token up; undefined when it is unknown, used or too old. Of two at once one gets it. */
export async function redeemSsoToken(
	sql: Sql,
	token_digest: Buffer,
	at: number,
): Promise<{ org_id: string; user_id: string } | undefined> {
	const rows = await sql.query<{ org_id: string; user_id: string }>(
		`UPDATE sso_token SET redeemed_at = $2 WHERE token_digest = $1 AND redeemed_at IS NULL AND expires_at > $2
		 RETURNING org_id, user_id`,
		[token_digest, at],
	);
	return rows[0];
}

/** Whether this sign-in token was used. */
export async function isSsoTokenRedeemed(sql: Sql, token_digest: Buffer): Promise<boolean> {
	const rows = await sql.query("SELECT 1 FROM sso_token WHERE token_digest = $1 AND redeemed_at IS NOT NULL", [
		token_digest,
	]);
	return rows.length > 0;
}

/** Whose a session is: a merchant's person's, or an operator's. */
export type SessionOwner = { org_id: string; user_id: string } | { operator_id: string };

/** A signed-in browser. Times epoch ms. */
export interface BrowserSessionRow {
	org_id: string | null;
	user_id: string | null;
	operator_id: string | null;
	expires_at: number;
	created_at: number;
	seen_at: number;
}

/** Remember a signed-in browser. */
export async function insertBrowserSession(
	sql: Sql,
	row: SessionOwner & { session_digest: Buffer; expires_at: number; created_at: number },
): Promise<void> {
	const owner = "operator_id" in row ? [null, null, row.operator_id] : [row.org_id, row.user_id, null];
	await sql.query(
		`INSERT INTO browser_session (session_digest, org_id, user_id, operator_id, expires_at, created_at, seen_at)
		 VALUES ($1, $2, $3, $4, $5, $6, $6)`,
		[row.session_digest, ...owner, row.expires_at, row.created_at],
	);
}

/** This session, if it is in force at `at` and was used after `idle_since`. */
export async function findBrowserSession(
	sql: Sql,
	session_digest: Buffer,
	at: number,
	idle_since: number,
): Promise<BrowserSessionRow | undefined> {
	const rows = await sql.query<BrowserSessionRow>(
		`SELECT org_id, user_id, operator_id, expires_at, created_at, coalesce(seen_at, created_at) AS seen_at
		   FROM browser_session WHERE session_digest = $1 AND expires_at > $2 AND coalesce(seen_at, created_at) > $3`,
		[session_digest, at, idle_since],
		"find-browser-session",
	);
	return rows[0];
}

/** Note that a session is in use. */
export async function touchBrowserSession(sql: Sql, session_digest: Buffer, at: number): Promise<void> {
	await sql.query("UPDATE browser_session SET seen_at = $2 WHERE session_digest = $1", [session_digest, at]);
}

/** End an operator's sessions, but for one that is to stay. */
export async function deleteOperatorSessions(sql: Sql, operator_id: string, kept: Buffer | null): Promise<void> {
	await sql.query(
		"DELETE FROM browser_session WHERE operator_id = $1 AND ($2::bytea IS NULL OR session_digest <> $2)",
		[operator_id, kept],
	);
}

/** End a session. */
export async function deleteBrowserSession(sql: Sql, session_digest: Buffer): Promise<void> {
	await sql.query("DELETE FROM browser_session WHERE session_digest = $1", [session_digest]);
}

/** Forget sign-ins and sessions that ended before `at`. */
export async function deleteSignInsExpiredBefore(sql: Sql, at: number): Promise<void> {
	await sql.query("DELETE FROM sso_token WHERE expires_at < $1", [at]);
	await sql.query("DELETE FROM browser_session WHERE expires_at < $1", [at]);
}
