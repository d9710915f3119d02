import { stripVTControlCharacters } from "node:util";
import { fieldText } from "./terminal-text.ts";

type Row = Readonly<Record<string, unknown>>;

/** How wide a table may become; without a width nothing is ever cut. */
export interface TableOptions {
	width?: number | undefined;
	heading?: (text: string) => string;
}

const GAP = "  ";
const LEAST = 8;

/**
 * Rows as a table with the field names as headings. `fields` picks and orders them; a field that no row has is left
 * out. On a narrow terminal the widest columns of free text give way; ids, times and numbers are never cut.
 */
export function renderTable(rows: readonly Row[], fields: readonly string[], options: TableOptions = {}): string {
	const shown = fields.filter((field) => rows.some((row) => row[field] !== undefined));
	const cells = rows.map((row) => shown.map((field) => fieldText(field, row[field]).replaceAll(/\s+/g, " ")));
	const widths = shown.map((field, at) => Math.max(field.length, ...cells.map((line) => textWidth(line[at]!))));
	shrink(widths, shown, options.width);
	const line = (texts: readonly string[]) =>
		texts
			.map((text, at) => cut(text, widths[at]!))
			.join(GAP)
			.trimEnd();
	const head = line(shown);
	return [options.heading?.(head) ?? head, ...cells.map(line)].join("\n");
}

/** One record, a line for each field; lists of records below it as tables. */
export function renderRecord(record: Row, options: TableOptions = {}): string {
	const lists = Object.entries(record).filter(([, value]) => isListOfRecords(value)) as [string, Row[]][];
	const plain = Object.entries(record).filter(([, value]) => !isListOfRecords(value));
	const widest = Math.max(0, ...plain.map(([name]) => name.length));
	const lines = plain.map(([name, value]) => `${name.padEnd(widest)}${GAP}${fieldText(name, value)}`);
	for (const [name, rows] of lists) {
		const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))];
		lines.push("", options.heading?.(name) ?? name, renderTable(rows, fields, { width: options.width }));
	}
	return lines.join("\n");
}

function isListOfRecords(value: unknown): boolean {
	return (
		Array.isArray(value) && value.length > 0 && value.every((entry) => entry !== null && typeof entry === "object")
	);
}

function shrink(widths: number[], fields: readonly string[], width: number | undefined): void {
	if (width === undefined) return;
	const total = () => widths.reduce((sum, own) => sum + own, 0) + GAP.length * (widths.length - 1);
	const may_shrink = fields.map((field) => !/(^|_)(id|at|slug|status|state|type|secret)$/.test(field));
	while (total() > width) {
		const widest = widths.reduce(
			(best, own, at) => (may_shrink[at] && own > LEAST && (best === -1 || own > widths[best]!) ? at : best),
			-1,
		);
		if (widest === -1) return;
		widths[widest]! -= 1;
	}
}

function cut(text: string, width: number): string {
	const own = textWidth(text);
	if (own <= width) return text + " ".repeat(width - own);
	return `${[...text].slice(0, width - 1).join("")}…`;
}

function textWidth(text: string): number {
	return [...stripVTControlCharacters(text)].length;
}
