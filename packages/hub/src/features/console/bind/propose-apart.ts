import type { BindLocation, BindProposal, BindStore } from "@ticketrail/contract";
import type { MatchInput } from "@ticketrail/store-matcher";
import type { Apart, ApartWork } from "../../../base/apart.ts";
import { type PairInput, pairRows } from "./pair-rows.ts";

/** What a proposal is compared from: as long as both sides are the same, so is this. */
export type PairLists = Pick<BindProposal, "rows" | "locations">;

/** The lists of a proposal: as they are, or where they are long as the text that is sent, in UTF-8. */
export type Paired = PairLists | { text: Uint8Array };

/** Some rows of what is compared, of one kind. */
export interface PairPiece {
	pos?: MatchInput["pos"];
	dsp?: MatchInput["dsp"];
	links?: MatchInput["links"];
	stores?: BindStore[];
	locations?: BindLocation[];
	taken?: string[];
}

/** Pairs up to which all of them are compared here: it takes some ten milliseconds. */
const PAIRS_INLINE = 2_500;
/** Rows that are handed over in one go: copying them takes about a millisecond. */
const ROWS_AT_ONCE = 250;

const WORKER = new URL("./propose-worker.ts", import.meta.url);

/** Whether so many are compared on a thread of their own. */
export function isLong(locations: number, stores: number): boolean {
	return locations * stores > PAIRS_INLINE;
}

/** The rows of a proposal with their locations; of long lists they are made and written down on a thread of its own. */
export async function pairsOf(input: PairInput, thread: Promise<ApartWork> | undefined): Promise<Paired> {
	const { locations } = input;
	if (thread === undefined) return { rows: pairRows(input, false), locations };
	const work = await thread;
	let text: Uint8Array | undefined;
	for await (const part of work.ask<Uint8Array>("propose", partsOf(input))) text = part;
	if (text === undefined) throw new Error("the thread gave no proposal");
	return { text };
}

/** A thread to compare long lists on; it starts while the caller reads on. End it. */
export function startPairing(apart: Apart): Promise<ApartWork> {
	const thread = apart.open(WORKER);
	// heard of where it is asked, if it is
	thread.catch(() => {});
	return thread;
}

/** Start that thread ahead of its work. */
export function warmThread(apart: Apart): void {
	apart.warm(WORKER);
}

function* partsOf(input: PairInput): Generator<PairPiece> {
	const { match, stores, locations } = input;
	yield* piecesOf("pos", match.pos);
	yield* piecesOf("dsp", match.dsp);
	yield* piecesOf("links", match.links ?? []);
	yield* piecesOf("stores", stores);
	yield* piecesOf("locations", locations);
	yield* piecesOf("taken", [...input.taken]);
}

function* piecesOf(name: keyof PairPiece, rows: readonly unknown[]): Generator<PairPiece> {
	for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) yield { [name]: rows.slice(at, at + ROWS_AT_ONCE) };
}
