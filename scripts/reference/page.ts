/** A generated page: its file below docs/reference, and its whole text. */
export interface Page {
	file: string;
	text: string;
}

/** Put a generated page together. The notice tells a reader where to change it; the gate compares it byte by byte. */
export function page(file: string, title: string, intro: string, sections: readonly string[]): Page {
	const notice = "<!-- Made by `npm run docs` from the sources. Change those, then run it again. -->";
	return { file, text: `${[`# ${title}`, notice, intro, ...sections].join("\n\n")}\n` };
}

/** A Markdown table. Cells may hold pipes; they are escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
	return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A table as the formatter writes it, for a page that is written by hand but for this. */
export function alignedTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const widths = head.map((cell, column) => Math.max(cell.length, 3, ...rows.map((row) => row[column]?.length ?? 0)));
	const pad = (cells: readonly string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0));
	return table(pad(head), [...rows.map(pad)]).replace(/(?<=\n)\|.*\|(?=\n|$)/, () => {
		return `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
	});
}

/** A value as code, and a list of them. */
export function code(...values: readonly string[]): string {
	return values.map((value) => `\`${value}\``).join(", ");
}
