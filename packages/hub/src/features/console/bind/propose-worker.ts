import type { BindProposal } from "@ticketrail/contract";
import { cacheCompiled } from "../../../base/compile-cache.ts";
import type { PairInput } from "./pair-rows.ts";
import type { PairPiece } from "./propose-apart.ts";

// before the rest is loaded, or starting the thread would take as long as its work
cacheCompiled();
const { answerApart } = await import("../../../base/apart-worker.ts");
const { pairRows } = await import("./pair-rows.ts");

answerApart({
	*propose(parts) {
		const pieces = parts as PairPiece[];
		const input: PairInput = {
			match: {
				pos: pieces.flatMap((piece) => piece.pos ?? []),
				dsp: pieces.flatMap((piece) => piece.dsp ?? []),
				links: pieces.flatMap((piece) => piece.links ?? []),
			},
			stores: pieces.flatMap((piece) => piece.stores ?? []),
			locations: pieces.flatMap((piece) => piece.locations ?? []),
			taken: new Set(pieces.flatMap((piece) => piece.taken ?? [])),
		};
		const { locations } = input;
		const lists: Pick<BindProposal, "rows" | "locations"> = { rows: pairRows(input, true), locations };
		yield Buffer.from(JSON.stringify(lists));
	},
});
