import type { CancelOrderReply } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import type { Sql } from "../../storage/database.ts";
import { type InjectionRow, loadForInjection, type OrderRow } from "../../storage/tables/order.ts";
import { listOrderEvents } from "../../storage/tables/order-event.ts";
import { planCancel } from "./cancel-plan.ts";
import { type CommitOrder, idOf } from "./commit.ts";
import { endUnanswered } from "./expire-order.ts";
import { REFUSED_BY_RESTAURANT, reportOf } from "./report-to-dsp.ts";
import { type Injection, isInjectionOver } from "./states.ts";
import { cancelMessage } from "./to-pos.ts";

/** An order that somebody of the staff takes back. `reason`: what they typed, kept here and told to nobody. */
export interface StaffCancel {
	org_id: string;
	order_id: string;
	actor: string;
	reason?: string | undefined;
}

const EVENT = "order.canceled_by_staff";

/**
 * Cancel an order for the restaurant, by its staff. One that the POS has becomes `merchant_canceled`: its DSP hears
 * `location.order.cancel` and the POS `order.canceled`. One without a verdict ends as by its deadline, with that name. What
 * happens at the same moment elsewhere, the order's row decides; it is looked at again then. Errors: `order_not_found`,
 * `order_not_cancelable` with its state.
 */
export function createCancelByStaff(deps: {
	db: Sql;
	commit: CommitOrder;
	onVerdict: (order: OrderRow, verdict: "accepted" | "failed", reason?: string) => void;
}): (cancel: StaffCancel) => Promise<CancelOrderReply> {
	const { db, commit } = deps;

	return async (cancel) => {
		const { org_id, order_id } = cancel;
		// a step that was not taken found an order that had moved on; it moves forward only, so not for ever
		for (;;) {
			const [order] = isId(order_id) ? await loadForInjection(db, org_id, [order_id]) : [];
			if (order === undefined) throw new HubError("order_not_found", { detail: `There is no order ${order_id}` });
			const { is_possible, why_not } = planCancel(order);
			if (!is_possible && (await wasCanceledByStaff(order)))
				return { order_id, state: "merchant_canceled", is_repeat: true };
			if (!is_possible)
				throw new HubError("order_not_cancelable", { detail: `${why_not} Its state is ${order.state}.` });
			if (await end(order, cancel)) return { order_id, state: "merchant_canceled", is_repeat: false };
		}
	};

	async function end(order: InjectionRow, { actor, ...cancel }: StaffCancel): Promise<boolean> {
		const reason = cancel.reason?.trim() || undefined;
		const event = { type: EVENT, actor, evidence: reason };
		const audit = { actor, action: "order.canceled", detail: { from: order.state, ...(reason && { reason }) } };
		const state = "merchant_canceled";
		const injection = order.injection as Injection;
		if (!isInjectionOver(injection))
			return await endUnanswered(deps, order, { state, failure: REFUSED_BY_RESTAURANT, event, audit });
		const message = reportOf(order, state);
		return await commit({
			...idOf(order),
			...{ event, audit },
			// what is told goes by the verdict, which stands in the injection: no other one may come between
			step: { state, if_injection: [injection], ...(order.verdict === null && NO_VERDICT) },
			messages: [
				...(message === undefined ? [] : [{ queue: "order.to-dsp" as const, message }]),
				...(injection === "accepted" ? [{ queue: "order.to-pos" as const, message: cancelMessage(order) }] : []),
			],
		});
	}

	async function wasCanceledByStaff({ org_id, order_id, state }: OrderRow): Promise<boolean> {
		if (state !== "merchant_canceled") return false;
		return (await listOrderEvents(db, org_id, order_id)).some(({ type }) => type === EVENT);
	}
}

/** The POS never took it, and a courier had it before its channel could be told. */
const NO_VERDICT = { verdict: "failed", verdict_reason: REFUSED_BY_RESTAURANT.error_message } as const;
