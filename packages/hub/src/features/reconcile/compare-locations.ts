import type { LocationRow } from "../../storage/tables/location.ts";
import type { ListedLocation } from "../locations/index.ts";

/** What a POS lists, beside what the hub has of it. */
export interface LocationDrift {
	/** listed and connected: their catalogs can be asked for */
	reachable: LocationRow[];
	/** their name, address, time zone or preparation time is another one now */
	changed: { row: LocationRow; listed: ListedLocation; is_on_menu: boolean }[];
	/** the hub has them, the POS does not list them */
	missing: LocationRow[];
}

/** Compare the locations that were brought in with those that the POS lists now; others that it lists are nobody's yet. */
export function compareLocations(rows: readonly LocationRow[], listed: readonly ListedLocation[]): LocationDrift {
	const by_id = new Map(listed.map((location) => [location.provider_id, location]));
	const drift: LocationDrift = { reachable: [], changed: [], missing: [] };
	for (const row of rows) {
		const there = by_id.get(row.provider_id);
		if (there === undefined) {
			drift.missing.push(row);
			continue;
		}
		if (!there.is_disconnected) drift.reachable.push(row);
		const is_on_menu = there.prep_time_minutes !== row.prep_time_minutes;
		const differs =
			is_on_menu ||
			there.name !== row.name ||
			there.timezone !== row.timezone ||
			sorted(there.address) !== sorted(row.address);
		if (differs) drift.changed.push({ row, listed: there, is_on_menu });
	}
	return drift;
}

function sorted(address: Record<string, unknown>): string {
	return JSON.stringify(Object.entries(address).sort(([a], [b]) => (a < b ? -1 : 1)));
}
