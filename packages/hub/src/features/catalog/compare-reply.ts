import type { StoredCatalog } from "../../storage/tables/catalog-state.ts";
import { type CatalogPlace, type CheckSummary, type ReadCatalog, readCatalog, takeCatalog } from "./check-catalog.ts";
import type { CatalogChecks } from "./clean-object.ts";
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

/** A reply that is read once and compared as often as what is stored moves on. */
export interface ReplyReader {
	/** Read and check it now, so that comparing is all that is left; how many objects it has. Throws `provider_refused` for what is no catalog at all. */
	read(): Promise<number>;
	compare(stored: StoredCatalog): Promise<ComparedReply>;
}

/**
 * Reads a reply for a comparison. Of what is stored already nothing is kept, so a second comparison reads the bytes anew; it is
 * rare.
 */
export function createReplyReader({ reply, place, base_version }: FetchedReply, checks: CatalogChecks): ReplyReader {
	let ready: ReadCatalog | undefined;
	async function readOnce(): Promise<ReadCatalog> {
		ready ??= await readCatalog(reply, place, checks);
		return ready;
	}
	return {
		read: async () => (await readOnce()).count,
		async compare({ state }) {
			const catalog = await readOnce();
			ready = undefined;
			const { take, changes } = await compareWith(state, base_version);
			return { summary: await takeCatalog(catalog, place, take), changes };
		},
	};
}
