import { ORDER_TRANSITIONS } from "@ticketrail/contract";
import type { Clock } from "../../base/clock.ts";
import { backoffMs, type Job, type NewDelivery, type Queue } from "../../delivery/index.ts";
import type { Sql } from "../../storage/database.ts";
import { findOrderOfPos, hasUnansweredOrder, type OrderRow } from "../../storage/tables/order.ts";
import { idOf } from "./answers.ts";
import type { CommitOrder, Step } from "./commit.ts";
import { acceptEvent, cancelEvent, failEvent, statusChangeEvent } from "./report-to-dsp.ts";
import type { OrderState } from "./states.ts";

/** A POS's word on one of its orders, at one location of ours. `evidence`: the raw webhook. */
export interface PosStatus {
	org_id: string;
	location_id: string;
	slug: string;
	pos_order_id: string;
	status: string;
	evidence: string;
}

/** What the status did; told to the POS and kept with the webhook. */
export type StatusEffect = "applied" | "ignored" | "unknown_status" | "unknown_order" | "waiting_for_order";

/** How often a status is held for an order whose POS id we have not heard yet. */
const HOLD_MAX = 8;

/**
 * Apply an order status that a POS reports (contract.md B.7, E.5): forward moves only, so a late or repeated status is
 * recorded and changes nothing. A status that overtakes the POS's own answer to `order.created` is held, not lost.
 */
export function createApplyStatus(deps: { db: Sql; queue: Queue; clock: Clock; commit: CommitOrder }) {
	const { db, queue, clock, commit } = deps;

	async function applyStatus(status: PosStatus): Promise<StatusEffect> {
		if (!(status.status in ORDER_TRANSITIONS)) return "unknown_status";
		const order = await findOrderOfPos(db, status.org_id, status.location_id, status.pos_order_id);
		if (order !== undefined) return await take(order, status);
		if (!(await hasUnansweredOrder(db, status.org_id, status.location_id))) return "unknown_order";
		await queue.transaction(async (tx) =>
			tx.send(
				"order.pos-status",
				{ ...status },
				{ key: `${status.location_id}/${status.pos_order_id}`, start_after: clock.now() + backoffMs(0) },
			),
		);
		return "waiting_for_order";
	}

	/** The job that holds a status until its order is known. */
	async function applyHeld(job: Job): Promise<void> {
		const status = job.data as unknown as PosStatus;
		const order = await findOrderOfPos(db, status.org_id, status.location_id, status.pos_order_id);
		if (order === undefined && job.retryCount < HOLD_MAX)
			return await queue.postpone("order.pos-status", job, clock.now() + backoffMs(job.retryCount));
		if (order !== undefined) await take(order, status);
		await queue.transaction(async (tx) => tx.complete("order.pos-status", job));
	}

	async function take(order: OrderRow, status: PosStatus): Promise<StatusEffect> {
		const to = status.status as OrderState;
		const event = { type: `order.${to}`, actor: `pos:${status.slug}`, evidence: status.evidence };
		const verdict = asyncVerdict(order, to);
		if (verdict !== undefined && (await commit({ ...idOf(order), event, ...verdict }))) return "applied";
		const message = reportOf(order, to);
		const isTaken = await commit({
			...idOf(order),
			event,
			step: { state: to },
			messages: message === undefined ? [] : [{ queue: "order.to-dsp", message }],
		});
		if (isTaken) return "applied";
		await commit({ ...idOf(order), event: { ...event, type: "order.status_ignored" } });
		return "ignored";
	}

	return { applyStatus, applyHeld };
}

/** While an order waits for the POS's asynchronous verdict, a status says what it is (contract.md B.5.7). */
function asyncVerdict(
	order: OrderRow,
	to: OrderState,
): { step: Step; messages: { queue: "order.to-dsp"; message: NewDelivery }[] } | undefined {
	if (order.injection !== "pending_acceptance") return undefined;
	if (to === "failed" || to === "merchant_canceled") {
		const failure = {
			failure_reason: "restaurant_not_accepting_orders" as const,
			invalid_item_ids: [],
			error_message: "The restaurant refused the order",
		};
		return {
			step: { injection: "rejected", state: to, verdict: "failed", verdict_reason: failure.failure_reason },
			messages: [{ queue: "order.to-dsp", message: failEvent(order, failure) }],
		};
	}
	const ready = order.estimated_ready_at ?? undefined;
	const messages = [{ queue: "order.to-dsp" as const, message: acceptEvent(order, ready) }];
	const later = to === "in_progress" ? undefined : reportOf({ ...order, verdict: "accepted" }, to);
	if (later !== undefined) messages.push({ queue: "order.to-dsp", message: later });
	return {
		step: { injection: "accepted", verdict: "accepted", ...(to === "in_progress" ? {} : { state: to }) },
		messages,
	};
}

/** What the DSP is told of a status: its contract has two values for progress and one for cancellation (F-20). */
function reportOf(order: OrderRow, to: OrderState): NewDelivery | undefined {
	if (to === "ready_for_pickup" || to === "completed") return statusChangeEvent(order, to);
	if (to !== "merchant_canceled" && to !== "failed") return undefined;
	// a verdict is given once: what was accepted can only be cancelled
	if (order.verdict === "accepted") return cancelEvent(order);
	return failEvent(order, {
		failure_reason: "unknown",
		invalid_item_ids: [],
		error_message: "The restaurant cancelled the order",
	});
}
