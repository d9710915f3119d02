import type { Sql } from "../database.ts";

/** Rows per statement, so that other work gets its turn. */
const ROWS_AT_ONCE = 1000;

/** What is known of a picture of a catalog, by its address: it is read again only under another one (contract.md B.4.8). */
export interface ImageCheckRow {
	/** of the address */
	url_digest: string;
	url: string;
	/** what is wrong with it, as the end of a sentence; null = nothing */
	problem: string | null;
	/** how often it could not be read */
	failures: number;
	/** when to try again, epoch ms; null = never, since it was read or tried often enough */
	retry_at: number | null;
	/** epoch ms */
	checked_at: number;
}

/** What is known of these pictures; the others have never been looked at. */
export async function findImageChecks(
	sql: Sql,
	org_id: string,
	url_digests: readonly string[],
): Promise<Omit<ImageCheckRow, "url">[]> {
	return sql.query(
		`SELECT url_digest, problem, failures, retry_at, checked_at FROM image_check
		  WHERE org_id = $1 AND url_digest = ANY($2::text[])`,
		[org_id, url_digests],
	);
}

/** Pictures of an organisation with something wrong, at most `limit`. */
export async function listImageProblems(
	sql: Sql,
	org_id: string,
	limit: number,
): Promise<{ url: string; problem: string }[]> {
	return sql.query(
		"SELECT url, problem FROM image_check WHERE org_id = $1 AND problem IS NOT NULL ORDER BY url_digest LIMIT $2",
		[org_id, limit],
	);
}

/** Remember what came of looking at pictures. */
export async function upsertImageChecks(sql: Sql, org_id: string, rows: readonly ImageCheckRow[]): Promise<void> {
	for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
		await upsertSome(sql, org_id, rows.slice(from, from + ROWS_AT_ONCE));
	}
}

async function upsertSome(sql: Sql, org_id: string, rows: readonly ImageCheckRow[]): Promise<void> {
	await sql.query(
		`INSERT INTO image_check (org_id, url_digest, url, problem, failures, retry_at, checked_at)
		 SELECT $1::uuid, n.url_digest, n.url, n.problem, n.failures, n.retry_at, n.checked_at
		   FROM unnest($2::text[], $3::text[], $4::text[], $5::integer[], $6::bigint[], $7::bigint[])
		     AS n (url_digest, url, problem, failures, retry_at, checked_at)
		 ON CONFLICT (org_id, url_digest) DO UPDATE SET problem = excluded.problem, failures = excluded.failures,
		   retry_at = excluded.retry_at, checked_at = excluded.checked_at`,
		[
			org_id,
			rows.map((row) => row.url_digest),
			rows.map((row) => row.url),
			rows.map((row) => row.problem),
			rows.map((row) => row.failures),
			rows.map((row) => row.retry_at),
			rows.map((row) => row.checked_at),
		],
	);
}

/** A picture's address as it stands in the body of an object; one that JSON has to escape is no address. */
const PROVIDER_URL = '"provider_url":"(https?://[^"\\\\[:space:]]+)"';

/** The pictures of a location's live objects, in the POS's order; an address that stands in several objects comes several times. */
export async function listPictures(
	sql: Sql,
	org_id: string,
	location_id: string,
): Promise<{ kind: string; provider_id: string; url: string }[]> {
	return sql.query(
		`SELECT kind, provider_id, (regexp_matches(body, $3, 'gi'))[1] AS url FROM catalog_object
		  WHERE org_id = $1 AND location_id = $2 AND retired_at IS NULL AND kind IN ('item_family', 'modifier')
		    AND body LIKE '%"provider_url":"http%' ORDER BY kind, position`,
		[org_id, location_id, PROVIDER_URL],
	);
}

/** Set what a location's catalog shows wrong pictures of: sentences, as JSON. */
export async function setImageWarnings(
	sql: Sql,
	change: { org_id: string; location_id: string; image_warnings: string },
): Promise<void> {
	await sql.query("UPDATE location SET image_warnings = $3 WHERE org_id = $1 AND location_id = $2", [
		change.org_id,
		change.location_id,
		change.image_warnings,
	]);
}
