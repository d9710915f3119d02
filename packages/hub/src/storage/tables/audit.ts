import type { Sql } from "../database.ts";

/**
 * One privileged change: who did what to which record (reliability.md S5). `detail` holds no
 * secret and no customer's data; a `reason` is what a person typed to say why two stores are one, or why an order is off.
 */
export interface AuditRow {
	/** the organisation; for changes of a partner's own credentials the partner's id */
	org_id: string;
	audit_id: string;
	/** `partner:<client_id>`, `merchant`, `operator` or `hub` */
	actor: string;
	/** area and verb, for example `binding.created` */
	action: string;
	/** id of the changed record */
	subject: string;
	detail: Record<string, unknown>;
	/** epoch ms */
	at: number;
}

/** Write the change down in the transaction that makes it. */
export async function insertAudit(sql: Sql, row: AuditRow): Promise<void> {
	await sql.query(
		"INSERT INTO audit (org_id, audit_id, actor, action, subject, detail, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		[row.org_id, row.audit_id, row.actor, row.action, row.subject, JSON.stringify(row.detail), row.at],
	);
}

/** What was changed in an organisation, oldest first. */
export async function listAudit(sql: Sql, org_id: string): Promise<AuditRow[]> {
	const rows = await sql.query<Omit<AuditRow, "detail"> & { detail: string }>(
		"SELECT org_id, audit_id, actor, action, subject, detail, at FROM audit WHERE org_id = $1 ORDER BY at, audit_id",
		[org_id],
	);
	return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Record<string, unknown> }));
}
