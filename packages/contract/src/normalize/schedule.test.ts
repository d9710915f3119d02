import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { examples } from "../examples/all.ts";
import { WEEKDAYS } from "../values/menu.ts";
import { normalizeSchedule, normalizeSlot } from "./schedule.ts";

const two = (value: number) => String(value).padStart(2, "0");

describe("one slot", () => {
	// covers: E.13 hours, E.13 midnight
	test.each([
		["9:00-16:00", "09:00-16:00", undefined],
		["09:00-16:00", "09:00-16:00", undefined],
		["7:15-14:30", "07:15-14:30", undefined],
		["09:00 - 16:00", "09:00-16:00", undefined],
		["00:00-24:00", "00:00-24:00", undefined],
		["00:00-23:59", "00:00-23:59", undefined],
		["22:00-02:00", "22:00-24:00", "00:00-02:00"],
		["22:00-00:00", "22:00-24:00", undefined],
		["00:00-00:00", "00:00-24:00", undefined],
		["09:00-09:00", "09:00-24:00", "00:00-09:00"],
	])("%s becomes %s, and on the next day %s", (slot, today, tomorrow) => {
		expect(normalizeSlot(slot)).toEqual({ today, tomorrow });
	});

	test.each([
		"",
		"closed",
		"9-16",
		"25:00-26:00",
		"24:00-24:00",
		"09:60-10:00",
		"09:00",
		"09:00-16:00-17:00",
		"24:01-1:00",
	])("%s is no slot", (slot) => {
		expect(normalizeSlot(slot)).toBe(undefined);
	});

	// covers: E.13 hours
	test("hours with and without the leading zero mean the same", () => {
		fc.assert(
			fc.property(fc.nat(23), fc.nat(59), fc.nat(23), fc.nat(59), (from, from_minute, to, to_minute) => {
				const bare = `${from}:${two(from_minute)}-${to}:${two(to_minute)}`;
				const full = `${two(from)}:${two(from_minute)}-${two(to)}:${two(to_minute)}`;
				expect(normalizeSlot(bare)).toEqual(normalizeSlot(full));
			}),
		);
	});

	test("hostile text is answered at once", () => {
		expect(normalizeSlot(`${"1".repeat(100_000)}:00-2:00`)).toBe(undefined);
		expect(normalizeSlot(" ".repeat(100_000))).toBe(undefined);
	});
});

describe("a week", () => {
	// covers: E.13 days, C.6.3 schedule
	test("all seven days are there, a missing one closed, slots in order", () => {
		const { schedule, notes } = normalizeSchedule({ monday: ["13:00-21:00", "9:00-12:00"] });
		expect(Object.keys(schedule)).toEqual([...WEEKDAYS]);
		expect(schedule.monday).toEqual(["09:00-12:00", "13:00-21:00"]);
		expect(schedule.sunday).toEqual([]);
		expect(notes).toEqual([]);
	});

	test("the sample menu keeps its hours", () => {
		const { schedule } = normalizeSchedule(examples.pos_catalog.menu?.[0]?.schedule ?? {});
		expect(schedule).toEqual(examples.menu_v1.menus[0]?.schedule);
	});

	test("Sunday night runs into Monday morning", () => {
		const { schedule } = normalizeSchedule({ sunday: ["20:00-03:00"], monday: ["02:00-05:00"] });
		expect(schedule.sunday).toEqual(["20:00-24:00"]);
		expect(schedule.monday).toEqual(["00:00-05:00"]);
	});

	test("a slot that cannot be read is left out and named", () => {
		const { schedule, notes } = normalizeSchedule({ friday: ["9:00-16:00", "late"] });
		expect(schedule.friday).toEqual(["09:00-16:00"]);
		expect(notes).toEqual([{ path: "/friday/1", message: "is no slot of the form HH:mm-HH:mm and was left out" }]);
	});

	const minute = fc.nat(24 * 60 - 1);
	const slot = fc
		.tuple(minute, minute)
		.map(([from, to]) => `${Math.floor(from / 60)}:${two(from % 60)}-${Math.floor(to / 60)}:${two(to % 60)}`);
	const week = fc.record(Object.fromEntries(WEEKDAYS.map((day) => [day, fc.array(slot, { maxLength: 4 })])));

	// covers: E.13 midnight, B.4.6 schedule
	test("a normal week is open in exactly the same minutes", () => {
		fc.assert(
			fc.property(week, (received) => {
				expect(openMinutes(normalizeSchedule(received).schedule)).toEqual(openMinutes(received));
			}),
		);
	});

	test("a normal week normalizes to itself", () => {
		fc.assert(
			fc.property(week, (received) => {
				const { schedule } = normalizeSchedule(received);
				expect(normalizeSchedule(schedule).schedule).toEqual(schedule);
			}),
		);
	});
});

/** Minutes of the week in which a schedule is open, counted one by one. */
function openMinutes(schedule: Partial<Record<string, string[]>>): number[] {
	const open = new Set<number>();
	for (const [index, day] of WEEKDAYS.entries()) {
		for (const slot of schedule[day] ?? []) {
			const [from_hour = 0, from_minute = 0, to_hour = 0, to_minute = 0] = slot.split(/[:-]/).map(Number);
			const from = from_hour * 60 + from_minute;
			const to = to_hour * 60 + to_minute;
			const length = to > from ? to - from : 24 * 60 - from + to;
			for (let minute = 0; minute < length; minute++) open.add((index * 1440 + from + minute) % (7 * 1440));
		}
	}
	return [...open].sort((a, b) => a - b);
}
