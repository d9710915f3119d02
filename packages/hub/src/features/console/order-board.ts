import {
	type DspOrder,
	normalizeDspSubmission,
	ORDER_LANES,
	type OrderListRow,
	type OrderPage,
} from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId, oldestIdOf } from "../../base/id.ts";
import {
	type ConsoleOrderFilter,
	type ConsoleOrderRow,
	countConsoleOrders,
	findNthNewestOrder,
	listConsoleOrders,
} from "../../storage/tables/console-order.ts";
import { failureWords } from "./attention.ts";
import type { ConsoleParts, ConsoleScope } from "./console.ts";
import { totalOfOrder } from "./money-check.ts";
import { COUNT_CAP, likeOf, limitOf, type PageQuery, pageOfRows, readCursor, totalOf } from "./page.ts";

/** The number that people use stands in the body: it is looked for in so many of the newest orders. */
const NUMBERS_MAX = 1_000;
/** From here on a deadline is named as near, ms. */
const NEAR_MS = 30_000;

/** No order has this id; every one has a greater. */
const NO_ID = "00000000-0000-0000-0000-000000000000";

/** How the board is asked. */
export interface OrdersQuery extends PageQuery {
	lane?: string | undefined;
	source?: string | undefined;
	location_id?: string | undefined;
	link_id?: string | undefined;
	from?: string | undefined;
	to?: string | undefined;
	q?: string | undefined;
}

/** The order board: newest received first. Error: `invalid_field`. */
export async function listOrders(parts: ConsoleParts, scope: ConsoleScope, query: OrdersQuery): Promise<OrderPage> {
	const limit = limitOf(query);
	const before = readCursor(query, ["order_id"], ({ order_id }) => isId(order_id))?.order_id ?? null;
	const filter = await filterOf(parts, scope, query);
	const now = parts.clock.now();
	const [rows, count] = await Promise.all([
		listConsoleOrders(parts.db, filter, before, limit + 1, now),
		// what a search finds is not counted: that would be the same work again
		filter.like === null ? countConsoleOrders(parts.db, filter, COUNT_CAP + 1, now) : undefined,
	]);
	const show = (row: ConsoleOrderRow) => orderListRow(row, now);
	const page = pageOfRows(rows, limit, (row) => [row.order_id], show, now);
	return count === undefined ? page : { ...page, ...totalOf(count) };
}

/** What a list of orders is narrowed to. Error: `invalid_field`. */
export async function filterOf(
	parts: Pick<ConsoleParts, "db">,
	scope: ConsoleScope,
	query: OrdersQuery,
): Promise<ConsoleOrderFilter> {
	const lanes = query.lane?.split(",").filter(Boolean) ?? null;
	const unknown = lanes?.find((lane) => !(ORDER_LANES as readonly string[]).includes(lane));
	if (unknown !== undefined)
		throw new HubError("invalid_field", { param: "lane", detail: `lane must be one of ${ORDER_LANES.join(", ")}.` });
	const like = likeOf(query.q);
	const number_from_id = like === null ? undefined : await findNthNewestOrder(parts.db, scope.org_id, NUMBERS_MAX);
	return {
		org_id: scope.org_id,
		lanes: lanes?.length ? lanes : null,
		source: query.source ?? null,
		location_id: idOrNothing(query.location_id),
		link_id: idOrNothing(query.link_id),
		from_id: query.from === undefined ? null : oldestIdOf(Number(query.from)),
		to_id: query.to === undefined ? null : oldestIdOf(Number(query.to)),
		is_unlinked: false,
		like,
		number_from_id: number_from_id ?? NO_ID,
	};
}

/** An order as the board shows it. `now` epoch ms. */
export function orderListRow(row: ConsoleOrderRow, now: number): OrderListRow {
	const order = readOrder(row.body);
	const problem = problemOf(row, now);
	const currency = order?.items[0]?.currency.toUpperCase();
	return {
		...{ _id: row.order_id, org_id: row.org_id, org_name: row.org_name, source: row.slug },
		dsp_order_id: row.dsp_order_id,
		number: order?.customer_facing_id || row.dsp_order_id,
		...(row.location_id && { location_id: row.location_id }),
		...(row.location_name && { location_name: row.location_name }),
		...(row.timezone && { timezone: row.timezone }),
		dsp_provider_id: row.dsp_location_id,
		lane: row.lane as OrderListRow["lane"],
		state: row.state as OrderListRow["state"],
		injection: row.injection as OrderListRow["injection"],
		received_at: row.received_at,
		...(isWaiting(row) && { respond_by: row.deadline_at }),
		updated_at: row.updated_at,
		...(row.pos_order_id && { pos_order_id: row.pos_order_id }),
		...(order && { total: totalOfOrder(order) }),
		...(currency && { currency }),
		...(problem && { problem }),
	};
}

/** The order that a DSP submitted, as the contract spells it; undefined for a body that is none. */
export function readOrder(body: string): DspOrder | undefined {
	try {
		const submission = normalizeDspSubmission(JSON.parse(body));
		return submission.kind === "new_order" ? submission.order : undefined;
	} catch {
		return undefined;
	}
}

/** The DSP has heard nothing yet. */
function isWaiting({ verdict, lane }: ConsoleOrderRow): boolean {
	return verdict === null && (lane === "waiting" || lane === "stuck");
}

function problemOf(row: ConsoleOrderRow, now: number): string | undefined {
	if (row.lane === "refused") return sentence(failureWords(row.verdict_reason));
	if (row.injection === "unknown") return "It may have reached the POS, which did not answer";
	if (isWaiting(row) && row.deadline_at < now) return "The channel's deadline has passed";
	if (isWaiting(row) && row.deadline_at - now < NEAR_MS) return "The channel's deadline is near";
	if (row.location_id === null) return "No location is linked with this store";
	return undefined;
}

function sentence(words: string): string {
	return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** An id that is none of ours finds nothing, which is no fault of the caller. */
function idOrNothing(id: string | undefined): string | null {
	return id === undefined ? null : isId(id) ? id : NO_ID;
}
