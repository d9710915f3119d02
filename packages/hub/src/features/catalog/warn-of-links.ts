import { normalizeSchedule } from "@ticketrail/contract/check";
import { itemIdsOf } from "./add-generated.ts";
import { type CatalogObjects, LINKS } from "./kinds.ts";
import { findNesting } from "./nesting.ts";
import { nameOf, type Warnings } from "./warnings.ts";

/** Warn of links that lead nowhere, repeat themselves or run in a circle, and of families that no category shows (contract.md F.1.6, F.1.7). */
export function warnOfLinks(objects: CatalogObjects, warnings: Warnings): void {
	for (const [kind, field, to] of LINKS) {
		const targets = objects[to];
		for (const object of objects[kind].values()) {
			const ids = (object as Record<string, unknown>)[field] as readonly string[] | undefined;
			if (ids === undefined || ids.length === 0) continue;
			for (const id of ids) {
				if (!targets.has(id))
					warnings.add(
						`${nameOf(kind, object.provider_id)}: ${field} names ${nameOf(to, id)}, which is not in the catalog`,
					);
			}
			if (ids.length > 1 && new Set(ids).size < ids.length)
				warnings.add(`${nameOf(kind, object.provider_id)}: ${field} names the same id twice`);
		}
	}
	for (const { group_id, leads_to } of findNesting(objects).circles) {
		warnings.add(
			`${nameOf("modifier_group", group_id)} leads back to ${nameOf("modifier_group", leads_to)}; the circle is cut there`,
		);
	}
	warnOfUnshown(objects, warnings);
	for (const menu of objects.menu.values()) {
		for (const { path, message } of normalizeSchedule(menu.schedule ?? {}).notes) {
			warnings.add(`${nameOf("menu", menu.provider_id)}: schedule${path.replaceAll("/", ".")} ${message}`);
		}
	}
}

function warnOfUnshown(objects: CatalogObjects, warnings: Warnings): void {
	const shown = new Set<string>();
	for (const category of objects.category.values()) for (const id of category.item_family_ids) shown.add(id);
	const sold = new Set<string>();
	for (const family of objects.item_family.values()) {
		for (const id of itemIdsOf(family)) sold.add(id);
		if (!shown.has(family.provider_id))
			warnings.add(`${nameOf("item_family", family.provider_id)} is in no category: no menu shows it`);
	}
	for (const id of objects.item.keys()) {
		if (!sold.has(id)) warnings.add(`${nameOf("item", id)} belongs to no item_family: no menu shows it`);
	}
}
