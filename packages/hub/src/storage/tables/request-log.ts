import type { Sql } from "../database.ts";
import { valuesList } from "./values.ts";

/** A request that came in. Ids grow with the time of writing, so that a tail misses nothing; `at` epoch ms, `ms` its length. */
export interface RequestLogRow {
	log_id: string;
	at: number;
	surface: string;
	method: string;
	/** the pattern, never the path with its ids and tokens */
	route: string;
	status: number;
	/** of the problem that was answered */
	code: string | null;
	ms: number;
	request_id: string;
	org_id: string | null;
	source: string | null;
}

const COLUMNS = [
	"log_id",
	"at",
	"surface",
	"method",
	"route",
	"status",
	"code",
	"ms",
	"request_id",
	"org_id",
	"source",
] as const;

/** Keep requests. */
export async function insertRequestLog(sql: Sql, rows: readonly RequestLogRow[]): Promise<void> {
	const { text, values } = valuesList(COLUMNS, rows as unknown as Record<string, unknown>[]);
	await sql.query(`INSERT INTO request_log (${COLUMNS.join(", ")}) VALUES ${text}`, values);
}

/** What a list of requests is narrowed to; null: not at all. */
export interface RequestLogFilter {
	org_id: string | null;
	from_at: number | null;
	to_at: number | null;
	/** both ends belong to it */
	status_from: number | null;
	status_to: number | null;
	surface: string | null;
	source: string | null;
	/** `%text%` in lower case, for route, code, and the request's id */
	like: string | null;
}

const FILTER = `($1::uuid IS NULL OR org_id = $1) AND ($2::bigint IS NULL OR at >= $2) AND ($3::bigint IS NULL OR at < $3)
	AND ($4::integer IS NULL OR status BETWEEN $4 AND $5) AND ($6::text IS NULL OR surface = $6) AND ($7::text IS NULL OR source = $7)
	AND ($8::text IS NULL OR lower(route) LIKE $8 OR code LIKE $8 OR request_id::text LIKE $8 OR lower(source) LIKE $8)`;

function values(filter: RequestLogFilter): unknown[] {
	const { org_id, from_at, to_at, status_from, status_to, surface, source, like } = filter;
	return [org_id, from_at, to_at, status_from, status_to, surface, source, like];
}

/** Requests, newest first, from behind `before`. */
export async function listRequestLog(
	sql: Sql,
	filter: RequestLogFilter,
	before: string | null,
	limit: number,
): Promise<RequestLogRow[]> {
	return sql.query<RequestLogRow>(
		`SELECT ${COLUMNS.join(", ")} FROM request_log WHERE ${FILTER} AND ($9::uuid IS NULL OR log_id < $9)
		  ORDER BY log_id DESC LIMIT $10`,
		[...values(filter), before, limit],
	);
}

/** Requests written after `after`, oldest first: the tail. */
export async function listRequestLogAfter(
	sql: Sql,
	filter: RequestLogFilter,
	after: string,
	limit: number,
): Promise<RequestLogRow[]> {
	return sql.query<RequestLogRow>(
		`SELECT ${COLUMNS.join(", ")} FROM request_log WHERE ${FILTER} AND log_id > $9 ORDER BY log_id LIMIT $10`,
		[...values(filter), after, limit],
	);
}

/** How many there are, counted up to `cap`. */
export async function countRequestLog(sql: Sql, filter: RequestLogFilter, cap: number): Promise<number> {
	const rows = await sql.query<{ count: number }>(
		`SELECT count(*)::integer AS count FROM (SELECT 1 FROM request_log WHERE ${FILTER} LIMIT $9) AS found`,
		[...values(filter), cap],
	);
	return rows[0]?.count ?? 0;
}

/** One request, within what may be seen: an organisation's, or with null every one. */
export async function findRequestLog(
	sql: Sql,
	org_id: string | null,
	log_id: string,
): Promise<RequestLogRow | undefined> {
	const rows = await sql.query<RequestLogRow>(
		`SELECT ${COLUMNS.join(", ")} FROM request_log WHERE log_id = $2 AND ($1::uuid IS NULL OR org_id = $1)`,
		[org_id, log_id],
	);
	return rows[0];
}

/** How requests went since an id: how many, how many failed by our fault, and how long they took. */
export async function measureRequests(
	sql: Sql,
	first_id: string,
): Promise<{ count: number; errors: number; p50_ms: number | null; p95_ms: number | null }> {
	const rows = await sql.query<{ count: number; errors: number; p50_ms: number | null; p95_ms: number | null }>(
		`SELECT count(*)::integer AS count, count(*) FILTER (WHERE status >= 500)::integer AS errors,
		        percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS p50_ms, percentile_cont(0.95) WITHIN GROUP (ORDER BY ms) AS p95_ms
		   FROM request_log WHERE log_id >= $1`,
		[first_id],
	);
	return rows[0] ?? { count: 0, errors: 0, p50_ms: null, p95_ms: null };
}

/** Forget requests older than an id. Returns how many. */
export async function deleteRequestLogBefore(sql: Sql, first_id: string): Promise<number> {
	const rows = await sql.query<{ count: number }>(
		"WITH gone AS (DELETE FROM request_log WHERE log_id < $1 RETURNING 1) SELECT count(*)::integer AS count FROM gone",
		[first_id],
	);
	return rows[0]?.count ?? 0;
}
