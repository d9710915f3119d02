import { LABELLED } from "../../packages/store-matcher/src/labelled/index.ts";
import { type Measured, measure } from "../../packages/store-matcher/src/measure.ts";
import { alignedTable } from "./page.ts";

/** What the matcher makes of its labelled rows, as a table: by kind of difficulty, and in all. */
export function matcherTable(): string {
	const kinds = Object.entries(LABELLED).map(([kind, scenes]) => [kind, measure(scenes)] as const);
	const all = measure(Object.values(LABELLED).flat());
	return alignedTable(
		["rows", "labelled pairs", "true", "suggested", "wrong", "with a hard difference", "precision", "recall"],
		[...kinds.map(([kind, measured]) => row(kind, measured)), row("all", all)],
	);
}

function row(kind: string, measured: Measured): string[] {
	const { pairs, true_pairs, suggested, wrong, wrong_with_difference, precision, recall } = measured;
	const counts = [pairs, true_pairs, suggested, wrong.length, wrong_with_difference].map(String);
	return [kind, ...counts, precision.toFixed(3), recall.toFixed(3)];
}
