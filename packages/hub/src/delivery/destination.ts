import type { Clock } from "../base/clock.ts";

/** A place at a destination, or how long to wait before asking again. */
export type Entry = { leave: (reached: boolean) => void } | { wait_ms: number };

export interface Destinations {
	/** Ask to send to the system with this slug. Call `leave(reached)` afterwards: `reached` = it answered, and not with 5xx. */
	enter(slug: string): Entry;
}

const IN_FLIGHT_MAX = 64;
const FAILURES_TO_OPEN = 8;
const OPEN_MIN_MS = 500;
const OPEN_MAX_MS = 8000;

interface State {
	in_flight: number;
	failures: number;
	open_until: number;
	is_probing: boolean;
}

/**
 * Keeps a slow or dead system from taking what others need: at most 64 requests in flight to each, and after 8 failures
 * in a row a pause that doubles up to 8 s, ended by one probe. Held in memory: each process learns for itself.
 */
export function createDestinations(clock: Clock): Destinations {
	const states = new Map<string, State>();
	return {
		enter(slug) {
			const state = states.get(slug) ?? { in_flight: 0, failures: 0, open_until: 0, is_probing: false };
			states.set(slug, state);
			const now = clock.now();
			if (state.open_until > now) return { wait_ms: state.open_until - now + Math.random() * 250 };
			const isHalfOpen = state.failures >= FAILURES_TO_OPEN;
			if (isHalfOpen && state.is_probing) return { wait_ms: OPEN_MIN_MS + Math.random() * 250 };
			if (state.in_flight >= IN_FLIGHT_MAX) return { wait_ms: 200 + Math.random() * 200 };
			state.is_probing = isHalfOpen;
			state.in_flight++;
			return { leave: (reached) => leave(state, reached) };
		},
	};

	function leave(state: State, reached: boolean): void {
		state.in_flight--;
		state.is_probing = false;
		if (reached) {
			state.failures = 0;
			return;
		}
		state.failures++;
		if (state.failures >= FAILURES_TO_OPEN) {
			const doubled = OPEN_MIN_MS * 2 ** (state.failures - FAILURES_TO_OPEN);
			state.open_until = clock.now() + Math.min(doubled, OPEN_MAX_MS);
		}
	}
}
