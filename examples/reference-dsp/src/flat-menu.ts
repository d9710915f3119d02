import type {
	ItemFamilyV2,
	ItemV1,
	ItemV2,
	MenuFileV1,
	MenuFileV2,
	ModifierGroupV1,
	ModifierGroupV2,
	ModifierV1,
	VariationV1,
} from "@ticketrail/contract";

/** A variation whose size has modifier prices of its own, by the modifier's `stream_id`, in cents. */
export type SizedVariation = VariationV1 & { modifier_prices?: ReadonlyMap<string, number> };

/**
 * The nested form of a flat menu file (contract.md C.6.2), which is what the storefront shows. A menu's own prices, a size's own
 * modifier prices and the rules that a group has under one parent are all applied; a reference that leads nowhere, or back
 * to where it comes from, is left out.
 */
export function nestMenu(file: MenuFileV2): MenuFileV1 {
	const { holidays, taxes, prep_time_minutes } = file;
	const categories = byId(file.categories);
	const families = byId(file.item_families);
	const items = byId(file.items);
	const nestGroups = groupNester(file);

	const nestItem = (family: ItemFamilyV2, menu_id: string): ItemV1 => {
		const { item_ids, modifier_group_ids, images, default_item_id, ...rest } = family;
		return {
			...rest,
			...(images ? { images: [images] } : {}),
			...(default_item_id ? { default_item_id } : {}),
			variations: found(items, item_ids).map((item) => variationAt(item, menu_id)),
			modifier_groups: nestGroups(modifier_group_ids, family.stream_id),
		};
	};
	const menus = file.menus.map(({ category_ids, ...menu }) => ({
		...menu,
		categories: found(categories, category_ids).map(({ item_family_ids, ...category }) => ({
			...category,
			items: found(families, item_family_ids).map((family) => nestItem(family, menu.stream_id)),
		})),
	}));
	return { menus, holidays, taxes, prep_time_minutes };
}

function variationAt(item: ItemV2, menu_id: string): SizedVariation {
	const { menu_specific_overrides = [], modifier_overrides = [], ...variation } = item;
	const own = menu_specific_overrides.find((override) => override.menu_id === menu_id);
	return {
		...variation,
		...(own && { price: own.price_amount }),
		...(own?.is_active !== undefined && { is_active: own.is_active }),
		...(modifier_overrides.length > 0 && {
			modifier_prices: new Map(modifier_overrides.map(({ modifier_id, price_amount }) => [modifier_id, price_amount])),
		}),
	};
}

/** How to nest the groups of a parent: each modifier is one object wherever it stands, so that a stock change is one too. */
function groupNester(file: MenuFileV2): (group_ids: readonly string[], parent_id: string) => ModifierGroupV1[] {
	const groups = byId(file.modifier_groups);
	const modifiers = byId(file.modifiers);
	const nested = new Map<string, ModifierV1>();

	const nestModifier = (id: string, path: readonly string[]): ModifierV1[] => {
		const known = nested.get(id);
		if (known) return [known];
		const modifier = modifiers.get(id);
		if (!modifier || path.includes(id)) return [];
		const { nested_modifier_group_ids = [], ...rest } = modifier;
		const made: ModifierV1 = {
			...rest,
			nested_modifier_groups: nestGroups(nested_modifier_group_ids, id, [...path, id]),
		};
		nested.set(id, made);
		return [made];
	};
	const nestGroups = (
		group_ids: readonly string[],
		parent_id: string,
		path: readonly string[] = [],
	): ModifierGroupV1[] =>
		found(groups, group_ids).map((group) => {
			const { default_modifier_quantities, ...rules } = rulesUnder(group, parent_id);
			return {
				stream_id: group.stream_id,
				name: group.name,
				modifiers: group.modifier_ids.flatMap((id) => nestModifier(id, path)),
				rules,
				...(default_modifier_quantities ? { default_modifier_quantities } : {}),
			};
		});
	return (group_ids, parent_id) => nestGroups(group_ids, parent_id);
}

/** An override for this parent beats the group's own rules. */
function rulesUnder(group: ModifierGroupV2, parent_id: string) {
	return group.overrides?.find((override) => override.parent_id === parent_id)?.override_rules ?? group.rules ?? {};
}

function byId<T extends { stream_id: string }>(list: readonly T[]): ReadonlyMap<string, T> {
	return new Map(list.map((entry) => [entry.stream_id, entry]));
}

function found<T>(known: ReadonlyMap<string, T>, ids: readonly string[]): T[] {
	return ids.flatMap((id) => known.get(id) ?? []);
}
