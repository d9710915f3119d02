import { type ModifierGroup, type ModifierGroupV1, type ModifierV1, normalizeRules } from "@ticketrail/contract";
import { findNesting, type LiveCatalog } from "../catalog/index.ts";
import { imagesOf, type MenuContext, pricedFields, underOurIds } from "./menu-parts.ts";

/** Levels of groups that a menu shows at most; what lies deeper is left off. */
const MAX_LEVELS = 32;
/** Modifiers that a whole menu file shows at most, each counted wherever it stands. */
const MAX_MODIFIERS = 1_000_000;

/** The modifier groups of one menu file. */
export interface ModifierTree {
	/** The group with everything nested in it; undefined when it is switched off, empty or unknown. */
	group(provider_id: string): ModifierGroupV1 | undefined;
}

/**
 * The nested groups of a V1 menu (contract.md C.6.1). A group that stands in several places is built once and shared, so that
 * memory grows with the catalog and not with the file. Circles are cut (F.1.7), and where sharing would blow the file up
 * beyond a million modifiers, fewer levels are shown. `uses`: how often each group stands directly under an item.
 */
export function createModifierTree(
	catalog: LiveCatalog,
	context: MenuContext,
	uses: ReadonlyMap<string, number>,
): ModifierTree {
	const { objects, stateOf } = catalog;
	const nesting = findNesting(objects);
	const sizes = new Map<string, number>();
	const built = new Map<string, ModifierGroupV1 | undefined>();
	const levels = findLevels();
	return { group: (provider_id) => build(provider_id, levels) };

	function findLevels(): number {
		let most = 1;
		for (const id of uses.keys()) most = Math.max(most, nesting.heightOf(id));
		for (let depth = Math.min(most, MAX_LEVELS); depth > 1; depth--) {
			let total = 0;
			for (const [id, count] of uses) total += count * sizeOf(id, depth);
			if (total <= MAX_MODIFIERS) return depth;
		}
		return 1;
	}

	/** How many modifiers a group stands for when `depth` levels are shown. */
	function sizeOf(group_id: string, depth: number): number {
		const key = keyOf(group_id, depth);
		const known = sizes.get(key);
		if (known !== undefined) return known;
		let size = 0;
		for (const modifier_id of idsOf(group_id)) {
			size++;
			if (depth > 1) for (const id of nesting.within(group_id, modifier_id)) size += sizeOf(id, depth - 1);
		}
		sizes.set(key, size);
		return size;
	}

	function build(group_id: string, depth: number): ModifierGroupV1 | undefined {
		const key = keyOf(group_id, depth);
		if (!built.has(key)) built.set(key, buildNew(group_id, depth));
		return built.get(key);
	}

	function buildNew(group_id: string, depth: number): ModifierGroupV1 | undefined {
		const group = objects.modifier_group.get(group_id);
		const ids = idsOf(group_id);
		if (group === undefined || ids.length === 0) return undefined;
		return {
			stream_id: stateOf("modifier_group", group_id).stream_id,
			name: group.name,
			modifiers: ids.map((id) => modifierOf(group_id, id, depth)),
			...rulesOf(catalog, group, ids),
		};
	}

	function modifierOf(group_id: string, modifier_id: string, depth: number): ModifierV1 {
		const modifier = objects.modifier.get(modifier_id);
		if (modifier === undefined) throw new Error("a modifier that was there a moment ago");
		const nested = depth > 1 ? nesting.within(group_id, modifier_id) : [];
		return {
			...pricedFields(catalog, "modifier", modifier, context),
			...imagesOf(modifier),
			nested_modifier_groups: nested.flatMap((id) => build(id, depth - 1) ?? []),
		};
	}

	/** The modifiers that a group really shows: none when it is switched off. */
	function idsOf(group_id: string): readonly string[] {
		const group = objects.modifier_group.get(group_id);
		if (group === undefined || !stateOf("modifier_group", group_id).is_active) return [];
		return [...new Set(group.modifier_ids)].filter((id) => objects.modifier.has(id));
	}

	/** Deeper than the group reaches is all the same. */
	function keyOf(group_id: string, depth: number): string {
		return `${Math.min(depth, nesting.heightOf(group_id))}/${group_id}`;
	}
}

/** `rules` and, beside them, `default_modifier_quantities` under our ids (contract.md C.6.1). */
function rulesOf(
	catalog: LiveCatalog,
	group: ModifierGroup,
	modifier_ids: readonly string[],
): Pick<ModifierGroupV1, "rules" | "default_modifier_quantities"> {
	const { default_modifier_quantities, ...rules } = normalizeRules(group.rules, modifier_ids);
	return {
		...(Object.keys(rules).length === 0 ? {} : { rules }),
		...(default_modifier_quantities === undefined
			? {}
			: { default_modifier_quantities: underOurIds(catalog, default_modifier_quantities) }),
	};
}
