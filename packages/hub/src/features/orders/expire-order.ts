import type { InjectionRow, OrderRow } from "../../storage/tables/order.ts";
import type { Refusal } from "./check-items.ts";
import { type CommitOrder, idOf, type OrderWrite } from "./commit.ts";
import { failEvent } from "./report-to-dsp.ts";
import { injectionsBefore, isCanceled } from "./states.ts";
import { cancelMessage } from "./to-pos.ts";

interface ExpireDeps {
	commit: CommitOrder;
	onVerdict: (order: OrderRow, verdict: "accepted" | "failed", reason?: string) => void;
}

/** How an order ends that has no verdict yet, and what else is written with that. */
export interface Ending extends Pick<OrderWrite, "audit" | "delivery_change" | "settle"> {
	state: "failed" | "merchant_canceled";
	event: NonNullable<OrderWrite["event"]>;
	/** what its DSP hears; its message is kept as the reason */
	failure: Refusal;
}

/**
 * End an order that has no verdict: its DSP hears one `location.order.fail`, what has not left is not sent any more, and a
 * POS that still thinks about it is told that it is off; one that takes it later is told then (`answers.ts`). False when
 * the order has moved on since it was looked at.
 */
export async function endUnanswered(deps: ExpireDeps, order: InjectionRow, ending: Ending): Promise<boolean> {
	const { state, failure, ...parts } = ending;
	// what is sent with it fits the order as it was looked at: one that the POS has begun to think about since then is another's
	// to end, be it a deadline of its own, which calls the order off there
	const isPending = order.injection === "pending_acceptance";
	const if_injection = injectionsBefore("expired").filter(
		(injection) => isPending || injection !== "pending_acceptance",
	);
	const verdict = { verdict: "failed", verdict_reason: failure.error_message } as const;
	const isTaken = await deps.commit({
		...idOf(order),
		...parts,
		step: { injection: "expired", if_injection, state, ...verdict },
		messages: [
			{ queue: "order.to-dsp", message: failEvent(order, failure), is_verdict: true },
			...(isPending ? [{ queue: "order.to-pos" as const, message: cancelMessage(order) }] : []),
		],
	});
	if (isTaken) deps.onVerdict(order, "failed", "expired");
	return isTaken;
}

/** End an order whose time is over, whoever finds that out (reliability.md O11); `settle` is that one's job. */
export async function expireOrder(
	deps: ExpireDeps,
	order: InjectionRow,
	error_message: string,
	settle: NonNullable<OrderWrite["settle"]>,
	parts: Pick<OrderWrite, "delivery_change"> = {},
): Promise<void> {
	const event = { type: "order.expired", actor: "hub", evidence: error_message };
	const failure: Refusal = { failure_reason: "unknown", invalid_item_ids: [], error_message };
	if (await endUnanswered(deps, order, { state: "failed", event, failure, settle, ...parts })) return;
	if (
		isCanceled(order.state) &&
		(await deps.commit({ ...idOf(order), ...parts, settle, event, step: { injection: "expired" } }))
	)
		return;
	await deps.commit({ ...idOf(order), ...parts, settle });
}
