import type { Sql } from "../database.ts";
import { valuesList } from "./values.ts";

/** A token of the Partner API, kept by its SHA-256 only. All tokens that descend from one grant share a family. */
export interface TokenRow {
	token_digest: Buffer;
	kind: "access" | "refresh";
	family_id: string;
	client_id: string;
	partner_id: string;
	scopes: string[];
	/** epoch ms, as all times here */
	expires_at: number;
	created_at: number;
	/** refresh tokens: when it was exchanged for its successor */
	consumed_at: number | null;
	revoked_at: number | null;
	/** the reply that carried the successor, sealed, so that a repetition within the grace gets the same one */
	successor_sealed: Buffer | null;
}

type Stored = Omit<TokenRow, "scopes"> & { scopes: string };
export type NewToken = Omit<TokenRow, "consumed_at" | "revoked_at" | "successor_sealed">;

const COLUMNS = [
	"token_digest",
	"kind",
	"family_id",
	"client_id",
	"partner_id",
	"scopes",
	"expires_at",
	"created_at",
] as const;

/** Store freshly issued tokens, all in one statement. */
export async function insertTokens(sql: Sql, rows: readonly NewToken[]): Promise<void> {
	const { text, values } = valuesList(
		COLUMNS,
		rows.map((row) => ({ ...row, scopes: JSON.stringify(row.scopes) })),
	);
	await sql.query(`INSERT INTO token (${COLUMNS.join(", ")}) VALUES ${text}`, values);
}

/** The token with this digest, whatever its condition. */
export async function findToken(sql: Sql, token_digest: Buffer): Promise<TokenRow | undefined> {
	const rows = await sql.query<Stored>(
		`SELECT ${COLUMNS.join(", ")}, consumed_at, revoked_at, successor_sealed FROM token WHERE token_digest = $1`,
		[token_digest],
	);
	return rows[0] && { ...rows[0], scopes: JSON.parse(rows[0].scopes) as string[] };
}

/** Who an access token speaks for, if it and its client are in force at `at` (one read per authenticated call). */
export async function findBearer(
	sql: Sql,
	token_digest: Buffer,
	at: number,
): Promise<{ partner_id: string; client_id: string; scopes: string[] } | undefined> {
	const rows = await sql.query<{ partner_id: string; client_id: string; scopes: string }>(
		`SELECT token.partner_id, token.client_id, token.scopes
		   FROM token JOIN api_client ON api_client.client_id = token.client_id
		  WHERE token.token_digest = $1 AND token.kind = 'access' AND token.expires_at > $2 AND token.revoked_at IS NULL
		    AND api_client.revoked_at IS NULL`,
		[token_digest, at],
		"find_bearer",
	);
	return rows[0] && { ...rows[0], scopes: JSON.parse(rows[0].scopes) as string[] };
}

/** Exchange a refresh token: true for exactly one caller, however many try at once (reliability.md A8). */
export async function consumeToken(
	sql: Sql,
	token: { token_digest: Buffer; consumed_at: number; successor_sealed: Buffer },
): Promise<boolean> {
	const rows = await sql.query(
		`UPDATE token SET consumed_at = $2, successor_sealed = $3
		  WHERE token_digest = $1 AND kind = 'refresh' AND consumed_at IS NULL AND revoked_at IS NULL AND expires_at > $2
		  RETURNING token_digest`,
		[token.token_digest, token.consumed_at, token.successor_sealed],
	);
	return rows.length === 1;
}

/** When the first token of a family was issued, epoch ms. */
export async function familyStartedAt(sql: Sql, family_id: string): Promise<number | undefined> {
	const rows = await sql.query<{ started_at: number | null }>(
		"SELECT min(created_at) AS started_at FROM token WHERE family_id = $1",
		[family_id],
	);
	return rows[0]?.started_at ?? undefined;
}

/** Put one token out of force. */
export async function revokeToken(sql: Sql, token_digest: Buffer, at: number): Promise<void> {
	await sql.query("UPDATE token SET revoked_at = $2 WHERE token_digest = $1 AND revoked_at IS NULL", [
		token_digest,
		at,
	]);
}

/** Put every token of a family out of force. Returns how many were still in force. */
export async function revokeFamily(sql: Sql, family_id: string, at: number): Promise<number> {
	const rows = await sql.query(
		"UPDATE token SET revoked_at = $2 WHERE family_id = $1 AND revoked_at IS NULL RETURNING token_digest",
		[family_id, at],
	);
	return rows.length;
}

/** Forget tokens that expired before `before`. Returns how many. */
export async function deleteTokensExpiredBefore(sql: Sql, before: number): Promise<number> {
	const rows = await sql.query("DELETE FROM token WHERE expires_at < $1 RETURNING kind", [before]);
	return rows.length;
}
