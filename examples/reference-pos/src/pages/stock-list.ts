import type { PosCatalog } from "@ticketrail/contract";
import type { Kitchen } from "../shop.ts";
import { type Html, html } from "./html.ts";
import { money } from "./wording.ts";

type Priced = { provider_id: string; name: string; is_active?: boolean | undefined; price_amount?: number | undefined };
type ObjectType = "item_family" | "item" | "modifier";

/** Everything that can run out, by category, each with one button that says what it would do. */
export function stockList(kitchen: Kitchen): Html {
	const { category, item_family, item = [], modifier_group = [], modifier = [] } = kitchen.catalog;
	const families = new Map(item_family.map((one) => [one.provider_id, one]));
	const items = new Map(item.map((one) => [one.provider_id, one]));
	const modifiers = new Map(modifier.map((one) => [one.provider_id, one]));
	const rowsOf = (family: PosCatalog["item_family"][number]) => [
		row(kitchen, "item_family", family),
		...(family.item_ids ?? []).flatMap((id) => rowIf(kitchen, "item", items.get(id))),
	];
	return html`<div id="stock">
${category.map((one) => group(one.provider_id, one.name, one.item_family_ids.flatMap((id) => families.get(id) ?? []).flatMap(rowsOf)))}
${group(
	"modifiers",
	"Extras and choices",
	modifier_group.flatMap(({ modifier_ids }) =>
		modifier_ids.flatMap((id) => rowIf(kitchen, "modifier", modifiers.get(id))),
	),
)}
</div>`;
}

function group(id: string, name: string, rows: Html[]): Html {
	return html`<details id="group-${id}"><summary id="summary-${id}">${name} <span class="quiet">${rows.length}</span></summary><ul class="stock">${rows}</ul></details>`;
}

function rowIf(kitchen: Kitchen, type: ObjectType, object: Priced | undefined): Html[] {
	return object ? [row(kitchen, type, object)] : [];
}

function row(kitchen: Kitchen, type: ObjectType, object: Priced): Html {
	const { provider_id, name, price_amount } = object;
	const is_active = object.is_active ?? true;
	return html`<li class="${type === "item" ? "size" : "dish"}"><span>${name}${price_amount !== undefined && html` <span class="quiet">${money(price_amount, "USD")}</span>`}${!is_active && html` <span class="pill bad">Sold out</span>`}</span>
<form method="post" action="/kitchen/stock"><input type="hidden" name="location_id" value="${kitchen.location.provider_id}">
<input type="hidden" name="object_type" value="${type}"><input type="hidden" name="object_id" value="${provider_id}">
<button id="stock-${provider_id}" class="small" name="is_active" value="${String(!is_active)}">${is_active ? "Mark sold out" : "Back in stock"}<span class="unseen"> ${name}</span></button></form></li>`;
}
