import type { ItemV1 } from "@ticketrail/contract";
import { isOn } from "../selection.ts";
import { choiceFields, priceTag } from "./choice-fields.ts";
import { type Html, html } from "./html.ts";
import { money } from "./wording.ts";

interface ItemView {
	item: ItemV1;
	action: string;
	is_orderable: boolean;
	/** The form with which a customer tried to add this very item; what it chose stays chosen. */
	attempt: URLSearchParams | undefined;
}

/** A dish: what it is and, opened, the form that puts it into the basket. Works without any script. */
export function menuItem({ item, action, is_orderable, attempt }: ItemView): Html {
	const id = item.stream_id;
	const is_sold = isOn(item) && item.variations.some(isOn);
	const head = headOf(item);
	if (!is_sold) {
		return html`<li class="dish sold-out"><div class="dish-head">${head}<span class="pill bad">Sold out</span></div></li>`;
	}
	if (!is_orderable) return html`<li class="dish"><div class="dish-head">${head}</div></li>`;
	return html`<li class="dish"><details id="dish-${id}" ${attempt && html`open`}><summary class="dish-head">${head}</summary>
<form method="post" action="${action}">
${sizes(item, attempt?.get("variation_id"))}
${item.modifier_groups.map((group) => choiceFields(group, { path: "choice", attempt }))}
<div class="add"><label for="quantity-${id}">Quantity</label>
<input id="quantity-${id}" name="quantity" type="number" min="1" max="99" value="${attempt?.get("quantity") ?? 1}" required>
<button class="main">Add to basket<span class="unseen"> ${item.name}</span></button></div>
</form></details></li>`;
}

function headOf(item: ItemV1): Html {
	const on_sale = item.variations.filter(isOn);
	const shown = on_sale.length > 0 ? on_sale : item.variations;
	const prices = shown.map(({ price }) => price);
	const from = new Set(prices).size > 1 && "from ";
	const allergens = (item.allergens ?? []).map((one) => one.replaceAll("_", " ")).join(", ");
	return html`<span class="dish-name">${item.name}${item.is_alcohol && html` <span class="pill">18+</span>`}</span>
${prices.length > 0 && html`<span class="dish-price">${from}${money(Math.min(...prices), shown[0]?.currency)}</span>`}
${item.description && html`<span class="dish-text quiet">${item.description}</span>`}
${allergens && html`<span class="dish-text quiet">Contains ${allergens}</span>`}`;
}

function sizes({ variations, default_item_id }: ItemV1, chosen: string | null | undefined): Html {
	const [only] = variations;
	if (variations.length === 1 && only) {
		return html`<input type="hidden" name="variation_id" value="${only.stream_id}">`;
	}
	const on_sale = variations.filter(isOn);
	const first =
		on_sale.find(({ stream_id }) => stream_id === chosen) ??
		on_sale.find(({ stream_id }) => stream_id === default_item_id) ??
		on_sale[0];
	return html`<fieldset><legend>Size</legend><ul class="choices">${variations.map(
		(one) =>
			html`<li><label><input type="radio" name="variation_id" value="${one.stream_id}" ${one === first && html`checked`} ${!isOn(one) && html`disabled`}>
<span>${one.name}</span>${priceTag(isOn(one), one.price, one.currency)}</label></li>`,
	)}</ul></fieldset>`;
}
