/** Source of time, injected everywhere so that tests never sleep. All values are epoch milliseconds. */
export interface Clock {
	now(): number;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() };
