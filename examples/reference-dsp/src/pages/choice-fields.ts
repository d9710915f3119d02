import type { ModifierGroupV1 } from "@ticketrail/contract";
import { fieldOf, isOn, limitsOf } from "../selection.ts";
import { type Html, html } from "./html.ts";
import { money } from "./wording.ts";

interface Place {
	/** Ids of the groups and modifiers around this group. */
	path: string;
	/** A form that was sent before; without one the menu's own defaults are chosen. */
	attempt: URLSearchParams | undefined;
}

/** A modifier group, and within each modifier the groups that it opens; CSS shows those once it is chosen. */
export function choiceFields(group: ModifierGroupV1, { path, attempt }: Place): Html {
	const field = fieldOf(path, group);
	const { least, most, free } = limitsOf(group);
	const is_single = most === 1;
	const chosen = attempt ? attempt.getAll(field) : defaultsOf(group, most);
	const modifiers = group.modifiers.map((modifier) => {
		const { stream_id, name, price, currency, nested_modifier_groups: nested } = modifier;
		const is_on = isOn(modifier);
		const is_checked = is_on && chosen.includes(stream_id);
		return html`<li><label><input type="${is_single ? "radio" : "checkbox"}" name="${field}" value="${stream_id}" ${is_checked && html`checked`} ${!is_on && html`disabled`}>
<span>${name}</span>${(price > 0 || !is_on) && priceTag(is_on, price, currency, "+")}</label>
${nested.length > 0 && html`<div class="nested">${nested.map((one) => choiceFields(one, { path: `${field}/${stream_id}`, attempt }))}</div>`}</li>`;
	});
	const none =
		is_single &&
		least === 0 &&
		html`<li><label><input type="radio" name="${field}" value="" ${chosen.every((id) => id === "") && html`checked`}><span>None</span></label></li>`;
	return html`<fieldset><legend>${group.name} <span class="quiet">${hintOf(least, most)}${free > 0 && `, ${free} free`}</span></legend>
<ul class="choices">${none}${modifiers}</ul></fieldset>`;
}

/** What something costs, or that there is none. */
export function priceTag(is_on: boolean, price: number, currency: string, sign = ""): Html {
	if (!is_on) return html`<span class="pill bad">Sold out</span>`;
	return html`<span class="quiet">${sign}${money(price, currency)}</span>`;
}

function defaultsOf({ modifiers, default_modifier_quantities = {} }: ModifierGroupV1, most: number): string[] {
	const preset = modifiers.filter((one) => isOn(one) && (default_modifier_quantities[one.stream_id] ?? 0) > 0);
	return preset.slice(0, most).map(({ stream_id }) => stream_id);
}

function hintOf(least: number, most: number): string {
	if (most === 1) return least === 1 ? "choose one" : "optional";
	if (least > 0) return Number.isFinite(most) ? `choose ${least} to ${most}` : `choose at least ${least}`;
	return Number.isFinite(most) ? `up to ${most}` : "as you like";
}
