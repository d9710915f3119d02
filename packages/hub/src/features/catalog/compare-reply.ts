import type { StoredCatalog } from "../../storage/tables/catalog-state.ts";
import { type CatalogPlace, type CheckSummary, checkCatalog } from "./check-catalog.ts";
import { type Comparison, compareWith } from "./diff.ts";

/** A POS's reply, and what to read it for. */
export interface FetchedReply {
	reply: Buffer;
	place: CatalogPlace;
	/** the catalog version that the fetch began with */
	base_version: number;
}

/** A reply after the check and the comparison with what is stored. */
export interface ComparedReply {
	summary: CheckSummary;
	changes: Comparison["changes"];
}

/**
 * Check a reply and compare it with the stored catalog in one go, so that an object which is stored already is gone again before
 * the next is looked at. Throws `provider_refused` for what is no catalog at all.
 */
export async function compareReply(fetched: FetchedReply, { state }: StoredCatalog): Promise<ComparedReply> {
	const { take, changes } = await compareWith(state, fetched.base_version);
	return { summary: await checkCatalog(fetched.reply, fetched.place, take), changes };
}
