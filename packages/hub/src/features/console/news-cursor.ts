import { isId } from "../../base/id.ts";

/**
 * How far a browser has heard, as the id of its last message. Ids of events grow with the time at which they were made, but
 * several hubs commit at once, so that an event may become visible after one with a greater id. Everything up to `settled` was
 * heard; beyond it, those in `heard` were.
 */
export interface NewsCursor {
	settled: string;
	/** ends of ids, see `endOf`; the newest last */
	heard: ReadonlySet<string>;
}

/** Ids beyond `settled` that a cursor names; with more news than this in a few seconds, the eldest are heard twice. */
const HEARD_MAX = 40;

/** The cursor as text for SSE's `id:`. */
export function writeCursor(cursor: NewsCursor): string {
	return [cursor.settled, ...[...cursor.heard].slice(-HEARD_MAX)].join(".");
}

/** A cursor that a browser brought back; undefined when it is none. */
export function readCursorText(text: string): NewsCursor | undefined {
	const [settled = "", ...heard] = text.split(".");
	if (!isId(settled) || heard.length > HEARD_MAX || heard.some((end) => !/^[0-9a-f]{12}$/.test(end))) return undefined;
	return { settled, heard: new Set(heard) };
}

/** What stands for an id in a cursor: its random end is enough. */
export function endOf(event_id: string): string {
	return event_id.slice(-12);
}
