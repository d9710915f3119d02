import type { MenuFileV1, MenuFileV2, MenuKind, ModifierGroupV1 } from "@ticketrail/contract";
import type { MenuFile } from "./write-menu.ts";

/** One thing on a menu with its own fields; what belongs to it is named by `stream_id`. */
export interface MenuEntry {
	kind: MenuKind;
	stream_id: string;
	name: string;
	fields: Readonly<Record<string, unknown>>;
}

/** Everything on a menu, each thing once, by kind and `stream_id`. */
export type FlatMenu = ReadonlyMap<string, MenuEntry>;

/** The location's own entry: what stands beside the menus. */
const LOCATION = "location";

/** A menu file taken apart in a form that does not depend on its version (contract.md C.6.1, C.6.2), so that any two compare. */
export function flattenMenu(file: MenuFile): FlatMenu {
	const entries = new Map<string, MenuEntry>();
	const { holidays, prep_time_minutes, taxes } = file;
	const fields = { holidays, prep_time_minutes };
	entries.set(LOCATION, { kind: LOCATION, stream_id: LOCATION, name: LOCATION, fields });
	for (const tax of taxes) add(entries, "tax", tax);
	if ("categories" in file) addFlat(entries, file);
	else addNested(entries, file);
	return entries;
}

function add(
	entries: Map<string, MenuEntry>,
	kind: MenuKind,
	{ stream_id, name, ...fields }: { stream_id: string; name: string },
): void {
	entries.set(`${kind}/${stream_id}`, { kind, stream_id, name, fields });
}

function addFlat(entries: Map<string, MenuEntry>, file: MenuFileV2): void {
	for (const menu of file.menus) add(entries, "menu", menu);
	for (const category of file.categories) add(entries, "category", category);
	for (const { images, ...family } of file.item_families) {
		add(entries, "item_family", { ...family, ...(images === undefined ? {} : { images: [images] }) });
	}
	for (const item of file.items) add(entries, "item", item);
	for (const group of file.modifier_groups) add(entries, "modifier_group", group);
	for (const modifier of file.modifiers) {
		add(entries, "modifier", { nested_modifier_group_ids: [], ...modifier } as typeof modifier);
	}
}

function addNested(entries: Map<string, MenuEntry>, file: MenuFileV1): void {
	for (const { categories, ...menu } of file.menus) {
		add(entries, "menu", { ...menu, category_ids: idsOf(categories) } as typeof menu);
		for (const { items, ...category } of categories) {
			add(entries, "category", { ...category, item_family_ids: idsOf(items) } as typeof category);
			for (const { variations, modifier_groups, ...item } of items) {
				const ids = { item_ids: idsOf(variations), modifier_group_ids: idsOf(modifier_groups) };
				add(entries, "item_family", { ...item, ...ids } as typeof item);
				for (const variation of variations) add(entries, "item", variation);
				addGroups(entries, modifier_groups);
			}
		}
	}
}

/** Groups with all that is nested in them. A modifier stands at several depths, the shallowest shows most of it. */
function addGroups(entries: Map<string, MenuEntry>, groups: readonly ModifierGroupV1[]): void {
	let level = groups;
	while (level.length > 0) {
		const next: ModifierGroupV1[] = [];
		for (const { modifiers, rules, default_modifier_quantities, ...group } of level) {
			if (entries.has(`modifier_group/${group.stream_id}`)) continue;
			const all = default_modifier_quantities === undefined ? rules : { ...rules, default_modifier_quantities };
			const fields = { modifier_ids: idsOf(modifiers), ...(all === undefined ? {} : { rules: all }) };
			add(entries, "modifier_group", { ...group, ...fields } as typeof group);
			for (const { nested_modifier_groups, ...modifier } of modifiers) {
				for (const nested of nested_modifier_groups) next.push(nested);
				const ids = idsOf(nested_modifier_groups);
				const known = entries.get(`modifier/${modifier.stream_id}`)?.fields.nested_modifier_group_ids as
					| string[]
					| undefined;
				if (known !== undefined && known.length >= ids.length) continue;
				add(entries, "modifier", { ...modifier, nested_modifier_group_ids: ids } as typeof modifier);
			}
		}
		level = next;
	}
}

function idsOf(entries: readonly { stream_id: string }[]): string[] {
	return entries.map(({ stream_id }) => stream_id);
}
