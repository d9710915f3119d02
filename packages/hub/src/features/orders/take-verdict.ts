import type { Clock } from "../../base/clock.ts";
import { readLateRefusal } from "../../clients/pos-verdict.ts";
import { asPrepTime } from "../../clients/reply.ts";
import type { OrderRow } from "../../storage/tables/order.ts";
import { type CommitOrder, idOf } from "./commit.ts";
import { readyAt, wantedIn } from "./ready-time.ts";
import { acceptEvent, failEvent } from "./report-to-dsp.ts";
import { LIVE_STATES } from "./states.ts";

/** The late word of a POS that answered with `async_acceptance` (contract.md B.5.7). */
export type LateVerdict =
	| { kind: "accepted"; prep_time_minutes?: number | undefined }
	| { kind: "rejected"; posValidation?: unknown };

export interface TakeVerdictDeps {
	clock: Clock;
	commit: CommitOrder;
	/** The DSP's ids of things of an order that the POS names by its own ids (contract.md E.8). */
	dspIdsOf: (order: OrderRow, pos_ids: readonly string[]) => Promise<string[]>;
	onVerdict: (order: OrderRow, verdict: "accepted" | "failed", reason?: string) => void;
}

/**
 * Take a late verdict on an order that waits for it; false when the order does not wait any more. The DSP hears it; one
 * that has called the order off meanwhile hears nothing, and its cancellation is on the way to the POS already.
 */
export function createTakeVerdict(deps: TakeVerdictDeps) {
	const { clock, commit } = deps;

	return async function takeVerdict(
		order: OrderRow,
		verdict: LateVerdict,
		by: { actor: string; evidence: string },
	): Promise<boolean> {
		return verdict.kind === "accepted"
			? await accept(order, asPrepTime(verdict.prep_time_minutes), by)
			: await reject(order, verdict.posValidation, by);
	};

	async function accept(
		order: OrderRow,
		prep_time_minutes: number | undefined,
		by: { actor: string; evidence: string },
	): Promise<boolean> {
		const estimated_ready_at =
			prep_time_minutes === undefined && order.estimated_ready_at !== null
				? order.estimated_ready_at
				: readyAt(order, prep_time_minutes, wantedIn(order), clock.now());
		const write = { ...idOf(order), event: { type: "order.accepted", ...by } };
		const step = { injection: "accepted", if_injection: ["pending_acceptance"], estimated_ready_at } as const;
		if (
			await commit({
				...write,
				step: { ...step, verdict: "accepted", if_state: LIVE_STATES },
				messages: [{ queue: "order.to-dsp", message: acceptEvent(order, estimated_ready_at) }],
			})
		) {
			deps.onVerdict(order, "accepted");
			return true;
		}
		return await commit({ ...write, step });
	}

	async function reject(
		order: OrderRow,
		posValidation: unknown,
		by: { actor: string; evidence: string },
	): Promise<boolean> {
		const { reason, message, unavailable_ids } = readLateRefusal({ posValidation });
		const invalid_item_ids = await deps.dspIdsOf(order, unavailable_ids);
		const failure = { failure_reason: reason, invalid_item_ids, error_message: message };
		const write = { ...idOf(order), event: { type: "order.rejected", ...by } };
		const step = { injection: "rejected", if_injection: ["pending_acceptance"] } as const;
		if (
			await commit({
				...write,
				step: { ...step, state: "failed", verdict: "failed", verdict_reason: reason },
				messages: [{ queue: "order.to-dsp", message: failEvent(order, failure) }],
			})
		) {
			deps.onVerdict(order, "failed", reason);
			return true;
		}
		return await commit({ ...write, step });
	}
}
