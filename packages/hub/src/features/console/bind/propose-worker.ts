import { gzipSync } from "node:zlib";
import type { BindProposal } from "@ticketrail/contract";
import { cacheCompiled } from "../../../base/compile-cache.ts";
import type { PairInput } from "./pair-rows.ts";
import type { ProposalHead, ProposalPiece } from "./propose-apart.ts";

// before the rest is loaded, or starting the thread would take as long as its work
cacheCompiled();
const { answerApart } = await import("../../../base/apart-worker.ts");
const { pairRows } = await import("./pair-rows.ts");

/** The sender waits for it: the least effort makes a seventh of the size. */
const LEVEL = 1;

answerApart({
	*propose(parts) {
		const head = parts.shift() as ProposalHead;
		const pieces = parts as ProposalPiece[];
		const input: PairInput = {
			match: {
				pos: pieces.flatMap((piece) => piece.pos ?? []),
				dsp: pieces.flatMap((piece) => piece.dsp ?? []),
				links: pieces.flatMap((piece) => piece.links ?? []),
			},
			stores: pieces.flatMap((piece) => piece.stores ?? []),
			locations: pieces.flatMap((piece) => piece.locations ?? []),
			existing: new Map(pieces.flatMap((piece) => piece.existing ?? [])),
			taken: new Set(pieces.flatMap((piece) => piece.taken ?? [])),
			decisions: new Map(pieces.flatMap((piece) => piece.decisions ?? [])),
		};
		const { locations } = input;
		const proposal: BindProposal = { ...head, rows: pairRows(input, true), locations };
		yield gzipSync(JSON.stringify(proposal), { level: LEVEL });
	},
});
