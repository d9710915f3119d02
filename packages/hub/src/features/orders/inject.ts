import { normalizeDspSubmission } from "@ticketrail/contract";
import type { Clock } from "../../base/clock.ts";
import { newId } from "../../base/id.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { OrderQuestion } from "../../clients/pos-client.ts";
import { readOrderStatus } from "../../clients/pos-verdict.ts";
import { canBeAsked, type Provider } from "../../clients/provider.ts";
import { createBatch, type Destinations, deliveryRow, type Job, type Leave, type Queue } from "../../delivery/index.ts";
import type { Sql } from "../../storage/database.ts";
import { type InjectionRow, loadForInjection, releaseOrder } from "../../storage/tables/order.ts";
import { insertOrderEvents } from "../../storage/tables/order-event.ts";
import { type Answers, deadlineJob, isClose } from "./answers.ts";
import { orderedIds } from "./check-items.ts";
import { type CommitOrder, idOf } from "./commit.ts";
import type { FindSellable } from "./look-up.ts";
import type { FreshOrder, Marked } from "./mark-at-intake.ts";
import { type Prepared, prepareOrder, UNBOUND } from "./prepare.ts";
import { type Injection, isCanceled, isInjectionOver } from "./states.ts";

export interface InjectDeps {
	db: Sql;
	queue: Queue;
	clock: Clock;
	commit: CommitOrder;
	answers: Answers;
	destinations: Destinations;
	getProvider: (slug: string) => Promise<Provider | undefined>;
	findSellable: FindSellable;
	/** POST one order event to the POS with the integration's token; `key` is the same for every attempt. */
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
}

/** What one attempt may take, ms (reliability.md F18). */
const ATTEMPT_MS = 12_000;
/** What is written after it may take, on a bad day. */
const WRITTEN_MS = 3_000;

/** An order whose request may leave, since it is known to everybody that it may have left. */
type MarkedOrder = InjectionRow & {
	pos_integration_id: string;
	delivery_id: string;
	delivery_body: string;
	delivery_attempts: number;
};

/**
 * The job that brings one order into its POS: check it against the catalog, send it inside its deadline, hand the answer
 * on. Every step is committed before the next one acts, so that a crash anywhere leaves a state from which the same job
 * goes on (design.md section 6).
 */
export function createInject(deps: InjectDeps): (job: Job) => Promise<void> {
	const { clock, commit, answers } = deps;
	const load = createBatch<Job, InjectionRow | undefined>({ flush: loadTogether, max: 64, concurrency: 2 });

	return async function inject(job: Job): Promise<void> {
		const fresh = job.fresh as FreshOrder | undefined;
		if (fresh?.marked !== undefined) return await sendMarked(job, fresh, fresh.marked);
		const loaded = fresh ?? (await load(job));
		if (loaded === undefined) return await deps.queue.transaction(async (tx) => tx.complete("order.to-pos", job));
		const order = loaded.state === "scheduled" ? await release(job, loaded) : loaded;
		if (order === undefined) return;
		const mayHaveArrived = order.delivery_state === "unconfirmed";
		// it may have arrived, and a human decides about it: no run of its job may send it again
		if (order.delivery_state === "parked" && !isInjectionOver(order.injection)) return await answers.leave(job, order);
		// the POS thinks about it, whatever the run that heard so could still write down: a deadline of its own guards that
		if (order.injection === "pending_acceptance") return await answers.done(job, order, deliveredIn(order));
		if (!mayHaveArrived && isInjectionOver(order.injection)) return await answers.done(job, order);
		if (!mayHaveArrived && isCanceled(order.state)) return await answers.stop(job, order);

		const provider = order.pos_slug === null ? undefined : await deps.getProvider(order.pos_slug);
		const dedupes = provider?.settings.delivery_contract === "dedupes_by_order_id";
		if (clock.now() >= order.deadline_at && !isInjectionOver(order.injection))
			return await answers.expire(
				job,
				order,
				mayHaveArrived && (dedupes || (provider !== undefined && canBeAsked(provider))),
			);
		if (provider === undefined || order.pos_integration_id === null) return await answers.refuse(job, order, UNBOUND);
		if (mayHaveArrived && !dedupes)
			return canBeAsked(provider) ? await ask(job, order, provider) : await answers.park(job, order);

		const prepared = order.delivery_body === null ? await prepare(order, provider) : { body: order.delivery_body };
		if ("refusal" in prepared) return await answers.refuse(job, order, prepared.refusal);
		await send(job, { ...order, pos_integration_id: order.pos_integration_id }, provider, prepared.body);
	};

	async function prepare(order: InjectionRow, provider: Provider): Promise<Prepared> {
		const submission = normalizeDspSubmission(JSON.parse(order.body));
		if (submission.kind !== "new_order" || order.location_id === null) return { refusal: UNBOUND };
		const { order: submitted } = submission;
		const wanted = orderedIds(submitted.items);
		const catalog = await deps.findSellable(order.org_id, order.location_id, order.slug, wanted);
		const markup_name = provider.settings.markup_line ? await channelName(order.slug) : undefined;
		return prepareOrder({ order, submitted, provider, catalog, markup_name, now: clock.now() });
	}

	async function channelName(slug: string): Promise<string> {
		return (await deps.getProvider(slug))?.name ?? slug;
	}

	/**
	 * The time of an order that was held has come (contract.md C.7, mode C): from now on its deadline counts. Undefined
	 * when this job is done with it for now, be it too early or because somebody has ended it.
	 */
	async function release(job: Job, order: InjectionRow): Promise<InjectionRow | undefined> {
		const now = clock.now();
		const due_at = typeof job.data.due_at === "number" ? job.data.due_at : order.deadline_at;
		if (now < due_at) {
			await deps.queue.postpone("order.to-pos", job, due_at);
			return undefined;
		}
		const deadline_at = now + (order.deadline_at - due_at);
		const { state, injection } = { state: "in_progress", injection: order.injection };
		const isTaken = await deps.queue.transaction(async (tx) => {
			if (!(await releaseOrder(tx, { ...idOf(order), deadline_at, updated_at: now }))) return false;
			const event = { type: "order.released", actor: "hub", evidence: null, at: now };
			await insertOrderEvents(tx, [{ ...idOf(order), event_id: newId(), state, injection, ...event }]);
			return true;
		});
		if (isTaken) return { ...order, state, deadline_at };
		await deps.queue.postpone("order.to-pos", job, now);
		return undefined;
	}

	async function send(
		job: Job,
		order: InjectionRow & { pos_integration_id: string },
		provider: Provider,
		body: string,
	): Promise<void> {
		const entry = await deps.destinations.enter(provider.slug);
		if ("wait_ms" in entry) return await answers.wait(job, order, entry.wait_ms);
		const { leave } = entry;
		const attempts = (order.delivery_attempts ?? 0) + 1;
		const delivery_id = await markSending(job, order, provider, body, attempts).catch((error: unknown) => {
			leave(undefined);
			throw error;
		});
		if (delivery_id === undefined) {
			leave(undefined);
			// somebody ended the order between our read and our mark: look again
			return await deps.queue.postpone("order.to-pos", job, clock.now());
		}
		await post(job, { ...order, delivery_id, delivery_body: body, delivery_attempts: attempts }, provider, leave);
	}

	/** Its intake has checked, marked and committed it: the request leaves at once. */
	async function sendMarked(job: Job, order: InjectionRow, marked: Marked): Promise<void> {
		marked.is_taken = true;
		const { provider, leave, ...sent } = marked;
		await post(job, { ...order, ...sent }, provider, leave);
	}

	/** Send what has been marked, give the place at the destination back, and commit what the answer means. */
	async function post(job: Job, order: MarkedOrder, provider: Provider, leave: Leave): Promise<void> {
		let reached = false;
		let sent: Outcome;
		try {
			sent = await deps.sendToPos(
				order,
				provider,
				order.delivery_body,
				order.delivery_id,
				limitsOf(order, clock.now()),
			);
			reached = sent.stage === "answered" && sent.status < 500;
		} finally {
			leave(reached);
		}
		await answers.settle(job, order, provider, sent);
	}

	/** A POS that must not be sent an order twice is asked for it instead; until it says something, nobody knows. */
	async function ask(job: Job, order: InjectionRow, provider: Provider): Promise<void> {
		const { delivery_id, pos_integration_id } = order;
		if (delivery_id === null || pos_integration_id === null) return await answers.park(job, order);
		const entry = await deps.destinations.enter(provider.slug);
		if ("wait_ms" in entry) return await answers.wait(job, order, entry.wait_ms);
		let reached = false;
		try {
			const { dsp_order_id, pos_location_id } = order;
			const sent = await deps.askPos({ org_id: order.org_id, pos_integration_id }, provider, {
				idempotency_key: keyIn(order.delivery_body),
				dsp_order_id,
				location_id: pos_location_id ?? "",
			});
			reached = sent.stage === "answered" && sent.status < 500;
			const delivery_attempts = (order.delivery_attempts ?? 0) + 1;
			await answers.settle(job, { ...order, delivery_id, delivery_attempts }, provider, sent, readOrderStatus(sent));
		} finally {
			entry.leave(reached);
		}
	}

	/** Durable before the request leaves: whatever crashes now, the next run knows that it may have arrived. */
	async function markSending(
		job: Job,
		order: InjectionRow & { pos_integration_id: string },
		provider: Provider,
		body: string,
		attempts: number,
	): Promise<string | undefined> {
		const row = deliveryRow(
			{ ...idOf(order), integration_id: order.pos_integration_id, slug: provider.slug, type: "order.created", body },
			clock.now(),
		);
		const delivery_id = order.delivery_id ?? row.delivery_id;
		const isRecovery = isInjectionOver(order.injection) || order.injection === "sending";
		const isTaken = await commit({
			...idOf(order),
			...(isRecovery ? {} : { step: { injection: "sending" as const, if_injection: [order.injection as Injection] } }),
			// an order leaves its first state once, which is fence enough; later on only the run that has the job may go on
			...(order.delivery_id === null ? {} : { holds: { queue: "order.to-pos", job } }),
			event: { type: "order.sending", actor: "hub" },
			...(isClose(order, clock.now(), ATTEMPT_MS + WRITTEN_MS) ? { send: [deadlineJob(order)] } : {}),
			...(order.delivery_id === null
				? { delivery_row: { ...row, state: "unconfirmed", attempts } }
				: { delivery_change: { delivery_id, state: "unconfirmed", reason: null, attempts } }),
		});
		return isTaken ? delivery_id : undefined;
	}

	async function loadTogether(jobs: Job[]): Promise<(InjectionRow | undefined)[]> {
		const found = new Map<unknown, InjectionRow>();
		for (const [org_id, ofOrg] of Map.groupBy(jobs, (job) => String(job.data.org_id))) {
			const order_ids = ofOrg.map((job) => String(job.data.order_id));
			for (const row of await loadForInjection(deps.db, org_id, order_ids)) found.set(row.order_id, row);
		}
		return jobs.map((job) => found.get(job.data.order_id));
	}
}

/** No attempt outlives the order's deadline, since the channel is told at that moment; afterwards there is no hurry. */
function limitsOf({ injection, deadline_at }: InjectionRow, now: number): { deadline_ms: number } {
	const left_ms = deadline_at - now;
	return { deadline_ms: isInjectionOver(injection) || left_ms <= 0 ? ATTEMPT_MS : Math.min(left_ms, ATTEMPT_MS) };
}

/** The key that the order itself carries, by which a POS keeps it (contract.md B.5.1). */
function keyIn(body: string | null): string {
	const { object } = JSON.parse(body ?? "{}") as { object?: { idempotency_key?: string } };
	return object?.idempotency_key ?? "";
}

/** The request of this order has been answered. */
function deliveredIn({ delivery_id, delivery_attempts }: InjectionRow) {
	if (delivery_id === null) return {};
	return { delivery_change: { delivery_id, state: "delivered", reason: null, attempts: delivery_attempts ?? 1 } };
}
