import type { Outcome } from "./outcome.ts";

/**
 * How long the other side asks us to wait, ms, from `Retry-After` in seconds or as a date; never more than `max_ms`, and
 * undefined where it says nothing usable (reliability.md F15). A date is measured by the `Date` of the same answer, since
 * one clock wrote both, and by `now` (epoch ms) where there is none.
 */
export function retryAfterMs(sent: Outcome, now: number, max_ms: number): number | undefined {
	const { "retry-after": written, date } = sent.stage === "answered" ? sent.headers : {};
	if (typeof written !== "string") return undefined;
	const text = written.trim();
	const their_now = typeof date === "string" ? Date.parse(date) : Number.NaN;
	const wait_ms = /^\d+$/.test(text)
		? Number(text) * 1000
		: Date.parse(text) - (Number.isNaN(their_now) ? now : their_now);
	// a text that only looks like a date to a lenient parser, such as "-5", lies in the past and says nothing
	return wait_ms >= 0 ? Math.min(wait_ms, max_ms) : undefined;
}
