import type { Sql } from "../database.ts";

/** A confirmation of links at the console, with what it answered. `created_at` epoch ms. */
export interface BindConfirmationRow {
	org_id: string;
	bind_id: string;
	integration_id: string;
	idempotency_key: string;
	/** SHA-256 of what was confirmed, hex */
	request_digest: string;
	/** JSON */
	result: string;
	created_by: string;
	created_at: number;
}

const COLUMNS = "org_id, bind_id, integration_id, idempotency_key, request_digest, result, created_by, created_at";

/** Keep a confirmation. False: there is one with this key already. */
export async function insertBindConfirmation(sql: Sql, row: BindConfirmationRow): Promise<boolean> {
	const rows = await sql.query(
		`INSERT INTO bind_confirmation (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		 ON CONFLICT (org_id, integration_id, idempotency_key) DO NOTHING RETURNING bind_id`,
		[
			row.org_id,
			row.bind_id,
			row.integration_id,
			row.idempotency_key,
			row.request_digest,
			row.result,
			row.created_by,
			row.created_at,
		],
	);
	return rows.length === 1;
}

/** The confirmation with this key. */
export async function findBindConfirmationByKey(
	sql: Sql,
	key: { org_id: string; integration_id: string; idempotency_key: string },
): Promise<BindConfirmationRow | undefined> {
	const rows = await sql.query<BindConfirmationRow>(
		`SELECT ${COLUMNS} FROM bind_confirmation WHERE org_id = $1 AND integration_id = $2 AND idempotency_key = $3`,
		[key.org_id, key.integration_id, key.idempotency_key],
	);
	return rows[0];
}

/** The confirmation with this id. */
export async function findBindConfirmation(
	sql: Sql,
	key: { org_id: string; integration_id: string; bind_id: string },
): Promise<BindConfirmationRow | undefined> {
	const rows = await sql.query<BindConfirmationRow>(
		`SELECT ${COLUMNS} FROM bind_confirmation WHERE org_id = $1 AND integration_id = $2 AND bind_id = $3`,
		[key.org_id, key.integration_id, key.bind_id],
	);
	return rows[0];
}
