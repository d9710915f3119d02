import type { Apart } from "../../base/apart.ts";
import { type CatalogPlace, type CheckedCatalog, type CheckedObject, checkCatalog } from "./check-catalog.ts";

/** Bytes of a reply from which on it is read on a thread of its own; below it takes some ten milliseconds. */
const LARGE = 4_194_304;
/** Objects that travel from thread to thread at once: a few milliseconds. */
const OBJECTS_AT_ONCE = 1000;

const WORKER = new URL("./check-worker.ts", import.meta.url);

type Part = Omit<CheckedCatalog, "objects"> | CheckedObject[];

/** `checkCatalog`, off the event loop where the reply is large, so that a restaurant chain's catalog never holds up an order. */
export async function checkApart(apart: Apart, reply: Buffer, place: CatalogPlace): Promise<CheckedCatalog> {
	if (reply.length < LARGE) return checkCatalog(reply, place);
	const [rest, ...lists] = await apart.run<Part>(WORKER, [reply, place]);
	return { ...(rest as Omit<CheckedCatalog, "objects">), objects: (lists as CheckedObject[][]).flat() };
}

/** A checked catalog in parts that are quick to hand over. */
export function* toParts({ objects, ...rest }: CheckedCatalog): Generator<Part> {
	yield rest;
	for (let from = 0; from < objects.length; from += OBJECTS_AT_ONCE) yield objects.slice(from, from + OBJECTS_AT_ONCE);
}
