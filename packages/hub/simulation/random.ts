/** Chance that can be had again: the same seed gives the same numbers (mulberry32). */
export interface Random {
	/** 0 ≤ x < 1 */
	next(): number;
	/** least ≤ n ≤ most, whole */
	int(least: number, most: number): number;
	/** true so often as `share` says, 0 to 1 */
	chance(share: number): boolean;
	pick<T>(list: readonly T[]): T;
}

export function createRandom(seed: number): Random {
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
	return {
		next,
		int,
		chance: (share) => next() < share,
		pick: (list) => list[int(0, list.length - 1)] as (typeof list)[number],
	};
}
