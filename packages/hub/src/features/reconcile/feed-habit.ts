import type { HeardWebhooks } from "../../storage/tables/pos-feed.ts";
import type { Span } from "../menus/index.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How far back a habit is learned: four weeks hold four of the day on which a restaurant is closed. */
export const HABIT_WINDOW_MS = 28 * DAY_MS;
const LEAST_HEARD = 20;
const LEAST_SPAN_MS = 7 * DAY_MS;
const LONG_SPAN_MS = 21 * DAY_MS;

/**
 * The longest silence that is usual between two webhooks of a location, ms: nights and closing days are part of it. Null
 * while too little was heard to say, which is never an alarm. In a long record the two longest silences are taken for
 * accidents, so that one outage does not become a habit.
 */
export function habitOf(heard: HeardWebhooks): number | null {
	const { count, first_at, last_at, longest_gaps } = heard;
	if (first_at === null || last_at === null || count < LEAST_HEARD) return null;
	const span_ms = last_at - first_at;
	if (span_ms < LEAST_SPAN_MS) return null;
	return longest_gaps[span_ms < LONG_SPAN_MS ? 0 : 2] ?? null;
}

/**
 * How much of a silence counts, ms, where the location was open as `open` says, in the order of time: a stretch in which it was
 * closed by its own hours counts for no more than the habit, so that the first closing day, or a holiday, is not taken for an outage.
 */
export function countedSilence(silence: Span, habit_ms: number, open: readonly Span[] | undefined): number {
	let counted = silence.to - silence.from;
	if (open === undefined) return counted;
	let closed_from = silence.from;
	for (const span of [...open, { from: silence.to, to: silence.to }]) {
		counted -= Math.max(0, span.from - closed_from - habit_ms);
		closed_from = Math.max(closed_from, span.to);
	}
	return counted;
}

/** How long a location with this habit may be silent before somebody should look: half as long again, an hour at least. */
export function quietAfter(habit_ms: number): number {
	return Math.max(HOUR_MS, habit_ms * 1.5);
}
