import type { DspOrder } from "@ticketrail/contract";
import type { Clock } from "../../base/clock.ts";
import { HubError, isHubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import { createBatch, type Queue, type SendOptions, type Tx } from "../../delivery/index.ts";
import { CommitUnknownError } from "../../storage/database.ts";
import { insertDeliveries } from "../../storage/tables/delivery.ts";
import type { StoreRoute } from "../../storage/tables/dsp-store-route.ts";
import { findOrderOfDsp, insertOrders, type OrderRow } from "../../storage/tables/order.ts";
import { insertOrderEvents } from "../../storage/tables/order-event.ts";
import { deadlineJob, isClose } from "./answers.ts";
import { createRoutes, storeKey } from "./find-routes.ts";
import { createMarking, type FreshOrder, type MarkDeps, type Marked, markedRow } from "./mark-at-intake.ts";
import { dueAt, futureOf, wantedAt } from "./ready-time.ts";

/** An order as a DSP submitted it. `body` is the raw submission, kept as evidence; `verdict_deadline_s` seconds from now. */
export interface Submission {
	slug: string;
	dsp_location_id: string;
	dsp_order_id: string;
	body: string;
	/** `body`, read */
	order: DspOrder;
	verdict_deadline_s: number;
}

export interface Placed {
	order_id: string;
	org_id: string;
	is_duplicate: boolean;
}

interface Candidate {
	submission: Submission;
	row: FreshOrder;
}
/** What a worker has taken and died on is another's after its lease and the attempt that follows it. */
const TAKE_OVER_MS = 30_000;
/** An order that the database has not begun to take by then is refused (reliability.md F11): the DSP sends it again. */
const PATIENCE_MS = 2_000;
/** So long after such a refusal this hub counts as one that takes no orders. */
const STALLED_MS = 5_000;

/**
 * Take an order: binding as of now, dedupe on (DSP, store, order id), order + event + job in one transaction, shared with
 * the orders that arrive together (design.md section 6). Resolves when it is durable. A repeat gets the first one's ids;
 * if its order is still on its way, the job is sent again under the same id (distributed.md rule 2). An order that can go to
 * its POS at once leaves at this commit (`mark-at-intake.ts`).
 * Throws `location_not_found` for a store that no connected merchant has, `unavailable` when the database does not take it.
 * `assertIntake` throws while that has just happened.
 */
export function createPlace(deps: MarkDeps & { queue: Queue; clock: Clock }) {
	const { queue, clock } = deps;
	const routes = createRoutes();
	const marking = createMarking(deps);
	let stalled_until = Number.NEGATIVE_INFINITY;
	const together = createBatch<Submission, Placed | HubError>({
		max: 64,
		concurrency: 2,
		patience_ms: PATIENCE_MS,
		flush: placeTogether,
	});
	const takeOnce = async (submission: Submission) => {
		const result = await together(submission);
		if (result instanceof HubError) throw result;
		return result;
	};
	return {
		async place(submission: Submission): Promise<Placed> {
			try {
				// what became of a commit without an answer, its key tells (distributed.md rule 14)
				return await takeOnce(submission).catch((error) => {
					if (!(error instanceof CommitUnknownError)) throw error;
					return takeOnce(submission);
				});
			} catch (error) {
				if (isHubError(error, "unavailable")) stalled_until = performance.now() + STALLED_MS;
				throw error;
			}
		},
		async assertIntake(): Promise<void> {
			if (performance.now() >= stalled_until) return;
			throw new HubError("unavailable", { detail: "the database does not take orders", retry_after_s: 1 });
		},
	};

	async function placeTogether(items: Submission[]): Promise<(Placed | HubError)[]> {
		let marked = new Map<string, Marked>();
		const giveBack = () => {
			for (const { leave, is_taken } of marked.values()) if (!is_taken) leave(undefined);
			marked = new Map();
		};
		try {
			return await queue.transaction(async (tx) => {
				// a run that met another transaction is run again
				giveBack();
				const now = clock.now();
				const candidates = await findCandidates(tx, items, now);
				marked = candidates.marked;
				return await store(tx, items, candidates.rows, marked, now);
			});
		} finally {
			giveBack();
		}
	}

	async function findCandidates(tx: Tx, items: readonly Submission[], now: number) {
		const guesses = items.flatMap((item) => {
			const route = routes.last(item);
			return route === undefined ? [] : [{ order: route, submitted: item.order }];
		});
		const ahead = marking.readAhead(tx, guesses);
		const found = await routes.find(tx, items);
		const rows = new Map<string, Candidate>();
		for (const submission of items) {
			const route = found.get(storeKey(submission));
			if (route !== undefined && !rows.has(orderKey(submission)))
				rows.set(orderKey(submission), { submission, row: newOrder(submission, route, now) });
		}
		const candidates = [...rows.values()].map(({ row, submission }) => ({ order: row, submitted: submission.order }));
		return { rows, marked: await marking.mark(tx, candidates, ahead, now) };
	}
}

async function store(
	tx: Tx,
	items: readonly Submission[],
	candidates: ReadonlyMap<string, Candidate>,
	marked: ReadonlyMap<string, Marked>,
	now: number,
): Promise<(Placed | HubError)[]> {
	const rows = [...candidates.values()].map(({ row }) => row);
	for (const row of rows) if (marked.has(row.order_id)) row.injection = "sending";
	const inserted = new Set(rows.length === 0 ? [] : await insertOrders(tx, rows));
	const fresh = [...candidates.values()].filter(({ row }) => inserted.has(row.order_id));
	for (const { row, submission } of fresh) {
		const message = marked.get(row.order_id);
		sendToPos(tx, row, submission, firstOf(message === undefined ? row : { ...row, marked: message }));
		if (row.state !== "scheduled" && isClose(row, now, TAKE_OVER_MS)) {
			const { queue, data, ...options } = deadlineJob(row);
			tx.send(queue, data, options);
		}
	}
	const sending = fresh.flatMap(({ row }) => {
		const message = marked.get(row.order_id);
		return message === undefined ? [] : [markedRow(row, message, now)];
	});
	tx.also(
		Promise.all([
			insertOrderEvents(
				tx,
				fresh.flatMap((one) => eventsOf(one, now)),
			),
			insertDeliveries(tx, sending),
		]),
	);
	const results: (Placed | HubError)[] = [];
	const answered = new Set<string>();
	for (const submission of items)
		results.push(await answer(tx, submission, candidates.get(orderKey(submission))?.row, inserted, answered));
	return results;
}

function eventsOf({ row }: Candidate, at: number) {
	const { org_id, order_id, state, injection } = row;
	const event = { org_id, order_id, state, evidence: null, at };
	const received = {
		...event,
		event_id: newId(),
		type: "order.received",
		actor: `dsp:${row.slug}`,
		injection: "received",
	};
	if (injection === "received") return [received];
	return [received, { ...event, event_id: newId(), type: "order.sending", actor: "hub", injection }];
}

async function answer(
	tx: Tx,
	submission: Submission,
	row: OrderRow | undefined,
	inserted: ReadonlySet<string>,
	answered: Set<string>,
): Promise<Placed | HubError> {
	if (row === undefined)
		return new HubError("location_not_found", {
			param: "/location_id",
			detail: `No connected merchant has a store ${JSON.stringify(submission.dsp_location_id)} at ${submission.slug}`,
		});
	if (inserted.has(row.order_id)) {
		const is_duplicate = answered.has(row.order_id);
		answered.add(row.order_id);
		return { order_id: row.order_id, org_id: row.org_id, is_duplicate };
	}
	const known = await findOrderOfDsp(tx, row);
	if (known === undefined) throw new Error("an order that conflicts with another must be readable");
	if (known.injection === "received" || known.injection === "sending") sendToPos(tx, known, submission);
	return { order_id: known.order_id, org_id: known.org_id, is_duplicate: true };
}

/**
 * The job that takes an order to its POS. Its id is the order's, so that sending it twice leaves one. That of an order that
 * is held starts when it is time to prepare: its deadline counts from then.
 */
function sendToPos(
	tx: Tx,
	order: Pick<OrderRow, "org_id" | "order_id" | "state" | "deadline_at">,
	{ verdict_deadline_s }: Submission,
	options: Pick<SendOptions, "first" | "slug"> = {},
): void {
	const { org_id, order_id } = order;
	const due_at = order.deadline_at - verdict_deadline_s * 1000;
	if (order.state === "scheduled")
		tx.send(
			"order.to-pos",
			{ org_id, order_id, due_at },
			{ ...slugIn(options), start_after: due_at, key: order_id, id: order_id },
		);
	else tx.send("order.to-pos", { org_id, order_id }, { ...options, key: order_id, id: order_id });
}

/** Claimed at once where a slot is free; where none is, its deadline is guarded from the beginning (reliability.md O11). */
function firstOf(row: FreshOrder): Pick<SendOptions, "first" | "slug"> {
	return {
		first: { fresh: row, otherwise: deadlineJob(row) },
		...(row.pos_slug === null ? {} : { slug: row.pos_slug }),
	};
}

function slugIn({ slug }: Pick<SendOptions, "slug">): Pick<SendOptions, "slug"> {
	return slug === undefined ? {} : { slug };
}

/** A new order as the injection would read it, so that it need not. */
function newOrder(submission: Submission, route: StoreRoute, now: number): FreshOrder {
	const { org_id, binding_id, location_id, integration_id } = route;
	const { slug, dsp_location_id, dsp_order_id, body } = submission;
	const future = futureOf(submission.order);
	const nowhere = { pos_location_id: null, pos_slug: null, pos_integration_id: null, prep_time_minutes: null };
	const unpaused = { location_status: null, paused_until: null, link_paused_at: null, link_paused_until: null };
	const ready_at = future === undefined ? null : wantedAt(future, now);
	const due_at = future?.is_held && ready_at !== null ? dueAt(ready_at, route.location?.prep_time_minutes) : now;
	// an order for a store that nobody has linked fails now, not when it would be due
	const isHeld = due_at > now && location_id !== null;
	return {
		org_id,
		order_id: newId(),
		slug,
		dsp_location_id,
		dsp_order_id,
		integration_id,
		binding_id,
		location_id,
		body,
		state: isHeld ? "scheduled" : "in_progress",
		injection: "received",
		pos_order_id: null,
		estimated_ready_at: ready_at,
		verdict: null,
		verdict_reason: null,
		received_at: now,
		deadline_at: (isHeld ? due_at : now) + submission.verdict_deadline_s * 1000,
		updated_at: now,
		...(route.location ?? { ...nowhere, ...unpaused }),
		...{ delivery_id: null, delivery_body: null, delivery_state: null, delivery_attempts: null },
	};
}

function orderKey(submission: Submission): string {
	return `${storeKey(submission)}\u0000${submission.dsp_order_id}`;
}
