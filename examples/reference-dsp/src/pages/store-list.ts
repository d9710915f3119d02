import type { OrderRecord } from "../order-book.ts";
import type { Store } from "../stores.ts";
import { frame } from "./frame.ts";
import { type Html, html } from "./html.ts";
import { money, openness, standing } from "./wording.ts";

const SHOWN_ORDERS = 12;

/** The front page: the stores, and the latest orders. */
export function storeListPage(view: { stores: readonly Store[]; orders: readonly OrderRecord[]; now: number }): Html {
	const orders = view.orders
		.slice(-SHOWN_ORDERS)
		.reverse()
		.filter(({ order }) => order);
	return frame({
		title: "Stores",
		kind: "shop",
		main: html`
<h1>What would you like to eat?</h1>
<ul class="stores">${view.stores.map((store) => storeCard(store, view.now))}</ul>
${
	orders.length > 0 &&
	html`<section aria-labelledby="orders-title"><h2 id="orders-title">Latest orders</h2><ul class="orders">${orders.map(orderRow)}</ul></section>`
}`,
	});
}

/** One sentence and the way back. */
export function messagePage(message: string): Html {
	return frame({
		title: "Not here",
		kind: "narrow",
		main: html`<section class="card"><h1>${message}</h1><p><a href="/">See all stores</a></p></section>`,
	});
}

function storeCard(store: Store, now: number): Html {
	const { location, menu, is_connected } = store;
	const { is_open, word } = openness(store, now);
	const items = menu?.menus.flatMap(({ categories }) => categories).flatMap(({ items }) => items) ?? [];
	const count = new Set(items.map(({ stream_id }) => stream_id)).size;
	return html`<li class="card store">
<h2><a href="/stores/${encodeURIComponent(location.provider_id)}">${location.name}</a></h2>
<p class="quiet">${location.address.address_line_1}, ${location.address.city}, ${location.address.state} ${location.address.postal_code}</p>
<p><span class="pill ${is_open ? "good" : "wait"}">${word}</span> ${count > 0 && html`<span class="quiet">${count} dishes, about ${menu?.prep_time_minutes} min</span>`}</p>
<p class="quiet">Store <code>${location.provider_id}</code>, ${is_connected ? "connected" : "not connected"}</p></li>`;
}

function orderRow(record: OrderRecord): Html {
	const { word, tone } = standing(record);
	const { order_id, order } = record;
	return html`<li><a href="/orders/${encodeURIComponent(order_id)}">${order?.customer_facing_id || order_id}</a>
<span>${order?.items.map(({ quantity, name }) => `${quantity} × ${name}`).join(", ")}</span>
<span>${money((order?.subtotal ?? 0) + (order?.tax ?? 0), order?.items[0]?.currency)}</span><span class="pill ${tone}">${word}</span></li>`;
}
