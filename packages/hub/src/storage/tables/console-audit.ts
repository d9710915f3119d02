import type { Sql } from "../database.ts";

/** One privileged change, as it was written down. `at` epoch ms. */
export interface AuditPageRow {
	org_id: string;
	audit_id: string;
	actor: string;
	action: string;
	subject: string;
	detail: Record<string, unknown>;
	at: number;
}

/** What was changed in an organisation, newest first, from behind `before`. */
export async function listAuditPage(
	sql: Sql,
	org_id: string,
	before: string | null,
	limit: number,
): Promise<AuditPageRow[]> {
	const rows = await sql.query<Omit<AuditPageRow, "detail"> & { detail: string }>(
		`SELECT org_id, audit_id, actor, action, subject, detail, at FROM audit
		  WHERE org_id = $1 AND ($2::uuid IS NULL OR audit_id < $2) ORDER BY audit_id DESC LIMIT $3`,
		[org_id, before, limit],
	);
	return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Record<string, unknown> }));
}

/** What was done to one record, oldest first. */
export async function listAuditOf(sql: Sql, org_id: string, subject: string): Promise<AuditPageRow[]> {
	const rows = await sql.query<Omit<AuditPageRow, "detail"> & { detail: string }>(
		`SELECT org_id, audit_id, actor, action, subject, detail, at FROM audit
		  WHERE org_id = $1 AND subject = $2 ORDER BY audit_id LIMIT 200`,
		[org_id, subject],
	);
	return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Record<string, unknown> }));
}
