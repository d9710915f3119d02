import type { Observed, ObservedOrder, ObservedRequest } from "./history.ts";
import type { Row, Tables } from "./memory-tables.ts";

const VERDICTS = ["location.order.accept", "location.order.fail"];
const OVER = ["accepted", "rejected", "expired"];
const ENDS = ["completed", "failed", "merchant_canceled", "dsp_canceled"];
/** A verdict may be so late without a reason: the way to the channel, and a look into the queue. */
const SLACK_MS = 3_000;
/** So long after something broke, its traces may still be seen: a run's lease, and the search for what was left alone. */
const AFTERMATH_MS = 50_000;

/** So long a hub leaves a channel alone that failed whoever called it, and then asks with one message first. */
const BREAKER_MS = 8_000;

/** Every invariant of reliability.md section 4 that this history breaks, in words. Knows nothing of the hub's own code. */
export function judge(on: { observed: Observed; tables: Tables; healed_at: number }): string[] {
	const { observed, tables } = on;
	const rows = [...tables.committed("orders").values()];
	const found: string[] = [];
	for (const order of observed.orders.values()) {
		const row = rows.find((one) => one.dsp_order_id === order.dsp_order_id && one.dsp_location_id === order.store);
		const requests = observed.requests.filter((one) => one.dsp_order_id === order.dsp_order_id);
		const say = (text: string) => found.push(`${text} (${order.dsp_order_id}, ${order.delivery_contract})`);
		judgeEffects(order, say);
		judgeVerdict(order, row, on, say);
		judgeRequests(requests, observed, say);
		judgeEnd(order, row, tables, say);
		judgeStaff(order, row, requests, say);
		if (row !== undefined) judgeStates(row, tables, say);
	}
	for (const job of tables.committed("job").values()) found.push(`L2 a job of ${job.queue} is left: ${job.state}`);
	return found;
}

type Say = (text: string) => void;

function judgeEffects(order: ObservedOrder, say: Say): void {
	const { creates, tickets, delivery_contract } = order;
	if (delivery_contract === "dedupes_by_order_id" && tickets.length > 1) say(`O2 ${tickets.length} tickets`);
	// a refusal that was answered may be followed by nothing; a request that may have arrived by none
	if (delivery_contract === "at_most_once" && creates.length > 1) say(`O2 received ${creates.length} times`);
	for (const { location_id } of creates)
		if (!order.locations.has(location_id)) say(`B1 went to ${location_id}, bound to ${[...order.locations].join()}`);
	if (new Set(creates.map(({ key, body }) => key + body)).size > 1) say("O8 its copies differ");
}

function judgeVerdict(order: ObservedOrder, row: Row | undefined, on: { observed: Observed }, say: Say): void {
	const verdicts = order.events.filter(({ type }) => VERDICTS.includes(type));
	if (new Set(verdicts.map(({ type, body }) => type + body)).size > 1) say("O3 two different verdicts");
	const accept = order.events.find(({ type }) => type === "location.order.accept");
	if (accept !== undefined) {
		const isTrue = order.tickets.some(({ verdict, decided_at }) => verdict === "accepted" && decided_at <= accept.at);
		// a kitchen that reports progress of an order has taken it
		if (!isTrue && !order.tickets.some(({ at }) => at <= accept.at)) say("O4 accepted without a ticket");
	}
	if (order.acknowledged === undefined || row === undefined) return;
	const first = verdicts[0];
	const deadline_at = Number(row.deadline_at);
	if (first !== undefined && first.at > deadline_at + SLACK_MS && !isExcused(order, on.observed, deadline_at, first.at))
		say(`O11 its verdict came ${Math.round((first.at - deadline_at) / 1000)} s late`);
	const isOff = row.verdict === "failed" || row.state === "dsp_canceled" || order.staff_canceled_at !== undefined;
	const isCooked = order.tickets.some(({ verdict }) => verdict === "accepted");
	// who sends no second time cannot learn the ticket of a request that got no answer
	if (isOff && isCooked && row.pos_order_id !== null && order.cancels_at.length === 0)
		say("O11 called off, and the POS that has it never heard");
}

/** Something was broken between the last moments before the deadline and the verdict, or the channel failed an attempt to tell it or others. */
function isExcused(order: ObservedOrder, observed: Observed, deadline_at: number, told_at: number): boolean {
	const isBroken = observed.outages.some(({ from, to }) => from < told_at && to + AFTERMATH_MS > deadline_at);
	const told = observed.requests.filter(({ to }) => to === "dsp");
	const isTried = told.some(
		(one) =>
			one.dsp_order_id === order.dsp_order_id && VERDICTS.includes(one.type) && one.from <= deadline_at + SLACK_MS,
	);
	const wasLeftAlone = told.some(
		({ has_failed, to_at }) => has_failed && to_at < told_at && to_at + BREAKER_MS + SLACK_MS > told_at,
	);
	return isBroken || isTried || wasLeftAlone;
}

function judgeRequests(requests: ObservedRequest[], observed: Observed, say: Say): void {
	for (const to of ["pos", "dsp"] as const) {
		const sent = requests.filter((one) => one.to === to);
		for (const [, copies] of Map.groupBy(sent, ({ key }) => key))
			if (new Set(copies.map(({ body, type }) => type + body)).size > 1) say("O8 attempts of one message differ");
		for (const [index, later] of sent.entries()) {
			const earlier = sent.slice(0, index).find((one) => one.to_at > later.from);
			// one of a process that was killed or frozen is fenced, however long it lasts
			const wasFenced = earlier !== undefined && observed.outages.some(({ from }) => from <= later.from);
			if (earlier !== undefined && !wasFenced) say(`O9 two attempts at the ${to} at once`);
		}
		const firsts = new Map(
			sent.map(({ type }, index) => [type, sent.findIndex((one) => one.type === type) + 0 * index]),
		);
		const create = firsts.get("order.created");
		if (create !== undefined && (firsts.get("order.canceled") ?? Infinity) < create)
			say("O7 cancelled before it was sent");
	}
}

/** What staff cancelled is off for good, and each side hears that as one message: the channel by its one verdict, or after it. */
function judgeStaff(order: ObservedOrder, row: Row | undefined, requests: ObservedRequest[], say: Say): void {
	if (order.staff_canceled_at === undefined || row === undefined) return;
	if (row.state !== "merchant_canceled") say(`L1 cancelled by staff, and left as ${row.state}`);
	const messages = (type: string) => new Set(requests.filter((one) => one.type === type).map(({ key }) => key)).size;
	const wasAccepted = row.verdict === "accepted";
	const word = wasAccepted ? "location.order.cancel" : "location.order.fail";
	if (!order.events.some(({ type }) => type === word)) say(`L1 cancelled by staff, and its channel heard no ${word}`);
	for (const type of ["location.order.accept", "location.order.fail", "location.order.cancel", "order.canceled"])
		if (messages(type) > 1) say(`O3 ${type} was told as ${messages(type)} messages`);
	if (!wasAccepted && messages("location.order.cancel") > 0) say("O3 failed, and then cancelled as well");
}

function judgeStates(row: Row, tables: Tables, say: Say): void {
	const events = [...tables.committed("order_event").values()]
		.filter((event) => event.order_id === row.order_id)
		.sort((a, b) => (String(a.event_id) < String(b.event_id) ? -1 : 1));
	let over: unknown;
	let ended: unknown;
	for (const { injection, state } of events) {
		if (over !== undefined && injection !== null && injection !== over && OVER.includes(String(injection)))
			say(`O6 from ${over} to ${injection}`);
		if (ended !== undefined && state !== null && state !== ended && ENDS.includes(String(state)))
			say(`O6 from ${ended} to ${state}`);
		if (injection !== null && OVER.includes(String(injection))) over = injection;
		if (state !== null && ENDS.includes(String(state))) ended = state;
	}
}

function judgeEnd(order: ObservedOrder, row: Row | undefined, tables: Tables, say: Say): void {
	if (order.acknowledged === undefined) return;
	if (row === undefined || row.order_id !== order.acknowledged.order_id) {
		say("O5 acknowledged and not there");
		return;
	}
	const wasCanceled = row.state === "dsp_canceled";
	if (!OVER.includes(String(row.injection)) && row.injection !== "unknown") say(`L1 left as ${row.injection}`);
	if (row.verdict === null && !wasCanceled) say("L1 no verdict");
	const heard = order.events.some(({ type }) => VERDICTS.includes(type));
	if (row.verdict !== null && !heard && !wasCanceled) say(`L1 its channel never heard that it ${row.verdict}`);
	for (const message of tables.committed("delivery").values())
		if (message.order_id === row.order_id && ["pending", "unconfirmed"].includes(String(message.state)))
			say(`L2 a message ${message.type} is left ${message.state}`);
}
