import type { Sql } from "../database.ts";

/** A request that went out, with the message that it carried. Times epoch ms. */
export interface SentRow {
	org_id: string;
	delivery_id: string;
	attempt: number;
	stage: "never_sent" | "unknown" | "answered";
	status: number | null;
	latency_ms: number;
	at: number;
	type: string;
	slug: string;
	state: string;
	order_id: string | null;
}

/** What a list of sent requests is narrowed to; null: not at all. */
export interface SentFilter {
	org_id: string | null;
	from_at: number | null;
	to_at: number | null;
	status_from: number | null;
	status_to: number | null;
	source: string | null;
	/** `%text%` in lower case, for type and ids */
	like: string | null;
}

/** What a tenant's requests say, those that the filter's values ($2 to $7, see `valuesOf`) leave. */
const SENT = `SELECT a.org_id, a.delivery_id, a.attempt, a.stage, a.status, a.latency_ms, a.at, d.type, d.slug, d.state, d.order_id
		      FROM attempt a JOIN delivery d ON d.org_id = a.org_id AND d.delivery_id = a.delivery_id
		     WHERE a.org_id = org.org_id AND ($2::bigint IS NULL OR a.at >= $2) AND ($3::bigint IS NULL OR a.at < $3)
		       AND ($4::integer IS NULL OR a.status BETWEEN $4 AND $5) AND ($6::text IS NULL OR d.slug = $6)
		       AND ($7::text IS NULL OR lower(d.type) LIKE $7 OR d.order_id::text LIKE $7 OR d.delivery_id::text LIKE $7)`;

/** Requests that went out, newest first, from behind `before`: each tenant's newest are found by its own key. */
export async function listSent(
	sql: Sql,
	filter: SentFilter,
	before: { at: number; delivery_id: string; attempt: number } | null,
	limit: number,
): Promise<SentRow[]> {
	return sql.query<SentRow>(
		`SELECT sent.* FROM org /* cross-tenant: the operator's log */
		  CROSS JOIN LATERAL (
		    ${SENT}
		       AND ($8::bigint IS NULL OR a.at <= $8 AND (a.at, a.delivery_id, a.attempt) < ($8, $9::uuid, $10::integer))
		     ORDER BY a.at DESC, a.delivery_id DESC, a.attempt DESC LIMIT $11) AS sent
		  WHERE ($1::uuid IS NULL OR org.org_id = $1)
		  ORDER BY sent.at DESC, sent.delivery_id DESC, sent.attempt DESC LIMIT $11`,
		[...valuesOf(filter), before?.at ?? null, before?.delivery_id ?? null, before?.attempt ?? null, limit],
	);
}

/** When this request went out, epoch ms; undefined: it is not kept any more, or is none of this organisation. */
export async function findSentAt(
	sql: Sql,
	org_id: string | null,
	sent: { delivery_id: string; attempt: number },
): Promise<number | undefined> {
	const rows = await sql.query<{ at: number }>(
		`SELECT a.at FROM org /* cross-tenant: the operator's log */
		   JOIN attempt a ON a.org_id = org.org_id AND a.delivery_id = $2 AND a.attempt = $3
		  WHERE ($1::uuid IS NULL OR org.org_id = $1)`,
		[org_id, sent.delivery_id, sent.attempt],
	);
	return rows[0]?.at;
}

/** Requests that went out behind `after`, oldest first: a tail. */
export async function listSentAfter(
	sql: Sql,
	filter: SentFilter,
	after: { at: number; delivery_id: string; attempt: number },
	limit: number,
): Promise<SentRow[]> {
	return sql.query<SentRow>(
		`SELECT sent.* FROM org /* cross-tenant: the operator's log */
		  CROSS JOIN LATERAL (
		    ${SENT}
		       AND a.at >= $8 AND (a.at, a.delivery_id, a.attempt) > ($8, $9::uuid, $10::integer)
		     ORDER BY a.at, a.delivery_id, a.attempt LIMIT $11) AS sent
		  WHERE ($1::uuid IS NULL OR org.org_id = $1)
		  ORDER BY sent.at, sent.delivery_id, sent.attempt LIMIT $11`,
		[...valuesOf(filter), after.at, after.delivery_id, after.attempt, limit],
	);
}

function valuesOf(filter: SentFilter): unknown[] {
	const { org_id, from_at, to_at, status_from, status_to, source, like } = filter;
	return [org_id, from_at, to_at, status_from, status_to, source, like];
}

/** How messages went since an id: how many attempts, and how long they took (ms). */
export async function measureAttempts(
	sql: Sql,
	since_at: number,
): Promise<{ count: number; p50_ms: number | null; p95_ms: number | null }> {
	const rows = await sql.query<{ count: number; p50_ms: number | null; p95_ms: number | null }>(
		`SELECT count(*)::integer AS count, percentile_cont(0.5) WITHIN GROUP (ORDER BY a.latency_ms) AS p50_ms,
		        percentile_cont(0.95) WITHIN GROUP (ORDER BY a.latency_ms) AS p95_ms
		   FROM org /* cross-tenant: the operator's figures */
		   JOIN attempt a ON a.org_id = org.org_id AND a.at >= $1`,
		[since_at],
	);
	return rows[0] ?? { count: 0, p50_ms: null, p95_ms: null };
}
