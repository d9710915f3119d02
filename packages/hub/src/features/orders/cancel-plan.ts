import type { OrderCancelPlan } from "@ticketrail/contract";
import type { InjectionRow } from "../../storage/tables/order.ts";
import { type Injection, isInjectionOver, type OrderState, orderStatesBefore } from "./states.ts";

/** What cancelling an order would tell whom, or why nobody can cancel it any more. */
export type CancelPlan = Pick<OrderCancelPlan, "is_possible" | "why_not" | "tells_channel" | "tells_pos">;

const OVER: Partial<Record<OrderState, string>> = {
	completed: "It is completed: nothing can be taken back.",
	failed: "It has failed, and the channel was told so.",
	merchant_canceled: "It is cancelled already.",
	dsp_canceled: "The channel has cancelled it already.",
};

/**
 * What staff may still do about an order: the states before `merchant_canceled` are those of the transitions. A verdict is
 * given once, so a channel that waits for one hears that the order failed, and one that has it that it was cancelled.
 */
export function planCancel(order: InjectionRow): CancelPlan {
	const state = order.state as OrderState;
	if (!orderStatesBefore("merchant_canceled").includes(state))
		return { is_possible: false, why_not: OVER[state] ?? `It is ${state}.` };
	// the POS is its channel and its kitchen (contract.md B.8): it is not told of its own order
	if (order.slug === order.pos_slug)
		return { is_possible: false, why_not: "It was taken at the POS itself: cancel it there." };
	return {
		is_possible: true,
		tells_channel: order.verdict === "accepted" ? "canceled" : "failed",
		tells_pos: tellsPos(order),
	};
}

function tellsPos(order: InjectionRow): CancelPlan["tells_pos"] {
	const injection = order.injection as Injection;
	if (injection === "accepted" || injection === "pending_acceptance") return "canceled";
	if (isInjectionOver(injection)) return "nothing";
	// nobody knows whether it has it, nor by which id
	if (order.delivery_state === "parked") return "cannot";
	return injection === "sending" || injection === "unknown" ? "if_it_has_it" : "nothing";
}
