import type { Paired } from "./propose-apart.ts";

/** Long lists that were compared already. */
export interface KeptPairs {
	/**
	 * What `make` gave for this bind when its sides were of this version, or gives now. Who asks while it is being made waits for the
	 * same.
	 */
	of(bind: string, version: string, make: () => Promise<Paired>): Promise<Paired>;
	/** Whether this bind was compared, of whichever version. */
	knows(bind: string): boolean;
}

/** Each of thousands of stores is some megabytes. */
const KEPT = 4;

/** Keeps the last version of the binds that were asked for last. */
export function createKeptPairs(): KeptPairs {
	const kept = new Map<string, { version: string; pairs: Promise<Paired> }>();
	return {
		of(bind, version, make) {
			const before = kept.get(bind);
			const pairs = before?.version === version ? before.pairs : make();
			kept.delete(bind);
			kept.set(bind, { version, pairs });
			pairs.catch(() => {
				if (kept.get(bind)?.pairs === pairs) kept.delete(bind);
			});
			for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest);
			return pairs;
		},
		knows: (bind) => kept.has(bind),
	};
}
