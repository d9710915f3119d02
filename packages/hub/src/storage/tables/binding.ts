import type { Sql } from "../database.ts";

/** The link between a POS location and a DSP store that lets orders flow (contract.md A.4.6). */
export interface BindingRow {
	org_id: string;
	binding_id: string;
	location_id: string;
	/** the DSP integration */
	integration_id: string;
	/** the DSP */
	slug: string;
	/** the DSP's own store id */
	dsp_location_id: string;
	dsp_store_name: string;
	/** as the Partner API says it: `APPROVED` (contract.md A.4.8) */
	status: string;
	/** when the DSP was told that it is connected, at the first menu publish; epoch ms, as all times here */
	connected_at: number | null;
	/** hash of the menu that the DSP has */
	menu_hash: string | null;
	dsp_paused_until: number | null;
	/** the POS's ids of the menus that the store shows, as JSON; null = all (contract.md A.4.7) */
	menu_ids: string | null;
	created_by: string;
	created_at: number;
	ended_at: number | null;
}

const COLUMNS = `org_id, binding_id, location_id, integration_id, slug, dsp_location_id, dsp_store_name, status, connected_at,
	menu_hash, dsp_paused_until, menu_ids, created_by, created_at, ended_at`;

/** Which location a store is linked with. */
export type StoreBinding = Pick<BindingRow, "binding_id" | "location_id" | "dsp_location_id" | "status">;

/** An organisation's links at one DSP that are in force, oldest first. */
export async function listStoreBindings(sql: Sql, org_id: string, slug: string): Promise<StoreBinding[]> {
	return sql.query<StoreBinding>(
		`SELECT binding_id, location_id, dsp_location_id, status FROM binding
		  WHERE org_id = $1 AND slug = $2 AND ended_at IS NULL ORDER BY created_at, binding_id`,
		[org_id, slug],
	);
}

/** Store a new link. */
export async function insertBinding(
	sql: Sql,
	row: Omit<BindingRow, "connected_at" | "menu_hash" | "dsp_paused_until" | "menu_ids" | "ended_at">,
): Promise<void> {
	await sql.query(
		`INSERT INTO binding (org_id, binding_id, location_id, integration_id, slug, dsp_location_id, dsp_store_name, status,
		   created_by, created_at)
		 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		[
			row.org_id,
			row.binding_id,
			row.location_id,
			row.integration_id,
			row.slug,
			row.dsp_location_id,
			row.dsp_store_name,
			row.status,
			row.created_by,
			row.created_at,
		],
	);
}

/** The link with this id, ended ones too. */
export async function findBinding(sql: Sql, org_id: string, binding_id: string): Promise<BindingRow | undefined> {
	const rows = await sql.query<BindingRow>(`SELECT ${COLUMNS} FROM binding WHERE org_id = $1 AND binding_id = $2`, [
		org_id,
		binding_id,
	]);
	return rows[0];
}

/** Every link of the organisation that is in force, oldest first. */
export async function listActiveBindings(sql: Sql, org_id: string): Promise<BindingRow[]> {
	return sql.query<BindingRow>(
		`SELECT ${COLUMNS} FROM binding WHERE org_id = $1 AND ended_at IS NULL ORDER BY created_at, binding_id`,
		[org_id],
	);
}

/** Links in force that go through this integration, be it the DSP's or the POS's. */
export async function listActiveBindingsOfIntegration(
	sql: Sql,
	org_id: string,
	integration_id: string,
): Promise<BindingRow[]> {
	return sql.query<BindingRow>(
		`SELECT binding.org_id, binding.binding_id, binding.location_id, binding.integration_id, binding.slug,
		        binding.dsp_location_id, binding.dsp_store_name, binding.status, binding.connected_at, binding.menu_hash,
		        binding.dsp_paused_until, binding.menu_ids, binding.created_by, binding.created_at, binding.ended_at
		   FROM binding JOIN location ON location.org_id = binding.org_id AND location.location_id = binding.location_id
		  WHERE binding.org_id = $1 AND binding.ended_at IS NULL
		    AND (binding.integration_id = $2 OR location.integration_id = $2)
		  ORDER BY binding.slug, binding.dsp_location_id`,
		[org_id, integration_id],
	);
}

/** End links. Returns the ids of those that were in force. */
export async function endBindings(
	sql: Sql,
	org_id: string,
	binding_ids: readonly string[],
	at: number,
): Promise<string[]> {
	const rows = await sql.query<{ binding_id: string }>(
		`UPDATE binding SET ended_at = $3, status = 'ENDED'
		  WHERE org_id = $1 AND binding_id = ANY($2::uuid[]) AND ended_at IS NULL RETURNING binding_id`,
		[org_id, binding_ids, at],
	);
	return rows.map((row) => row.binding_id);
}

/** Let a link in force go through another integration of the same DSP. */
export async function moveBinding(
	sql: Sql,
	move: { org_id: string; binding_id: string; integration_id: string },
): Promise<void> {
	await sql.query("UPDATE binding SET integration_id = $3 WHERE org_id = $1 AND binding_id = $2 AND ended_at IS NULL", [
		move.org_id,
		move.binding_id,
		move.integration_id,
	]);
}
