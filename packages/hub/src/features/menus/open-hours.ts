import { type Holiday, type Schedule, WEEKDAYS } from "@ticketrail/contract";

const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** A stretch of time, epoch ms; `to` is no longer in it. */
export interface Span {
	from: number;
	to: number;
}

/** When a menu is there: the week as it is published, and the days on which other hours take its place (contract.md E.13). */
export interface Hours {
	schedule: Schedule;
	holidays: readonly Holiday[];
}

/**
 * The stretches between `from` and `to` in which a menu is there, by the clock on the wall of its location: where the clock is
 * set back, a slot in the doubled hour counts twice, and where it is set forward, the left-out part of a slot never comes.
 * Undefined when nobody knows such a time zone.
 */
export function openSpans(
	{ schedule, holidays }: Hours,
	timezone: string,
	from: number,
	to: number,
): Span[] | undefined {
	const clock = wallClock(timezone);
	if (clock === undefined) return undefined;
	const open: Span[] = [];
	for (const { from: begin, to: end, offset } of stretchesOfOneOffset(clock, from, to)) {
		for (let day = Math.floor((begin + offset) / DAY) * DAY; day < end + offset; day += DAY) {
			for (const slot of slotsOf(schedule, holidays, new Date(day))) {
				const [start = 0, stop = 0] = slot.split("-").map(minutesOf);
				const span = {
					from: Math.max(begin, day + start * MINUTE - offset),
					to: Math.min(end, day + stop * MINUTE - offset),
				};
				if (span.from < span.to) open.push(span);
			}
		}
	}
	return joined(open.sort((a, b) => a.from - b.from));
}

/** The slots of a day of the calendar, which is given as the midnight of UTC with its date. */
function slotsOf(schedule: Schedule, holidays: readonly Holiday[], day: Date): readonly string[] {
	const date = day.toISOString().slice(5, 10);
	const year = day.getUTCFullYear();
	const holiday = holidays.find(
		(entry) => entry.date === date && (entry.recurring_yearly || entry.specific_years?.includes(year) === true),
	);
	if (holiday !== undefined) return holiday.hours ?? [];
	const weekday = WEEKDAYS[(day.getUTCDay() + 6) % 7];
	return weekday === undefined ? [] : schedule[weekday];
}

function minutesOf(time: string): number {
	const [hours = 0, minutes = 0] = time.split(":").map(Number);
	return hours * 60 + minutes;
}

function joined(spans: readonly Span[]): Span[] {
	const result: Span[] = [];
	for (const span of spans) {
		const last = result.at(-1);
		if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
		else result.push({ ...span });
	}
	return result;
}

/** How far a wall clock is ahead of UTC at a moment, ms. */
type WallClock = (at: number) => number;

/** Between two changes of the clock, its time runs like any other. No zone changes twice within an hour. */
function* stretchesOfOneOffset(clock: WallClock, from: number, to: number): Generator<Span & { offset: number }> {
	let begin = from;
	let offset = clock(from);
	for (let at = from; at < to; at += HOUR) {
		const next = Math.min(at + HOUR, to);
		const later = clock(next);
		if (later === offset) continue;
		let [before, after] = [at, next];
		while (after - before > SECOND) {
			const middle = Math.floor((before + after) / 2 / SECOND) * SECOND;
			if (middle <= before) break;
			if (clock(middle) === offset) before = middle;
			else after = middle;
		}
		yield { from: begin, to: after, offset };
		begin = after;
		offset = later;
	}
	yield { from: begin, to, offset };
}

function wallClock(timezone: string): WallClock | undefined {
	let format: Intl.DateTimeFormat;
	try {
		format = new Intl.DateTimeFormat("en-GB", {
			...{ timeZone: timezone, calendar: "iso8601", numberingSystem: "latn", hourCycle: "h23" },
			...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" },
		});
	} catch {
		return undefined;
	}
	return (at) => {
		const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
		const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
		return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / SECOND) * SECOND;
	};
}
