import { expect, test } from "vitest";
import { mapInTurns } from "./in-turns.ts";

test("makes a row of each in order, and lets others have their turn within a long list", async () => {
	const made: number[] = [];
	let made_when_others_ran = -1;
	setImmediate(() => {
		made_when_others_ran = made.length;
	});
	const rows = Array.from({ length: 5_000 }, (_, n) => n);
	const doubled = await mapInTurns(rows, (n) => {
		made.push(n);
		return 2 * n;
	});
	expect(doubled).toEqual(rows.map((n) => 2 * n));
	expect(made_when_others_ran).toBeGreaterThan(0);
	expect(made_when_others_ran).toBeLessThan(5_000);
	expect(await mapInTurns([1], (n) => n)).toEqual([1]);
});
