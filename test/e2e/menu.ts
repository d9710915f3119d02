import type { DspItem, DspModifier, ItemV1, MenuFileV1, ModifierGroupV1 } from "@ticketrail/contract";

/** What a customer chooses, in the words of the menu: `{ Crust: { Thin: {} } }`. Inside a choice stand its own groups. */
export interface Choosing {
	[group: string]: { [modifier: string]: Choosing };
}

/** The item of that name in a menu file, as a DSP would find it. */
export function findItem(menu: MenuFileV1 | undefined, name: string): ItemV1 {
	const items = menu?.menus.flatMap(({ categories }) => categories.flatMap(({ items }) => items)) ?? [];
	const item = items.find((candidate) => candidate.name === name);
	if (item === undefined) throw new Error(`the menu has no ${name}`);
	return item;
}

/** One line of a DSP's order with the menu's ids and prices. `size` is a variation's name; without it the only one. */
export function orderLine(
	menu: MenuFileV1 | undefined,
	name: string,
	{ size, choose = {}, quantity = 1 }: { size?: string; choose?: Choosing; quantity?: number } = {},
): DspItem {
	const item = findItem(menu, name);
	const variation = size === undefined ? item.variations[0] : item.variations.find((one) => one.name === size);
	if (variation === undefined) throw new Error(`${name} comes in no size ${size}`);
	const { stream_id: id, price, currency } = variation;
	const modifiers = chosen(item.modifier_groups, choose);
	return { id, item_id: item.stream_id, name, price, currency, quantity, modifiers };
}

function chosen(groups: readonly ModifierGroupV1[], choosing: Choosing): DspModifier[] {
	return Object.entries(choosing).flatMap(([group_name, choices]) => {
		const group = groups.find(({ name }) => name === group_name);
		return Object.entries(choices).map(([name, inside]) => {
			const modifier = group?.modifiers.find((one) => one.name === name);
			if (group === undefined || modifier === undefined) throw new Error(`there is no ${name} in ${group_name}`);
			const { stream_id: id, price, currency } = modifier;
			const modifiers = chosen(modifier.nested_modifier_groups, inside);
			return { id, modifier_group_id: group.stream_id, name, price, currency, quantity: 1, modifiers };
		});
	});
}

/** What the lines cost, modifiers and quantities included, minor units. */
export function subtotalOf(lines: readonly (DspItem | DspModifier)[]): number {
	return lines.reduce((sum, { price, quantity, modifiers }) => sum + quantity * (price + subtotalOf(modifiers)), 0);
}
