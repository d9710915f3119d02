import { mapInTurns } from "../../base/in-turns.ts";
import type { Sql } from "../database.ts";
import { fromStored, type Stored } from "./values.ts";

/** A restaurant as its POS lists it (contract.md B.3), once it is ingested. */
export interface LocationRow {
	org_id: string;
	location_id: string;
	/** the POS integration that it is reached through */
	integration_id: string;
	/** the POS */
	slug: string;
	/** the POS's own id */
	provider_id: string;
	name: string;
	/** as the POS sent it: `address_line_1`, `city`, `state`, … */
	address: Record<string, unknown>;
	timezone: string | null;
	prep_time_minutes: number | null;
	/** `active` or `inactive` (contract.md E.7) */
	status: string;
	/** epoch ms, as all times here */
	paused_until: number | null;
	/** 0 until a catalog was stored */
	catalog_version: number;
	synced_at: number | null;
	created_at: number;
	updated_at: number;
}

const COLUMNS = `org_id, location_id, integration_id, slug, provider_id, name, address, timezone, prep_time_minutes, status,
	paused_until, catalog_version, synced_at, created_at, updated_at`;

export type IngestedLocation = Pick<
	LocationRow,
	"location_id" | "provider_id" | "name" | "address" | "timezone" | "prep_time_minutes"
>;

/**
 * Store locations of one POS integration, or bring them up to date: a known one keeps its id, its status and its catalog.
 * Returns the ids in force.
 */
export async function upsertLocations(
	sql: Sql,
	owner: { org_id: string; integration_id: string; slug: string; at: number },
	locations: readonly IngestedLocation[],
): Promise<{ location_id: string; provider_id: string; status: string }[]> {
	// always in one order, so that two ingests at once wait for each other instead of locking each other out
	const sorted = [...locations].sort((a, b) => (a.provider_id < b.provider_id ? -1 : 1));
	return sql.query(
		`INSERT INTO location (org_id, location_id, integration_id, slug, provider_id, name, address, timezone,
		   prep_time_minutes, status, created_at, updated_at)
		 SELECT $1, new.location_id, $2, $3, new.provider_id, new.name, new.address, new.timezone, new.prep_time_minutes,
		   'active', $4, $4
		   FROM unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::integer[])
		     AS new (location_id, provider_id, name, address, timezone, prep_time_minutes)
		 ON CONFLICT (org_id, slug, provider_id) DO UPDATE SET integration_id = excluded.integration_id,
		   name = excluded.name, address = excluded.address, timezone = excluded.timezone,
		   prep_time_minutes = excluded.prep_time_minutes, updated_at = excluded.updated_at
		 RETURNING location_id, provider_id, status`,
		[
			owner.org_id,
			owner.integration_id,
			owner.slug,
			owner.at,
			sorted.map((location) => location.location_id),
			sorted.map((location) => location.provider_id),
			sorted.map((location) => location.name),
			sorted.map((location) => JSON.stringify(location.address)),
			sorted.map((location) => location.timezone),
			sorted.map((location) => location.prep_time_minutes),
		],
	);
}

/** Every location of the organisation by name. */
export async function listLocations(sql: Sql, org_id: string): Promise<LocationRow[]> {
	const rows = await sql.query<Stored<LocationRow>>(
		`SELECT ${COLUMNS} FROM location WHERE org_id = $1 ORDER BY name, provider_id, location_id`,
		[org_id],
	);
	return mapInTurns(rows, fromStored);
}

/** What is compared of a location, and shown beside it. */
export type LocationPlace = Pick<
	LocationRow,
	"location_id" | "integration_id" | "slug" | "provider_id" | "name" | "address" | "timezone"
>;

/** Where every location of the organisation is, by name: of thousands of rows each column more is a millisecond. */
export async function listLocationPlaces(sql: Sql, org_id: string): Promise<LocationPlace[]> {
	const rows = await sql.query<Stored<LocationPlace>>(
		`SELECT location_id, integration_id, slug, provider_id, name, address, timezone FROM location
		  WHERE org_id = $1 ORDER BY name, provider_id, location_id`,
		[org_id],
	);
	return mapInTurns(rows, fromStored);
}

/** One location. */
export async function findLocation(sql: Sql, org_id: string, location_id: string): Promise<LocationRow | undefined> {
	const rows = await sql.query<Stored<LocationRow>>(
		`SELECT ${COLUMNS} FROM location WHERE org_id = $1 AND location_id = $2`,
		[org_id, location_id],
	);
	return rows.map(fromStored)[0];
}

/** The name of every location of the organisation. */
export async function listAllLocationNames(
	sql: Sql,
	org_id: string,
): Promise<Pick<LocationRow, "location_id" | "name">[]> {
	return sql.query("SELECT location_id, name FROM location WHERE org_id = $1 ORDER BY name, location_id", [org_id]);
}

/** Every location that is reached through this integration. */
export async function listLocationsOfIntegration(
	sql: Sql,
	org_id: string,
	integration_id: string,
): Promise<LocationRow[]> {
	const rows = await sql.query<Stored<LocationRow>>(
		`SELECT ${COLUMNS} FROM location WHERE org_id = $1 AND integration_id = $2 ORDER BY provider_id`,
		[org_id, integration_id],
	);
	return rows.map(fromStored);
}

/** Where a location comes from: its POS integration, and the POS's own id of it. */
export async function findLocationSource(
	sql: Sql,
	org_id: string,
	location_id: string,
): Promise<{ integration_id: string; provider_id: string } | undefined> {
	const rows = await sql.query<{ integration_id: string; provider_id: string }>(
		"SELECT integration_id, provider_id FROM location WHERE org_id = $1 AND location_id = $2",
		[org_id, location_id],
	);
	return rows[0];
}

/** Whose a location is, for the operator's command line. */
export async function findOrgOfLocation(sql: Sql, location_id: string): Promise<string | undefined> {
	const rows = await sql.query<{ org_id: string }>(
		"SELECT org_id FROM location /* cross-tenant: the operator knows only the location id */ WHERE location_id = $1",
		[location_id],
	);
	return rows[0]?.org_id;
}
