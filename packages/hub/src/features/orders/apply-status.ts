import { ORDER_TRANSITIONS } from "@ticketrail/contract";
import { backoffMs, type Job, type NewDelivery, type Queue } from "../../delivery/index.ts";
import type { Sql } from "../../storage/database.ts";
import { findOrderOfPos, findOrders, hasUnansweredOrder, type OrderRow } from "../../storage/tables/order.ts";
import { idOf, type Step } from "./commit.ts";
import { acceptEvent, failEvent, REFUSED_BY_RESTAURANT, reportOf } from "./report-to-dsp.ts";
import { type Injection, LIVE_STATES, type OrderState } from "./states.ts";
import { createTakeVerdict, type LateVerdict, type TakeVerdictDeps } from "./take-verdict.ts";

/** A POS's word on one of its orders, at one location of ours. `evidence`: the raw webhook. */
interface PosWord {
	org_id: string;
	location_id: string;
	slug: string;
	pos_order_id: string;
	evidence: string;
}

/** `order.status.updated` (contract.md B.7). */
export interface PosStatus extends PosWord {
	status: string;
}

/** `order.accepted` and `order.rejected` (contract.md B.5.7). */
export interface PosVerdict extends PosWord {
	verdict: LateVerdict;
}

/** What the status did; told to the POS and kept with the webhook. */
export type StatusEffect = "applied" | "ignored" | "unknown_status" | "unknown_order" | "waiting_for_order";

/** What a kitchen can know; the others are the channel's to say (contract.md E.5). */
const OF_THE_KITCHEN: readonly OrderState[] = [
	"in_progress",
	"ready_for_pickup",
	"out_for_delivery",
	"completed",
	"failed",
	"merchant_canceled",
];

/** How often a status is held for an order whose POS id we have not heard yet. */
const HOLD_MAX = 8;

/**
 * Apply an order status that a POS reports (contract.md B.7, E.5): forward moves only, so a late or repeated status is
 * recorded and changes nothing. A status that overtakes the POS's own answer to `order.created` is held, not lost.
 */
export function createApplyStatus(deps: { db: Sql; queue: Queue } & TakeVerdictDeps) {
	const { db, queue, clock, commit } = deps;
	const takeVerdict = createTakeVerdict(deps);

	async function applyStatus(status: PosStatus | PosVerdict): Promise<StatusEffect> {
		if ("status" in status && !Object.hasOwn(ORDER_TRANSITIONS, status.status)) return "unknown_status";
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
		const status = job.data as unknown as PosStatus | PosVerdict;
		const order = await findOrderOfPos(db, status.org_id, status.location_id, status.pos_order_id);
		if (order === undefined && job.retryCount < HOLD_MAX)
			return await queue.postpone("order.pos-status", job, clock.now() + backoffMs(job.retryCount));
		if (order !== undefined) await take(order, status);
		await queue.transaction(async (tx) => tx.complete("order.pos-status", job));
	}

	/** What a word means depends on how far the order is at the POS: if that has moved since it was read, it is read again. */
	async function take(found: OrderRow, word: PosStatus | PosVerdict): Promise<StatusEffect> {
		for (let order = found; ; ) {
			const effect = await takeOnce(order, word);
			if (effect !== "overtaken") return effect;
			order = (await findOrderOfPos(db, word.org_id, word.location_id, word.pos_order_id)) ?? order;
		}
	}

	async function takeOnce(order: OrderRow, word: PosStatus | PosVerdict): Promise<StatusEffect | "overtaken"> {
		const by = { actor: `pos:${word.slug}`, evidence: word.evidence };
		if ("status" in word) return await takeStatus(order, word.status as OrderState, word.slug, by);
		if (order.injection === "pending_acceptance" && (await takeVerdict(order, word.verdict, by))) return "applied";
		// a POS that goes back on its acceptance calls the order off
		if (word.verdict.kind === "rejected" && order.verdict === "accepted")
			return await takeStatus(order, "merchant_canceled", word.slug, by);
		if (await hasMoved(order)) return "overtaken";
		await commit({ ...idOf(order), event: { type: "order.verdict_ignored", ...by } });
		return "ignored";
	}

	async function takeStatus(
		order: OrderRow,
		to: OrderState,
		slug: string,
		by: { actor: string; evidence: string },
	): Promise<StatusEffect | "overtaken"> {
		const event = { type: `order.${to}`, ...by };
		const ignored = { ...idOf(order), event: { type: "order.status_ignored", ...by } };
		if (!OF_THE_KITCHEN.includes(to)) {
			await commit(ignored);
			return "ignored";
		}
		const verdict = asyncVerdict(order, to);
		if (verdict !== undefined && (await commit({ ...idOf(order), event, ...verdict }))) {
			deps.onVerdict(order, verdict.step.verdict ?? "failed", verdict.step.verdict_reason);
			return "applied";
		}
		// an order that was taken at the POS itself has no channel to tell (contract.md B.8)
		const message = order.slug === slug ? undefined : reportOf(order, to);
		const isTaken = await commit({
			...idOf(order),
			event,
			// the verdict that the message goes by stands in the injection: no other one may come between
			step: { state: to, if_injection: [order.injection as Injection] },
			messages: message === undefined ? [] : [{ queue: "order.to-dsp", message }],
		});
		if (isTaken) return "applied";
		if (await hasMoved(order)) return "overtaken";
		await commit(ignored);
		return "ignored";
	}

	/** Whether somebody has taken the order further at the POS since it was read; it moves forward only, so not for ever. */
	async function hasMoved({ org_id, order_id, injection }: OrderRow): Promise<boolean> {
		const [now] = await findOrders(db, org_id, [order_id]);
		return now !== undefined && now.injection !== injection;
	}

	return { applyStatus, applyHeld };
}

/** While an order waits for the POS's asynchronous verdict, a status says what it is (contract.md B.5.7). */
function asyncVerdict(
	order: OrderRow,
	to: OrderState,
): { step: Step; messages: { queue: "order.to-dsp"; message: NewDelivery }[] } | undefined {
	if (order.injection !== "pending_acceptance") return undefined;
	const if_injection = ["pending_acceptance"] as const;
	if (to === "failed" || to === "merchant_canceled") {
		return {
			step: {
				injection: "rejected",
				if_injection,
				state: to,
				verdict: "failed",
				verdict_reason: REFUSED_BY_RESTAURANT.failure_reason,
			},
			messages: [{ queue: "order.to-dsp", message: failEvent(order, REFUSED_BY_RESTAURANT) }],
		};
	}
	const ready = order.estimated_ready_at ?? undefined;
	// a DSP that has called the order off meanwhile wants no acceptance of it
	const if_state = LIVE_STATES;
	const messages = [{ queue: "order.to-dsp" as const, message: acceptEvent(order, ready) }];
	const later = to === "in_progress" ? undefined : reportOf({ ...order, verdict: "accepted" }, to);
	if (later !== undefined) messages.push({ queue: "order.to-dsp", message: later });
	return {
		step: {
			injection: "accepted",
			verdict: "accepted",
			...{ if_injection, if_state },
			...(to === "in_progress" ? {} : { state: to }),
		},
		messages,
	};
}
