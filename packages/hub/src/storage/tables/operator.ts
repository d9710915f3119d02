import type { Sql } from "../database.ts";

/** Somebody of the installation's own staff. Reference table, like the other ways in. */
export interface OperatorRow {
	operator_id: string;
	/** lower case: it tells people apart */
	email: string;
	/** as `hashPassword` makes it; null: signs in by link only */
	password_hash: string | null;
	/** epoch ms, as all times here */
	created_at: number;
	last_seen_at: number | null;
}

const COLUMNS = "operator_id, email, password_hash, created_at, last_seen_at";

/** Add somebody, unless their address is known. Returns the id in force. */
export async function insertOperatorOnce(
	sql: Sql,
	row: Pick<OperatorRow, "operator_id" | "email" | "created_at">,
): Promise<string> {
	await sql.query(
		"INSERT INTO operator (operator_id, email, created_at) VALUES ($1, $2, $3) ON CONFLICT (email) DO NOTHING",
		[row.operator_id, row.email, row.created_at],
	);
	return (await findOperatorByEmail(sql, row.email))?.operator_id ?? row.operator_id;
}

/** The operator with this address. */
export async function findOperatorByEmail(sql: Sql, email: string): Promise<OperatorRow | undefined> {
	return (await sql.query<OperatorRow>(`SELECT ${COLUMNS} FROM operator WHERE email = $1`, [email]))[0];
}

/** The operator with this id. */
export async function findOperator(sql: Sql, operator_id: string): Promise<OperatorRow | undefined> {
	return (await sql.query<OperatorRow>(`SELECT ${COLUMNS} FROM operator WHERE operator_id = $1`, [operator_id]))[0];
}

/** Every operator by address. */
export async function listOperators(sql: Sql): Promise<OperatorRow[]> {
	return sql.query<OperatorRow>(`SELECT ${COLUMNS} FROM operator ORDER BY email`);
}

/** Set an operator's password. */
export async function setOperatorPassword(sql: Sql, operator_id: string, password_hash: string): Promise<void> {
	await sql.query("UPDATE operator SET password_hash = $2 WHERE operator_id = $1", [operator_id, password_hash]);
}

/** Take an operator away with their links. False: unknown, or the last one. */
export async function deleteOperator(sql: Sql, operator_id: string): Promise<boolean> {
	await sql.query("DELETE FROM operator_link WHERE operator_id = $1", [operator_id]);
	const rows = await sql.query(
		`DELETE FROM operator WHERE operator_id = $1 AND EXISTS (SELECT 1 FROM operator o WHERE o.operator_id <> $1)
		 RETURNING operator_id`,
		[operator_id],
	);
	return rows.length === 1;
}

/** Keep a one-time link, by its token's digest. */
export async function insertOperatorLink(
	sql: Sql,
	row: { token_digest: Buffer; operator_id: string; expires_at: number; created_at: number },
): Promise<void> {
	await sql.query(
		"INSERT INTO operator_link (token_digest, operator_id, expires_at, created_at) VALUES ($1, $2, $3, $4)",
		[row.token_digest, row.operator_id, row.expires_at, row.created_at],
	);
}

/** Use a link up; undefined when it is unknown, used or too old. Of two at once one gets it. */
export async function redeemOperatorLink(sql: Sql, token_digest: Buffer, at: number): Promise<string | undefined> {
	const rows = await sql.query<{ operator_id: string }>(
		`UPDATE operator_link SET redeemed_at = $2 WHERE token_digest = $1 AND redeemed_at IS NULL AND expires_at > $2
		 RETURNING operator_id`,
		[token_digest, at],
	);
	return rows[0]?.operator_id;
}

/** Forget links that ended before `at`. */
export async function deleteOperatorLinksBefore(sql: Sql, at: number): Promise<void> {
	await sql.query("DELETE FROM operator_link WHERE expires_at < $1", [at]);
}

/** Note when an operator was last here. */
export async function setOperatorSeen(sql: Sql, operator_id: string, at: number): Promise<void> {
	await sql.query("UPDATE operator SET last_seen_at = $2 WHERE operator_id = $1", [operator_id, at]);
}
