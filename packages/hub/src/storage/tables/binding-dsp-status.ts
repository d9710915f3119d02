import type { Sql } from "../database.ts";

/** What a DSP says of its own store (contract.md C.5.3). */
export interface DspStatus {
	/** `online`, `paused`, or what the DSP calls it */
	dsp_status: string;
	/** epoch ms; null with `paused` = until further notice */
	dsp_paused_until: number | null;
}

/** Note a DSP's word on its store; false when it is known already. */
export async function setDspStatus(
	sql: Sql,
	change: { org_id: string; binding_id: string } & DspStatus,
): Promise<boolean> {
	const rows = await sql.query(
		`UPDATE binding SET dsp_status = $3, dsp_paused_until = $4
		  WHERE org_id = $1 AND binding_id = $2 AND ended_at IS NULL
		    AND (dsp_status IS DISTINCT FROM $3 OR dsp_paused_until IS DISTINCT FROM $4::bigint) RETURNING binding_id`,
		[change.org_id, change.binding_id, change.dsp_status, change.dsp_paused_until],
	);
	return rows.length > 0;
}

/** The linked stores of an organisation that their own DSP keeps paused at `now` (epoch ms), ended pauses left out. */
export async function listStoresPausedByDsp(
	sql: Sql,
	org_id: string,
	now: number,
): Promise<{ binding_id: string; slug: string; dsp_location_id: string; dsp_paused_until: number | null }[]> {
	return await sql.query(
		`SELECT binding_id, slug, dsp_location_id, dsp_paused_until FROM binding
		  WHERE org_id = $1 AND ended_at IS NULL AND dsp_status = 'paused' AND (dsp_paused_until IS NULL OR dsp_paused_until > $2)
		  ORDER BY slug, dsp_location_id`,
		[org_id, now],
	);
}
