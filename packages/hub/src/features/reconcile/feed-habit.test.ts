import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { habitOf, quietAfter } from "./feed-habit.ts";

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
