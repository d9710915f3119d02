import type { Apart } from "../../base/apart.ts";
import type { LiveObjectRow } from "../../storage/tables/catalog.ts";
import { type MadeMenu, type MenuOrder, makeMenu } from "./make-menu.ts";

/** Objects of a catalog from which on its menu is made on a thread of its own; below it takes some ten milliseconds. */
const LARGE = 20_000;
/** Objects that travel from thread to thread at once: a few milliseconds. */
const OBJECTS_AT_ONCE = 1000;

const WORKER = new URL("./menu-worker.ts", import.meta.url);

/** `makeMenu`, off the event loop where the catalog is large. */
export async function makeMenuApart(apart: Apart, rows: readonly LiveObjectRow[], order: MenuOrder): Promise<MadeMenu> {
	const size = Math.max(rows.length, (order.live_body?.length ?? 0) / 400);
	if (size < LARGE) return makeMenu(rows, order);
	const [made] = await apart.run<MadeMenu>(WORKER, toParts(rows, order));
	if (made === undefined) throw new Error("the thread gave no menu");
	return { ...made, bytes: Buffer.from(made.bytes.buffer, made.bytes.byteOffset, made.bytes.byteLength) };
}

function* toParts(rows: readonly LiveObjectRow[], order: MenuOrder): Generator<MenuOrder | LiveObjectRow[]> {
	yield order;
	for (let from = 0; from < rows.length; from += OBJECTS_AT_ONCE) yield rows.slice(from, from + OBJECTS_AT_ONCE);
}
