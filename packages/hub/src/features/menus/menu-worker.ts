import { cacheCompiled } from "../../base/compile-cache.ts";
import type { MenuOrder } from "./make-menu.ts";

// before the rest is loaded, or starting the thread would take as long as most of its work
cacheCompiled();
const { answerApart } = await import("../../base/apart-worker.ts");
const { makeMenu } = await import("./make-menu.ts");

answerApart({
	async *make(parts) {
		const begin = parts.findLastIndex((part) => typeof part !== "string");
		const order = parts[begin] as MenuOrder;
		parts.splice(0, begin + 1);
		yield await makeMenu(taken(parts as string[]), order);
	},
});

/** The texts one by one, each forgotten once it was read. */
function* taken(texts: string[]): Generator<string> {
	for (let text = texts.shift(); text !== undefined; text = texts.shift()) yield text;
}
