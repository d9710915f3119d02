import { cacheCompiled } from "../../base/compile-cache.ts";
import type { StoredCatalog } from "../../storage/tables/catalog-state.ts";
import type { CatalogSchemas } from "./clean-object.ts";
import type { ComparedReply, FetchedReply, ReplyReader } from "./compare-reply.ts";

// before the rest is loaded, or starting the thread would take as long as most of its work
cacheCompiled();
const { answerApart } = await import("../../base/apart-worker.ts");
const { checksOf } = await import("./clean-object.ts");
const { createReplyReader } = await import("./compare-reply.ts");

let reader: ReplyReader | undefined;
let compared: ComparedReply | undefined;

answerApart({
	/** Of what the reply is read for, the schemas and its bytes: how many objects it has. */
	async *read(parts) {
		const [about, schemas, reply] = parts as [Omit<FetchedReply, "reply">, CatalogSchemas, Uint8Array];
		const bytes = Buffer.from(reply.buffer, reply.byteOffset, reply.byteLength);
		reader = createReplyReader({ ...about, reply: bytes }, checksOf(schemas));
		yield await reader.read();
	},
	async *compare([stored]) {
		if (reader === undefined) throw new Error("no reply to compare");
		compared = undefined;
		compared = await reader.compare(stored as StoredCatalog);
		yield compared.summary;
	},
	*changes() {
		if (compared === undefined) throw new Error("nothing was compared");
		yield* compared.changes();
	},
});
