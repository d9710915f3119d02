import { newId } from "../../base/id.ts";
import type { Tx } from "../../delivery/index.ts";
import { claimWaitingSync, findWaitingSync } from "../../storage/tables/location-sync.ts";
import type { LocationTarget } from "./catalog.ts";

/**
 * Ask for a sync of a location in the caller's transaction (contract.md B.7: a webhook is a hint). Any number of hints share
 * the one sync that waits; a hint that comes while one runs has another wait behind it. The job of the waiting sync is sent
 * again each time under its own id, which repairs a lost one and does nothing otherwise (distributed.md rule 2).
 */
export async function requestSync(tx: Tx, target: LocationTarget): Promise<void> {
	const { org_id, location_id } = target;
	const waiting =
		(await findWaitingSync(tx, org_id, location_id)) ??
		(await claimWaitingSync(tx, { org_id, location_id, job_id: newId() }));
	if (waiting === undefined) return;
	tx.send("catalog.sync", { org_id, location_id }, { key: `${org_id}/${location_id}`, id: waiting });
}
