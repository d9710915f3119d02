import type { Matcher, MatchInput } from "@ticketrail/store-matcher";
import { cacheCompiled } from "../../base/compile-cache.ts";

// before the rest is loaded, or starting the thread would take as long as its work
cacheCompiled();
const { answerApart } = await import("../../base/apart-worker.ts");
const { createMatcher } = await import("@ticketrail/store-matcher");

let matcher: Matcher | undefined;

answerApart({
	*read(parts) {
		const pieces = parts as Partial<MatchInput>[];
		const all = <Name extends keyof MatchInput>(name: Name) =>
			pieces.flatMap((piece) => (piece[name] ?? []) as NonNullable<MatchInput[Name]>[number][]);
		matcher = createMatcher({ pos: all("pos"), dsp: all("dsp"), links: all("links") } as MatchInput);
		yield true;
	},
	*pair([pos_id, dsp_id, coming]) {
		yield matcher?.pair(pos_id as string, dsp_id as string, coming as readonly string[] | undefined);
	},
});
