/** What a process remembers for a moment, for a bounded number of keys. */
export interface ShortMemory<T> {
	get(key: string): T | undefined;
	set(key: string, value: T): void;
	delete(key: string): void;
}

/** Remember each value for `ttl_ms` by a clock that never jumps, and at most `max` of them: the oldest goes first. */
export function createShortMemory<T>(options: {
	ttl_ms: number;
	max: number;
	monotonic: () => number;
}): ShortMemory<T> {
	const entries = new Map<string, { value: T; since: number }>();
	return {
		get(key) {
			const entry = entries.get(key);
			if (entry === undefined) return undefined;
			if (options.monotonic() - entry.since < options.ttl_ms) return entry.value;
			entries.delete(key);
			return undefined;
		},
		set(key, value) {
			entries.delete(key);
			entries.set(key, { value, since: options.monotonic() });
			const [oldest] = entries.keys();
			if (entries.size > options.max && oldest !== undefined) entries.delete(oldest);
		},
		delete(key) {
			entries.delete(key);
		},
	};
}
