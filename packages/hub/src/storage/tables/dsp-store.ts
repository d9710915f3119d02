import { mapInTurns } from "../../base/in-turns.ts";
import type { Sql } from "../database.ts";
import { fromStored, type Stored } from "./values.ts";

/** A store as a DSP lists it for one integration (contract.md C.2.3). */
export interface DspStoreRow {
	org_id: string;
	integration_id: string;
	/** the DSP's own id */
	provider_id: string;
	name: string;
	/** as the DSP sent it */
	address: Record<string, unknown>;
	/** epoch ms */
	created_at: number;
	updated_at: number;
}

/** Make what is stored equal to the DSP's list. */
export async function replaceDspStores(
	sql: Sql,
	owner: { org_id: string; integration_id: string; at: number },
	stores: readonly Pick<DspStoreRow, "provider_id" | "name" | "address">[],
): Promise<void> {
	const sorted = [...stores].sort((a, b) => (a.provider_id < b.provider_id ? -1 : 1));
	const ids = sorted.map((store) => store.provider_id);
	await sql.query(
		`INSERT INTO dsp_store (org_id, integration_id, provider_id, name, address, created_at, updated_at)
		 SELECT $1, $2, new.provider_id, new.name, new.address, $3, $3
		   FROM unnest($4::text[], $5::text[], $6::text[]) AS new (provider_id, name, address)
		 ON CONFLICT (org_id, integration_id, provider_id) DO UPDATE
		   SET name = excluded.name, address = excluded.address, updated_at = excluded.updated_at`,
		[
			owner.org_id,
			owner.integration_id,
			owner.at,
			ids,
			sorted.map((store) => store.name),
			sorted.map((store) => JSON.stringify(store.address)),
		],
	);
	await sql.query(
		"DELETE FROM dsp_store WHERE org_id = $1 AND integration_id = $2 AND provider_id <> ALL($3::text[])",
		[owner.org_id, owner.integration_id, ids],
	);
}

/** The DSP's stores as last listed. */
export async function listDspStores(sql: Sql, org_id: string, integration_id: string): Promise<DspStoreRow[]> {
	const rows = await sql.query<Stored<DspStoreRow>>(
		`SELECT org_id, integration_id, provider_id, name, address, created_at, updated_at FROM dsp_store
		  WHERE org_id = $1 AND integration_id = $2 ORDER BY name, provider_id`,
		[org_id, integration_id],
	);
	return mapInTurns(rows, fromStored);
}

/** How many rows a bind compares: the organisation's locations, and the stores that one DSP lists. */
export async function countSides(
	sql: Sql,
	org_id: string,
	integration_id: string,
): Promise<{ locations: number; stores: number }> {
	const [row] = await sql.query<{ locations: number; stores: number }>(
		`SELECT (SELECT count(*) FROM location WHERE org_id = $1)::int AS locations,
			(SELECT count(*) FROM dsp_store WHERE org_id = $1 AND integration_id = $2)::int AS stores`,
		[org_id, integration_id],
	);
	return row ?? { locations: 0, stores: 0 };
}

/** What is compared of a store. */
export type DspStorePlace = Pick<DspStoreRow, "provider_id" | "name" | "address" | "updated_at">;

/** Where each is. */
export async function listDspStorePlaces(sql: Sql, org_id: string, integration_id: string): Promise<DspStorePlace[]> {
	const rows = await sql.query<Stored<DspStorePlace>>(
		`SELECT provider_id, name, address, updated_at FROM dsp_store
		  WHERE org_id = $1 AND integration_id = $2 ORDER BY name, provider_id`,
		[org_id, integration_id],
	);
	return mapInTurns(rows, fromStored);
}

/** One of them. */
export async function findDspStore(
	sql: Sql,
	org_id: string,
	integration_id: string,
	provider_id: string,
): Promise<DspStoreRow | undefined> {
	const rows = await sql.query<Stored<DspStoreRow>>(
		`SELECT org_id, integration_id, provider_id, name, address, created_at, updated_at FROM dsp_store
		  WHERE org_id = $1 AND integration_id = $2 AND provider_id = $3`,
		[org_id, integration_id, provider_id],
	);
	return rows.map(fromStored)[0];
}

/** The name of each. */
export async function listDspStoreNames(
	sql: Sql,
	org_id: string,
	integration_id: string,
): Promise<Pick<DspStoreRow, "provider_id" | "name">[]> {
	return sql.query(
		"SELECT provider_id, name FROM dsp_store WHERE org_id = $1 AND integration_id = $2 ORDER BY name, provider_id",
		[org_id, integration_id],
	);
}

/** Forget the list, when the integration is disconnected. */
export async function deleteDspStores(sql: Sql, org_id: string, integration_id: string): Promise<void> {
	await sql.query("DELETE FROM dsp_store WHERE org_id = $1 AND integration_id = $2", [org_id, integration_id]);
}

/** What a DSP calls one of its stores. */
export async function findDspStoreName(
	sql: Sql,
	store: { org_id: string; slug: string; dsp_location_id: string },
): Promise<string | undefined> {
	const rows = await sql.query<{ name: string }>(
		`SELECT s.name FROM dsp_store s JOIN integration i ON i.org_id = s.org_id AND i.integration_id = s.integration_id
		  WHERE s.org_id = $1 AND i.slug = $2 AND s.provider_id = $3 ORDER BY s.updated_at DESC LIMIT 1`,
		[store.org_id, store.slug, store.dsp_location_id],
	);
	return rows[0]?.name;
}
