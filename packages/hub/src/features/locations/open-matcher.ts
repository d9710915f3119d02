import { createMatcher, type MatchInput, type PairMatch } from "@ticketrail/store-matcher";
import type { Apart } from "../../base/apart.ts";

/** A matcher, on a thread of its own where there is much to read. One question at a time; end it. */
export interface OpenMatcher {
	/** As `Matcher.pair`: undefined when one of the ids is in no list. */
	pair(pos_id: string, dsp_id: string, coming?: readonly string[]): Promise<PairMatch | undefined>;
	end(): Promise<void>;
}

/** Rows of both sides up to which they are read at once: it takes some twenty milliseconds. */
const ROWS_INLINE = 400;
/** Rows that are handed over in one go: copying them takes about a millisecond. */
const ROWS_AT_ONCE = 250;

const WORKER = new URL("./match-worker.ts", import.meta.url);

/** A matcher for these rows. */
export async function openMatcher(apart: Apart, input: MatchInput): Promise<OpenMatcher> {
	if (input.pos.length + input.dsp.length <= ROWS_INLINE) {
		const matcher = createMatcher(input);
		return { pair: async (...asked) => matcher.pair(...asked), end: async () => {} };
	}
	const work = await apart.open(WORKER);
	try {
		for await (const _nothing of work.ask("read", piecesOf(input)));
	} catch (error) {
		await work.end();
		throw error;
	}
	return {
		async pair(...asked) {
			let found: PairMatch | undefined;
			for await (const part of work.ask<PairMatch | undefined>("pair", asked)) found = part;
			return found;
		},
		end: () => work.end(),
	};
}

/** The rows in pieces, which the thread puts together again. */
function* piecesOf(input: MatchInput): Generator<Partial<MatchInput>> {
	for (const name of ["pos", "dsp", "links"] as const) {
		const rows = input[name] ?? [];
		for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) yield { [name]: rows.slice(at, at + ROWS_AT_ONCE) };
	}
}
