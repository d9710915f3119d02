import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countedSilence, habitOf, quietAfter } from "./feed-habit.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Webhooks of a place that is open from 8 to 22, one every `every_h` hours; `isClosed` says on which days it is not. */
function heard(days: number, every_h: number, isClosed = (_day: number) => false) {
	const moments: number[] = [];
	for (let day = 0; day < days; day++)
		for (let hour = 8; hour <= 22 && !isClosed(day); hour += every_h) moments.push(day * DAY + hour * HOUR);
	const gaps = moments.slice(1).map((at, index) => at - (moments[index] ?? at));
	return {
		count: moments.length,
		first_at: moments[0] ?? null,
		last_at: moments.at(-1) ?? null,
		longest_gaps: gaps.sort((a, b) => b - a).slice(0, 3),
	};
}

describe("how long a location is usually silent", () => {
	test("is a night, where it is open every day", () => {
		expect(habitOf(heard(28, 2))).toBe(10 * HOUR);
		expect(quietAfter(10 * HOUR)).toBe(15 * HOUR);
	});

	test("is a closing day with its nights, where there is one each week", () => {
		expect(habitOf(heard(28, 2, (day) => day % 7 === 1))).toBe(34 * HOUR);
	});

	test("is not what one outage made of it, in a long record", () => {
		expect(habitOf(heard(28, 2, (day) => day > 10 && day < 15))).toBe(10 * HOUR);
	});

	test("is the longest silence of a short record, so that a first closing day raises no alarm the next week", () => {
		expect(habitOf(heard(10, 2, (day) => day === 6))).toBe(34 * HOUR);
	});

	test("is not known while too little was heard", () => {
		expect(habitOf(heard(6, 2))).toBe(null);
		expect(habitOf(heard(28, 20))).not.toBe(null);
		expect(habitOf(heard(15, 20))).toBe(null);
		expect(habitOf({ count: 0, first_at: null, last_at: null, longest_gaps: [] })).toBe(null);
	});

	test("is never taken for less than an hour", () => {
		expect(quietAfter(1000)).toBe(HOUR);
	});
});

test("whatever the hours, nights and closing days, a place that keeps to them is never called quiet after three weeks", () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 7 }), (every_h, closed) => {
			const record = heard(28, every_h, (day) => day % 7 === closed);
			const habit = habitOf(record);
			if (habit === null) throw new Error("four weeks are enough");
			expect(quietAfter(habit)).toBeGreaterThan(record.longest_gaps[0] ?? 0);
		}),
	);
});

describe("of a silence counts", () => {
	const night = 10 * HOUR;
	/** Open from 8 to 22 on these days. */
	const open = (...days: number[]) => days.map((day) => ({ from: day * DAY + 8 * HOUR, to: day * DAY + 22 * HOUR }));
	const sunday = { from: 22 * HOUR };
	/** As far as they are in a silence. */
	const within = ({ from, to }: { from: number; to: number }, spans: ReturnType<typeof open>) =>
		spans
			.filter((span) => span.to > from && span.from < to)
			.map((span) => ({ from: Math.max(from, span.from), to: Math.min(to, span.to) }));

	test.each([
		["everything, where nobody knows its hours", undefined, DAY + 20 * HOUR, 22 * HOUR],
		["a night as it is", open(0, 1), DAY + 7 * HOUR, 9 * HOUR],
		["the first closing day not, and the night once", open(0, 2), 2 * DAY + 8 * HOUR, night],
		["a closing day not while it lasts", open(0, 2), DAY + 20 * HOUR, night],
		["a week of holidays not", open(0, 8), 8 * DAY + 8 * HOUR, night],
		["what comes after a closing day", open(0, 2), 2 * DAY + 16 * HOUR, night + 8 * HOUR],
		["every open day of an outage", open(0, 1, 2), 2 * DAY + 22 * HOUR, 2 * DAY],
	])("%s", (_what, spans, to, counted) => {
		const silence = { ...sunday, to };
		expect(countedSilence(silence, night, spans && within(silence, spans))).toBe(counted);
	});

	test("no more than all of it, and never less the longer it lasts", () => {
		const spans = fc.uniqueArray(fc.nat(14), { maxLength: 10 }).map((days) => open(...days.sort((a, b) => a - b)));
		fc.assert(
			fc.property(spans, fc.integer({ min: 1, max: 40 }), fc.nat(300), fc.nat(300), (spans, habit_h, a, b) => {
				const from = 3 * HOUR;
				const until = (hours: number) => {
					const to = from + hours * HOUR;
					return countedSilence({ from, to }, habit_h * HOUR, within({ from, to }, spans));
				};
				const [less = 0, more = 0] = [a, b].sort((x, y) => x - y);
				expect(until(less)).toBeLessThanOrEqual(until(more));
				expect(until(more)).toBeLessThanOrEqual(more * HOUR);
			}),
		);
	});

	test("so little of whatever days a place closes by its own hours that it is never called quiet", () => {
		fc.assert(
			fc.property(
				fc.uniqueArray(fc.integer({ min: 28, max: 40 })),
				fc.integer({ min: 1, max: 4 }),
				(closed, every_h) => {
					// four weeks in which it never closed for a day
					const habit = habitOf(heard(28, every_h));
					if (habit === null) throw new Error("four weeks are enough");
					let last = 27 * DAY + (8 + Math.floor(14 / every_h) * every_h) * HOUR;
					for (let hour = 28 * 24; hour < 42 * 24; hour++) {
						const day = Math.floor(hour / 24);
						const isOpen = !closed.includes(day);
						const now = hour * HOUR;
						if (isOpen && hour % 24 >= 8 && hour % 24 <= 22 && (hour % 24) % every_h === 8 % every_h) last = now;
						const days = Array.from({ length: 42 }, (_, n) => n).filter((n) => !closed.includes(n));
						const spans = within({ from: last, to: now }, open(...days));
						expect(countedSilence({ from: last, to: now }, habit, spans)).toBeLessThanOrEqual(quietAfter(habit));
					}
				},
			),
			{ numRuns: 50 },
		);
	});
});
