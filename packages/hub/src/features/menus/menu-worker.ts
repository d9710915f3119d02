import { cacheCompiled } from "../../base/compile-cache.ts";
import type { MenuOrder } from "./make-menu.ts";

// before the rest is loaded, or starting the thread would take as long as most of its work
cacheCompiled();
const { answerApart } = await import("../../base/apart-worker.ts");
const { makeMenu } = await import("./make-menu.ts");

answerApart({
	async *make([order, ...catalog_texts]) {
		yield await makeMenu(catalog_texts as string[], order as MenuOrder);
	},
});
