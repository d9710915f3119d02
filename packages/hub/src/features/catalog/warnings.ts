/** How many sentences a catalog keeps; the rest is counted. */
const KEPT = 200;

/** Collects what is wrong with a catalog, as sentences that name the object in the POS's own terms. */
export interface Warnings {
	add(sentence: string): void;
	/** The first 200, then one that counts the rest. */
	list(): string[];
}

/** An empty collection. */
export function createWarnings(): Warnings {
	const kept: string[] = [];
	let more = 0;
	return {
		add(sentence) {
			if (kept.length < KEPT) kept.push(sentence);
			else more++;
		},
		list: () => (more === 0 ? [...kept] : [...kept, `and ${more} more`]),
	};
}

/** An object in a warning: its kind and the POS's id, shortened where somebody else chose an endless one. */
export function nameOf(kind: string, provider_id: string): string {
	const shown = provider_id.length > 60 ? `${provider_id.slice(0, 57)}…` : provider_id;
	return `${kind} ${JSON.stringify(shown)}`;
}
