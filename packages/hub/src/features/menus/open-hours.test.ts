import { type Holiday, normalizeSchedule, type ScheduleReceived, WEEKDAYS } from "@ticketrail/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openSpans } from "./open-hours.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Zones and moments about which something happens to the clock, or nothing. */
const TURNS = [
	["America/New_York", "2026-03-08T07:00Z"],
	["America/New_York", "2026-11-01T06:00Z"],
	["Europe/Berlin", "2026-03-29T01:00Z"],
	["Europe/Berlin", "2026-10-25T01:00Z"],
	["Australia/Adelaide", "2026-04-04T16:30Z"],
	["Australia/Lord_Howe", "2026-10-03T15:30Z"],
	["America/St_Johns", "2026-11-01T04:30Z"],
	["Asia/Kolkata", "2026-06-15T12:00Z"],
	["Asia/Kathmandu", "2026-12-31T18:00Z"],
	["UTC", "2028-02-29T00:00Z"],
] as const;

interface Minute {
	at: number;
	date: string;
	weekday: number;
	minute: number;
}

/** Every minute of two days around a moment with what the clock on the wall shows, one by one. */
function minutesAround(timezone: string, moment: string): Minute[] {
	const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short", timeStyle: "medium" });
	const middle = Date.parse(moment);
	return Array.from({ length: 2 * 1440 }, (_, index) => {
		const at = middle - DAY + index * MINUTE;
		const [date = "", time = ""] = clock.format(at).split(" ");
		const [hours = 0, minutes = 0] = time.split(":").map(Number);
		const weekday = (new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7;
		return { at, date, weekday, minute: hours * 60 + minutes };
	});
}

/** Slot by slot and minute by minute, from the hours as the POS said them. */
function isOpen({ date, weekday, minute }: Minute, received: ScheduleReceived, holidays: readonly Holiday[]): boolean {
	const holiday = holidays.find(
		(day) =>
			day.date === date.slice(5) && (day.recurring_yearly || day.specific_years?.includes(Number(date.slice(0, 4)))),
	);
	if (holiday !== undefined) return (holiday.hours ?? []).some((slot) => covers(slot, minute));
	const yesterday = WEEKDAYS[(weekday + 6) % 7] as "monday";
	const today = WEEKDAYS[weekday] as "monday";
	return (
		(received[today] ?? []).some((slot) => covers(slot, minute)) ||
		(received[yesterday] ?? []).some((slot) => covers(slot, minute + 1440))
	);
}

/** Whether a minute, counted from the midnight before the slot begins, is in it; it may end on the next day. */
function covers(slot: string, minute: number): boolean {
	const [from = "", to = ""] = slot.split("-");
	const [start, end] = [from, to].map((time) => Number(time.split(":")[0]) * 60 + Number(time.split(":")[1]));
	if (start === undefined || end === undefined) return false;
	return minute >= start && minute < (end > start ? end : end + 1440);
}

const two = (value: number) => String(value).padStart(2, "0");
const minuteOfDay = fc.nat(1439);
/** With and without the leading zero, over midnight or not. */
const slot = fc
	.tuple(minuteOfDay, minuteOfDay, fc.boolean())
	.map(([from, to, isBare]) =>
		[from, to].map((at) => `${isBare ? Math.floor(at / 60) : two(Math.floor(at / 60))}:${two(at % 60)}`).join("-"),
	);
const week = fc.record(Object.fromEntries(WEEKDAYS.map((day) => [day, fc.array(slot, { maxLength: 3 })])), {
	requiredKeys: [],
});
const holidayHours = fc
	.uniqueArray(minuteOfDay, { minLength: 2, maxLength: 4 })
	.map((times) => times.toSorted((a, b) => a - b))
	.map((times) =>
		times.flatMap((at, index) => {
			const end = times[index + 1];
			return index % 2 === 0 && end !== undefined
				? [`${two(Math.floor(at / 60))}:${two(at % 60)}-${two(Math.floor(end / 60))}:${two(end % 60)}`]
				: [];
		}),
	);
const holidaysAround = (dates: readonly string[]) =>
	fc.array(
		fc
			.tuple(
				fc.constantFrom(...dates),
				fc.option(holidayHours, { nil: undefined }),
				fc.constantFrom("yearly", "this", "other"),
			)
			.map(
				([date, hours, when]): Holiday => ({
					...{ date: date.slice(5), recurring_yearly: when === "yearly" },
					...(hours === undefined ? {} : { hours }),
					...(when === "yearly" ? {} : { specific_years: [Number(date.slice(0, 4)) + (when === "this" ? 0 : 1)] }),
				}),
			),
		{ maxLength: 2 },
	);

describe("hours by the clock on the wall (contract.md E.13)", () => {
	test.each(TURNS)("in %s around %s agree with a look at every single minute", (timezone, moment) => {
		const minutes = minutesAround(timezone, moment);
		const [from, to] = [minutes[0]?.at ?? 0, (minutes.at(-1)?.at ?? 0) + MINUTE];
		const dates = [...new Set(minutes.map(({ date }) => date))];
		fc.assert(
			fc.property(week, holidaysAround(dates), (received, holidays) => {
				const { schedule } = normalizeSchedule(received);
				const spans = openSpans({ schedule, holidays }, timezone, from, to) ?? [];
				const open = new Set<number>();
				for (const span of spans) for (let at = span.from; at < span.to; at += MINUTE) open.add(at);
				const expected = minutes.filter((minute) => isOpen(minute, received, holidays)).map(({ at }) => at);
				expect([...open].sort((a, b) => a - b)).toEqual(expected);
			}),
			{ numRuns: 40 },
		);
	});

	test("a night that gains an hour is an hour longer, one that loses it an hour shorter", () => {
		const { schedule } = normalizeSchedule({ saturday: ["22:00-4:00"] });
		const length = (day: string) =>
			openSpans(
				{ schedule, holidays: [] },
				"Europe/Berlin",
				Date.parse(`${day}T12:00Z`),
				Date.parse(`${day}T12:00Z`) + DAY,
			)
				?.map(({ from, to }) => (to - from) / 3_600_000)
				.reduce((sum, hours) => sum + hours, 0);
		expect([length("2026-10-24"), length("2026-03-28"), length("2026-07-04")]).toEqual([7, 5, 6]);
	});

	test("a zone that nobody knows has no hours", () => {
		const { schedule } = normalizeSchedule({ monday: ["9:00-16:00"] });
		expect(openSpans({ schedule, holidays: [] }, "Mars/Olympus", 0, DAY)).toBe(undefined);
	});
});
