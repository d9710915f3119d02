import type { Holiday, Menu } from "@ticketrail/contract";
import type { Sql } from "../../storage/database.ts";
import { findLocationHours, type LocationHoursRow } from "../../storage/tables/location-hours.ts";
import { openSpans, type Span, scheduleOf } from "../menus/index.ts";

/** When a location was open between two moments by its own hours; undefined where nobody said. */
export async function findOpenSpans(
	db: Sql,
	{ org_id, location_id }: { org_id: string; location_id: string },
	from: number,
	to: number,
): Promise<Span[] | undefined> {
	const known = await findLocationHours(db, org_id, location_id);
	return known === undefined ? undefined : spansOf(known, from, to);
}

/** Open is who shows a menu: any of them, on holidays with their own hours (contract.md E.13). */
function spansOf({ timezone, holidays, menus }: LocationHoursRow, from: number, to: number): Span[] | undefined {
	if (timezone === null || menus.length === 0) return undefined;
	const days = holidays === null ? [] : (JSON.parse(holidays) as Holiday[]);
	const spans: Span[] = [];
	for (const menu of menus) {
		const open = openSpans({ schedule: scheduleOf(JSON.parse(menu) as Menu), holidays: days }, timezone, from, to);
		if (open === undefined) return undefined;
		spans.push(...open);
	}
	return spans.sort((a, b) => a.from - b.from);
}
