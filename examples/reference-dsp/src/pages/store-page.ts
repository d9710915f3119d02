import type { MenuV1 } from "@ticketrail/contract";
import { SAMPLE_CUSTOMER } from "../place.ts";
import { type PricedLine, priceLine, totalsOf } from "../pricing.ts";
import type { Selection } from "../selection.ts";
import type { Store } from "../stores.ts";
import { frame } from "./frame.ts";
import { type Html, html } from "./html.ts";
import { menuItem } from "./menu-item.ts";
import { money, openness } from "./wording.ts";

export interface StoreView {
	store: Store;
	basket: readonly Selection[];
	/** Which of the store's menus to show; the first when there is none such. */
	menu_id: string | null;
	now: number;
	/** What was wrong with the form that led here, and that form. */
	problem?: string | undefined;
	form: URLSearchParams;
}

/** A store: its menu, and beside it the basket with the form that places the order. */
export function storePage(view: StoreView): Html {
	const { store, problem } = view;
	const { location, menu } = store;
	const { is_open, word, why } = openness(store, view.now);
	const address = `/stores/${encodeURIComponent(location.provider_id)}`;
	const shown = menu?.menus.find(({ stream_id }) => stream_id === view.menu_id) ?? menu?.menus[0];
	return frame({
		title: location.name,
		kind: "shop",
		header: html`<a class="to-basket" href="#basket">Basket, ${view.basket.length === 1 ? "1 line" : `${view.basket.length} lines`}</a>`,
		main: html`
<div class="store-head"><h1>${location.name}</h1><span class="pill ${is_open ? "good" : "wait"}">${word}</span></div>
<p class="quiet">${location.address.address_line_1}, ${location.address.city}${menu && `, about ${menu.prep_time_minutes} min`}</p>
${why && html`<p class="notice">${why}</p>`}
${problem && html`<p class="problem" role="alert">${problem}</p>`}
<div class="columns">
<div>${menu && shown && menuOf(view, { menus: menu.menus, shown, address, is_open })}</div>
<aside id="basket" aria-labelledby="basket-title" tabindex="-1">${basketOf(view, address, is_open)}</aside>
</div>`,
	});
}

function menuOf(
	{ form, problem }: StoreView,
	{ menus, shown, address, is_open }: { menus: readonly MenuV1[]; shown: MenuV1; address: string; is_open: boolean },
): Html {
	const query = shown === menus[0] ? "" : `?menu=${encodeURIComponent(shown.stream_id)}`;
	const tried = problem ? form.get("variation_id") : null;
	return html`${
		menus.length > 1 &&
		html`<nav aria-label="Menus"><ul class="tabs">${menus.map(
			(one) =>
				html`<li><a href="${address}?menu=${encodeURIComponent(one.stream_id)}" ${one === shown && html`aria-current="page"`}>${one.name}</a></li>`,
		)}</ul></nav>`
	}
<details class="hours"><summary>When “${shown.name}” is served</summary><dl>${Object.entries(shown.schedule).map(
		([day, slots]) => html`<div><dt>${day}</dt><dd>${slots.length > 0 ? slots.join(", ") : "closed"}</dd></div>`,
	)}</dl></details>
${shown.categories.map(
	(category) =>
		html`<section class="category" aria-labelledby="category-${category.stream_id}"><h2 id="category-${category.stream_id}">${category.name}</h2>
${category.description && html`<p class="quiet">${category.description}</p>`}
<ul class="dishes">${category.items.map((item) =>
			menuItem({
				item,
				action: `${address}/basket${query}`,
				is_orderable: is_open,
				attempt: item.variations.some(({ stream_id }) => stream_id === tried) ? form : undefined,
			}),
		)}</ul></section>`,
)}`;
}

function basketOf({ store: { menu }, basket, form, problem }: StoreView, address: string, is_open: boolean): Html {
	const priced = menu ? basket.map((selection) => priceLine(menu, selection)) : [];
	const lines = priced.flatMap((one) => (one.ok ? [one.line] : []));
	if (!menu || basket.length === 0) {
		return html`<section class="card panel"><h2 id="basket-title">Your basket</h2><p class="quiet">Nothing in it yet. ${is_open && "Open a dish to add it."}</p></section>`;
	}
	const { subtotal, tax } = totalsOf(menu, lines);
	const currency = lines[0]?.item.currency;
	const was = (name: string, sample: string) => (problem ? (form.get(name) ?? sample) : sample);
	return html`<section class="card panel"><h2 id="basket-title">Your basket</h2>
<ol class="lines">${priced.map(
		(one, index) => html`<li>${one.ok ? lineOf(one.line) : html`<p class="problem">${one.problem}</p>`}
<form method="post" action="${address}/remove"><input type="hidden" name="line" value="${index}"><button class="plain">Remove<span class="unseen"> ${one.ok && one.line.title}</span></button></form></li>`,
	)}</ol>
<dl class="sums"><div><dt>Subtotal</dt><dd>${money(subtotal, currency)}</dd></div><div><dt>Tax</dt><dd>${money(tax, currency)}</dd></div>
<div class="total"><dt>Total</dt><dd>${money(subtotal + tax, currency)}</dd></div></dl>
<form method="post" action="${address}/order" class="checkout">
<fieldset><legend>How</legend><ul class="choices either">
<li><label><input type="radio" name="fulfillment_type" value="pickup" ${was("fulfillment_type", "pickup") !== "delivery" && html`checked`}><span>I pick it up</span></label></li>
<li><label><input type="radio" name="fulfillment_type" value="delivery" ${was("fulfillment_type", "pickup") === "delivery" && html`checked`}><span>Bring it</span></label></li></ul></fieldset>
<p class="field"><label for="name">Your name</label><input id="name" name="name" autocomplete="name" required value="${was("name", SAMPLE_CUSTOMER.name)}"></p>
<p class="field"><label for="phone">Phone</label><input id="phone" name="phone" type="tel" autocomplete="tel" required value="${was("phone", SAMPLE_CUSTOMER.phone)}"></p>
<p class="field"><label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="email" required value="${was("email", SAMPLE_CUSTOMER.email)}"></p>
<p class="field"><label for="note">Note to the kitchen <span class="quiet">optional</span></label><input id="note" name="note" value="${was("note", "")}"></p>
<button class="main" ${!is_open && html`disabled`}>Order for ${money(subtotal + tax, currency)}</button>
</form></section>`;
}

function lineOf({ item, title, unit_charge }: PricedLine): Html {
	return html`<div class="line"><span><span class="count">${item.quantity} ×</span> ${title}</span><span>${money(unit_charge * item.quantity, item.currency)}</span></div>
${item.modifiers.length > 0 && html`<p class="quiet">${wordsOf(item.modifiers)}</p>`}`;
}

function wordsOf(modifiers: PricedLine["item"]["modifiers"]): string {
	return modifiers
		.map(({ name, modifiers: inside }) => (inside.length > 0 ? `${name} (${wordsOf(inside)})` : name))
		.join(", ");
}
