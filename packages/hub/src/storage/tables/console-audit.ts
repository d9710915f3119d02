import type { Sql } from "../database.ts";

/** One privileged change, as it was written down. `at` epoch ms. */
export interface AuditPageRow {
	org_id: string;
	/** null: it is of no organisation, but of a partner or of the installation */
	org_name: string | null;
	audit_id: string;
	actor: string;
	/** the e-mail address of a person, the name of a partner */
	actor_name: string | null;
	action: string;
	subject: string;
	detail: Record<string, unknown>;
	at: number;
}

/**
 * What was changed, newest first, from behind `before`: the newest of each owner are found by its own key, from owner to owner.
 * `actor`: a pattern of LIKE for who did it or that person's address or partner's name; the address of an operator is read for `is_staff` only.
 */
export async function listAuditPage(
	sql: Sql,
	filter: { org_id: string | null; actor: string | null; is_staff: boolean },
	before: string | null,
	limit: number,
): Promise<AuditPageRow[]> {
	const rows = await sql.query<Omit<AuditPageRow, "detail"> & { detail: string }>(
		`WITH RECURSIVE owner AS ( /* cross-tenant: the operator's list */
		   (SELECT org_id FROM audit WHERE $1::uuid IS NULL OR org_id = $1 ORDER BY org_id LIMIT 1)
		   UNION ALL
		   SELECT (SELECT a.org_id FROM audit a WHERE a.org_id > owner.org_id AND $1::uuid IS NULL ORDER BY a.org_id LIMIT 1)
		     FROM owner WHERE owner.org_id IS NOT NULL)
		 SELECT page.*, org.name AS org_name FROM owner
		  CROSS JOIN LATERAL (
		    SELECT a.org_id, a.audit_id, a.actor, a.action, a.subject, a.detail, a.at, coalesce(u.email, o.email, p.name) AS actor_name
		      FROM audit a
		      LEFT JOIN org_user u ON u.org_id = a.org_id AND a.actor = 'user:' || u.user_id
		      LEFT JOIN operator o ON $5::boolean AND a.actor = 'operator:' || o.operator_id
		      LEFT JOIN api_client c ON starts_with(a.actor, 'partner:') AND c.client_id = substr(a.actor, 9)
		      LEFT JOIN partner p ON p.partner_id = c.partner_id
		     WHERE a.org_id = owner.org_id AND ($2::uuid IS NULL OR a.audit_id < $2)
		       AND ($3::text IS NULL OR lower(a.actor) LIKE $3 OR lower(coalesce(u.email, o.email, p.name)) LIKE $3)
		     ORDER BY a.audit_id DESC LIMIT $4) AS page
		  LEFT JOIN org ON org.org_id = page.org_id
		  ORDER BY page.audit_id DESC LIMIT $4`,
		[filter.org_id, before, filter.actor, limit, filter.is_staff],
	);
	return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Record<string, unknown> }));
}

type AuditOfRow = Omit<AuditPageRow, "org_name" | "actor_name">;

/** What was done to one record, oldest first. */
export async function listAuditOf(sql: Sql, org_id: string, subject: string): Promise<AuditOfRow[]> {
	const rows = await sql.query<Omit<AuditOfRow, "detail"> & { detail: string }>(
		`SELECT org_id, audit_id, actor, action, subject, detail, at FROM audit
		  WHERE org_id = $1 AND subject = $2 ORDER BY audit_id LIMIT 200`,
		[org_id, subject],
	);
	return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Record<string, unknown> }));
}
