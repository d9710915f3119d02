import { dateFormat } from "../../text/formats.ts";

const MINUTE = 60_000;
/** As long as a local day gets, where clocks go back by an hour, and one more. */
const LONGEST_DAY_MINUTES = 26 * 60;

/** How long a link may be paused: without an end, or until a moment that the choice means now. */
export const PAUSE_CHOICES = ["resumed", "half_hour", "hour", "day"] as const;
export type PauseChoice = (typeof PAUSE_CHOICES)[number];

/** When a pause of this choice ends, epoch ms; undefined: when somebody resumes. `zone` is the location's, IANA. */
export function endOfChoice(choice: PauseChoice, now: number, zone: string | undefined): number | undefined {
	if (choice === "half_hour") return now + 30 * MINUTE;
	if (choice === "hour") return now + 60 * MINUTE;
	return choice === "day" ? endOfDay(now, zone) : undefined;
}

/** The first minute of the next day in a zone, epoch ms. The days there may have 23 or 25 hours. */
function endOfDay(now: number, zone: string | undefined): number {
	const format = dateFormat("en-CA", { dateStyle: "short", ...(zone !== undefined && { timeZone: zone }) });
	const this_minute = Math.floor(now / MINUTE) * MINUTE;
	const today = format.format(now);
	let [is_today, is_later] = [0, LONGEST_DAY_MINUTES];
	while (is_later - is_today > 1) {
		const middle = Math.floor((is_today + is_later) / 2);
		if (format.format(this_minute + middle * MINUTE) === today) is_today = middle;
		else is_later = middle;
	}
	return this_minute + is_later * MINUTE;
}

const SOONEST_MS = 5_000;
/** What a browser's timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/** In how many ms to look again, since the first of these pauses is over then; false where none has an end. */
export function pauseIsOverIn(ends: readonly (number | undefined)[], now: number): number | false {
	const first = Math.min(...ends.map((end) => end ?? Number.POSITIVE_INFINITY));
	if (first === Number.POSITIVE_INFINITY) return false;
	return Math.min(Math.max(first - now, SOONEST_MS), LONGEST_MS);
}
