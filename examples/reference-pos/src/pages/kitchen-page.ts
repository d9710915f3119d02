import type { Message } from "../hub-line.ts";
import type { Kitchen, Shop } from "../shop.ts";
import { frame } from "./frame.ts";
import { type Html, html } from "./html.ts";
import { stockList } from "./stock-list.ts";
import { ticketCard } from "./ticket-card.ts";
import { clock, money } from "./wording.ts";

export interface KitchenView {
	shop: Shop;
	kitchen: Kitchen;
	/** What this POS told the hub lately, newest first. */
	messages: readonly Message[];
	hub_url: string | undefined;
	now: number;
	/** What went wrong with the form that led here. */
	problem?: string | undefined;
}

/** Tickets on the screen; older ones are still there, only not drawn. */
const SHOWN = 60;

/** The kitchen's screen: the rail with its tickets, and beside it what the kitchen tells the hub. */
export function kitchenPage(view: KitchenView): Html {
	const { shop, kitchen, problem } = view;
	return frame({
		title: kitchen.location.name,
		kind: "kitchen",
		header: html`<nav aria-label="Locations"><ul class="tabs">${[...shop.kitchens.values()].map((one) => tab(one, view))}</ul></nav>
<p class="hub quiet">${view.hub_url ? html`Hub: <code>${view.hub_url}</code>` : "No hub is set"}</p>`,
		main: html`
<h1>${kitchen.location.name}</h1>
<p id="announce" class="unseen" role="status"></p>
${problem && html`<p class="problem" role="alert">${problem}</p>`}
<div class="columns">
<section aria-labelledby="orders-title"><h2 id="orders-title">Orders</h2>${tickets(view)}</section>
<aside aria-label="Kitchen controls">
${service(view)}
<section class="card panel"><h2>In stock, sold out</h2>${stockList(kitchen)}</section>
${menuChange(kitchen)}
${told(view)}
</aside>
</div>`,
	});
}

function tab({ location, paused_until }: Kitchen, { kitchen, now }: KitchenView): Html {
	const current = location.provider_id === kitchen.location.provider_id && html`aria-current="page"`;
	return html`<li><a href="/?location=${encodeURIComponent(location.provider_id)}" ${current}>${location.name}${paused_until > now && html` <span class="pill bad">Paused</span>`}</a></li>`;
}

const CLOSED = new Set(["completed", "failed", "merchant_canceled", "dsp_canceled"]);

function tickets({ shop, kitchen }: KitchenView): Html {
	const own = [...shop.tickets.values()].filter(({ location_id }) => location_id === kitchen.location.provider_id);
	const open_first = Map.groupBy(own.slice(-SHOWN).reverse(), ({ status }) => !CLOSED.has(status));
	const shown = [...(open_first.get(true) ?? []), ...(open_first.get(false) ?? [])];
	return html`<div id="tickets" data-live data-count="${own.length}" data-version="${shop.version}">
${
	shown.length === 0
		? html`<p class="empty">No orders yet. They hang here as they come in from the hub.</p>`
		: html`<ul class="rail">${shown.map((ticket) => ticketCard(ticket, kitchen))}</ul>`
}
${own.length > SHOWN && html`<p class="quiet">The newest ${SHOWN} of ${own.length}.</p>`}</div>`;
}

function service({ kitchen, now }: KitchenView): Html {
	const { paused_until } = kitchen;
	const is_paused = paused_until > now;
	const until = Number.isFinite(paused_until) ? `until ${clock(paused_until, kitchen)}` : "until you reopen";
	return html`<section class="card panel" id="service" data-live aria-labelledby="service-title"><h2 id="service-title">Service</h2>
<p>${is_paused ? html`<span class="pill bad">Paused</span> ${until}` : html`<span class="pill good">Open</span> taking orders`}</p>
<form method="post" action="/kitchen/service" class="steps"><input type="hidden" name="location_id" value="${kitchen.location.provider_id}">
${
	is_paused
		? html`<button id="reopen" class="main" name="pause" value="none">Reopen</button>`
		: html`<button id="pause-30" name="pause" value="30">Pause 30 minutes</button><button id="pause-open" name="pause" value="open">Pause until reopened</button>`
}</form></section>`;
}

function menuChange(kitchen: Kitchen): Html {
	const items = [...kitchen.sellable].filter(([, { kind }]) => kind === "item");
	return html`<section class="card panel"><h2>Change the menu</h2>
<form method="post" action="/kitchen/menu"><input type="hidden" name="location_id" value="${kitchen.location.provider_id}">
<div class="field"><label for="object_id">Item</label><select id="object_id" name="object_id">${items.map(
		([id, { name, price_amount }]) => html`<option value="${id}">${name} (${money(price_amount, "USD")})</option>`,
	)}</select></div>
<div class="field"><label for="price">New price, in dollars</label><input id="price" name="price" inputmode="decimal" autocomplete="off" placeholder="12.50"></div>
<div class="steps"><button id="menu-price" class="main" name="change" value="price">Change price</button><button id="menu-read" name="change" value="none">Have the hub read it again</button></div>
</form></section>`;
}

function told({ messages, kitchen }: KitchenView): Html {
	return html`<section class="card panel" id="told" data-live aria-labelledby="told-title"><h2 id="told-title">Told to the hub</h2>
${
	messages.length === 0
		? html`<p class="quiet">Nothing yet.</p>`
		: html`<ol class="told">${messages.map(
				({ time, type, is_taken, outcome }) =>
					html`<li><span class="pill ${is_taken ? "good" : "bad"}">${is_taken ? "Taken" : "Failed"}</span> <code>${type}</code><span class="quiet">${clock(time, kitchen)} · ${outcome}</span></li>`,
			)}</ol>`
}</section>`;
}
