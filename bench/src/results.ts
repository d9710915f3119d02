/** One figure; `ratio_to_floor` is there where the same run measured a floor for it. */
export interface Result {
	case: string;
	variant: string;
	metric: string;
	value: number;
	unit: string;
	ratio_to_floor: number | null;
	rounds: number;
}

/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const half = Math.floor(sorted.length / 2);
	const upper = sorted[half] ?? Number.NaN;
	return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/** The value below which this share (0 to 1) of the values lies. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** A table for people on stdout, or one JSON document. */
export function printResults(results: readonly Result[], as_json: boolean): void {
	if (as_json) {
		process.stdout.write(`${JSON.stringify(results)}\n`);
		return;
	}
	for (const { case: name, variant, metric, value, unit, ratio_to_floor, rounds } of results) {
		const ratio = ratio_to_floor === null ? "" : `${ratio_to_floor.toFixed(2)} of floor`;
		process.stdout.write(
			`${name.padEnd(16)} ${variant.padEnd(12)} ${metric.padEnd(24)} ${value.toFixed(1).padStart(10)} ${unit.padEnd(9)} ${ratio.padEnd(14)} ${rounds} rounds\n`,
		);
	}
}
