import { cacheCompiled } from "../../base/compile-cache.ts";
import type { CatalogPlace, CheckedObject } from "./check-catalog.ts";

// before the rest is loaded, or starting the thread would take as long as most of its work
cacheCompiled();
const { answerApart } = await import("../../base/apart-worker.ts");
const { checkCatalog } = await import("./check-catalog.ts");
const { diffCatalog } = await import("./diff.ts");

let objects: readonly CheckedObject[] = [];

answerApart({
	async *check([place, reply]) {
		const { buffer, byteOffset, byteLength } = reply as Uint8Array;
		const checked = await checkCatalog(Buffer.from(buffer, byteOffset, byteLength), place as CatalogPlace);
		const { objects: kept, ...summary } = checked;
		objects = kept;
		yield summary;
	},
	diff: ([state, base_version]) => diffCatalog(state as string, objects, base_version as number),
});
