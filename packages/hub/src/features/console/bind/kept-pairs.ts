import type { Paired } from "./propose-apart.ts";

/** Long lists that were compared already. */
export interface KeptPairs {
	/** What `make` gave for this key, or gives now. Who asks while it is being made waits for the same. */
	of(key: string, make: () => Promise<Paired>): Promise<Paired>;
}

/** Each of thousands of stores is some megabytes. */
const KEPT = 4;

/** Keeps the ones that were asked for last. */
export function createKeptPairs(): KeptPairs {
	const kept = new Map<string, Promise<Paired>>();
	return {
		of(key, make) {
			const pairs = kept.get(key) ?? make();
			kept.delete(key);
			kept.set(key, pairs);
			pairs.catch(() => {
				if (kept.get(key) === pairs) kept.delete(key);
			});
			for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest);
			return pairs;
		},
	};
}
