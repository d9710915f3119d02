import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { OrderVerdict } from "../../clients/pos-verdict.ts";
import { canBeAsked, type Provider } from "../../clients/provider.ts";
import {
	attemptRow,
	backoffMs,
	deliveryRow,
	type Job,
	LeaseLostError,
	type NewDelivery,
} from "../../delivery/index.ts";
import type { InjectionRow, OrderRow } from "../../storage/tables/order.ts";
import type { Refusal } from "./check-items.ts";
import { type CommitOrder, idOf, type OrderWrite } from "./commit.ts";
import { expireOrder } from "./expire-order.ts";
import { orderCanceled } from "./pos-order.ts";
import { readyAt } from "./ready-time.ts";
import { acceptEvent, failEvent } from "./report-to-dsp.ts";
import { isCanceled, isInjectionOver, LIVE_STATES } from "./states.ts";

const QUEUE = "order.to-pos";
/** Where a POS answers asynchronously, its verdict must come within this time (contract.md B.5.7). */
const ASYNC_ACCEPTANCE_MS = 60_000;
/** After its verdict, an order that may still have arrived is asked for so many times in all before a human decides. */
const RECOVERY_ATTEMPTS = 40;

export interface AnswerDeps {
	clock: Clock;
	log: Log;
	commit: CommitOrder;
	readVerdict: (sent: Outcome) => OrderVerdict;
	/** The DSP's ids of things of an order that the POS names by its own ids (contract.md E.8). */
	dspIdsOf: (order: OrderRow, pos_ids: readonly string[]) => Promise<string[]>;
	/** The POS says that this integration is gone (410): nothing more is sent through it (reliability.md F16). */
	onGone: (order: InjectionRow, provider: Provider, message: string) => Promise<void>;
	onAttempt: (order: InjectionRow, sent: Outcome, outcome: string) => void;
	onVerdict: (order: OrderRow, verdict: "accepted" | "failed", reason?: string) => void;
	/** Nobody knows whether the POS has it: a person must look. */
	onParked: (order: OrderRow) => void;
}

type Sending = InjectionRow & { delivery_id: string; delivery_attempts: number };
type Parts = Pick<OrderWrite, "attempt" | "delivery_change"> & { evidence?: string | undefined };
export type Answers = ReturnType<typeof createAnswers>;

/** What each end of an attempt means for the order: one function per end, one commit each. */
export function createAnswers(deps: AnswerDeps) {
	const { clock, commit } = deps;

	/** Judge what came back from the POS and commit its consequences. */
	async function settle(
		job: Job,
		order: Sending,
		provider: Provider,
		sent: Outcome,
		verdict = deps.readVerdict(sent),
	): Promise<void> {
		deps.onAttempt(order, sent, verdict.kind);
		try {
			await settleAs(job, order, provider, sent, verdict);
		} catch (error) {
			// the run is another's, and that one decides about the job; but what the POS has taken must not be forgotten
			if (!(error instanceof LeaseLostError) || verdict.kind !== "accepted") throw error;
			deps.log.warn("order.accepted_after_lease", { org_id: order.org_id, order_id: order.order_id, job_id: job.id });
			await accept(undefined, order, verdict, `pos:${provider.slug}`, { evidence: evidenceOf(order, sent) });
		}
	}

	function evidenceOf(order: Sending, sent: Outcome): string | undefined {
		return attemptRow(order, order.delivery_attempts, sent, clock.now()).response ?? undefined;
	}

	async function settleAs(
		job: Job,
		order: Sending,
		provider: Provider,
		sent: Outcome,
		verdict: OrderVerdict,
	): Promise<void> {
		const attempt = attemptRow(order, order.delivery_attempts, sent, clock.now());
		const parts = (state: string, reason: string | null): Parts => ({
			attempt,
			delivery_change: { delivery_id: order.delivery_id, state, reason, attempts: order.delivery_attempts },
			evidence: attempt.response ?? undefined,
		});
		const actor = `pos:${provider.slug}`;
		const isOver = isInjectionOver(order.injection);
		const dedupes = provider.settings.delivery_contract === "dedupes_by_order_id";
		switch (verdict.kind) {
			case "accepted":
				return isOver
					? await acceptLate(job, order, verdict.pos_order_id, parts("delivered", null))
					: await accept(job, order, verdict, actor, parts("delivered", null));
			case "refused": {
				// a redirect, a 404: no word about the order, and an earlier request without an answer may have brought it in
				if (wasUnknown(order) && verdict.pos_validation === undefined && !verdict.gone)
					return await retry(job, order, "unknown", parts("unconfirmed", verdict.message));
				if (verdict.gone) await deps.onGone(order, provider, verdict.message);
				if (isOver) return await done(job, order, parts("dead", verdict.message));
				const invalid_item_ids = await deps.dspIdsOf(order, verdict.unavailable_ids);
				return await refuse(
					job,
					order,
					{ failure_reason: verdict.reason, invalid_item_ids, error_message: verdict.message },
					actor,
					parts("dead", verdict.message),
				);
			}
			case "unknown":
				if (!dedupes && !canBeAsked(provider)) return await park(job, order, parts("parked", verdict.reason));
				return await retry(job, order, "unknown", parts("unconfirmed", verdict.reason));
			case "unauthorized":
				return await retry(job, order, "queued", parts("pending", "the POS does not accept our token"));
			case "retryable":
				if (!dedupes && mayHaveActed(verdict.status)) {
					if (canBeAsked(provider)) return await retry(job, order, "unknown", parts("unconfirmed", verdict.reason));
					return await park(job, order, parts("parked", verdict.reason));
				}
				return await retry(job, order, "queued", parts("pending", verdict.reason), verdict.retry_after_ms);
		}
	}

	async function accept(
		job: Job | undefined,
		order: Sending,
		verdict: Extract<OrderVerdict, { kind: "accepted" }>,
		actor: string,
		{ evidence, ...parts }: Parts,
	): Promise<void> {
		const now = clock.now();
		// the order's own preparation time, else the location's (contract.md B.11)
		const prep = verdict.prep_time_minutes ?? order.prep_time_minutes ?? undefined;
		const ready = readyAt(order, prep, order.estimated_ready_at, now);
		const write = {
			...idOf(order),
			...parts,
			...settleOf(job),
			event: { type: "order.accepted", actor, evidence },
		} as const;
		const step = { pos_order_id: verdict.pos_order_id, estimated_ready_at: ready };
		if (verdict.async_acceptance) {
			const start_after = Math.min(now + ASYNC_ACCEPTANCE_MS, order.deadline_at);
			const send = [
				{ queue: "order.deadline" as const, data: { ...idOf(order), reason: "confirmation_timeout" }, start_after },
			];
			if (
				await commit({
					...write,
					event: { ...write.event, type: "order.pending_acceptance" },
					send,
					step: { ...step, injection: "pending_acceptance" },
				})
			)
				return;
			return await acceptLate(job, order, verdict.pos_order_id, { evidence, ...parts });
		}
		const messages = [
			{ queue: "order.to-dsp" as const, message: acceptEvent(order, ready), is_verdict: true as const },
		];
		if (
			await commit({
				...write,
				messages,
				step: { ...step, injection: "accepted", verdict: "accepted", if_state: LIVE_STATES },
			})
		)
			return deps.onVerdict(order, "accepted");
		// the DSP cancelled while the request was under way: the cancellation waits behind this job and finds the POS's id;
		// of a run that has lost its job it did not wait, and found none
		const calledOff: Pick<OrderWrite, "messages"> =
			job === undefined ? { messages: [{ queue: QUEUE, message: callOff(order, verdict.pos_order_id) }] } : {};
		if (await commit({ ...write, ...calledOff, step: { ...step, injection: "accepted" } })) return;
		await acceptLate(job, order, verdict.pos_order_id, { evidence, ...parts });
	}

	/**
	 * The DSP was told "failed" before the POS accepted: the POS must hear that the order is off (reliability.md F25). Where
	 * somebody else has taken this very acceptance already, there is nothing to call off: its ticket is known, and taken back.
	 */
	async function acceptLate(
		job: Job | undefined,
		order: Sending,
		pos_order_id: string,
		{ evidence, ...parts }: Parts,
	): Promise<void> {
		const message = callOff(order, pos_order_id);
		const isToldAnyway = order.state === "dsp_canceled" && job !== undefined;
		const event = { type: "order.accepted_late", actor: "pos", evidence };
		const isTaken = await commit({
			...idOf(order),
			...parts,
			...settleOf(job),
			step: { pos_order_id, if_injection: ["expired", "rejected"], is_first_ticket: true },
			event,
			...(isToldAnyway ? {} : { messages: [{ queue: QUEUE, message }] }),
		});
		if (!isTaken && job !== undefined) await done(job, order, parts);
	}

	/** The order cannot be taken: the POS's word or our own check. The DSP hears why, with its own ids. */
	async function refuse(
		job: Job,
		order: InjectionRow,
		refusal: Refusal,
		actor = "hub",
		{ evidence, ...parts }: Parts = {},
	): Promise<void> {
		const write = {
			...idOf(order),
			...parts,
			settle: { queue: QUEUE, job },
			event: { type: "order.rejected", actor, evidence: evidence ?? JSON.stringify(refusal) },
		} as const;
		const messages = [
			{ queue: "order.to-dsp" as const, message: failEvent(order, refusal), is_verdict: true as const },
		];
		if (
			await commit({
				...write,
				messages,
				step: { injection: "rejected", state: "failed", verdict: "failed", verdict_reason: refusal.failure_reason },
			})
		)
			return deps.onVerdict(order, "failed", refusal.failure_reason);
		if (await commit({ ...write, step: { injection: "rejected" } })) return;
		await done(job, order, parts);
	}

	/** Try again inside the deadline; from its first trouble on, an order has a deadline job of its own. */
	async function retry(
		job: Job,
		order: Sending,
		injection: "queued" | "unknown",
		{ evidence, ...parts }: Parts,
		retry_after_ms = 0,
	): Promise<void> {
		const wait_ms = Math.max(backoffMs(order.delivery_attempts - 1) * (0.5 + Math.random() / 2), retry_after_ms);
		const event = { type: "order.attempt_failed", actor: "hub", evidence };
		if (isInjectionOver(order.injection)) {
			if (order.delivery_attempts >= RECOVERY_ATTEMPTS) return await park(job, order, { evidence, ...parts });
			// "queued" says that this attempt did not arrive, but an earlier one may have
			const unconfirmed = parts.delivery_change && {
				delivery_change: { ...parts.delivery_change, state: "unconfirmed" },
			};
			await commit({
				...idOf(order),
				...parts,
				...unconfirmed,
				event,
				settle: { queue: QUEUE, job, retry_at: clock.now() + wait_ms },
			});
			return;
		}
		const delivery_change = parts.delivery_change && {
			...parts.delivery_change,
			state: wasUnknown(order) ? "unconfirmed" : parts.delivery_change.state,
		};
		const retry_at = Math.min(clock.now() + wait_ms, order.deadline_at);
		const isTaken = await commit({
			...idOf(order),
			...parts,
			...(delivery_change && { delivery_change }),
			step: { injection: wasUnknown(order) ? "unknown" : injection },
			event,
			send: [deadlineJob(order)],
			settle: { queue: QUEUE, job, retry_at },
		});
		if (!isTaken)
			await commit({
				...idOf(order),
				...parts,
				...(delivery_change && { delivery_change }),
				event,
				settle: { queue: QUEUE, job, retry_at },
			});
	}

	/** The destination is busy or down: no attempt is spent, but the deadline is guarded from now on. */
	async function wait(job: Job, order: InjectionRow, wait_ms: number): Promise<void> {
		const isOver = isInjectionOver(order.injection);
		const retry_at = isOver ? clock.now() + wait_ms : Math.min(clock.now() + wait_ms, order.deadline_at);
		await commit({
			...idOf(order),
			settle: { queue: QUEUE, job, retry_at },
			...(isOver ? {} : { send: [deadlineJob(order)] }),
		});
	}

	/** `at_most_once`: never again blindly; the DSP hears in time, a human decides about the ticket (design.md section 6). */
	async function park(job: Job, order: InjectionRow, { evidence, ...parts }: Parts = {}): Promise<void> {
		const write: OrderWrite = {
			...idOf(order),
			...parts,
			delivery_change: parkedDelivery(order),
			settle: { queue: QUEUE, job },
			event: { type: "order.outcome_unknown", actor: "hub", evidence },
		};
		deps.onParked(order);
		deps.log.warn("order.parked", { org_id: order.org_id, order_id: order.order_id, slug: order.pos_slug });
		if (
			!isInjectionOver(order.injection) &&
			(await commit({ ...write, step: { injection: "unknown" }, send: [deadlineJob(order)] }))
		)
			return;
		await commit({ ...write, ...(isInjectionOver(order.injection) ? {} : { send: [deadlineJob(order)] }) });
	}

	/** The time is over: the DSP hears `location.order.fail`. `asks_again`: the POS may have it, so its id is still wanted. */
	async function expire(job: Job, order: InjectionRow, asks_again: boolean): Promise<void> {
		// a message that is still to be sent is looked at once more, and dropped
		const goes_on = asks_again || order.delivery_state === "pending";
		const settle = { queue: QUEUE, job, ...(goes_on ? { retry_at: clock.now() } : {}) } as const;
		const isLeft = order.delivery_state === "unconfirmed" && !asks_again;
		const parts = isLeft ? { delivery_change: parkedDelivery(order) } : dropped({ ...order, injection: "expired" });
		await expireOrder(deps, order, "The POS did not answer in time", settle, parts);
	}

	/** Workers die on this order: it is put aside with its reason, and the DSP hears in time. */
	async function quarantine(job: Job, order: InjectionRow): Promise<void> {
		const reason = "quarantined: the hub died on it again and again";
		const { delivery_id, pos_integration_id, pos_slug } = order;
		const at = { ...idOf(order), integration_id: pos_integration_id ?? order.integration_id, slug: pos_slug ?? "" };
		const state = order.delivery_state === "unconfirmed" ? "parked" : "dead";
		await commit({
			...idOf(order),
			event: { type: "order.quarantined", actor: "hub" },
			...(delivery_id === null
				? { delivery_row: { ...deliveryRow({ ...at, type: "order.created", body: "" }, clock.now()), state, reason } }
				: { delivery_change: { delivery_id, state, reason, attempts: order.delivery_attempts ?? 0 } }),
		});
		deps.onParked(order);
		deps.log.error("order.quarantined", { org_id: order.org_id, order_id: order.order_id, slug: pos_slug });
		await expireOrder(deps, order, "The hub could not handle this order", { queue: QUEUE, job });
	}

	/** The order was cancelled before anything left for the POS. */
	async function stop(job: Job, order: InjectionRow): Promise<void> {
		if (
			await commit({
				...idOf(order),
				...dropped(order),
				settle: { queue: QUEUE, job },
				step: { injection: "rejected" },
				event: { type: "order.stopped", actor: "hub", evidence: order.state },
			})
		)
			return;
		await done(job, order);
	}

	/** Nothing left to do for this job; a message that never left is not going to. */
	async function done(job: Job, order: InjectionRow, { evidence: _, ...parts }: Parts = {}): Promise<void> {
		await commit({ ...idOf(order), ...dropped(order), ...parts, settle: { queue: QUEUE, job } });
	}

	/** It is on the list for a human: this run of its job sends nothing, and the DSP hears in time. */
	async function leave(job: Job, order: InjectionRow): Promise<void> {
		await commit({ ...idOf(order), settle: { queue: QUEUE, job }, send: [deadlineJob(order)] });
	}

	return { settle, refuse, wait, park, expire, quarantine, leave, stop, done };
}

/** An earlier request may have brought the order in, and nobody knows. */
function wasUnknown({ injection, delivery_state }: InjectionRow): boolean {
	return injection === "unknown" || delivery_state === "unconfirmed";
}

/** A system that failed in the middle may have done its work; one that says that it is busy, or not there, has not. */
function mayHaveActed(status: number | undefined): boolean {
	return status !== undefined && status >= 500 && status !== 503;
}

function settleOf(job: Job | undefined): Pick<OrderWrite, "settle"> {
	return job === undefined ? {} : { settle: { queue: QUEUE, job } };
}

/** The message that takes an order off a POS which has just said that it has it. */
function callOff(order: Sending, pos_order_id: string): NewDelivery {
	return {
		...idOf(order),
		integration_id: order.pos_integration_id ?? "",
		slug: order.pos_slug ?? "",
		type: "order.canceled",
		body: JSON.stringify(orderCanceled(order.pos_location_id ?? "", pos_order_id)),
	};
}

/** A message that never left, and is not going to. */
function dropped(order: InjectionRow): Pick<OrderWrite, "delivery_change"> {
	const { delivery_id, delivery_state, delivery_attempts } = order;
	if (delivery_state !== "pending" || delivery_id === null) return {};
	const reason = isCanceled(order.state) ? `the order is ${order.state}` : `the order is ${order.injection}`;
	return { delivery_change: { delivery_id, state: "dropped", reason, attempts: delivery_attempts ?? 0 } };
}

/** Whether the deadline of an order must be guarded now: what begins may end behind it (reliability.md O11). */
export function isClose(order: Pick<InjectionRow, "deadline_at">, now: number, may_take_ms: number): boolean {
	return order.deadline_at - now < may_take_ms;
}

/** A human decides about what may have arrived and must not be sent again. */
function parkedDelivery({ delivery_id, delivery_attempts }: InjectionRow): NonNullable<OrderWrite["delivery_change"]> {
	return {
		delivery_id: delivery_id ?? "",
		state: "parked",
		reason: "the request may have arrived; the POS was not asked again",
		attempts: delivery_attempts ?? 1,
	};
}

export function deadlineJob(
	order: Pick<InjectionRow, "org_id" | "order_id" | "deadline_at">,
): NonNullable<OrderWrite["send"]>[number] & { start_after: number } {
	return {
		queue: "order.deadline",
		id: deadlineJobId(order.order_id),
		data: idOf(order),
		start_after: order.deadline_at,
	};
}

/** One id per order, so that asking twice leaves one job, and another than the order's own (see `SendOptions`): UUIDv8. */
function deadlineJobId(order_id: string): string {
	return `${order_id.slice(0, 14)}8${order_id.slice(15)}`;
}
