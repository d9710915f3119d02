import type { Tx } from "../../delivery/index.ts";
import { findCatalogObjectsByProviderId, setCatalogActivity } from "../../storage/tables/catalog.ts";
import { lockCatalog, setCatalogVersion } from "../../storage/tables/location-sync.ts";
import { familyOfGeneratedItem, generatedItemId } from "./add-generated.ts";
import type { CatalogParts, LocationTarget } from "./catalog.ts";

/** A POS's word on one object (contract.md B.7 `location.catalog.object.updated`); ids are the POS's own. */
export interface ObjectUpdate extends LocationTarget {
	object_id: string;
	object_type: string;
	is_active: boolean;
}

type Found = Awaited<ReturnType<typeof findCatalogObjectsByProviderId>>[number];

/**
 * Put an object on sale or take it off, and queue that for every bound DSP, in one transaction. A family without items takes
 * its generated item along, and `<family>_item` means that item (F-38). Returns what became of it, for the webhook's answer;
 * an unknown object is only noted, and the same word twice is heard once.
 */
export async function applyObjectUpdate(parts: CatalogParts, update: ObjectUpdate): Promise<string> {
	const { org_id, location_id, is_active } = update;
	return parts.queue.transaction(async (tx) => {
		const current = await lockCatalog(tx, org_id, location_id);
		if (current === undefined) return "unknown location";
		const named = await findNamed(tx, update);
		if (named.length === 0) return "unknown object";
		const changed = named.filter((object) => object.is_active !== is_active);
		if (changed.length === 0) return "unchanged";
		const version = current + 1;
		await setCatalogActivity(tx, { org_id, location_id, version, is_active }, changed);
		await setCatalogVersion(tx, { org_id, location_id, version });
		const changes = changed.map(({ kind, stream_id }) => ({ kind, stream_id, is_active }));
		await parts.channels.reportActivity(tx, { org_id, location_id }, changes);
		return "object updated";
	});
}

async function findNamed(tx: Tx, update: ObjectUpdate): Promise<Found[]> {
	const { org_id, location_id, object_id, object_type } = update;
	const item_id = generatedItemId(object_id);
	const found = await findCatalogObjectsByProviderId(tx, org_id, location_id, [object_id, item_id]);
	const exact = found.filter((object) => object.provider_id === object_id);
	// a kind that we do not know must not lose the message (contract.md F.1.1), nor must `item_family` for a generated item
	const named =
		exact.find((object) => object.kind === object_type) ??
		generatedItem(exact, object_id) ??
		(exact.length === 1 ? exact[0] : undefined);
	if (named === undefined) return [];
	const own = named.kind === "item_family" ? generatedItem(found, item_id) : undefined;
	return own === undefined ? [named] : [named, own];
}

/** The generated item with this id: the one that is sold under its family's name. */
function generatedItem(found: readonly Found[], item_id: string): Found | undefined {
	const family_id = familyOfGeneratedItem(item_id);
	if (family_id === undefined) return undefined;
	return found.find(
		(object) => object.kind === "item" && object.provider_id === item_id && object.sold_as === family_id,
	);
}
