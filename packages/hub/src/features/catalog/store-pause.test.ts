import type { LocationPause, LocationResume } from "@ticketrail/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOvertaken, NO_PAUSE, pauseEnd, pauseMessage, type StorePauses, storePauseEnd } from "./store-pause.ts";

const NOW = 1_760_000_000_000;
const WITHOUT_END = Number.POSITIVE_INFINITY;
const open: StorePauses = {
	...{ location_status: "active", paused_until: null, link_paused_at: null, link_paused_until: null },
};

describe("a store is closed", () => {
	const closed = { ...open, location_status: "inactive", paused_until: NOW + 10 };

	test.each<[string, Partial<StorePauses>, number]>([
		["not at all, when nobody paused it", {}, NO_PAUSE],
		["until its location's pause ends", { location_status: "inactive", paused_until: NOW + 10 }, NOW + 10],
		["until further notice, when its location's pause has no end", { location_status: "inactive" }, WITHOUT_END],
		["until its link's pause ends", { link_paused_at: NOW, link_paused_until: NOW + 20 }, NOW + 20],
		["until its link is resumed", { link_paused_at: NOW }, WITHOUT_END],
		["until the later end", { ...closed, link_paused_at: NOW, link_paused_until: NOW + 20 }, NOW + 20],
		[
			"until the location's, where that is the later",
			{ ...closed, link_paused_at: NOW, link_paused_until: 1 },
			NOW + 10,
		],
		["without an end, when one has none", { ...closed, link_paused_at: NOW }, WITHOUT_END],
	])("%s", (_, pauses, end) => {
		expect(storePauseEnd({ ...open, ...pauses })).toBe(end);
	});
});

describe("its DSP hears (contract.md C.3, E.7)", () => {
	test.each<[string, number, number, ReturnType<typeof pauseMessage>]>([
		["of a pause without an end", NO_PAUSE, WITHOUT_END, {}],
		["of a pause with its end", NO_PAUSE, NOW + 10, { until_ms: NOW + 10 }],
		["of an end for what had none", WITHOUT_END, NOW + 10, { until_ms: NOW + 10 }],
		["that the end is gone", NOW + 10, WITHOUT_END, {}],
		["of another end", NOW + 10, NOW + 5, { until_ms: NOW + 5 }],
		["of a resume after a pause without an end", WITHOUT_END, NO_PAUSE, "resume"],
		["of this moment as the end of a pause that is cut short", NOW + 10, NO_PAUSE, { until_ms: NOW }],
		["nothing of what it knows", NOW + 10, NOW + 10, undefined],
		["nothing of what it knows to have no end", WITHOUT_END, WITHOUT_END, undefined],
		["nothing of a pause that was over already", NOW - 10, NO_PAUSE, undefined],
		["nothing of a pause that is past when it is said", NO_PAUSE, NOW - 10, undefined],
		["of a resume when a pause without an end gets one that is past", WITHOUT_END, NOW - 10, "resume"],
	])("%s", (_, before, after, message) => {
		expect(pauseMessage({ before, after }, NOW)).toEqual(message);
	});
});

/** A DSP to the letter of contract.md C.3: a pause without an end is ended by a resume, and by nothing else than a new pause. */
function createDsp() {
	let closed_until = NO_PAUSE;
	return {
		hear(event: LocationPause | LocationResume) {
			if (event.type === "location.pause") closed_until = pauseEnd(true, event.until_ms ?? null);
			else if (closed_until === WITHOUT_END) closed_until = NO_PAUSE;
		},
		isClosed: (now: number) => closed_until > now,
	};
}

type Step = { who: "location" | "link"; does: "close" | "open"; for_ms: number | null; then_ms: number };
const step: fc.Arbitrary<Step> = fc.record({
	who: fc.constantFrom("location" as const, "link" as const),
	does: fc.constantFrom("close" as const, "open" as const),
	for_ms: fc.option(fc.integer({ min: -5, max: 40 })),
	then_ms: fc.integer({ min: 0, max: 30 }),
});

/** The store's pauses after a step. */
function take(pauses: StorePauses, { who, does, for_ms }: Step, now: number): StorePauses {
	const until = does === "close" && for_ms !== null ? now + for_ms : null;
	return who === "location"
		? { ...pauses, location_status: does === "close" ? "inactive" : "active", paused_until: until }
		: { ...pauses, link_paused_at: does === "close" ? now : null, link_paused_until: until };
}

function eventOf(message: NonNullable<ReturnType<typeof pauseMessage>>): LocationPause | LocationResume {
	const location_id = "store-1";
	return message === "resume"
		? { type: "location.resume", location_id }
		: { type: "location.pause", location_id, ...message };
}

describe("whatever happens to a location and its link", () => {
	test("the store is closed at its DSP exactly while one of the two is paused, at every moment", () => {
		fc.assert(
			fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
				const dsp = createDsp();
				let pauses = open;
				let now = NOW;
				for (const one of steps) {
					const after = take(pauses, one, now);
					const message = pauseMessage({ before: storePauseEnd(pauses), after: storePauseEnd(after) }, now);
					if (message !== undefined) dsp.hear(eventOf(message));
					pauses = after;
					for (let passed = 0; passed <= one.then_ms; passed++)
						expect(dsp.isClosed(now + passed)).toBe(storePauseEnd(pauses) > now + passed);
					now += one.then_ms;
				}
			}),
		);
	});

	test("a store whose DSP hears everything late is never open in between, and right in the end", () => {
		fc.assert(
			fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
				const dsp = createDsp();
				const waiting: (LocationPause | LocationResume)[] = [];
				let pauses = open;
				let now = NOW;
				for (const one of steps) {
					const after = take(pauses, one, now);
					const message = pauseMessage({ before: storePauseEnd(pauses), after: storePauseEnd(after) }, now);
					if (message !== undefined) waiting.push(eventOf(message));
					pauses = after;
					now += one.then_ms;
				}
				let was_closed = false;
				for (const event of waiting) {
					if (isOvertaken(event, pauses, now)) continue;
					dsp.hear(event);
					const is_closed = dsp.isClosed(now);
					if (storePauseEnd(pauses) > now) expect(was_closed && !is_closed).toBe(false);
					was_closed = is_closed;
				}
				expect(dsp.isClosed(now)).toBe(storePauseEnd(pauses) > now);
			}),
		);
	});
});
