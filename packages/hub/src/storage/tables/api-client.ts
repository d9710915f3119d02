import type { Sql } from "../database.ts";

/** One set of API credentials of a partner (contract.md A.1). Only the SHA-256 of the secret is kept. */
export interface ApiClientRow {
	client_id: string;
	partner_id: string;
	name: string;
	secret_digest: Buffer;
	/** what tokens of this client may carry at most */
	scopes: string[];
	/** epoch ms */
	created_at: number;
	/** epoch ms; null = in use */
	revoked_at: number | null;
}

type Stored = Omit<ApiClientRow, "scopes"> & { scopes: string };

/** Store new credentials. */
export async function insertApiClient(sql: Sql, row: Omit<ApiClientRow, "revoked_at">): Promise<void> {
	await sql.query(
		"INSERT INTO api_client (client_id, partner_id, name, secret_digest, scopes, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
		[row.client_id, row.partner_id, row.name, row.secret_digest, JSON.stringify(row.scopes), row.created_at],
	);
}

/** The credentials with this client id, revoked ones too. */
export async function findApiClient(sql: Sql, client_id: string): Promise<ApiClientRow | undefined> {
	const rows = await sql.query<Stored>(
		"SELECT client_id, partner_id, name, secret_digest, scopes, created_at, revoked_at FROM api_client WHERE client_id = $1",
		[client_id],
	);
	return rows[0] && { ...rows[0], scopes: JSON.parse(rows[0].scopes) as string[] };
}

/** Put credentials out of use. False: there were none in use with this id. */
export async function revokeApiClient(sql: Sql, client_id: string, at: number): Promise<boolean> {
	const rows = await sql.query(
		"UPDATE api_client SET revoked_at = $2 WHERE client_id = $1 AND revoked_at IS NULL RETURNING client_id",
		[client_id, at],
	);
	return rows.length === 1;
}
