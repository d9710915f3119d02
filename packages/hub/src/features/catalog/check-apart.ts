import type { Apart, ApartWork } from "../../base/apart.ts";
import type { StoredCatalog } from "../../storage/tables/catalog-state.ts";
import { CATALOG_SCHEMAS } from "./catalog-schemas.ts";
import type { CheckSummary } from "./check-catalog.ts";
import { checksOf } from "./clean-object.ts";
import { type ComparedReply, createReplyReader, type FetchedReply } from "./compare-reply.ts";
import type { CatalogChange } from "./diff.ts";

/** Bytes of a reply from which on it is read on a thread of its own; below it takes some ten milliseconds. */
const LARGE = 4_194_304;

const WORKER = new URL("./check-worker.ts", import.meta.url);

/** Of this thread; each is built when it is first needed. */
const CHECKS = checksOf(CATALOG_SCHEMAS);

/** A catalog of so many objects mostly comes in a reply of that size. */
const MANY_OBJECTS = 20_000;

/** Whoever is about to fetch a catalog that had `objects` the last time says so: the thread for it starts meanwhile. */
export function expectReply(apart: Apart, objects: number): void {
	if (objects >= MANY_OBJECTS) apart.warm(WORKER);
}

/** A checked catalog, wherever its objects are. */
export interface CheckedReply {
	summary: CheckSummary;
	/** of the stored catalog that it was compared with */
	version: number;
	/** What has to be written where that is stored. Can be asked for again. */
	changes(): AsyncIterable<CatalogChange> | Iterable<CatalogChange>;
	/** Compare with what is stored by now instead. */
	compareAgain(stored: StoredCatalog): Promise<void>;
	/** Nothing more is asked. */
	end(): Promise<void>;
}

/**
 * Check a reply and compare it with the stored catalog, off the event loop where it is large, so that a restaurant chain's catalog
 * never holds up an order: there its objects stay, and only what changed comes back. What is stored is read meanwhile. Takes
 * the reply's bytes away.
 */
export async function checkApart(
	apart: Apart,
	fetched: FetchedReply,
	load: () => Promise<StoredCatalog>,
): Promise<CheckedReply> {
	if (fetched.reply.length < LARGE) {
		const reader = createReplyReader(fetched, CHECKS);
		let here: ComparedReply | undefined;
		const compare = async (stored: StoredCatalog) => {
			here = await reader.compare(stored);
			return here.summary;
		};
		return checkedBy(compare, await load(), { changes: () => here?.changes() ?? [], end: async () => {} });
	}
	const work = await apart.open(WORKER);
	try {
		const [stored] = await Promise.all([load(), readThere(work, fetched)]);
		const compare = (other: StoredCatalog) => compareThere(work, other);
		return await checkedBy(compare, stored, { changes: () => work.ask<CatalogChange>("changes"), end: work.end });
	} catch (error) {
		await work.end();
		throw error;
	}
}

async function checkedBy(
	compare: (stored: StoredCatalog) => Promise<CheckSummary>,
	stored: StoredCatalog,
	rest: Pick<CheckedReply, "changes" | "end">,
): Promise<CheckedReply> {
	const checked: CheckedReply = {
		summary: await compare(stored),
		version: stored.version,
		async compareAgain(other) {
			await compare(other);
			checked.version = other.version;
		},
		...rest,
	};
	return checked;
}

async function readThere(work: ApartWork, { reply, ...about }: FetchedReply): Promise<void> {
	const bytes = ownBytes(reply);
	await work.give(about);
	await work.give(CATALOG_SCHEMAS);
	await work.give(bytes, bytes.buffer);
	for await (const _count of work.ask("read"));
}

async function compareThere(work: ApartWork, stored: StoredCatalog): Promise<CheckSummary> {
	let summary: CheckSummary | undefined;
	for await (const part of work.ask<CheckSummary>("compare", [stored])) summary = part;
	if (summary === undefined) throw new Error("the thread gave no summary");
	return summary;
}

/** The bytes in memory of their own, so that they can be moved instead of copied. */
function ownBytes(reply: Buffer): Uint8Array<ArrayBuffer> {
	const { buffer, byteOffset, byteLength } = reply;
	const isAlone = buffer instanceof ArrayBuffer && byteLength === buffer.byteLength;
	return isAlone ? new Uint8Array(buffer, byteOffset, byteLength) : new Uint8Array(reply);
}
