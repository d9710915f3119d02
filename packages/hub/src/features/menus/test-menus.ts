import { catalogs, streamId } from "../catalog/test-catalogs.ts";

/** Catalogs that a sync takes. */
export function usable() {
	return catalogs.filter((catalog) => catalog.item_family.length > 0);
}

/** How often each id is there. */
export function tally(ids: readonly string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const id of [...ids].sort()) counts.set(id, (counts.get(id) ?? 0) + 1);
	return counts;
}

/**
 * The active items that a customer comes to, counted by walking every way there is; with `isFamilyAsked` only through
 * families that are on sale.
 */
export function reachableItems(
	objects: readonly { kind: string; provider_id: string; body: string; is_active: boolean }[],
	isFamilyAsked = false,
): string[] {
	const find = (kind: string, id: string) =>
		objects.find((object) => object.kind === kind && object.provider_id === id);
	const links = (object: { body: string } | undefined, field: string): string[] =>
		object === undefined ? [] : [...new Set<string>(JSON.parse(object.body)[field] ?? [])];
	return objects
		.filter((object) => object.kind === "menu")
		.flatMap((menu) => links(menu, "category_ids"))
		.flatMap((id) => links(find("category", id), "item_family_ids"))
		.flatMap((id) => {
			const family = find("item_family", id);
			if (isFamilyAsked && !family?.is_active) return [];
			const own = links(family, "item_ids");
			return family !== undefined && own.length === 0 ? [`${id}_item`] : own;
		})
		.filter((id) => find("item", id)?.is_active)
		.map((id) => streamId("item", id));
}
