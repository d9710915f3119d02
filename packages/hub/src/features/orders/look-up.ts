import { createBatch } from "../../delivery/index.ts";
import type { Sellable } from "../catalog/index.ts";

/** What the location's catalog says of these `stream_id`s, with the least price for orders of the DSP `slug`. */
export type FindSellable = (
	org_id: string,
	location_id: string,
	slug: string,
	stream_ids: readonly string[],
) => Promise<Map<string, Sellable>>;

interface Wanted {
	org_id: string;
	location_id: string;
	slug: string;
	stream_ids: readonly string[];
}

/** Orders of one store that are checked at the same time ask its catalog once. */
export function lookUpTogether(findSellable: FindSellable): FindSellable {
	const ask = createBatch<Wanted, Map<string, Sellable>>({ flush: askAll, max: 64, concurrency: 4 });

	async function askAll(wanted: Wanted[]): Promise<Map<string, Sellable>[]> {
		const found = new Map<string, Map<string, Sellable>>();
		const byStore = Map.groupBy(wanted, storeOf);
		await Promise.all(
			[...byStore].map(async ([store, [first, ...others]]) => {
				if (first === undefined) return;
				const stream_ids = new Set([first, ...others].flatMap((one) => one.stream_ids));
				found.set(store, await findSellable(first.org_id, first.location_id, first.slug, [...stream_ids]));
			}),
		);
		return wanted.map((one) => found.get(storeOf(one)) ?? new Map());
	}

	return (org_id, location_id, slug, stream_ids) => ask({ org_id, location_id, slug, stream_ids });
}

function storeOf({ org_id, location_id, slug }: Wanted): string {
	return `${org_id}/${location_id}/${slug}`;
}
