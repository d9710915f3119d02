import type { Sql } from "../database.ts";

/** The menus that a linked store shows, by the POS's ids; null = all (contract.md A.4.7). */
export interface AssignedMenus {
	menu_ids: string[] | null;
}

/** Hold a link in force, and say which menus it shows; undefined when there is none. */
export async function lockAssignedMenus(
	sql: Sql,
	org_id: string,
	binding_id: string,
): Promise<AssignedMenus | undefined> {
	const rows = await sql.query<{ menu_ids: string | null }>(
		"SELECT menu_ids FROM binding WHERE org_id = $1 AND binding_id = $2 AND ended_at IS NULL FOR NO KEY UPDATE",
		[org_id, binding_id],
	);
	return rows[0] && { menu_ids: rows[0].menu_ids === null ? null : (JSON.parse(rows[0].menu_ids) as string[]) };
}

/** Set them. */
export async function setAssignedMenus(
	sql: Sql,
	change: { org_id: string; binding_id: string; menu_ids: readonly string[] | null },
): Promise<void> {
	await sql.query("UPDATE binding SET menu_ids = $3 WHERE org_id = $1 AND binding_id = $2", [
		change.org_id,
		change.binding_id,
		change.menu_ids === null ? null : JSON.stringify(change.menu_ids),
	]);
}
