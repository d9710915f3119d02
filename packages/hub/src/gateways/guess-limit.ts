import type { Clock } from "../base/clock.ts";

/** Counts wrong guesses by key and says how long a key has to wait. Held in memory: each process counts for itself. */
export interface GuessLimit {
	/** Seconds until this key may try again; 0 = now. */
	wait_s(key: string): number;
	/** This key guessed wrong. */
	note(key: string): void;
}

/** At most `max` wrong guesses by key in `window_ms`, for at most `max_keys` keys: the one that began first goes first. */
export function createGuessLimit(options: {
	clock: Clock;
	max: number;
	window_ms: number;
	max_keys: number;
}): GuessLimit {
	const { clock, max, window_ms, max_keys } = options;
	const windows = new Map<string, { count: number; since: number }>();
	const current = (key: string) => {
		const window = windows.get(key);
		if (window !== undefined && clock.now() - window.since < window_ms) return window;
		windows.delete(key);
		return undefined;
	};
	return {
		wait_s(key) {
			const window = current(key);
			return window === undefined || window.count < max
				? 0
				: Math.ceil((window.since + window_ms - clock.now()) / 1000);
		},
		note(key) {
			const window = current(key);
			if (window !== undefined) {
				window.count++;
				return;
			}
			windows.set(key, { count: 1, since: clock.now() });
			const [oldest] = windows.keys();
			if (windows.size > max_keys && oldest !== undefined) windows.delete(oldest);
		},
	};
}
