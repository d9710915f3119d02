import type { ItemV1, ModifierGroupV1, ModifierV1 } from "@ticketrail/contract";
import { fieldOf, isOn, limitsOf } from "../selection.ts";
import { type Html, html } from "./html.ts";
import { money } from "./wording.ts";

interface ItemView {
	item: ItemV1;
	action: string;
	is_orderable: boolean;
	is_open: boolean;
}

/** A dish: what it is and, opened, the form that puts it into the basket. Works without any script. */
export function menuItem({ item, action, is_orderable, is_open }: ItemView): Html {
	const sold = isOn(item) ? item.variations.filter(isOn) : [];
	const prices = (sold.length > 0 ? sold : item.variations).map(({ price }) => price);
	const { currency } = item.variations[0] ?? {};
	const from = new Set(prices).size > 1 && "from ";
	const head = html`<span class="dish-name">${item.name}${item.is_alcohol && html` <span class="pill">18+</span>`}</span>
<span class="dish-price">${from}${money(Math.min(...prices, Number.MAX_SAFE_INTEGER), currency)}</span>
${item.description && html`<span class="dish-text quiet">${item.description}</span>`}
${(item.allergens ?? []).length > 0 && html`<span class="dish-text quiet">Contains ${item.allergens?.map((one) => one.replaceAll("_", " ")).join(", ")}</span>`}`;
	if (sold.length === 0) {
		return html`<li class="dish sold-out"><div class="dish-head">${head}<span class="pill bad">Sold out</span></div></li>`;
	}
	if (!is_orderable) return html`<li class="dish"><div class="dish-head">${head}</div></li>`;
	const id = item.stream_id;
	return html`<li class="dish"><details id="dish-${id}" ${is_open && html`open`}><summary class="dish-head">${head}</summary>
<form method="post" action="${action}">
${sizes(item)}
${item.modifier_groups.map((group) => groupFields(group, "choice"))}
<div class="add"><label for="quantity-${id}">Quantity</label>
<input id="quantity-${id}" name="quantity" type="number" min="1" max="99" value="1" required>
<button class="main">Add to basket<span class="unseen">: ${item.name}</span></button></div>
</form></details></li>`;
}

function sizes(item: ItemV1): Html {
	const [only] = item.variations;
	if (item.variations.length === 1 && only)
		return html`<input type="hidden" name="variation_id" value="${only.stream_id}">`;
	const first =
		item.variations.find((one) => one.stream_id === item.default_item_id && isOn(one)) ?? item.variations.find(isOn);
	return html`<fieldset><legend>Size</legend><ul class="choices">${item.variations.map(
		(one) =>
			html`<li><label><input type="radio" name="variation_id" value="${one.stream_id}" ${one === first && html`checked`} ${!isOn(one) && html`disabled`}>
<span>${one.name}</span>${priceTag(isOn(one), one.price, one.currency)}</label></li>`,
	)}</ul></fieldset>`;
}

/** A modifier group, and within each modifier the groups that it opens; CSS shows those once it is chosen. */
function groupFields(group: ModifierGroupV1, path: string): Html {
	const field = fieldOf(path, group);
	const { least, most, free } = limitsOf(group);
	const is_single = most === 1;
	const defaults = group.default_modifier_quantities ?? {};
	const preset = group.modifiers.find((one) => isOn(one) && (defaults[one.stream_id] ?? 0) > 0);
	return html`<fieldset><legend>${group.name} <span class="quiet">${hint(least, most, free)}</span></legend><ul class="choices">
${is_single && least === 0 && html`<li><label><input type="radio" name="${field}" value="" ${!preset && html`checked`}><span>None</span></label></li>`}
${group.modifiers.map((one) => choice(one, field, { is_single, is_checked: (defaults[one.stream_id] ?? 0) > 0 && (!is_single || one === preset) }))}
</ul></fieldset>`;
}

function choice(
	modifier: ModifierV1,
	field: string,
	{ is_single, is_checked }: { is_single: boolean; is_checked: boolean },
): Html {
	const { stream_id, name, price, currency, nested_modifier_groups } = modifier;
	const is_on = isOn(modifier);
	return html`<li><label><input type="${is_single ? "radio" : "checkbox"}" name="${field}" value="${stream_id}" ${is_checked && is_on && html`checked`} ${!is_on && html`disabled`}>
<span>${name}</span>${priceTag(is_on, price, currency, "+")}</label>
${nested_modifier_groups.length > 0 && html`<div class="nested">${nested_modifier_groups.map((group) => groupFields(group, `${field}/${stream_id}`))}</div>`}</li>`;
}

function priceTag(is_on: boolean, price: number, currency: string, sign = ""): Html | false {
	if (!is_on) return html`<span class="pill bad">Sold out</span>`;
	return price > 0 || sign === "" ? html`<span class="quiet">${sign}${money(price, currency)}</span>` : false;
}

function hint(least: number, most: number, free: number): string {
	const limits =
		least === 1 && most === 1
			? "choose one"
			: most === 1
				? "optional"
				: least > 0 && Number.isFinite(most)
					? `choose ${least} to ${most}`
					: least > 0
						? `choose at least ${least}`
						: Number.isFinite(most)
							? `up to ${most}`
							: "as you like";
	return free > 0 ? `${limits}, ${free} free` : limits;
}
