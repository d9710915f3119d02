import type { Sql } from "../database.ts";

/** One set of API credentials of a partner (contract.md A.1). Only the SHA-256 of the secret is kept. */
export interface ApiClientRow {
	client_id: string;
	partner_id: string;
	/** the organisation that it was made for (contract.md A.2); null: the partner's first one */
	org_id: string | null;
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

const COLUMNS = "client_id, partner_id, org_id, name, secret_digest, scopes, created_at, revoked_at";

function fromStored(row: Stored): ApiClientRow {
	return { ...row, scopes: JSON.parse(row.scopes) as string[] };
}

/** Store new credentials. */
export async function insertApiClient(
	sql: Sql,
	row: Omit<ApiClientRow, "revoked_at" | "org_id"> & { org_id?: string },
): Promise<void> {
	await sql.query(
		`INSERT INTO api_client (client_id, partner_id, name, secret_digest, scopes, created_at, org_id)
		 VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		[
			row.client_id,
			row.partner_id,
			row.name,
			row.secret_digest,
			JSON.stringify(row.scopes),
			row.created_at,
			row.org_id ?? null,
		],
	);
}

/** The credentials with this client id, revoked ones too. */
export async function findApiClient(sql: Sql, client_id: string): Promise<ApiClientRow | undefined> {
	const rows = await sql.query<Stored>(`SELECT ${COLUMNS} FROM api_client WHERE client_id = $1`, [client_id]);
	return rows[0] && fromStored(rows[0]);
}

/** Put credentials out of use. False: there were none in use with this id. */
export async function revokeApiClient(sql: Sql, client_id: string, at: number): Promise<boolean> {
	const rows = await sql.query(
		"UPDATE api_client SET revoked_at = $2 WHERE client_id = $1 AND revoked_at IS NULL RETURNING client_id",
		[client_id, at],
	);
	return rows.length === 1;
}

/** A partner's credentials in use that were made for an organisation, oldest first. */
export async function listApiClientsOfOrg(sql: Sql, partner_id: string, org_id: string): Promise<ApiClientRow[]> {
	const rows = await sql.query<Stored>(
		`SELECT ${COLUMNS} FROM api_client WHERE partner_id = $1 AND org_id = $2 AND revoked_at IS NULL
		 ORDER BY created_at, client_id`,
		[partner_id, org_id],
	);
	return rows.map(fromStored);
}

/** Rename a partner's credentials in use; undefined when there are none. */
export async function renameApiClient(
	sql: Sql,
	change: { client_id: string; partner_id: string; name: string },
): Promise<ApiClientRow | undefined> {
	const rows = await sql.query<Stored>(
		`UPDATE api_client SET name = $3 WHERE client_id = $1 AND partner_id = $2 AND revoked_at IS NULL RETURNING ${COLUMNS}`,
		[change.client_id, change.partner_id, change.name],
	);
	return rows[0] && fromStored(rows[0]);
}

/** Put a partner's credentials out of use. False: it has none in use with this id. */
export async function revokeApiClientOfPartner(
	sql: Sql,
	change: { client_id: string; partner_id: string; at: number },
): Promise<boolean> {
	const rows = await sql.query(
		"UPDATE api_client SET revoked_at = $3 WHERE client_id = $1 AND partner_id = $2 AND revoked_at IS NULL RETURNING client_id",
		[change.client_id, change.partner_id, change.at],
	);
	return rows.length === 1;
}
