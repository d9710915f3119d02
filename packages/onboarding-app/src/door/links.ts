import type { OrgLocation } from "@ticketrail/contract";
import type { Link } from "@ticketrail/store-matcher";
import type { DoorParts } from "./door-parts.ts";

/**
 * Links of one DSP: those that the hub tells with their store, those that were made through this door, and for a location that
 * has the DSP by name alone a store that nobody can name (contract.md A.4.8 gives no store id).
 */
export async function linksOf(
	parts: Pick<DoorParts, "book">,
	org_id: string,
	source: string,
	locations: readonly OrgLocation[],
): Promise<Link[]> {
	const made = (await parts.book.links(org_id)).filter((link) => link.source === source);
	return locations.flatMap(({ _id: pos_id, dsps }) => {
		const cells = dsps.filter((dsp) => dsp.source === source);
		const named = cells.flatMap(({ dsp_provider_id }) => dsp_provider_id ?? []);
		const own = made.filter(({ location_id }) => location_id === pos_id).map(({ dsp_provider_id }) => dsp_provider_id);
		const ids = new Set([...named, ...own]);
		if (cells.length > ids.size) ids.add(`unnamed store of ${pos_id}`);
		return [...ids].map((dsp_id) => ({ dsp_id, pos_id }));
	});
}
