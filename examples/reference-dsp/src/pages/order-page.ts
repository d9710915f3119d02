import type { DspItem } from "@ticketrail/contract";
import type { OrderRecord } from "../order-book.ts";
import type { Store } from "../stores.ts";
import { frame } from "./frame.ts";
import { type Html, html } from "./html.ts";
import { clock, money, standing } from "./wording.ts";

export interface OrderView {
	record: OrderRecord;
	store: Store | undefined;
	problem?: string;
}

/** An order and how it goes. The status watches itself while the order is open. */
export function orderPage({ record, store, problem }: OrderView): Html {
	const { order, order_id, location_id } = record;
	const { word, sentence, tone, is_final } = standing(record);
	const number = order?.customer_facing_id || order_id;
	const currency = order?.items[0]?.currency;
	return frame({
		title: `Order ${number}`,
		kind: "shop",
		script: true,
		main: html`
<p class="quiet"><a href="/stores/${encodeURIComponent(location_id)}">${store?.location.name ?? location_id}</a></p>
<h1>Order ${number}</h1>
${problem && html`<p class="problem" role="alert">${problem}</p>`}
<div class="columns">
<div id="status" data-version="${record.version}" data-watch="/orders/${encodeURIComponent(order_id)}" ${is_final && html`data-final`}>
<section class="card panel standing ${tone}" role="status"><p class="word">${word}</p><p>${sentence}</p></section>
<ol class="steps">${steps(record)}</ol>
${
	!is_final &&
	record.submission?.kind === "taken" &&
	html`<form method="post" action="/orders/${encodeURIComponent(order_id)}/cancel"><button>Cancel this order</button></form>`
}
</div>
${
	order &&
	html`<section class="card panel" aria-labelledby="what"><h2 id="what">What you ordered</h2>
<ol class="lines">${order.items.map((item) => line(item))}</ol>
${order.special_instructions && html`<p class="notice">${order.special_instructions}</p>`}
<dl class="sums"><div><dt>Subtotal</dt><dd>${money(order.subtotal, currency)}</dd></div><div><dt>Tax</dt><dd>${money(order.tax, currency)}</dd></div>
<div class="total"><dt>Total</dt><dd>${money(order.subtotal + order.tax, currency)}</dd></div></dl>
<p class="quiet">${order.fulfillment_type.replaceAll("_", " ")} for ${order.customers[0]?.name}</p>
<p class="quiet"><code>${order_id}</code></p></section>`
}
</div>`,
	});
}

/** What has happened so far, oldest first. */
function steps({ submission, verdict, updates, placed_at, cancelled_by }: OrderRecord): Html[] {
	const happened: (string | false | undefined)[] = [
		placed_at !== undefined && `Ordered at ${clock(placed_at)}`,
		submission?.kind === "taken" &&
			`The hub took it (status ${submission.status}${submission.tries > 1 ? `, try ${submission.tries}` : ""})`,
		submission && submission.kind !== "taken" && submission.message,
		verdict && `${verdict.kind === "accepted" ? "Accepted" : "Refused"} at ${clock(verdict.received_at)}`,
		...updates.map((update) => update.replaceAll("_", " ")),
		cancelled_by && `Cancelled by the ${cancelled_by}`,
	];
	return happened.filter((one) => typeof one === "string").map((one) => html`<li>${one}</li>`);
}

function line({ quantity, name, price, currency, modifiers, special_instructions }: DspItem): Html {
	return html`<li><div class="line"><span><span class="count">${quantity} ×</span> ${name}</span><span>${money(price, currency)}</span></div>
${choices(modifiers)}${special_instructions && html`<p class="notice">${special_instructions}</p>`}</li>`;
}

function choices(modifiers: DspItem["modifiers"]): Html | false {
	return (
		modifiers.length > 0 &&
		html`<ul class="inside">${modifiers.map(
			({ name, price, currency, modifiers: inside }) =>
				html`<li>${name}${price > 0 && ` ${money(price, currency)}`}${choices(inside)}</li>`,
		)}</ul>`
	);
}
