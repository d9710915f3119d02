import type { AuditPage } from "@ticketrail/contract";
import { isId } from "../../base/id.ts";
import { listAuditPage } from "../../storage/tables/console-audit.ts";
import type { ConsoleParts } from "./console.ts";
import { limitOf, type PageQuery, pageOfRows, readCursor } from "./page.ts";

/** Who changed what in an organisation, newest first. Error: `invalid_field`. */
export async function auditLog(parts: ConsoleParts, org_id: string, query: PageQuery): Promise<AuditPage> {
	const limit = limitOf(query);
	const before = readCursor(query, ["audit_id"], ({ audit_id }) => isId(audit_id))?.audit_id ?? null;
	const rows = await listAuditPage(parts.db, org_id, before, limit + 1);
	const key = (row: { audit_id: string }) => [row.audit_id];
	return pageOfRows(rows, limit, key, ({ audit_id, ...row }) => ({ _id: audit_id, ...row }), parts.clock.now());
}
