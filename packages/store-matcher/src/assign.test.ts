import fc from "fast-check";
import { expect, test } from "vitest";
import { assign, EXACT_MAX, type Weighted } from "./assign.ts";

const total = (pairs: readonly Weighted[], given: ReadonlyMap<number, number>) =>
	pairs.reduce((sum, { row, column, score }) => sum + (given.get(row) === column ? score : 0), 0);

function best(pairs: readonly Weighted[], rows: number, row = 0, taken: readonly number[] = []): number {
	if (row === rows) return 0;
	const own = pairs.filter((pair) => pair.row === row && !taken.includes(pair.column));
	return Math.max(
		best(pairs, rows, row + 1, taken),
		...own.map(({ column, score }) => score + best(pairs, rows, row + 1, [...taken, column])),
	);
}

test("the assignment has the greatest total of all that are possible, and no column twice", () => {
	const pair = fc.record({ row: fc.nat(4), column: fc.nat(4), score: fc.integer({ min: 1, max: 100 }) });
	fc.assert(
		fc.property(fc.uniqueArray(pair, { selector: ({ row, column }) => row * 5 + column }), (pairs) => {
			const given = assign(5, 5, pairs);
			expect(new Set(given.values()).size).toBe(given.size);
			expect(total(pairs, given)).toBe(best(pairs, 5));
		}),
	);
});

test("long lists get the best pair first, and still no column twice", () => {
	const pairs = [
		{ row: 0, column: 0, score: 0.9 },
		{ row: 0, column: 1, score: 0.8 },
		{ row: 1, column: 0, score: 0.85 },
	];
	expect(assign(2, 2, pairs)).toEqual(
		new Map([
			[0, 1],
			[1, 0],
		]),
	);
	expect(assign(EXACT_MAX + 1, 2, pairs)).toEqual(new Map([[0, 0]]));
});
