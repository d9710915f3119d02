import type { ReleaseReply, UnroutableOrder, UnroutablePage } from "@ticketrail/contract";
import type { Static } from "typebox";
import { HubError, isHubError } from "../../base/error.ts";
import { isId, newId } from "../../base/id.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { type ConsoleOrderRow, findConsoleOrders, listConsoleOrders } from "../../storage/tables/console-order.ts";
import { findDspStoreName } from "../../storage/tables/dsp-store.ts";
import { findStoreRoutes } from "../../storage/tables/dsp-store-route.ts";
import { findOrderOfDsp } from "../../storage/tables/order.ts";
import {
	findUnroutableOrder,
	listUnroutableOrders,
	type UnroutableOrderRow,
} from "../../storage/tables/unroutable-order.ts";
import type { Placed, Submission } from "../orders/index.ts";
import type { ConsoleParts, ConsoleScope } from "./console.ts";
import { filterOf, orderListRow, readOrder } from "./order-board.ts";
import { limitOf, type PageQuery, pageOfRows, readCursor } from "./page.ts";

/** Proposes a location for a store of an organisation that has none. */
export type SuggestLocation = (
	org_id: string,
	store: { slug: string; dsp_location_id: string },
) => Promise<UnroutableOrder["suggestion"] | undefined>;

type Found = { id: string; order: UnroutableOrder };

/**
 * Orders that found no location, newest first: those of an organisation whose store is not linked, and for an operator also
 * those of stores that nobody has. Error: `invalid_field`.
 */
export async function listUnroutable(
	parts: ConsoleParts & { suggestLocation: SuggestLocation },
	scope: ConsoleScope,
	query: PageQuery,
): Promise<UnroutablePage> {
	const limit = limitOf(query);
	const before = readCursor(query, ["id"], ({ id }) => isId(id))?.id ?? null;
	const now = parts.clock.now();
	const filter = { ...(await filterOf(parts, scope, {})), is_unlinked: true };
	const [unlinked, unlisted] = await Promise.all([
		listConsoleOrders(parts.db, filter, before, limit + 1, now),
		scope.org_id === null ? listUnroutableOrders(parts.db, before, limit + 1) : [],
	]);
	const routed = await routedStores(parts, unlisted);
	const taken = await takenSince(parts, unlisted, routed);
	const found: Found[] = [
		...(await Promise.all(unlinked.map((row) => ofOrder(parts, row, now)))),
		...unlisted.map((row) => ({
			id: row.unroutable_id,
			order: { ...ofUnlisted(row, routed.has(storeKey(row)), now), ...taken.get(row.unroutable_id) },
		})),
	];
	found.sort((a, b) => (a.id < b.id ? 1 : -1));
	return pageOfRows(
		found.slice(0, limit + 1),
		limit,
		({ id }) => [id],
		({ order }) => order,
		now,
	);
}

/**
 * Take an order that was turned away for want of a store, as if its DSP had sent it again: only while the DSP's own deadline
 * runs, and once its store is linked. An order that was told failed stays failed. Errors: `unroutable_not_found`,
 * `not_releasable`.
 */
export async function releaseUnroutable(
	parts: ConsoleParts & { place(submission: Submission): Promise<Placed> },
	scope: ConsoleScope,
	unroutable_id: string,
	actor: string,
): Promise<Static<typeof ReleaseReply>> {
	const row = isId(unroutable_id) ? await findUnroutableOrder(parts.db, unroutable_id) : undefined;
	if (row === undefined) throw await whyNotOrder(parts, scope, unroutable_id);
	const now = parts.clock.now();
	const [route] = await findStoreRoutes(parts.db, [{ slug: row.slug, dsp_location_id: row.dsp_location_id }]);
	// a store that is nobody's is nobody's to see, but for operators
	if (scope.org_id !== null && route?.org_id !== scope.org_id) throw new HubError("unroutable_not_found");
	const { is_possible, why_not } = ofUnlisted(row, route !== undefined, now).release;
	const order = readOrder(row.body);
	if (!is_possible || route === undefined || order === undefined)
		throw new HubError("not_releasable", why_not === undefined ? {} : { detail: why_not });
	try {
		const { slug, dsp_location_id, dsp_order_id, body } = row;
		const verdict_deadline_s = Math.max(1, Math.floor((row.respond_by - now) / 1000));
		const submission = { slug, dsp_location_id, dsp_order_id, body, verdict_deadline_s, order };
		const { order_id, org_id } = await parts.place(submission);
		const audit = { org_id, audit_id: newId(), actor, at: now };
		await insertAudit(parts.db, { ...audit, action: "order.released", subject: order_id, detail: { unroutable_id } });
		return { order_id, org_id };
	} catch (error) {
		if (isHubError(error, "location_not_found")) throw new HubError("not_releasable", { detail: NOT_LINKED });
		throw error;
	}
}

const NOT_LINKED = "Its store is not linked with a location yet. Link it first.";
const TOLD = "The channel was told that it failed, and so was the customer. It can be sent again as a new order.";

async function whyNotOrder(parts: ConsoleParts, scope: ConsoleScope, order_id: string): Promise<HubError> {
	const is_known =
		isId(order_id) &&
		(scope.org_id === null
			? (await listUnlinkedById(parts, order_id)) !== undefined
			: (await findConsoleOrders(parts.db, [scope.org_id], [order_id], 0)).some((row) => row.location_id === null));
	return is_known ? new HubError("not_releasable", { detail: TOLD }) : new HubError("unroutable_not_found");
}

async function listUnlinkedById(parts: ConsoleParts, order_id: string): Promise<ConsoleOrderRow | undefined> {
	const filter = { ...(await filterOf(parts, { org_id: null }, {})), is_unlinked: true, from_id: order_id };
	const rows = await listConsoleOrders(parts.db, filter, null, 200, 0);
	return rows.find((row) => row.order_id === order_id);
}

async function ofOrder(
	parts: ConsoleParts & { suggestLocation: SuggestLocation },
	row: ConsoleOrderRow,
	now: number,
): Promise<Found> {
	const { number } = orderListRow(row, now);
	const suggestion = await parts.suggestLocation(row.org_id, row);
	const store_name = await findDspStoreName(parts.db, row);
	const order: UnroutableOrder = {
		...{ _id: row.order_id, kind: "unlinked", org_id: row.org_id, org_name: row.org_name, order_id: row.order_id },
		...{ source: row.slug, dsp_provider_id: row.dsp_location_id, dsp_order_id: row.dsp_order_id, number },
		...{ received_at: row.received_at, last_received_at: row.received_at, times: 1, respond_by: row.deadline_at },
		status: row.verdict === null ? "waiting" : "answered",
		...(store_name && { store_name }),
		...(suggestion && { suggestion }),
		release: { is_possible: false, why_not: TOLD },
	};
	return { id: row.order_id, order };
}

function ofUnlisted(row: UnroutableOrderRow, is_routed: boolean, now: number): UnroutableOrder {
	const is_late = now >= row.respond_by;
	const why_not = is_late
		? "The channel no longer waits for this order. It can be sent again as a new one."
		: is_routed
			? undefined
			: NOT_LINKED;
	return {
		...{ _id: row.unroutable_id, kind: "unlisted", source: row.slug, dsp_provider_id: row.dsp_location_id },
		...{ dsp_order_id: row.dsp_order_id, number: readOrder(row.body)?.customer_facing_id || row.dsp_order_id },
		...{ received_at: row.received_at, last_received_at: row.last_received_at, times: row.times },
		respond_by: row.respond_by,
		status: is_late ? "answered" : "waiting",
		release: { is_possible: why_not === undefined, ...(why_not && { why_not }) },
	};
}

/** The organisation of each of these stores that is linked by now. */
async function routedStores(parts: ConsoleParts, rows: readonly UnroutableOrderRow[]): Promise<Map<string, string>> {
	if (rows.length === 0) return new Map();
	return new Map((await findStoreRoutes(parts.db, rows)).map((route) => [storeKey(route), route.org_id]));
}

type Taken = Pick<UnroutableOrder, "status" | "org_id" | "order_id" | "release">;

/** Those of which the order was taken after all: somebody released it, or its DSP sent it again. */
async function takenSince(
	parts: ConsoleParts,
	rows: readonly UnroutableOrderRow[],
	routed: ReadonlyMap<string, string>,
): Promise<Map<string, Taken>> {
	const taken = new Map<string, Taken>();
	for (const row of rows) {
		const org_id = routed.get(storeKey(row));
		const order = org_id === undefined ? undefined : await findOrderOfDsp(parts.db, { org_id, ...row });
		if (org_id === undefined || order === undefined) continue;
		const release = { is_possible: false, why_not: "It was taken: its order is with the others." };
		taken.set(row.unroutable_id, { status: "released", org_id, order_id: order.order_id, release });
	}
	return taken;
}

function storeKey({ slug, dsp_location_id }: { slug: string; dsp_location_id: string }): string {
	return `${slug} ${dsp_location_id}`;
}
