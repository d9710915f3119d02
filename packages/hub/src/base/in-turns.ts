import { setImmediate } from "node:timers/promises";

/** Rows between two turns of the event loop: a few milliseconds of work. */
const ROWS_AT_ONCE = 500;

/** `rows.map(make)`, which of a long list lets others have their turn in between. `make` should take some microseconds. */
export async function mapInTurns<From, To>(rows: readonly From[], make: (row: From) => To): Promise<To[]> {
	const made: To[] = [];
	for (const row of rows) {
		made.push(make(row));
		if (made.length % ROWS_AT_ONCE === 0 && made.length < rows.length) await setImmediate();
	}
	return made;
}
