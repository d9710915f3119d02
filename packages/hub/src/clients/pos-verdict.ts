import { FAILURE_REASONS, type FailureReason, type PosValidationLists } from "@ticketrail/contract";
import type { Answered, Outcome } from "../base/outcome.ts";
import { retryAfterMs } from "../base/retry-after.ts";
import { readPosValidation } from "./pos-validation.ts";
import { asPrepTime, asRecord, asText, describeOutcome, isDone, readJson } from "./reply.ts";

/**
 * What the end of one `order.created` request says about the order (contract.md B.5.6, B.6; reliability.md F15 to F20).
 * Whether `retryable` and `unknown` are asked again is the caller's decision, by the POS's delivery contract.
 */
export type OrderVerdict =
	| {
			kind: "accepted";
			pos_order_id: string;
			prep_time_minutes?: number;
			/** the POS decides later, by webhook within 60 s (contract.md B.5.7) */
			async_acceptance: boolean;
	  }
	| {
			kind: "refused";
			/** as the DSP is told, contract.md E.8 */
			reason: FailureReason;
			/** a sentence for the merchant */
			message: string;
			/** ids of the POS (items, item families, modifiers) that are short or unknown there */
			unavailable_ids: string[];
			pos_validation?: PosValidationLists;
			/** 410: the POS no longer knows this integration */
			gone?: true;
	  }
	| { kind: "retryable"; reason: string; status?: number; retry_after_ms?: number }
	| { kind: "unauthorized" }
	| { kind: "unknown"; reason: string };

/** Longer waits mean nothing to an order (reliability.md F15). */
const RETRY_AFTER_MAX_MS = 60_000;
const POS_ORDER_ID_MAX = 255;
const OF_THE_MOMENT = [408, 425, 429];

/** Read the verdict out of how the request ended, at `now` (epoch ms). */
export function readOrderVerdict(outcome: Outcome, now: number): OrderVerdict {
	if (outcome.stage === "never_sent") return { kind: "retryable", reason: outcome.reason };
	if (outcome.stage === "unknown") return { kind: "unknown", reason: outcome.reason };
	if (isDone(outcome)) return readAcceptance(outcome) ?? { kind: "unknown", reason: "unreadable_acceptance" };
	const { status } = outcome;
	if (status === 401) return { kind: "unauthorized" };
	if (status >= 500 || OF_THE_MOMENT.includes(status)) return retryable(outcome, now);
	return readRefusal(outcome);
}

/**
 * What a POS says when it is asked for one order by its key (`order_status`, ours): it has it, it refused it, or nothing
 * that proves anything. Not knowing an order is no proof of its absence, since its request may still be on its way
 * (reliability.md 7); one that waits for its acceptance is not decided yet.
 */
export function readOrderStatus(outcome: Outcome): OrderVerdict {
	if (outcome.stage !== "answered") return { kind: "unknown", reason: outcome.reason };
	const has = isDone(outcome) ? readAcceptance(outcome) : undefined;
	if (has?.kind === "accepted" && !has.async_acceptance) return has;
	if (has === undefined) {
		const pos_validation = readPosValidation(readJson(outcome.body));
		if (pos_validation !== undefined) return { kind: "refused", ...judgeValidation(pos_validation), pos_validation };
	}
	return {
		kind: "unknown",
		reason: has === undefined ? `asked for, answered ${outcome.status}` : "asked for, undecided",
	};
}

/** The same for a refusal that comes later, as a webhook (contract.md B.5.7): `posValidation` is optional there. */
export function readLateRefusal(object: unknown): {
	reason: FailureReason;
	message: string;
	unavailable_ids: string[];
} {
	const pos_validation = readPosValidation(object);
	if (pos_validation !== undefined && Object.keys(pos_validation).length > 0) return judgeValidation(pos_validation);
	return {
		reason: "restaurant_not_accepting_orders",
		message: "The restaurant refused the order",
		unavailable_ids: [],
	};
}

function readAcceptance(outcome: Answered): OrderVerdict | undefined {
	const order = asRecord(asRecord(readJson(outcome.body)).order);
	const pos_order_id = asText(order.provider_id);
	if (pos_order_id === undefined || pos_order_id.length > POS_ORDER_ID_MAX) return undefined;
	const prep_time_minutes = asPrepTime(order.prep_time_minutes);
	return {
		kind: "accepted",
		pos_order_id,
		...(prep_time_minutes !== undefined && { prep_time_minutes }),
		async_acceptance: order.async_acceptance === true,
	};
}

function retryable(outcome: Answered, now: number): OrderVerdict {
	const { status } = outcome;
	const retry_after_ms = retryAfterMs(outcome, now, RETRY_AFTER_MAX_MS);
	return {
		kind: "retryable",
		reason: `answered ${status}`,
		status,
		...(retry_after_ms !== undefined && { retry_after_ms }),
	};
}

function readRefusal(outcome: Answered): OrderVerdict {
	const { status } = outcome;
	const pos_validation = readPosValidation(readJson(outcome.body));
	if (pos_validation !== undefined) {
		return { kind: "refused", ...judgeValidation(pos_validation), pos_validation };
	}
	// A conflict is the POS saying that it has this order already: with its id that is a success, without it nobody knows.
	if (status === 409) return readAcceptance(outcome) ?? { kind: "unknown", reason: "answered 409" };
	const message = describeOutcome(outcome);
	return status === 410
		? { kind: "refused", reason: "restaurant_not_accepting_orders", message, unavailable_ids: [], gone: true }
		: { kind: "refused", reason: "unknown", message, unavailable_ids: [] };
}

/** The most precise list speaks: what is short, then the totals, then the general word (contract.md B.6, E.8). */
function judgeValidation(lists: PosValidationLists): {
	reason: FailureReason;
	message: string;
	unavailable_ids: string[];
} {
	const { stockValidation = [], orderTotalsValidation = [], orderValidation = [] } = lists;
	const unavailable_ids = [...new Set(stockValidation.map((entry) => entry.provider_id))];
	const [totals] = orderTotalsValidation;
	const [general] = orderValidation;
	if (unavailable_ids.length > 0) {
		const short = stockValidation.map((entry) => `${entry.provider_id} (${entry.quantity} left)`);
		return { reason: "items_unavailable", message: `out of stock: ${short.slice(0, 10).join(", ")}`, unavailable_ids };
	}
	if (totals !== undefined) {
		const message = `the POS's total is ${totals.posTotal}, the order's ${totals.streamTotal} (minor units)`;
		return { reason: "order_validation_error", message, unavailable_ids };
	}
	if (general !== undefined) {
		const { order_error, order_error_reason = "" } = general;
		const message = order_error_reason === "" ? order_error : `${order_error}: ${order_error_reason}`;
		return { reason: reasonOf(order_error), message, unavailable_ids };
	}
	return { reason: "order_validation_error", message: "the POS refused the order without a reason", unavailable_ids };
}

/** The list of `order_error` codes is open (F-34): a code that is itself a reason of E.8 is taken at its word. */
function reasonOf(order_error: string): FailureReason {
	const code = order_error.toLowerCase();
	if (code === "invalid_cart") return "order_validation_error";
	if (code === "pos_offline" || code === "store_unavailable") return "restaurant_not_accepting_orders";
	return FAILURE_REASONS.find((reason) => reason === code) ?? "unknown";
}
