import type { LogPage, LogRow } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import { findSentAt, listSent, listSentAfter, type SentRow } from "../../storage/tables/console-attempt.ts";
import { listConsoleOrgNames } from "../../storage/tables/console-org.ts";
import {
	countRequestLog,
	listRequestLog,
	listRequestLogAfter,
	type RequestLogFilter,
	type RequestLogRow,
} from "../../storage/tables/request-log.ts";
import { type ConsoleParts, type ConsoleScope, timeOfId } from "./console.ts";
import { COUNT_CAP, likeOf, limitOf, type PageQuery, pageOfRows, readCursor, totalOf } from "./page.ts";
import { replayOf } from "./replay-rule.ts";

/** How the log is asked. */
export interface LogQuery extends PageQuery {
	after?: string | undefined;
	direction?: string | undefined;
	status?: string | undefined;
	surface?: string | undefined;
	source?: string | undefined;
	from?: string | undefined;
	to?: string | undefined;
	q?: string | undefined;
}

/** Requests in, or with `direction=out` those that went out, newest first; with `after` a tail. Error: `invalid_field`. */
export async function listLogs(parts: ConsoleParts, scope: ConsoleScope, query: LogQuery): Promise<LogPage> {
	const { direction = "in" } = query;
	if (direction !== "in" && direction !== "out")
		throw new HubError("invalid_field", { param: "direction", detail: "direction is in or out." });
	return direction === "in" ? listIn(parts, scope, query) : listOut(parts, scope, query);
}

async function listIn(parts: ConsoleParts, scope: ConsoleScope, query: LogQuery): Promise<LogPage> {
	const { db, clock } = parts;
	const limit = limitOf(query);
	const filter: RequestLogFilter = { ...commonOf(scope, query), surface: query.surface ?? null };
	const names = (rows: readonly RequestLogRow[]) => orgNames(parts, rows);
	if (query.after !== undefined) {
		if (!isId(query.after))
			throw new HubError("invalid_field", { param: "after", detail: "after is an _id of a row." });
		const rows = await listRequestLogAfter(db, filter, query.after, limit);
		const orgs = await names(rows);
		return { rows: rows.map((row) => inRow(row, orgs)), as_of: clock.now() };
	}
	const before = readCursor(query, ["log_id"], ({ log_id }) => isId(log_id))?.log_id ?? null;
	const [rows, count] = await Promise.all([
		listRequestLog(db, filter, before, limit + 1),
		countRequestLog(db, filter, COUNT_CAP + 1),
	]);
	const orgs = await names(rows);
	const show = (row: RequestLogRow) => inRow(row, orgs);
	return { ...pageOfRows(rows, limit, (row) => [row.log_id], show, clock.now()), ...totalOf(count) };
}

async function listOut(parts: ConsoleParts, scope: ConsoleScope, query: LogQuery): Promise<LogPage> {
	const limit = limitOf(query);
	if (query.after !== undefined) return listOutAfter(parts, scope, { ...query, after: query.after });
	const key = readCursor(
		query,
		["at", "delivery_id", "attempt"],
		({ at, delivery_id, attempt }) => isId(delivery_id) && /^\d{1,15}$/.test(at) && /^\d{1,9}$/.test(attempt),
	);
	const before = key && { at: Number(key.at), delivery_id: key.delivery_id, attempt: Number(key.attempt) };
	const rows = await listSent(parts.db, commonOf(scope, query), before, limit + 1);
	const orgs = await orgNames(parts, rows);
	return pageOfRows(
		rows,
		limit,
		(row) => [String(row.at), row.delivery_id, String(row.attempt)],
		(row) => outRow(row, orgs),
		parts.clock.now(),
	);
}

async function listOutAfter(
	parts: ConsoleParts,
	scope: ConsoleScope,
	query: LogQuery & { after: string },
): Promise<LogPage> {
	const { db, clock } = parts;
	const [delivery_id = "", number = ""] = query.after.split(".");
	if (!isId(delivery_id) || !/^\d{1,9}$/.test(number))
		throw new HubError("invalid_field", { param: "after", detail: "after is an _id of a row." });
	const attempt = Number(number);
	// one that is kept no more is behind whatever was sent after its message was made
	const at = (await findSentAt(db, scope.org_id, { delivery_id, attempt })) ?? timeOfId(delivery_id);
	const rows = await listSentAfter(db, commonOf(scope, query), { at, delivery_id, attempt }, limitOf(query));
	const orgs = await orgNames(parts, rows);
	return { rows: rows.map((row) => outRow(row, orgs)), as_of: clock.now() };
}

function commonOf(scope: ConsoleScope, query: LogQuery): Omit<RequestLogFilter, "surface"> {
	const { status, source } = query;
	const is_class = status?.endsWith("xx") ?? false;
	const low = status === undefined ? null : is_class ? Number(status[0]) * 100 : Number(status);
	return {
		org_id: scope.org_id,
		from_at: query.from === undefined ? null : Number(query.from),
		to_at: query.to === undefined ? null : Number(query.to),
		status_from: low,
		status_to: low === null ? null : is_class ? low + 99 : low,
		source: source ?? null,
		like: likeOf(query.q),
	};
}

async function orgNames(parts: ConsoleParts, rows: readonly { org_id: string | null }[]): Promise<Map<string, string>> {
	const org_ids = [...new Set(rows.flatMap((row) => row.org_id ?? []))];
	return org_ids.length === 0 ? new Map() : listConsoleOrgNames(parts.db, org_ids);
}

/** A request that came in, as the log shows it. */
export function inRow(row: RequestLogRow, orgs: ReadonlyMap<string, string>): LogRow {
	const org_name = row.org_id === null ? undefined : orgs.get(row.org_id);
	return {
		...{ _id: row.log_id, at: row.at, direction: "in", surface: row.surface as LogRow["surface"] },
		...{ method: row.method, route: row.route, status: row.status, ms: row.ms, request_id: row.request_id },
		...(row.code && { code: row.code }),
		...(row.org_id && { org_id: row.org_id }),
		...(org_name && { org_name }),
		...(row.source && { source: row.source }),
		can_resend: false,
	};
}

/** A request that went out, as the log shows it. */
export function outRow(row: SentRow, orgs: ReadonlyMap<string, string>): LogRow {
	const org_name = orgs.get(row.org_id);
	return {
		_id: `${row.delivery_id}.${row.attempt}`,
		...{ at: row.at, direction: "out", surface: surfaceOf(row.type), method: "POST", route: row.type },
		...(row.status !== null && { status: row.status }),
		...(row.stage !== "answered" && { code: row.stage }),
		ms: row.latency_ms,
		...{ org_id: row.org_id, source: row.slug, delivery_id: row.delivery_id, attempt: row.attempt },
		...(org_name && { org_name }),
		...(row.order_id && { order_id: row.order_id }),
		can_resend: replayOf(row).is_possible,
	};
}

/** Who gets messages of this type. */
function surfaceOf(type: string): "pos" | "dsp" | "partner_event" {
	if (type.startsWith("event.")) return "partner_event";
	return type.startsWith("location.") || type.startsWith("connection.") ? "dsp" : "pos";
}
