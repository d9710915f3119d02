import type { BindDecision, BindLocation, BindProposal, BindRow, BindStore } from "@ticketrail/contract";
import type { MatchInput } from "@ticketrail/store-matcher";
import type { Apart } from "../../../base/apart.ts";
import type { Packed } from "../../../base/packed.ts";
import { type PairInput, pairRows } from "./pair-rows.ts";

/** A proposal without its lists. */
export type ProposalHead = Omit<BindProposal, "rows" | "locations">;

/** Some rows of the lists that a proposal is made of, of one kind. */
export interface ProposalPiece {
	pos?: MatchInput["pos"];
	dsp?: MatchInput["dsp"];
	links?: MatchInput["links"];
	stores?: BindStore[];
	locations?: BindLocation[];
	existing?: [string, NonNullable<BindRow["existing"]>][];
	taken?: string[];
	decisions?: [string, BindDecision][];
}

/** Pairs up to which all of them are compared here: it takes some ten milliseconds. */
const PAIRS_INLINE = 2_500;
/** Rows that are handed over in one go: copying them takes about a millisecond. */
const ROWS_AT_ONCE = 250;

const WORKER = new URL("./propose-worker.ts", import.meta.url);

/** A whole proposal. Of long lists it is made, written down and packed on a thread of its own. */
export async function proposalOf(apart: Apart, head: ProposalHead, input: PairInput): Promise<BindProposal | Packed> {
	const { locations, stores } = input;
	if (locations.length * stores.length <= PAIRS_INLINE)
		return { ...head, rows: pairRows(input, false), locations: [...locations] };
	const work = await apart.open(WORKER);
	try {
		let gzipped: Uint8Array | undefined;
		for await (const part of work.ask<Uint8Array>("propose", partsOf(head, input))) gzipped = part;
		if (gzipped === undefined) throw new Error("the thread gave no proposal");
		return { gzipped };
	} finally {
		await work.end();
	}
}

function* partsOf(head: ProposalHead, input: PairInput): Generator<ProposalHead | ProposalPiece> {
	yield head;
	const { match, stores, locations } = input;
	yield* piecesOf("pos", match.pos);
	yield* piecesOf("dsp", match.dsp);
	yield* piecesOf("links", match.links ?? []);
	yield* piecesOf("stores", stores);
	yield* piecesOf("locations", locations);
	yield* piecesOf("existing", [...input.existing]);
	yield* piecesOf("taken", [...input.taken]);
	yield* piecesOf("decisions", [...input.decisions]);
}

function* piecesOf(name: keyof ProposalPiece, rows: readonly unknown[]): Generator<ProposalPiece> {
	for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) yield { [name]: rows.slice(at, at + ROWS_AT_ONCE) };
}
