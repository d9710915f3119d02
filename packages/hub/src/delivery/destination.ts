import type { Clock } from "../base/clock.ts";

/** A place at a destination, or how long to wait before asking again. */
export type Entry = { leave: Leave } | { wait_ms: number };
/** Give the place back: whether the system answered, undefined when it was not asked after all. */
export type Leave = (reached: boolean | undefined) => void;

export interface Destinations {
	/**
	 * Ask to send to the system with this slug; resolves with a place as soon as one is free. Call `leave(reached)`
	 * afterwards: `reached` = it answered, and not with 5xx.
	 */
	enter(slug: string): Promise<Entry>;
	/** A place that is free at this moment, if there is one. */
	enterNow(slug: string): Leave | undefined;
}

const IN_FLIGHT_MAX = 64;
/** How many may stand in line in this process; more would take the slots that other systems need. */
const LINE_MAX = 128;
const FAILURES_TO_OPEN = 8;
const OPEN_MIN_MS = 500;
const OPEN_MAX_MS = 8000;
const LINE_FULL_MS = 1000;

interface State {
	in_flight: number;
	line: ((entry: Entry) => void)[];
	failures: number;
	open_until: number;
	is_probing: boolean;
}

/**
 * Keeps a slow or dead system from taking what others need: at most 64 requests in flight to each and 128 in line,
 * and after 8 failures in a row a pause that doubles up to 8 s, ended by one probe. Held in memory: each process learns
 * for itself.
 */
export function createDestinations(clock: Clock): Destinations {
	const states = new Map<string, State>();

	return {
		async enter(slug) {
			const state = stateOf(slug);
			const rest_ms = restOf(state);
			if (rest_ms > 0) return { wait_ms: jitter(rest_ms) };
			if (state.in_flight < IN_FLIGHT_MAX) return admit(state);
			if (state.line.length >= LINE_MAX) return { wait_ms: jitter(LINE_FULL_MS) };
			return await new Promise<Entry>((resolve) => state.line.push(resolve));
		},
		enterNow(slug) {
			const state = stateOf(slug);
			const isFree = restOf(state) === 0 && state.in_flight < IN_FLIGHT_MAX && state.failures < FAILURES_TO_OPEN;
			return isFree ? admit(state).leave : undefined;
		},
	};

	function stateOf(slug: string): State {
		const state = states.get(slug) ?? { in_flight: 0, line: [], failures: 0, open_until: 0, is_probing: false };
		states.set(slug, state);
		return state;
	}

	/** How long nobody may enter: the pause after failures, or a probe that is under way. */
	function restOf(state: State): number {
		const now = clock.now();
		if (state.open_until > now) return state.open_until - now;
		return state.failures >= FAILURES_TO_OPEN && state.is_probing ? OPEN_MIN_MS : 0;
	}

	function admit(state: State): { leave: Leave } {
		state.is_probing = state.failures >= FAILURES_TO_OPEN;
		state.in_flight++;
		let isInside = true;
		return {
			leave(reached) {
				if (!isInside) return;
				isInside = false;
				leave(state, reached);
			},
		};
	}

	function leave(state: State, reached: boolean | undefined): void {
		state.in_flight--;
		state.is_probing = false;
		if (reached !== undefined) state.failures = reached ? 0 : state.failures + 1;
		if (reached === false && state.failures >= FAILURES_TO_OPEN) {
			const doubled = OPEN_MIN_MS * 2 ** (state.failures - FAILURES_TO_OPEN);
			state.open_until = clock.now() + Math.min(doubled, OPEN_MAX_MS);
			for (const resolve of state.line.splice(0)) resolve({ wait_ms: jitter(restOf(state)) });
			return;
		}
		if (state.in_flight < IN_FLIGHT_MAX) state.line.shift()?.(admit(state));
	}
}

function jitter(ms: number): number {
	return ms + Math.random() * 250;
}
