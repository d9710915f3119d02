import { type ModifierGroup, type ModifierGroupV2, type ModifierV2, normalizeRules } from "@ticketrail/contract";
import { findNesting, type LiveCatalog } from "../catalog/index.ts";
import { imagesOf, type MenuContext, pricedFields, underOurIds, unique } from "./menu-parts.ts";

/** The modifier groups of a flat menu file, each once. */
export interface FlatModifiers {
	/** Take a group in, with everything nested in it; its `stream_id`, or undefined when it is switched off, empty or unknown. */
	show(group_id: string): string | undefined;
	/** What was taken in, in the order in which it was met. */
	list(): { modifier_groups: ModifierGroupV2[]; modifiers: ModifierV2[] };
}

/**
 * Collects the modifier groups of a V2 menu (contract.md C.6.2). Circles are cut (F.1.7): a modifier has the same nested
 * groups wherever it stands, so a link that closes a circle in one of its groups is left out in all of them. Works without
 * recursion, since groups may be nested as deep as the catalog is long.
 */
export function collectModifiers(catalog: LiveCatalog, context: MenuContext): FlatModifiers {
	const { objects, stateOf } = catalog;
	const nesting = findNesting(objects);
	const cut = cutLinks();
	const groups = new Map<string, ModifierGroupV2>();
	const modifiers = new Map<string, ModifierV2>();

	return {
		show(group_id) {
			if (modifiersOf(group_id).length === 0) return undefined;
			const waiting = new Set([group_id]);
			for (const id of waiting) for (const nested of takeIn(id)) waiting.add(nested);
			return groups.get(group_id)?.stream_id;
		},
		list: () => ({ modifier_groups: [...groups.values()], modifiers: [...modifiers.values()] }),
	};

	/** Returns the groups that it newly leads to. */
	function takeIn(group_id: string): string[] {
		const group = objects.modifier_group.get(group_id);
		if (group === undefined || groups.has(group_id)) return [];
		const ids = modifiersOf(group_id);
		const rules = rulesOf(catalog, group, ids);
		const { stream_id } = stateOf("modifier_group", group_id);
		const modifier_ids = ids.map((id) => stateOf("modifier", id).stream_id);
		groups.set(group_id, { stream_id, name: group.name, modifier_ids, ...rules });
		return ids.flatMap((id) => (modifiers.has(id) ? [] : takeInModifier(group_id, id)));
	}

	function takeInModifier(group_id: string, modifier_id: string): string[] {
		const modifier = objects.modifier.get(modifier_id);
		if (modifier === undefined) return [];
		const nested = nesting
			.within(group_id, modifier_id)
			.filter((id) => !cut.get(modifier_id)?.has(id) && modifiersOf(id).length > 0);
		const nested_modifier_group_ids = nested.map((id) => stateOf("modifier_group", id).stream_id);
		modifiers.set(modifier_id, {
			...pricedFields(catalog, "modifier", modifier, context),
			...imagesOf(modifier),
			...(nested.length === 0 ? {} : { nested_modifier_group_ids }),
		});
		return nested;
	}

	/** The modifiers that a group really shows: none when it is switched off. */
	function modifiersOf(group_id: string): readonly string[] {
		const group = objects.modifier_group.get(group_id);
		if (group === undefined || !stateOf("modifier_group", group_id).is_active) return [];
		return unique(group.modifier_ids).filter((id) => objects.modifier.has(id));
	}

	function cutLinks(): Map<string, Set<string>> {
		const links = new Map<string, Set<string>>();
		for (const { group_id, leads_to } of nesting.circles) {
			for (const id of objects.modifier_group.get(group_id)?.modifier_ids ?? []) {
				links.set(id, (links.get(id) ?? new Set()).add(leads_to));
			}
		}
		return links;
	}
}

/** Rules with the default quantities inside (contract.md C.6.2). */
function rulesOf(
	catalog: LiveCatalog,
	group: ModifierGroup,
	modifier_ids: readonly string[],
): Pick<ModifierGroupV2, "rules"> {
	const { default_modifier_quantities, ...rules } = normalizeRules(group.rules, modifier_ids);
	if (default_modifier_quantities !== undefined) {
		const quantities = underOurIds(catalog, default_modifier_quantities);
		return { rules: { ...rules, default_modifier_quantities: quantities } };
	}
	return Object.keys(rules).length === 0 ? {} : { rules };
}
