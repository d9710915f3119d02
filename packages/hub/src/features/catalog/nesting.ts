import { type CatalogObjects, nestedGroupIds } from "./kinds.ts";

/** How the modifier groups of a catalog lie within each other, made free of circles. */
export interface Nesting {
	/** The groups to show in a modifier where it stands in the given group. */
	within(group_id: string, modifier_id: string): readonly string[];
	/** How many levels of groups a group spans: 1 for one without nested groups. */
	heightOf(group_id: string): number;
	/** The links that lead back into a group that they are within, and are not followed. */
	circles: readonly { group_id: string; leads_to: string }[];
}

/**
 * Find the circles among nested modifier groups and cut each where it closes (contract.md F.1.7). Groups that a family names
 * are entered first, in the catalog's order, so the same catalog is always cut in the same places. Links to unknown groups
 * are left out. Walks without recursion: chains may be as long as the catalog.
 */
export function findNesting(objects: Pick<CatalogObjects, "item_family" | "modifier_group" | "modifier">): Nesting {
	const { item_family, modifier_group, modifier } = objects;
	const heights = new Map<string, number>();
	const cut = new Map<string, Set<string>>();
	const circles: { group_id: string; leads_to: string }[] = [];

	const entries = new Set<string>();
	for (const family of item_family.values()) for (const id of family.modifier_group_ids ?? []) entries.add(id);
	for (const id of modifier_group.keys()) entries.add(id);
	for (const id of entries) if (modifier_group.has(id) && !heights.has(id)) walk(id);

	return {
		heightOf: (group_id) => heights.get(group_id) ?? 0,
		circles,
		within(group_id, modifier_id) {
			const nested = groupsIn(modifier_id);
			const cutHere = cut.get(group_id);
			return cutHere === undefined ? nested : nested.filter((id) => !cutHere.has(id));
		},
	};

	function walk(start: string): void {
		const path = [{ group_id: start, next: nestedIn(start), at: 0, height: 1 }];
		const open = new Set([start]);
		for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
			const child = top.next[top.at++];
			if (child === undefined) {
				heights.set(top.group_id, top.height);
				open.delete(top.group_id);
				path.pop();
				const parent = path.at(-1);
				if (parent !== undefined) parent.height = Math.max(parent.height, top.height + 1);
			} else if (open.has(child)) {
				cut.set(top.group_id, (cut.get(top.group_id) ?? new Set()).add(child));
				circles.push({ group_id: top.group_id, leads_to: child });
			} else {
				const known = heights.get(child);
				if (known !== undefined) top.height = Math.max(top.height, known + 1);
				else {
					path.push({ group_id: child, next: nestedIn(child), at: 0, height: 1 });
					open.add(child);
				}
			}
		}
	}

	function nestedIn(group_id: string): string[] {
		const ids = new Set<string>();
		for (const modifier_id of modifier_group.get(group_id)?.modifier_ids ?? []) {
			for (const id of groupsIn(modifier_id)) ids.add(id);
		}
		return [...ids];
	}

	function groupsIn(modifier_id: string): readonly string[] {
		const found = modifier.get(modifier_id);
		if (found === undefined) return [];
		const ids = nestedGroupIds(found);
		return ids.length === 0 ? ids : ids.filter((id) => modifier_group.has(id));
	}
}
