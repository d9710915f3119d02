import type { MenuFinding } from "@ticketrail/contract";
import type { LiveCatalog } from "../catalog/index.ts";

/**
 * Leave in a catalog only the menus that a store was given (contract.md A.4.7), `menu_ids` as JSON; null = all. Returns an error
 * for each that the catalog no longer has: somebody has to choose again.
 */
export function keepAssigned({ objects }: LiveCatalog, menu_ids: string | null): MenuFinding[] {
	if (menu_ids === null) return [];
	const assigned = JSON.parse(menu_ids) as string[];
	const gone = assigned.filter((id) => !objects.menu.has(id));
	for (const id of objects.menu.keys()) if (!assigned.includes(id)) objects.menu.delete(id);
	return gone.map((id) => ({
		...{ level: "error", rule: "menu_gone", kind: "menu", stream_id: "", name: id },
		message: "was given to this store, and is no longer in the catalog",
	}));
}
