import type { CategoryV1, ItemV1, MenuFileV1, ModifierGroupV1, VariationV1 } from "@ticketrail/contract";

/** One modifier that a customer chose, with what was chosen inside it. Ids are `stream_id`s. */
export interface Choice {
	group_id: string;
	modifier_id: string;
	choices: Choice[];
}

/** One line of a basket, by ids only: names and prices are looked up in the menu of the moment. */
export interface Selection {
	variation_id: string;
	quantity: number;
	choices: Choice[];
	special_instructions?: string;
}

export interface Found {
	category: CategoryV1;
	item: ItemV1;
	variation: VariationV1;
}

/** Where a variation stands in the menu file; the first place if there are several. */
export function findVariation(menu: MenuFileV1, variation_id: string): Found | undefined {
	for (const category of menu.menus.flatMap(({ categories }) => categories)) {
		for (const item of category.items) {
			const variation = item.variations.find(({ stream_id }) => stream_id === variation_id);
			if (variation) return { category, item, variation };
		}
	}
	return undefined;
}

/** Missing means true (contract.md F-36). */
export function isOn(object: { is_active?: boolean }): boolean {
	return object.is_active ?? true;
}

/** How many different modifiers a group wants. `most` is Infinity when there is no limit. */
export function limitsOf({ rules }: ModifierGroupV1): { least: number; most: number; free: number } {
	return {
		least: rules?.minimum_unique_modifiers_allowed ?? 0,
		most: rules?.maximum_unique_modifiers_allowed ?? Number.POSITIVE_INFINITY,
		free: rules?.amount_of_modifiers_free ?? 0,
	};
}

/** The name of the form field of a group; `path` is where it stands: the ids of the groups and modifiers around it. */
export function fieldOf(path: string, group: ModifierGroupV1): string {
	return `${path}/${group.stream_id}`;
}

/** The choices in a submitted form. Nested groups count only when the modifier around them was chosen. */
export function readChoices(form: URLSearchParams, groups: readonly ModifierGroupV1[], path = "choice"): Choice[] {
	return groups.flatMap((group) => {
		const field = fieldOf(path, group);
		const chosen = new Set(form.getAll(field));
		return group.modifiers
			.filter(({ stream_id }) => chosen.has(stream_id))
			.map(({ stream_id, nested_modifier_groups }) => ({
				group_id: group.stream_id,
				modifier_id: stream_id,
				choices: readChoices(form, nested_modifier_groups, `${field}/${stream_id}`),
			}));
	});
}

/** The least that one may order: something in stock, with as many modifiers as its groups ask for and no more. */
export function simplestSelection(menu: MenuFileV1): Selection | undefined {
	for (const item of menu.menus.flatMap(({ categories }) => categories).flatMap(({ items }) => items)) {
		if (!isOn(item)) continue;
		const variation = item.variations.find(isOn);
		const choices = variation && leastChoices(item.modifier_groups);
		if (variation && choices) return { variation_id: variation.stream_id, quantity: 1, choices };
	}
	return undefined;
}

/** Undefined when a group cannot be satisfied. */
function leastChoices(groups: readonly ModifierGroupV1[]): Choice[] | undefined {
	const choices: Choice[] = [];
	for (const group of groups) {
		const { least } = limitsOf(group);
		const usable = group.modifiers.filter(isOn).flatMap(({ stream_id, nested_modifier_groups }) => {
			const inside = leastChoices(nested_modifier_groups);
			return inside ? [{ group_id: group.stream_id, modifier_id: stream_id, choices: inside }] : [];
		});
		if (usable.length < least) return undefined;
		choices.push(...usable.slice(0, least));
	}
	return choices;
}
