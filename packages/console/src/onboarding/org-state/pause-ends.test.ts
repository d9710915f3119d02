import { describe, expect, test } from "vitest";
import { endOfChoice, pauseIsOverIn } from "./pause-ends.ts";

const at = (text: string) => Date.parse(text);

describe("a pause", () => {
	test.each([
		["a day", "America/Los_Angeles", "2026-06-10T03:20:31Z", "2026-06-10T07:00:00Z"],
		["a day that has just begun", "America/Los_Angeles", "2026-06-10T07:00:00Z", "2026-06-11T07:00:00Z"],
		["the last second of a day", "Europe/Rome", "2026-06-10T21:59:59.999Z", "2026-06-10T22:00:00Z"],
		["the short day when clocks go forward", "Europe/Rome", "2026-03-29T00:30:00Z", "2026-03-29T22:00:00Z"],
		["the long day when clocks go back", "Europe/Rome", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"],
		[
			"a day that ends at one o'clock, since midnight is left out",
			"Africa/Cairo",
			"2026-04-23T12:00:00Z",
			"2026-04-23T22:00:00Z",
		],
		["a day in a zone of quarter hours", "Asia/Kathmandu", "2026-06-10T12:00:00Z", "2026-06-10T18:15:00Z"],
	])("until the end of %s (%s)", (_, zone, now, end) => {
		expect(new Date(endOfChoice("day", at(now), zone) ?? 0).toISOString()).toBe(new Date(end).toISOString());
	});

	test("of minutes ends that much later, and one until it is resumed has no end", () => {
		expect([endOfChoice("half_hour", 5, "UTC"), endOfChoice("hour", 5, "UTC")]).toEqual([1_800_005, 3_600_005]);
		expect(endOfChoice("resumed", 5, "UTC")).toBeUndefined();
	});
});

test("what is shown is read again when its first pause is over, not sooner than after some seconds", () => {
	expect(pauseIsOverIn([undefined, 70_000, 60_000], 10_000)).toBe(50_000);
	expect(pauseIsOverIn([9_000], 10_000)).toBe(5_000);
	expect(pauseIsOverIn([8.64e15], 0)).toBe(2_147_483_647);
	expect([pauseIsOverIn([], 0), pauseIsOverIn([undefined], 0)]).toEqual([false, false]);
});
