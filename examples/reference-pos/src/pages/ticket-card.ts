import type { Kitchen, Ticket } from "../shop.ts";
import { type Html, html } from "./html.ts";
import { clock, money, plain, STATUS } from "./wording.ts";

type Line = Ticket["order"]["line_items"][number];
type Choice = Line["modifiers"][number];

/** What a cook may do next, by status: the value that the form sends and the words on the button. */
const NEXT: Record<string, readonly (readonly [status: string, words: string])[]> = {
	awaiting: [
		["accepted", "Accept"],
		["rejected", "Reject"],
	],
	in_progress: [
		["ready_for_pickup", "Ready"],
		["merchant_canceled", "Cancel"],
	],
	ready_for_pickup: [
		["completed", "Completed"],
		["merchant_canceled", "Cancel"],
	],
	out_for_delivery: [["completed", "Completed"]],
};

/** One order on the rail. */
export function ticketCard(ticket: Ticket, kitchen: Kitchen): Html {
	const { order, provider_id } = ticket;
	const [word, tone] = STATUS[ticket.status] ?? [plain(ticket.status), "wait"];
	const steps = NEXT[ticket.status] ?? [];
	const customer = order.customers?.[0]?.name ?? order.customer_name ?? "Guest";
	return html`<li class="card ticket ${tone}">
<div class="ticket-head"><h3>#${ticket.number}</h3><span class="pill ${tone}">${word}</span></div>
<p class="quiet">${order.source} ${order.dsp_order_number || order.source_order_id} · ${plain(order.fulfillment_type)} · ${clock(ticket.received_at, kitchen)}</p>
<p class="customer">${customer}${ticket.delivery_status && html` <span class="quiet">courier: ${plain(ticket.delivery_status)}</span>`}</p>
<ul class="lines">${order.line_items.map(line)}</ul>
${order.special_instructions && html`<p class="note">${order.special_instructions}</p>`}
<p class="sum"><span>Subtotal</span><span>${money(order.subtotal, order.line_items[0]?.price_currency)}</span></p>
${
	steps.length > 0 &&
	html`<form method="post" action="/kitchen/ticket" class="steps"><input type="hidden" name="provider_id" value="${provider_id}">
${steps.map(([status, words], index) => html`<button id="${provider_id}-${status}" name="status" value="${status}" class="${index === 0 ? "main" : "other"}">${words}<span class="unseen"> order ${ticket.number}</span></button>`)}</form>`
}</li>`;
}

function line({ name, quantity, modifiers, special_instructions }: Line): Html {
	return html`<li><span class="count">${quantity} ×</span> ${name}${choices(modifiers)}${special_instructions && html`<p class="note">${special_instructions}</p>`}</li>`;
}

function choices(list: readonly Choice[] | undefined): Html | false {
	if (!list || list.length === 0) return false;
	return html`<ul>${list.map(
		({ name, quantity, modifiers }) =>
			html`<li>${quantity > 1 && `${quantity} × `}${name}${choices(modifiers as Choice[])}</li>`,
	)}</ul>`;
}
