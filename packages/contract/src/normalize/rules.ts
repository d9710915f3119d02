import type { ModifierRules } from "../pos/catalog-modifier.ts";

/** The rules of a modifier group under their wire names, whole numbers, known values only. */
export type NormalRules = {
	selection_type?: "single" | "multiple";
	minimum_unique_modifiers_allowed?: number;
	maximum_unique_modifiers_allowed?: number;
	amount_of_modifiers_free?: number;
	default_modifier_quantities?: Record<string, number>;
};

/**
 * The rules of a POS's modifier group in one form, contract.md B.4.4. The wire names win over the short ones (F-18);
 * `single_proportion` counts as `single` (F-29) and an unknown selection type as none; preselected modifiers that are not
 * in `modifier_ids` are ignored, since live systems send ids that do not exist.
 */
export function normalizeRules(rules: ModifierRules | undefined, modifier_ids: readonly string[]): NormalRules {
	if (rules === undefined) return {};
	const normal: NormalRules = {};
	if (rules.selection_type === "multiple") normal.selection_type = "multiple";
	if (rules.selection_type === "single" || rules.selection_type === "single_proportion")
		normal.selection_type = "single";
	const minimum = rules.minimum_unique_modifiers_allowed ?? rules.min_unique;
	const maximum = rules.maximum_unique_modifiers_allowed ?? rules.max_unique;
	const free = rules.amount_of_modifiers_free ?? rules.max_free;
	if (minimum !== undefined) normal.minimum_unique_modifiers_allowed = Math.floor(minimum);
	if (maximum !== undefined) normal.maximum_unique_modifiers_allowed = Math.floor(maximum);
	if (free !== undefined) normal.amount_of_modifiers_free = Math.floor(free);
	const chosen = Object.entries(rules.default_modifier_quantities ?? {}).filter(([id]) => modifier_ids.includes(id));
	if (chosen.length > 0) normal.default_modifier_quantities = Object.fromEntries(chosen);
	return normal;
}
