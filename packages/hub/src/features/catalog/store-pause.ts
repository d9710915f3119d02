import type { LocationPause, LocationResume } from "@ticketrail/contract";

/**
 * When a pause ends: epoch ms, `Infinity` without an end, `-Infinity` where there is none. It is on as long as this is later
 * than now; nothing has to happen for it to end.
 */
export type PauseEnd = number;

export const NO_PAUSE: PauseEnd = Number.NEGATIVE_INFINITY;

/** What a store's pauses are read from: its location's status as the POS said it, and the pause of its link. Times epoch ms. */
export interface StorePauses {
	location_status: string | null;
	/** of the location; null with `inactive` = until further notice */
	paused_until: number | null;
	/** null = not paused */
	link_paused_at: number | null;
	/** null = until it is resumed */
	link_paused_until: number | null;
}

/** A pause changes: when it ended as said before, and when it ends now. */
export interface PauseChange {
	before: PauseEnd;
	after: PauseEnd;
}

/** The end of a pause that is kept as "is paused" and "until"; null = without an end. */
export function pauseEnd(is_paused: boolean, until: number | null): PauseEnd {
	if (!is_paused) return NO_PAUSE;
	return until ?? Number.POSITIVE_INFINITY;
}

/** The pause that the POS gave the location (contract.md B.7). */
export function locationPauseEnd(store: Pick<StorePauses, "location_status" | "paused_until">): PauseEnd {
	return pauseEnd(store.location_status === "inactive", store.paused_until);
}

/** The pause that staff gave the link. */
export function linkPauseEnd(store: Pick<StorePauses, "link_paused_at" | "link_paused_until">): PauseEnd {
	return pauseEnd(store.link_paused_at !== null, store.link_paused_until);
}

/** A store is closed as long as one of its pauses is on: until the later end. */
export function storePauseEnd(store: StorePauses): PauseEnd {
	return Math.max(locationPauseEnd(store), linkPauseEnd(store));
}

/**
 * What a DSP has to hear when the pause of one of its stores ends at another moment (contract.md C.3, E.7): a pause with its
 * end, or one without; a resume only after one without, since the DSP ends the others by itself, and a new end for one that is
 * cut short. Undefined: it knows already.
 */
export function pauseMessage(
	{ before, after }: PauseChange,
	now: number,
): { until_ms?: number } | "resume" | undefined {
	if (after > now) {
		if (after === before) return undefined;
		return Number.isFinite(after) ? { until_ms: after } : {};
	}
	if (before === Number.POSITIVE_INFINITY) return "resume";
	return before > now ? { until_ms: now } : undefined;
}

/**
 * Whether a message about a store's pause is overtaken: the store is to be closed for longer than it says. What closes it for
 * longer waits behind it, so leaving it out opens nothing and keeps the DSP from opening in between.
 */
export function isOvertaken(event: LocationPause | LocationResume, store: StorePauses, now: number): boolean {
	const said = event.type === "location.pause" ? pauseEnd(true, event.until_ms ?? null) : NO_PAUSE;
	const end = storePauseEnd(store);
	return end > now && said < end;
}
