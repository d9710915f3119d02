import { lockLocationStatus, setLocationStatus } from "../../storage/tables/location-status.ts";
import type { CatalogParts, LocationTarget } from "./catalog.ts";
import { locationPauseEnd } from "./store-pause.ts";

/** A POS's word on whether a location takes orders (contract.md B.7 `location.status.updated`). */
export interface LocationStatusUpdate extends LocationTarget {
	status: "active" | "inactive";
	/** epoch ms; null = until further notice */
	paused_until: number | null;
}

/**
 * Take the latest word on a location, and queue what follows from it for every bound DSP, in one transaction (contract.md E.7).
 * Returns what became of it, for the webhook's answer.
 */
export async function applyLocationStatus(parts: CatalogParts, update: LocationStatusUpdate): Promise<string> {
	const { org_id, location_id, status } = update;
	const now = parts.clock.now();
	const paused_until = status === "inactive" ? endOf(update.paused_until) : null;
	return parts.queue.transaction(async (tx) => {
		const known = await lockLocationStatus(tx, org_id, location_id);
		if (known === undefined) return "unknown location";
		if (known.status === status && known.paused_until === paused_until) return "unchanged";
		await setLocationStatus(tx, { org_id, location_id, at: now, status, paused_until });
		const before = locationPauseEnd({ location_status: known.status, paused_until: known.paused_until });
		const after = locationPauseEnd({ location_status: status, paused_until });
		await parts.channels.reportLocationPause(tx, { org_id, location_id }, { before, after });
		if (status === "active") return "location open";
		return after > now ? "location paused" : "the pause is over already";
	});
}

const LAST_MOMENT = 8.64e15;

/** A moment that the database and a date can hold; anything else is no end. */
function endOf(paused_until: number | null): number | null {
	return paused_until !== null && paused_until >= 0 && paused_until <= LAST_MOMENT ? Math.floor(paused_until) : null;
}
