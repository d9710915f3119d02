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

/** A value as code, and a list of them. */
export function code(...values: readonly string[]): string {
	return values.map((value) => `\`${value}\``).join(", ");
}
