/** Rows up to which the best total is found exactly. */
export const EXACT_MAX = 200;

/** A possible pair by its row and column, and its score above 0. */
export interface Weighted {
	row: number;
	column: number;
	score: number;
}

/**
 * One column at most for each row and the other way round, with the greatest total score: exact up to `EXACT_MAX` rows and
 * columns, the best pair first above it. Pairs that are not among the weighted ones are never made.
 */
export function assign(rows: number, columns: number, pairs: readonly Weighted[]): Map<number, number> {
	return Math.max(rows, columns) <= EXACT_MAX ? assignExactly(rows, columns, pairs) : assignGreedily(pairs);
}

function assignGreedily(pairs: readonly Weighted[]): Map<number, number> {
	const given = new Map<number, number>();
	const taken = new Set<number>();
	const best_first = [...pairs].sort((a, b) => b.score - a.score || a.row - b.row || a.column - b.column);
	for (const { row, column } of best_first) {
		if (given.has(row) || taken.has(column)) continue;
		given.set(row, column);
		taken.add(column);
	}
	return given;
}

/** The Hungarian method with potentials, rows added one by one: O(n³). */
function assignExactly(rows: number, columns: number, pairs: readonly Weighted[]): Map<number, number> {
	const size = Math.max(rows, columns);
	const scores = Array.from({ length: size + 1 }, () => new Float64Array(size + 1));
	for (const { row, column, score } of pairs) scores[row + 1]![column + 1] = score;
	const row_potential = new Float64Array(size + 1);
	const column_potential = new Float64Array(size + 1);
	const row_of = new Int32Array(size + 1);
	for (let row = 1; row <= size; row++) {
		const way = augment(row, scores, row_potential, column_potential, row_of);
		let column = way.end;
		while (column !== 0) {
			const before = way.from[column] ?? 0;
			row_of[column] = row_of[before] ?? 0;
			column = before;
		}
	}
	const given = new Map<number, number>();
	for (let column = 1; column <= size; column++) {
		const row = row_of[column] ?? 0;
		if ((scores[row]?.[column] ?? 0) > 0) given.set(row - 1, column - 1);
	}
	return given;
}

/** The cheapest way from a new row to a free column; cost is the negative score. */
function augment(
	row: number,
	scores: readonly Float64Array[],
	row_potential: Float64Array,
	column_potential: Float64Array,
	row_of: Int32Array,
): { end: number; from: Int32Array } {
	const size = row_of.length - 1;
	const least = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
	const from = new Int32Array(size + 1);
	const seen = new Uint8Array(size + 1);
	row_of[0] = row;
	let column = 0;
	do {
		seen[column] = 1;
		const at_row = row_of[column]!;
		let step = Number.POSITIVE_INFINITY;
		let next = 0;
		for (let other = 1; other <= size; other++) {
			if (seen[other]) continue;
			const cost = -scores[at_row]![other]! - row_potential[at_row]! - column_potential[other]!;
			if (cost < least[other]!) {
				least[other] = cost;
				from[other] = column;
			}
			if (least[other]! < step) {
				step = least[other]!;
				next = other;
			}
		}
		for (let other = 0; other <= size; other++) {
			if (seen[other]) {
				row_potential[row_of[other]!]! += step;
				column_potential[other]! -= step;
			} else least[other]! -= step;
		}
		column = next;
	} while (row_of[column] !== 0);
	return { end: column, from };
}
