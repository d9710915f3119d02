import { cacheCompiled } from "../../base/compile-cache.ts";
import type { StoredCatalog } from "../../storage/tables/catalog-state.ts";
import type { ComparedReply, FetchedReply } from "./compare-reply.ts";

// before the rest is loaded, or starting the thread would take as long as most of its work
cacheCompiled();
const { answerApart } = await import("../../base/apart-worker.ts");
const { compareReply } = await import("./compare-reply.ts");

let fetched: FetchedReply | undefined;
let compared: ComparedReply | undefined;

answerApart({
	/** With the reply the first time, and again with what is stored by then. */
	async *compare(parts) {
		const stored = parts.pop() as StoredCatalog;
		const [about, reply] = parts as [Omit<FetchedReply, "reply">?, Uint8Array?];
		if (about !== undefined && reply !== undefined) {
			fetched = { ...about, reply: Buffer.from(reply.buffer, reply.byteOffset, reply.byteLength) };
		}
		if (fetched === undefined) throw new Error("no reply to compare");
		compared = undefined;
		compared = await compareReply(fetched, stored);
		yield compared.summary;
	},
	*changes() {
		if (compared === undefined) throw new Error("nothing was compared");
		yield* compared.changes();
	},
});
