/** JSON with line breaks; what is not JSON stays as it is. */
export function prettyJson(text: string): string {
	try {
		return JSON.stringify(JSON.parse(text), null, 2);
	} catch {
		return text;
	}
}

/** A value of JSON on one line, as a table shows it. */
export function shortJson(value: unknown): string {
	return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
