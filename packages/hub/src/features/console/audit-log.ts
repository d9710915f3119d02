import type { AuditPage } from "@ticketrail/contract";
import { isId } from "../../base/id.ts";
import { type AuditPageRow, listAuditPage } from "../../storage/tables/console-audit.ts";
import type { ConsoleParts, ConsoleScope } from "./console.ts";
import { likeOf, limitOf, type PageQuery, pageOfRows, readCursor } from "./page.ts";

/** Who changed what, newest first. Who the staff of the installation are is told to the staff alone. Error: `invalid_field`. */
export async function auditLog(
	parts: ConsoleParts,
	scope: ConsoleScope,
	query: PageQuery & { actor?: string | undefined },
	is_staff: boolean,
): Promise<AuditPage> {
	const limit = limitOf(query);
	const before = readCursor(query, ["audit_id"], ({ audit_id }) => isId(audit_id))?.audit_id ?? null;
	const filter = { ...scope, actor: likeOf(query.actor), is_staff };
	const rows = await listAuditPage(parts.db, filter, before, limit + 1);
	return pageOfRows(rows, limit, ({ audit_id }) => [audit_id], auditRow, parts.clock.now());
}

function auditRow({ audit_id, org_name, actor_name, ...row }: AuditPageRow): AuditPage["rows"][number] {
	return { _id: audit_id, ...row, ...(org_name !== null && { org_name }), ...(actor_name !== null && { actor_name }) };
}
