import type { Apart } from "../../base/apart.ts";
import { type MadeMenu, type MenuOrder, makeMenu } from "./make-menu.ts";

/** Characters of a catalog, or bytes of a file to compare with, from which on the work has a thread of its own; below it takes some ten milliseconds. */
const LARGE = 2_000_000;
/** How much of a catalog's length a compressed file of it has at least. */
const COMPRESSED = 0.1;

const WORKER = new URL("./menu-worker.ts", import.meta.url);

/** `makeMenu`, off the event loop where the catalog is large. */
export async function makeMenuApart(
	apart: Apart,
	catalog_texts: readonly string[],
	order: MenuOrder,
): Promise<MadeMenu> {
	const catalog_length = catalog_texts.reduce((sum, text) => sum + text.length, 0);
	if (Math.max(catalog_length, (order.live_file?.length ?? 0) / COMPRESSED) < LARGE)
		return makeMenu(catalog_texts, order);
	const work = await apart.open(WORKER);
	try {
		let made: MadeMenu | undefined;
		for await (const part of work.ask<MadeMenu>("make", [order, ...catalog_texts])) made = part;
		if (made === undefined) throw new Error("the thread gave no menu");
		return { ...made, file: Buffer.from(made.file.buffer, made.file.byteOffset, made.file.byteLength) };
	} finally {
		await work.end();
	}
}
