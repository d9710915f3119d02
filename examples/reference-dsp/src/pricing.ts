import type { DspItem, DspModifier, MenuFileV1, ModifierGroupV1 } from "@ticketrail/contract";
import type { SizedVariation } from "./flat-menu.ts";
import { type Choice, findVariation, isOn, limitsOf, type Selection } from "./selection.ts";

/** A basket line with today's names and prices. Money is in cents. */
export interface PricedLine {
	/** As it goes on the wire (contract.md C.5.2). */
	item: DspItem;
	/** Item and size in words. */
	title: string;
	/** What one unit costs the customer: its price and the modifiers that are not free. */
	unit_charge: number;
	tax_ids: readonly string[];
}

export type Priced = { ok: true; line: PricedLine } | { ok: false; problem: string };

/** Look a line up in the menu and check it against stock and the rules of its groups. */
export function priceLine(menu: MenuFileV1, selection: Selection): Priced {
	const found = findVariation(menu, selection.variation_id);
	if (!found) return { ok: false, problem: "That is no longer on the menu." };
	const { category, item, variation } = found;
	const title = item.variations.length > 1 ? `${item.name}, ${variation.name}` : item.name;
	if (!isOn(item) || !isOn(variation)) return { ok: false, problem: `${title} is sold out.` };
	const { quantity } = selection;
	if (!Number.isInteger(quantity) || quantity < 1 || quantity > 99) {
		return { ok: false, problem: `Choose how many of ${title}: 1 to 99.` };
	}
	const { modifier_prices } = variation as SizedVariation;
	const chosen = priceChoices(item.modifier_groups, selection.choices, modifier_prices);
	if (!chosen.ok) return { ok: false, problem: `${title}: ${chosen.problem}` };
	const wire: DspItem = {
		id: variation.stream_id,
		item_id: item.stream_id,
		category_id: category.stream_id,
		name: title,
		price: variation.price,
		currency: variation.currency,
		quantity,
		modifiers: chosen.modifiers,
		...(selection.special_instructions ? { special_instructions: selection.special_instructions } : {}),
	};
	return { ok: true, line: { item: wire, title, unit_charge: variation.price + chosen.charge, tax_ids: item.tax_ids } };
}

type PricedChoices = { ok: true; modifiers: DspModifier[]; charge: number } | { ok: false; problem: string };

/** The first modifiers of a group may be free: they keep their price on the wire and cost nothing (contract.md C.5.2). */
function priceChoices(
	groups: readonly ModifierGroupV1[],
	choices: readonly Choice[],
	sized: SizedVariation["modifier_prices"],
): PricedChoices {
	const modifiers: DspModifier[] = [];
	let charge = 0;
	for (const group of groups) {
		const own = choices.filter(({ group_id }) => group_id === group.stream_id);
		const { least, most, free } = limitsOf(group);
		if (own.length < least)
			return { ok: false, problem: `choose ${least === 1 ? "one" : `at least ${least}`} for “${group.name}”.` };
		if (own.length > most) return { ok: false, problem: `choose at most ${most} for “${group.name}”.` };
		for (const [index, { modifier_id, choices: inside }] of own.entries()) {
			const modifier = group.modifiers.find(({ stream_id }) => stream_id === modifier_id);
			if (!modifier || !isOn(modifier)) return { ok: false, problem: `${modifier?.name ?? "a choice"} is sold out.` };
			const nested = priceChoices(modifier.nested_modifier_groups, inside, sized);
			if (!nested.ok) return nested;
			const price = sized?.get(modifier.stream_id) ?? modifier.price;
			modifiers.push({
				id: modifier.stream_id,
				modifier_group_id: group.stream_id,
				name: modifier.name,
				price,
				currency: modifier.currency,
				quantity: 1,
				modifiers: nested.modifiers,
			});
			charge += (index < free ? 0 : price) + nested.charge;
		}
	}
	return { ok: true, modifiers, charge };
}

/** Subtotal without tax, and the tax on top: each item's own taxes, or the default ones; inclusive ones add nothing. */
export function totalsOf(menu: MenuFileV1, lines: readonly PricedLine[]): { subtotal: number; tax: number } {
	let subtotal = 0;
	let tax = 0;
	for (const { item, unit_charge, tax_ids } of lines) {
		const amount = unit_charge * item.quantity;
		const own = menu.taxes.filter(({ stream_id }) => tax_ids.includes(stream_id));
		const taxes = own.length > 0 ? own : menu.taxes.filter(({ is_default }) => is_default);
		subtotal += amount;
		for (const { rate, is_inclusive } of taxes) if (!is_inclusive) tax += (amount * rate) / 100;
	}
	return { subtotal, tax: Math.round(tax) };
}
