import type { Profile } from "./profile.ts";

/** Pairs up to which every location is compared with every store. */
const ALL_MAX = 10_000;
/** A key that more rows than this have tells nothing. */
const KEY_ROWS_MAX = 60;

/** For a row of one side the rows of the other that are worth a comparison. */
export interface LikelyPairs {
	locationsFor(store: number): readonly number[];
	storesFor(location: number): readonly number[];
}

/** All rows where lists are short; in long ones those that have a postcode, a phone, a house or a rare word in common. */
export function findLikelyPairs(pos: readonly Profile[], dsp: readonly Profile[]): LikelyPairs {
	if (pos.length * dsp.length <= ALL_MAX) {
		const [locations, stores] = [[...pos.keys()], [...dsp.keys()]];
		return { locationsFor: () => locations, storesFor: () => stores };
	}
	const [by_pos_key, by_dsp_key] = [indexKeys(pos), indexKeys(dsp)];
	return {
		locationsFor: (store) => lookUp(by_pos_key, dsp[store]),
		storesFor: (location) => lookUp(by_dsp_key, pos[location]),
	};
}

function keysOf(profile: Profile): string[] {
	return [
		...(profile.postal_code && [`p ${profile.postal_code}`]),
		...(profile.phone && [`t ${profile.phone}`]),
		...(profile.house_number && profile.street.map((word) => `h ${profile.house_number} ${word}`)),
		`n ${profile.name.join(" ")}`,
		...profile.name.map((word) => `w ${word}`),
	];
}

function indexKeys(profiles: readonly Profile[]): Map<string, number[]> {
	const index = new Map<string, number[]>();
	for (const [row, profile] of profiles.entries()) {
		for (const key of keysOf(profile)) {
			const rows = index.get(key);
			if (rows) rows.push(row);
			else index.set(key, [row]);
		}
	}
	return index;
}

function lookUp(index: ReadonlyMap<string, number[]>, profile: Profile | undefined): number[] {
	const found = new Set<number>();
	for (const key of profile ? keysOf(profile) : []) {
		const rows = index.get(key) ?? [];
		if (rows.length <= KEY_ROWS_MAX) for (const row of rows) found.add(row);
	}
	return [...found];
}
