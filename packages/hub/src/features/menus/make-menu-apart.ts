import type { Apart } from "../../base/apart.ts";
import type { Database } from "../../storage/database.ts";
import { loadLiveCatalog } from "../../storage/tables/catalog-state.ts";
import { findLatestCatalogVersion } from "../../storage/tables/catalog-version.ts";
import { type MadeMenu, type MenuOrder, makeMenu } from "./make-menu.ts";

/** Objects of a catalog, or bytes of a file to compare with, from which on the work has a thread of its own; below it takes some ten milliseconds. */
const MANY = 8_000;
const LARGE_FILE = 200_000;

const WORKER = new URL("./menu-worker.ts", import.meta.url);

/**
 * `makeMenu` of a location's live catalog, off the event loop where that is large: then its texts go from the database to the
 * thread one by one, so that this side never has it whole.
 */
export async function makeMenuApart(
	{ apart, db }: { apart: Apart; db: Database },
	{ org_id, location_id }: { org_id: string; location_id: string },
	order: MenuOrder,
): Promise<MadeMenu> {
	const version = await findLatestCatalogVersion(db, org_id, location_id);
	if ((version?.objects ?? 0) < MANY && (order.live_file?.length ?? 0) < LARGE_FILE) {
		const texts = await db.transaction(async (tx) => {
			const parts: string[] = [];
			for await (const text of loadLiveCatalog(tx, org_id, location_id)) parts.push(text);
			return parts;
		});
		return makeMenu(texts, order);
	}
	const work = await apart.open(WORKER);
	try {
		await db.transaction(async (tx) => {
			// another run of the transaction begins anew
			await work.give(order);
			for await (const text of loadLiveCatalog(tx, org_id, location_id)) await work.give(text);
		});
		let made: MadeMenu | undefined;
		for await (const part of work.ask<MadeMenu>("make")) made = part;
		if (made === undefined) throw new Error("the thread gave no menu");
		return { ...made, file: Buffer.from(made.file.buffer, made.file.byteOffset, made.file.byteLength) };
	} finally {
		await work.end();
	}
}
