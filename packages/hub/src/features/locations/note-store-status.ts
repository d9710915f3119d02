import type { StoreStatus } from "@ticketrail/contract";
import type { Clock } from "../../base/clock.ts";
import { HubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import type { Database } from "../../storage/database.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { setDspStatus } from "../../storage/tables/binding-dsp-status.ts";
import { findStoreRoutes } from "../../storage/tables/dsp-store-route.ts";

/** A DSP's word on one of its own stores (contract.md C.5.3). */
export interface StoreNews {
	slug: string;
	dsp_location_id: string;
	status_update: StoreStatus;
}

const LAST_MOMENT = 8.64e15;

/**
 * Note that a DSP has paused or reopened its own store (contract.md C.5.3, E.7): it concerns this store at this DSP only,
 * nobody else is told, and an order that it sends all the same is taken. Throws `location_not_found` for a store that is
 * not linked. Returns whether anything changed.
 */
export async function noteStoreStatus(
	parts: { db: Database; clock: Clock },
	{ slug, dsp_location_id, status_update }: StoreNews,
): Promise<boolean> {
	const [route] = await findStoreRoutes(parts.db, [{ slug, dsp_location_id }]);
	if (route?.binding_id == null)
		throw new HubError("location_not_found", {
			param: "/location_id",
			detail: `No connected merchant has a store ${JSON.stringify(dsp_location_id)} at ${slug}`,
		});
	const { org_id, binding_id } = route;
	const { status, start_time, end_time } = status_update;
	// a status of the future is remembered as the DSP said it
	const dsp_paused_until =
		status === "paused" && end_time !== undefined && end_time <= LAST_MOMENT ? Math.floor(end_time) : null;
	return await parts.db.transaction(async (tx) => {
		if (!(await setDspStatus(tx, { org_id, binding_id, dsp_status: status, dsp_paused_until }))) return false;
		await insertAudit(tx, {
			org_id,
			audit_id: newId(),
			actor: `dsp:${slug}`,
			action: "store.status_updated",
			subject: binding_id,
			detail: { status, start_time: start_time ?? null, end_time: end_time ?? null },
			at: parts.clock.now(),
		});
		return true;
	});
}
