import type { Sql } from "../database.ts";

/** A location as a sync of its catalog needs it. */
export interface SyncTarget {
	org_id: string;
	location_id: string;
	/** the POS's own id */
	provider_id: string;
	/** the POS */
	slug: string;
	integration_id: string;
	integration_status: string;
	/** the merchant's id at the POS, for a Global Catalog (contract.md B.2 `id`) */
	account_id: string | null;
	catalog_version: number;
}

/** The location with its POS integration. */
export async function findSyncTarget(sql: Sql, org_id: string, location_id: string): Promise<SyncTarget | undefined> {
	const rows = await sql.query<SyncTarget>(
		`SELECT l.org_id, l.location_id, l.provider_id, l.slug, l.integration_id, i.status AS integration_status, i.account_id,
		        l.catalog_version
		   FROM location l JOIN integration i ON i.org_id = l.org_id AND i.integration_id = l.integration_id
		  WHERE l.org_id = $1 AND l.location_id = $2`,
		[org_id, location_id],
	);
	return rows[0];
}

/** What is known of a location's catalog besides the catalog. */
export interface SyncState {
	catalog_version: number;
	/** epoch ms */
	synced_at: number | null;
	sync_error: string | null;
	/** sentences, as JSON; null before anybody looked at its pictures */
	image_warnings: string | null;
}

/** How a location's syncs went. */
export async function findSyncState(sql: Sql, org_id: string, location_id: string): Promise<SyncState | undefined> {
	const rows = await sql.query<SyncState>(
		`SELECT catalog_version, synced_at, sync_error, image_warnings FROM location
		  WHERE org_id = $1 AND location_id = $2`,
		[org_id, location_id],
	);
	return rows[0];
}

/** Hold a location's catalog until the transaction ends, and say which version it has. New links to it need not wait. */
export async function lockCatalog(sql: Sql, org_id: string, location_id: string): Promise<number | undefined> {
	const rows = await sql.query<{ catalog_version: number }>(
		"SELECT catalog_version FROM location WHERE org_id = $1 AND location_id = $2 FOR NO KEY UPDATE",
		[org_id, location_id],
	);
	return rows[0]?.catalog_version;
}

/** Move a location to another version of its catalog. */
export async function setCatalogVersion(
	sql: Sql,
	change: { org_id: string; location_id: string; version: number },
): Promise<void> {
	await sql.query("UPDATE location SET catalog_version = $3 WHERE org_id = $1 AND location_id = $2", [
		change.org_id,
		change.location_id,
		change.version,
	]);
}

/** Note when a sync last worked, or, with `error`, why it did not. */
export async function noteSync(
	sql: Sql,
	note: { org_id: string; location_id: string; at: number; error: string | null },
): Promise<void> {
	await sql.query(
		`UPDATE location SET synced_at = CASE WHEN $4::text IS NULL THEN $3::bigint ELSE synced_at END, sync_error = $4
		  WHERE org_id = $1 AND location_id = $2`,
		[note.org_id, note.location_id, note.at, note.error],
	);
}

/** The sync that waits for this location; `null` when none does, undefined when there is no such location. */
export async function findWaitingSync(
	sql: Sql,
	org_id: string,
	location_id: string,
): Promise<string | null | undefined> {
	const rows = await sql.query<{ sync_job_id: string | null }>(
		"SELECT sync_job_id FROM location WHERE org_id = $1 AND location_id = $2",
		[org_id, location_id],
		"waiting-sync",
	);
	return rows[0]?.sync_job_id;
}

/** Make this the waiting sync, unless one waits already. Returns the one that waits now. */
export async function claimWaitingSync(
	sql: Sql,
	claim: { org_id: string; location_id: string; job_id: string },
): Promise<string | undefined> {
	const rows = await sql.query<{ sync_job_id: string }>(
		`UPDATE location SET sync_job_id = coalesce(sync_job_id, $3) WHERE org_id = $1 AND location_id = $2
		 RETURNING sync_job_id`,
		[claim.org_id, claim.location_id, claim.job_id],
	);
	return rows[0]?.sync_job_id;
}

/** The waiting sync starts: hints from now on need another one. */
export async function startWaitingSync(
	sql: Sql,
	start: { org_id: string; location_id: string; job_id: string },
): Promise<void> {
	await sql.query(
		"UPDATE location SET sync_job_id = NULL WHERE org_id = $1 AND location_id = $2 AND sync_job_id = $3",
		[start.org_id, start.location_id, start.job_id],
	);
}
