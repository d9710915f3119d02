import { lockLocationStatus, setLocationStatus } from "../../storage/tables/location-status.ts";
import type { CatalogParts, LocationTarget } from "./catalog.ts";

/** A POS's word on whether a location takes orders (contract.md B.7 `location.status.updated`). */
export interface LocationStatusUpdate extends LocationTarget {
	status: "active" | "inactive";
	/** epoch ms; null = until further notice */
	paused_until: number | null;
}

/**
 * Take the latest word on a location, and queue it for every bound DSP, in one transaction (contract.md E.7): a pause with
 * its end, or one without; a resume only after one without, since a DSP ends the others by itself, and a new end for a pause
 * that is cut short. Returns what became
 * of it, for the webhook's answer.
 */
export async function applyLocationStatus(parts: CatalogParts, update: LocationStatusUpdate): Promise<string> {
	const { org_id, location_id, status } = update;
	const now = parts.clock.now();
	const paused_until = status === "inactive" ? endOf(update.paused_until) : null;
	return parts.queue.transaction(async (tx) => {
		const before = await lockLocationStatus(tx, org_id, location_id);
		if (before === undefined) return "unknown location";
		if (before.status === status && before.paused_until === paused_until) return "unchanged";
		await setLocationStatus(tx, { org_id, location_id, at: now, status, paused_until });
		if (status === "active") {
			if (before.status === "inactive" && before.paused_until === null) {
				await parts.channels.reportResume(tx, { org_id, location_id });
			} else if (before.paused_until !== null && before.paused_until > now) {
				// no resume follows a pause that has an end; opening early moves that end to this moment
				await parts.channels.reportPause(tx, { org_id, location_id }, now);
			}
			return "location open";
		}
		if (paused_until !== null && paused_until <= now) return "the pause is over already";
		await parts.channels.reportPause(tx, { org_id, location_id }, paused_until ?? undefined);
		return "location paused";
	});
}

const LAST_MOMENT = 8.64e15;

/** A moment that the database and a date can hold; anything else is no end. */
function endOf(paused_until: number | null): number | null {
	return paused_until !== null && paused_until >= 0 && paused_until <= LAST_MOMENT ? Math.floor(paused_until) : null;
}
