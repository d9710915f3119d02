const FIVE_MINUTES_MS = 5 * 60_000;
const LAST_MOMENT_MS = 8.64e15;

/**
 * When a token ends, epoch milliseconds, from the `expire_time` of a POS or DSP (contract.md F-2; reliability.md F28).
 * From 10^12 it is epoch milliseconds, from 10^9 epoch seconds, from 1 to 3·10^7 a lifetime in seconds from `now`;
 * anything else says nothing, and five minutes are assumed, so that the token is refreshed soon. The moment may lie in
 * the past.
 */
export function expireTimeToMs(value: unknown, now: number): number {
	const unknown_expiry = now + FIVE_MINUTES_MS;
	if (typeof value !== "number" || !Number.isFinite(value)) return unknown_expiry;
	if (value > LAST_MOMENT_MS) return unknown_expiry;
	if (value >= 1e12) return Math.floor(value);
	if (value >= 1e9) return Math.floor(value * 1000);
	if (value >= 1 && value <= 3e7) return Math.floor(now + value * 1000);
	return unknown_expiry;
}
