/** A link in force of the DSP that is being bound. Without `pos_id` it belongs to another organisation. */
export interface Link {
	dsp_id: string;
	pos_id?: string | undefined;
}

/** Links, asked from either side. */
export interface Links {
	/** the location that has this store: undefined when it is free, null when it is in another organisation */
	holderOf(dsp_id: string): string | null | undefined;
	/** the stores of this DSP that the location has */
	storesOf(pos_id: string): readonly string[];
}

/** Index links by both sides. */
export function indexLinks(links: readonly Link[]): Links {
	const holders = new Map(links.map(({ dsp_id, pos_id }) => [dsp_id, pos_id ?? null]));
	const stores = Map.groupBy(links, ({ pos_id }) => pos_id);
	return {
		holderOf: (dsp_id) => holders.get(dsp_id),
		storesOf: (pos_id) => (stores.get(pos_id) ?? []).map(({ dsp_id }) => dsp_id),
	};
}
