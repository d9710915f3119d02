import type { Apart } from "../../base/apart.ts";
import { type CatalogPlace, type CheckedCatalog, checkCatalog } from "./check-catalog.ts";
import { type CatalogChange, diffCatalog } from "./diff.ts";

/** Bytes of a reply from which on it is read on a thread of its own; below it takes some ten milliseconds. */
const LARGE = 4_194_304;

const WORKER = new URL("./check-worker.ts", import.meta.url);

/** What a check says of a catalog as a whole. */
export type CheckSummary = Omit<CheckedCatalog, "objects">;

/** A checked catalog, wherever its objects are. */
export interface CheckedReply {
	summary: CheckSummary;
	/** What has to be written where this is stored already; see `diffCatalog`. */
	diff(state: string, base_version: number): AsyncIterable<CatalogChange>;
	/** Nothing more is asked. */
	end(): Promise<void>;
}

/**
 * `checkCatalog`, off the event loop where the reply is large, so that a restaurant chain's catalog never holds up an order:
 * there its objects stay, and only what changed comes back. Takes the reply's bytes away.
 */
export async function checkApart(apart: Apart, reply: Buffer, place: CatalogPlace): Promise<CheckedReply> {
	if (reply.length < LARGE) {
		const { objects, ...summary } = await checkCatalog(reply, place);
		return { summary, diff: (state, base_version) => diffCatalog(state, objects, base_version), end: async () => {} };
	}
	const work = await apart.open(WORKER);
	try {
		const bytes = ownBytes(reply);
		let summary: CheckSummary | undefined;
		await work.give(place);
		await work.give(bytes, bytes.buffer);
		for await (const part of work.ask<CheckSummary>("check")) summary = part;
		if (summary === undefined) throw new Error("the thread gave no summary");
		return {
			summary,
			diff: (state, base_version) => work.ask<CatalogChange>("diff", [state, base_version]),
			end: work.end,
		};
	} catch (error) {
		await work.end();
		throw error;
	}
}

/** The bytes in memory of their own, so that they can be moved instead of copied. */
function ownBytes(reply: Buffer): Uint8Array<ArrayBuffer> {
	const { buffer, byteOffset, byteLength } = reply;
	const isAlone = buffer instanceof ArrayBuffer && byteLength === buffer.byteLength;
	return isAlone ? new Uint8Array(buffer, byteOffset, byteLength) : new Uint8Array(reply);
}
