import { type Holiday, normalizeSlot } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import { lockLocationStatus, setHolidays } from "../../storage/tables/location-status.ts";
import type { LocationTarget } from "../catalog/index.ts";
import type { MenusParts } from "./menus.ts";

/** Days of each month in a leap year: 29 February may be named. */
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Set the days on which a location has other hours, all of them at once, and queue its menu for every channel (contract.md C.6.3,
 * E.13; no POS can say them). Returns them as channels will read them. Errors: `location_not_found`, `invalid_field`.
 */
export async function changeHolidays(
	parts: Pick<MenusParts, "queue">,
	{ org_id, location_id }: LocationTarget,
	holidays: readonly Holiday[],
	requestPublishEverywhere: (tx: Parameters<Parameters<MenusParts["queue"]["transaction"]>[0]>[0]) => Promise<void>,
): Promise<Holiday[]> {
	const normal = holidays.map(normalHoliday);
	if (!isId(org_id) || !isId(location_id)) throw new HubError("location_not_found");
	await parts.queue.transaction(async (tx) => {
		if ((await lockLocationStatus(tx, org_id, location_id)) === undefined) throw new HubError("location_not_found");
		await setHolidays(tx, { org_id, location_id, holidays: JSON.stringify(normal) });
		await requestPublishEverywhere(tx);
	});
	return normal;
}

function normalHoliday(holiday: Holiday, index: number): Holiday {
	const { date, recurring_yearly, hours, name, specific_years } = holiday;
	const [month = 0, day = 0] = date.split("-").map(Number);
	if (day < 1 || day > (MONTH_DAYS[month - 1] ?? 0)) throw invalid(index, "date", `${date} is no day of any year.`);
	if (recurring_yearly && specific_years !== undefined && specific_years.length > 0)
		throw invalid(index, "specific_years", "A day that recurs every year has no specific years.");
	if (!recurring_yearly && (specific_years === undefined || specific_years.length === 0))
		throw invalid(index, "specific_years", "A day that does not recur needs the years that it is in.");
	const slots = hours?.map((slot, place) => {
		const normalized = normalizeSlot(slot);
		if (normalized === undefined) throw invalid(index, `hours/${place}`, `${slot} is no slot of the form HH:mm-HH:mm.`);
		if (normalized.tomorrow !== undefined)
			throw invalid(index, `hours/${place}`, `${slot} runs over midnight; end it at 24:00.`);
		return normalized.today;
	});
	return {
		...{ date, recurring_yearly },
		...(slots === undefined || slots.length === 0 ? {} : { hours: slots }),
		...(name === undefined ? {} : { name }),
		...(recurring_yearly ? {} : { specific_years: [...new Set(specific_years)].sort((a, b) => a - b) }),
	};
}

function invalid(index: number, field: string, detail: string): HubError {
	return new HubError("invalid_field", { param: `/holidays/${index}/${field}`, detail });
}
