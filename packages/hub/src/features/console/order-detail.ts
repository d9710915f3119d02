import type { OrderCancelPlan, OrderCreated, OrderDetail, OrderHop } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import {
	type ConsoleAttemptRow,
	type ConsoleOrderRow,
	findConsoleOrders,
	listAttemptsOf,
	listDeliveriesOfOrder,
	type OrderDeliveryRow,
} from "../../storage/tables/console-order.ts";
import { loadForInjection } from "../../storage/tables/order.ts";
import { listOrderEvents, type OrderEventRow } from "../../storage/tables/order-event.ts";
import { planCancel } from "../orders/index.ts";
import { bodyAsSent } from "./body-as-sent.ts";
import { comparableDsp, comparablePos } from "./comparable-order.ts";
import { type ConsoleParts, nameOf } from "./console.ts";
import { checkMoney } from "./money-check.ts";
import { orderListRow, readOrder } from "./order-board.ts";
import { payloadDifferences } from "./payload-differences.ts";
import { redact } from "./redact.ts";
import { replayOf } from "./replay-rule.ts";
import { supportText } from "./support-text.ts";

/** An order with everything that is known of it, as somebody may see it. Error: `order_not_found`. */
export async function orderDetail(
	parts: ConsoleParts,
	key: { org_id: string; order_id: string },
	may_see_people: boolean,
): Promise<OrderDetail> {
	const { db, clock } = parts;
	const now = clock.now();
	const { org_id, order_id } = key;
	const [row] = isId(order_id) ? await findConsoleOrders(db, [org_id], [order_id], now) : [];
	if (row === undefined) throw new HubError("order_not_found");
	const [events, deliveries, cancel] = await Promise.all([
		listOrderEvents(db, org_id, order_id),
		listDeliveriesOfOrder(db, org_id, order_id),
		cancelOf(parts, key),
	]);
	const attempts = await listAttemptsOf(
		db,
		org_id,
		deliveries.map((delivery) => delivery.delivery_id),
	);
	const order = readOrder(row.body);
	const sent = sentToPos(deliveries);
	const shown = orderListRow(row, now);
	return {
		order: shown,
		...(row.verdict && { verdict: row.verdict as "accepted" | "failed" }),
		...(row.verdict_reason && { verdict_reason: row.verdict_reason }),
		...(row.estimated_ready_at !== null && { estimated_ready_at: row.estimated_ready_at }),
		...(row.binding_id && { link_id: row.binding_id }),
		timeline: timelineOf(row, events, deliveries, attempts, may_see_people),
		differences: order && sent ? payloadDifferences(comparableDsp(order), comparablePos(sent)) : [],
		...(order && { money: checkMoney(order, sent) }),
		resend: resendOf(deliveries),
		cancel,
		support_text: supportText({
			organisation: `${row.org_name} ${row.org_id}`,
			order: `${shown.number} · ${row.order_id}`,
			channel: `${row.slug} store ${row.dsp_location_id} order ${row.dsp_order_id}`,
			location: row.location_id ? `${row.location_name ?? ""} ${row.location_id}` : "none linked",
			pos_order: row.pos_order_id,
			received: new Date(row.received_at).toISOString(),
			state: `${row.state}, ${row.injection}`,
			verdict: row.verdict && [row.verdict, row.verdict_reason].filter(Boolean).join(": "),
			deliveries: deliveries.map((delivery) => `${delivery.type} ${delivery.delivery_id} ${delivery.state}`).join("; "),
		}),
	};
}

/** The order as the POS was sent it. */
function sentToPos(deliveries: readonly OrderDeliveryRow[]): OrderCreated["object"] | undefined {
	const created = deliveries.findLast((delivery) => delivery.type === "order.created" && delivery.body !== "");
	return created && (JSON.parse(created.body) as OrderCreated).object;
}

/** What may be sent again: the newest message that was given up. */
function resendOf(deliveries: readonly OrderDeliveryRow[]): OrderDetail["resend"] {
	const stuck = deliveries.findLast((delivery) => delivery.state === "dead" || delivery.state === "parked");
	if (stuck === undefined) {
		const is_under_way = deliveries.some((delivery) => ["pending", "unconfirmed"].includes(delivery.state));
		const why_not = is_under_way
			? "A message is still under way; the hub tries again by itself."
			: "Already delivered: no action is needed.";
		return { is_possible: false, why_not: deliveries.length === 0 ? "Nothing was sent." : why_not };
	}
	const rule = replayOf(stuck);
	return { ...rule, delivery_id: stuck.delivery_id };
}

/** Who would be told what if staff cancelled it now, by the names that people know them by. */
async function cancelOf(parts: ConsoleParts, key: { org_id: string; order_id: string }): Promise<OrderCancelPlan> {
	const [order] = await loadForInjection(parts.db, key.org_id, [key.order_id]);
	if (order === undefined) throw new HubError("order_not_found");
	const pos_name = order.pos_slug === null ? undefined : await nameOf(parts, order.pos_slug);
	return { ...planCancel(order), channel_name: await nameOf(parts, order.slug), ...(pos_name && { pos_name }) };
}

type Unplaced = Omit<OrderHop, "since_previous_ms"> & { order: string };

function timelineOf(
	row: ConsoleOrderRow,
	events: readonly OrderEventRow[],
	deliveries: readonly OrderDeliveryRow[],
	attempts: readonly ConsoleAttemptRow[],
	may_see_people: boolean,
): OrderHop[] {
	const messages = new Map(deliveries.map((delivery) => [delivery.delivery_id, delivery]));
	const hops: Unplaced[] = [
		...events.map((event) => ofEvent(row, event, may_see_people)),
		...attempts.flatMap((attempt) => {
			const delivery = messages.get(attempt.delivery_id);
			return delivery ? [ofAttempt(row, delivery, attempt, may_see_people)] : [];
		}),
	];
	hops.sort((a, b) => a.at - b.at || (a.order < b.order ? -1 : 1));
	return hops.map(({ order: _, ...hop }, at) => ({
		...hop,
		since_previous_ms: at === 0 ? 0 : hop.at - (hops[at - 1]?.at ?? hop.at),
	}));
}

function ofEvent(row: ConsoleOrderRow, event: OrderEventRow, may_see_people: boolean): Unplaced {
	const payload = event.type === "order.received" ? row.body : event.evidence;
	const shown = payload === null || payload === "" ? undefined : redact(payload, may_see_people);
	const from = event.actor.split(":", 1)[0];
	return {
		_id: event.event_id,
		order: `0 ${event.event_id}`,
		at: event.at,
		hop: from === "dsp" ? "dsp_to_hub" : from === "pos" ? "pos_to_hub" : "hub",
		...{ type: event.type, actor: event.actor },
		...(event.state && { state: event.state }),
		...(event.injection && { injection: event.injection }),
		...(shown && { payload: shown.text }),
		is_redacted: shown?.is_redacted ?? false,
	};
}

function ofAttempt(
	row: ConsoleOrderRow,
	delivery: OrderDeliveryRow,
	attempt: ConsoleAttemptRow,
	may_see_people: boolean,
): Unplaced {
	const payload = redact(bodyAsSent(delivery, row.pos_order_id), may_see_people);
	const response = attempt.response === null ? undefined : redact(attempt.response, may_see_people);
	const { type } = delivery;
	return {
		_id: `${delivery.delivery_id}.${attempt.attempt}`,
		order: `1 ${delivery.delivery_id} ${attempt.attempt}`,
		at: attempt.at,
		hop: type.startsWith("event.") ? "hub_to_partner" : type.startsWith("location.") ? "hub_to_dsp" : "hub_to_pos",
		...{ type, actor: "hub" },
		...(attempt.status !== null && { status: attempt.status }),
		...{ stage: attempt.stage, attempt: attempt.attempt, latency_ms: attempt.latency_ms },
		delivery_id: delivery.delivery_id,
		payload: payload.text,
		...(response && { response: response.text }),
		is_redacted: payload.is_redacted || (response?.is_redacted ?? false),
	};
}
