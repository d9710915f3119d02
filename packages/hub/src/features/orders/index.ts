import { type CancelOrderReply, normalizeDspSubmission } from "@ticketrail/contract";
import type { Clock } from "../../base/clock.ts";
import type { Log } from "../../base/log.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { OrderQuestion } from "../../clients/pos-client.ts";
import type { OrderVerdict } from "../../clients/pos-verdict.ts";
import type { Provider } from "../../clients/provider.ts";
import {
	createDeliverer,
	type Destinations,
	type Job,
	type JobHandler,
	type Queue,
	type QueueName,
} from "../../delivery/index.ts";
import type { Database } from "../../storage/database.ts";
import type { DeliveryToSend } from "../../storage/tables/delivery.ts";
import { type InjectionRow, loadForInjection, type OrderRow } from "../../storage/tables/order.ts";
import { createAnswers } from "./answers.ts";
import { createApplyStatus } from "./apply-status.ts";
import { createAssignDriver } from "./assign-driver.ts";
import { createCancel } from "./cancel.ts";
import { createCancelByStaff, type StaffCancel } from "./cancel-by-staff.ts";
import { orderedIds } from "./check-items.ts";
import { type Announce, createOrderCommits } from "./commit.ts";
import { expireOrder } from "./expire-order.ts";
import { createFollowCourier } from "./follow-courier.ts";
import { createInject } from "./inject.ts";
import { type FindSellable, lookUpTogether } from "./look-up.ts";
import type { MarkDeps } from "./mark-at-intake.ts";
import { createPlace } from "./place.ts";
import { rehearseOrder } from "./rehearse.ts";
import type { ReplayParts } from "./replay.ts";
import { isInjectionOver } from "./states.ts";
import { createSweep } from "./sweep.ts";
import { createTakeInStore } from "./take-in-store.ts";
import { createSendToPos } from "./to-pos.ts";
import { sendTestOrder } from "./trial-order.ts";

export type { DriverAssignment } from "./assign-driver.ts";
export type { Cancellation } from "./cancel.ts";
export type { StaffCancel } from "./cancel-by-staff.ts";
export { planCancel } from "./cancel-plan.ts";
export type { CourierNews } from "./follow-courier.ts";
export { keepUnroutable } from "./note-unroutable.ts";
export type { Placed, Submission } from "./place.ts";
export type { Rehearsal } from "./rehearse.ts";
export { type BulkReplay, type Replayed, type ReplayParts, replayDeliveries, replayMatching } from "./replay.ts";
export { asSentToPos } from "./to-pos.ts";

export interface OrdersDeps {
	db: Database;
	queue: Queue;
	clock: Clock;
	log: Log;
	destinations: Destinations;
	getProvider: (slug: string) => Promise<Provider | undefined>;
	findSellable: FindSellable;
	/** The same in a transaction that is open. */
	findSellableIn: MarkDeps["findSellable"];
	sendToPos: (
		order: { org_id: string; pos_integration_id: string },
		provider: Provider,
		body: string,
		key: string,
		limits?: { deadline_ms: number },
	) => Promise<Outcome>;
	/** Ask a POS that can be asked for one order. */
	askPos: (
		order: { org_id: string; pos_integration_id: string },
		provider: Provider,
		question: OrderQuestion,
	) => Promise<Outcome>;
	/** The POS says that an integration is gone. */
	endIntegration: (gone: { org_id: string; integration_id: string; slug: string; reason: string }) => Promise<void>;
	/** POST one event to the DSP with the integration's token. */
	sendToDsp: (delivery: DeliveryToSend) => Promise<Outcome | { dropped: string }>;
	/** What listeners hear of a change, queued in its transaction (contract.md D.1). */
	announce: Announce;
	readVerdict: (sent: Outcome) => OrderVerdict;
	onAttempt: (what: { type: string; slug: string }, sent: Outcome, outcome: string) => void;
	onVerdict: (order: OrderRow, verdict: "accepted" | "failed", reason?: string) => void;
	/** An order that may have arrived, and that the POS is not asked for any more. */
	onParked: (order: OrderRow) => void;
}

/** Cancel an order for the restaurant, out of a process that takes none (`createCancelByStaff`). */
export async function cancelAsStaff(
	parts: ReplayParts & Pick<OrdersDeps, "announce">,
	cancel: StaffCancel,
): Promise<CancelOrderReply> {
	return await createCancelByStaff({ db: parts.db, commit: createOrderCommits(parts), onVerdict() {} })(cancel);
}

/** The order feature: take, inject, cancel, follow, report. */
export function createOrders(deps: OrdersDeps) {
	const { db, queue, clock, log, destinations } = deps;
	const commit = createOrderCommits({ queue, clock, announce: deps.announce });
	const onAttempt = (order: InjectionRow, sent: Outcome, outcome: string) => {
		deps.onAttempt({ type: "order.created", slug: order.pos_slug ?? "" }, sent, outcome);
		log.info("delivery.attempted", {
			org_id: order.org_id,
			order_id: order.order_id,
			delivery_id: order.delivery_id,
			slug: order.pos_slug,
			type: "order.created",
			attempt: order.delivery_attempts,
			stage: sent.stage,
			status: sent.stage === "never_sent" ? undefined : sent.status,
			latency_ms: sent.latency_ms,
			outcome,
		});
	};
	const onGone = async ({ org_id, pos_integration_id }: InjectionRow, { slug }: Provider, reason: string) => {
		if (pos_integration_id !== null)
			await deps.endIntegration({ org_id, integration_id: pos_integration_id, slug, reason });
	};
	const answers = createAnswers({ ...deps, commit, onAttempt, onGone, dspIdsOf });
	// what an order waits for on its way to the POS does not stand behind what is only written down afterwards
	const commitSending = createOrderCommits({ queue, clock, announce: deps.announce });
	const findSellable = lookUpTogether(deps.findSellable);
	const inject = createInject({ ...deps, commit: commitSending, answers, findSellable });
	const { applyStatus, applyHeld } = createApplyStatus({ ...deps, commit, dspIdsOf });
	const deliverToPos = createDeliverer({
		db,
		queue,
		name: "order.to-pos",
		clock,
		log,
		destinations,
		send: createSendToPos(deps),
		onAttempt: deps.onAttempt,
	});
	const deliverToDsp = createDeliverer({
		db,
		queue,
		name: "order.to-dsp",
		clock,
		log,
		destinations,
		send: deps.sendToDsp,
		onAttempt: deps.onAttempt,
	});

	/** The deadline of an order in trouble, or of an asynchronous acceptance. */
	async function meetDeadline(job: Job): Promise<void> {
		const order = (await loadForInjection(db, String(job.data.org_id), [String(job.data.order_id)]))[0];
		const settle = { queue: "order.deadline" as const, job };
		if (order === undefined) return await queue.transaction(async (tx) => tx.complete("order.deadline", job));
		if (isInjectionOver(order.injection))
			return void (await commit({ org_id: order.org_id, order_id: order.order_id, settle }));
		if (job.data.reason === "confirmation_timeout" && order.injection !== "pending_acceptance") {
			await commit({ org_id: order.org_id, order_id: order.order_id, settle });
			return;
		}
		await expireOrder(
			{ commit, onVerdict: deps.onVerdict },
			order,
			job.data.reason === "confirmation_timeout" ? "confirmation_timeout" : "The POS did not answer in time",
			settle,
		);
	}

	async function dspIdsOf(order: OrderRow, pos_ids: readonly string[]): Promise<string[]> {
		const submission = normalizeDspSubmission(JSON.parse(order.body));
		if (pos_ids.length === 0 || submission.kind !== "new_order" || order.location_id === null) return [];
		const catalog = await deps.findSellable(
			order.org_id,
			order.location_id,
			order.slug,
			orderedIds(submission.order.items),
		);
		return [...catalog.values()]
			.filter((entry) => pos_ids.includes(entry.sold_as ?? entry.provider_id) || pos_ids.includes(entry.provider_id))
			.map((entry) => entry.stream_id);
	}

	const jobs: Partial<Record<QueueName, JobHandler>> = {
		"order.to-pos": (job) => (job.data.delivery_id === undefined ? inject(job) : deliverToPos(job)),
		"order.to-dsp": deliverToDsp,
		"order.deadline": meetDeadline,
		"order.pos-status": applyHeld,
	};
	/** An order on which workers die: the channel hears in time, a person decides about the rest (reliability.md F30). */
	async function quarantine(job: Job): Promise<void> {
		const order = (await loadForInjection(db, String(job.data.org_id), [String(job.data.order_id)]))[0];
		if (order === undefined) return await queue.transaction(async (tx) => tx.complete("order.to-pos", job));
		await answers.quarantine(job, order);
	}

	return {
		quarantine: { "order.to-pos": quarantine },
		...createPlace({
			queue,
			clock,
			destinations,
			getProvider: deps.getProvider,
			findSellable: deps.findSellableIn,
		}),
		cancel: createCancel({ db, clock, commit }),
		cancelByStaff: createCancelByStaff({ db, commit, onVerdict: deps.onVerdict }),
		followCourier: createFollowCourier({ db, queue, clock, announce: deps.announce }),
		takeInStore: createTakeInStore({ queue, clock }),
		assignDriver: createAssignDriver({ db, queue, clock, announce: deps.announce }),
		applyStatus,
		/** Put a past order through today's checks; nothing is sent. */
		rehearse: (key: { org_id: string; order_id: string }) => rehearseOrder(deps, key),
		/** Send one marked item through a link to its POS. */
		sendTestOrder: (store: Parameters<typeof sendTestOrder>[1], actor: string) => sendTestOrder(deps, store, actor),
		sweep: createSweep({ db, queue, clock, log, getProvider: deps.getProvider }),
		jobs,
	};
}
