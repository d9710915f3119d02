import { newId } from "../../base/id.ts";
import type { Tx } from "../../delivery/index.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { listLocationsOfIntegration } from "../../storage/tables/location.ts";
import type { ConsoleParts } from "./console.ts";

/** Have the catalog of every location of a POS integration fetched anew. Returns how many that are. */
export async function resync(
	parts: ConsoleParts & { requestSync(tx: Tx, target: { org_id: string; location_id: string }): Promise<void> },
	key: { org_id: string; integration_id: string },
	actor: string,
): Promise<number> {
	const { org_id, integration_id } = key;
	const locations = await listLocationsOfIntegration(parts.db, org_id, integration_id);
	await parts.queue.transaction(async (tx) => {
		for (const { location_id } of locations) await parts.requestSync(tx, { org_id, location_id });
		const audit = { org_id, audit_id: newId(), actor, at: parts.clock.now() };
		const detail = { locations: locations.length };
		await insertAudit(tx, { ...audit, action: "integration.resync_requested", subject: integration_id, detail });
	});
	return locations.length;
}
