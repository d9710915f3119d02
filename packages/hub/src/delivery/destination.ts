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
	/** Every system that was sent to: how much is under way to it, and whether it rests. For metrics. */
	states(): { slug: string; in_flight: number; in_line: number; is_resting: boolean }[];
	/** A place that is free at this moment, if there is one. */
	enterNow(slug: string): Leave | undefined;
}

/** How long what is for a paused system waits before it looks again. */
const PAUSED_LOOK_MS = 2000;

const IN_FLIGHT_MAX = 64;
/** How many may stand in line in this process; more would take the slots that other systems need. */
const LINE_MAX = 128;
const FAILURES_TO_OPEN = 8;
const OPEN_MIN_MS = 500;
const OPEN_MAX_MS = 8000;
const LINE_FULL_MS = 1000;
const IN_LINE_MAX_MS = 2000;
/** Of those that wait for a system that rests, one may ask again each 10 ms: however many they are, asking costs others little. */
const TURN_EVERY_MS = 10;
/** But nobody waits longer for a turn than this: the system may be back. */
const TURN_MAX_MS = 30_000;

interface State {
	in_flight: number;
	line: ((entry: Entry) => void)[];
	failures: number;
	open_until: number;
	is_probing: boolean;
	/** when the last of those that wait may ask again, epoch ms */
	last_turn_at: number;
}

/**
 * Keeps a slow or dead system from taking what others need: at most 64 requests in flight to each and 128 in line,
 * and after 8 failures in a row a pause that doubles up to 8 s, ended by one probe. Held in memory: each process learns
 * for itself. To a system that `isPaused` by an operator's word nothing is sent at all.
 */
export function createDestinations(clock: Clock, isPaused?: (slug: string) => Promise<boolean>): Destinations {
	const states = new Map<string, State>();

	return {
		states: () =>
			[...states].map(([slug, state]) => {
				const { in_flight, line } = state;
				return { slug, in_flight, in_line: line.length, is_resting: restOf(state) > 0 };
			}),
		async enter(slug) {
			const state = stateOf(slug);
			if (isPaused !== undefined && (await isPaused(slug))) return { wait_ms: turn(state, PAUSED_LOOK_MS) };
			const rest_ms = restOf(state);
			if (rest_ms > 0) return { wait_ms: turn(state, rest_ms) };
			if (state.in_flight < IN_FLIGHT_MAX) return admit(state);
			if (state.line.length >= LINE_MAX) return { wait_ms: jitter(LINE_FULL_MS) };
			return await standInLine(state);
		},
		enterNow(slug) {
			const state = stateOf(slug);
			const isFree = restOf(state) === 0 && state.in_flight < IN_FLIGHT_MAX && state.failures < FAILURES_TO_OPEN;
			return isFree ? admit(state).leave : undefined;
		},
	};

	function stateOf(slug: string): State {
		const state = states.get(slug) ?? {
			in_flight: 0,
			line: [],
			failures: 0,
			open_until: 0,
			is_probing: false,
			last_turn_at: 0,
		};
		states.set(slug, state);
		return state;
	}

	/** A job has only so much time before it is taken for dead: who stood here for long comes again later. */
	function standInLine(state: State): Promise<Entry> {
		return new Promise<Entry>((resolve) => {
			const giveUp = () => {
				state.line.splice(state.line.indexOf(enter), 1);
				resolve({ wait_ms: jitter(LINE_FULL_MS) });
			};
			const timer = setTimeout(giveUp, IN_LINE_MAX_MS);
			const enter = (entry: Entry) => {
				clearTimeout(timer);
				resolve(entry);
			};
			state.line.push(enter);
		});
	}

	/** How long nobody may enter: the pause after failures, or a probe that is under way. */
	function restOf(state: State): number {
		const now = clock.now();
		if (state.open_until > now) return state.open_until - now;
		return state.failures >= FAILURES_TO_OPEN && state.is_probing ? OPEN_MIN_MS : 0;
	}

	/** How long one more has to wait that may not ask again for `rest_ms`: behind those that wait already. */
	function turn(state: State, rest_ms: number): number {
		const now = clock.now();
		const from = now + jitter(rest_ms);
		state.last_turn_at = Math.min(Math.max(state.last_turn_at + TURN_EVERY_MS, from), now + rest_ms + TURN_MAX_MS);
		return state.last_turn_at - now;
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
			for (const resolve of state.line.splice(0)) resolve({ wait_ms: turn(state, restOf(state)) });
			return;
		}
		if (state.in_flight < IN_FLIGHT_MAX) state.line.shift()?.(admit(state));
	}
}

function jitter(ms: number): number {
	return ms + Math.random() * 250;
}
