import type { Clock } from "../../base/clock.ts";
import { HubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import { createBatch, type Queue, type SendOptions, type Tx } from "../../delivery/index.ts";
import { findListingOfStore, findStoreRoutes, type StoreRoute } from "../../storage/tables/dsp-store-route.ts";
import { findOrderOfDsp, type InjectionRow, insertOrders, type OrderRow } from "../../storage/tables/order.ts";
import { insertOrderEvents } from "../../storage/tables/order-event.ts";
import { deadlineJob } from "./answers.ts";
import { dueAt, type FutureOrder, wantedAt } from "./ready-time.ts";

/** An order as a DSP submitted it. `body` is the raw submission, kept as evidence; `verdict_deadline_s` seconds from now. */
export interface Submission {
	slug: string;
	dsp_location_id: string;
	dsp_order_id: string;
	body: string;
	verdict_deadline_s: number;
	/** An order for later (contract.md C.7, modes B and C): what `futureOf` says of it. */
	future?: FutureOrder | undefined;
}

export interface Placed {
	order_id: string;
	org_id: string;
	is_duplicate: boolean;
}

/**
 * Take an order: binding as of now, dedupe on (DSP, store, order id), order + event + job in one transaction, shared with
 * the orders that arrive together (design.md section 6). Resolves when it is durable. A repeat gets the first one's ids;
 * if its order is still `received`, the job is sent again under the same id (distributed.md rule 2).
 * Throws `location_not_found` for a store that no connected merchant has.
 */
export function createPlace(deps: { queue: Queue; clock: Clock }): (submission: Submission) => Promise<Placed> {
	const { queue, clock } = deps;
	const together = createBatch<Submission, Placed | HubError>({
		max: 64,
		concurrency: 2,
		flush: (items) => queue.transaction((tx) => placeAll(tx, items, clock.now())),
	});
	return async (submission) => {
		const result = await together(submission);
		if (result instanceof HubError) throw result;
		return result;
	};
}

async function placeAll(tx: Tx, items: readonly Submission[], now: number): Promise<(Placed | HubError)[]> {
	const routes = await routesOf(tx, items);
	const candidates = new Map<string, { row: OrderRow; route: StoreRoute; submission: Submission }>();
	for (const submission of items) {
		const route = routes.get(storeKey(submission));
		if (route !== undefined && !candidates.has(orderKey(submission)))
			candidates.set(orderKey(submission), { submission, route, row: newOrder(submission, route, now) });
	}
	const rows = [...candidates.values()].map(({ row }) => row);
	const inserted = new Set(rows.length === 0 ? [] : await insertOrders(tx, rows));
	const fresh = rows.filter((row) => inserted.has(row.order_id));
	for (const { row, route, submission } of candidates.values()) {
		if (inserted.has(row.order_id)) sendToPos(tx, row, submission, firstOf(asLoaded(row, route)));
	}
	await insertOrderEvents(
		tx,
		fresh.map((row) => ({
			org_id: row.org_id,
			order_id: row.order_id,
			event_id: newId(),
			type: "order.received",
			actor: `dsp:${row.slug}`,
			state: row.state,
			injection: row.injection,
			evidence: null,
			at: now,
		})),
	);
	const results: (Placed | HubError)[] = [];
	const answered = new Set<string>();
	for (const submission of items)
		results.push(await answer(tx, submission, candidates.get(orderKey(submission))?.row, inserted, answered));
	return results;
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
	if (known.injection === "received") sendToPos(tx, known, submission);
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
function firstOf(row: InjectionRow): Pick<SendOptions, "first" | "slug"> {
	return {
		first: { fresh: row, otherwise: deadlineJob(row) },
		...(row.pos_slug === null ? {} : { slug: row.pos_slug }),
	};
}

function slugIn({ slug }: Pick<SendOptions, "slug">): Pick<SendOptions, "slug"> {
	return slug === undefined ? {} : { slug };
}

/** A new order as the injection would read it, so that it need not. */
function asLoaded(row: OrderRow, { location }: StoreRoute): InjectionRow {
	const nowhere = { pos_location_id: null, pos_slug: null, pos_integration_id: null, location_status: null };
	const unsent = { delivery_id: null, delivery_body: null, delivery_state: null, delivery_attempts: null };
	return { ...row, ...(location ?? { ...nowhere, paused_until: null, prep_time_minutes: null }), ...unsent };
}

async function routesOf(tx: Tx, items: readonly Submission[]): Promise<Map<string, StoreRoute>> {
	const stores = new Map(
		items.map((item) => [storeKey(item), { slug: item.slug, dsp_location_id: item.dsp_location_id }]),
	);
	const routes = new Map((await findStoreRoutes(tx, [...stores.values()])).map((route) => [storeKey(route), route]));
	for (const [key, store] of stores) {
		if (routes.has(key)) continue;
		// listed but unbound: the order is taken and failed with a reason, never dropped silently (contract.md E.8)
		const listing = await findListingOfStore(tx, store.slug, store.dsp_location_id);
		if (listing !== undefined) routes.set(key, listing);
	}
	return routes;
}

function newOrder(submission: Submission, route: StoreRoute, now: number): OrderRow {
	const { org_id, binding_id, location_id, integration_id } = route;
	const { slug, dsp_location_id, dsp_order_id, body, future } = submission;
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
	};
}

function storeKey(store: { slug: string; dsp_location_id: string }): string {
	return `${store.slug}\u0000${store.dsp_location_id}`;
}

function orderKey(submission: Submission): string {
	return `${storeKey(submission)}\u0000${submission.dsp_order_id}`;
}
