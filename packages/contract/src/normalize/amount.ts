import type { FieldProblem } from "../problem-text.ts";

/** Whole minor units from an amount outside, rounded half up; a change is told in `notes` (contract.md F.1.4). */
export function roundAmount(amount: number, path: string, notes: FieldProblem[]): number {
	if (Number.isInteger(amount)) return amount;
	const rounded = Math.round(amount) + 0; // + 0 turns -0 into 0
	notes.push({ path, message: `was rounded to whole minor units: ${rounded}` });
	return rounded;
}
