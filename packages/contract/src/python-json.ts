/**
 * A JSON value in the text that Python's `json.dumps` writes by default: a space after `,` and `:`, and, if `ascii`,
 * everything outside ASCII escaped. Live POS code signs this text, contract.md E.11. Whole floats cannot be told apart
 * from integers here.
 */
export function pythonJson(value: unknown, ascii: boolean): string {
	if (Array.isArray(value)) return `[${value.map((entry) => pythonJson(entry, ascii)).join(", ")}]`;
	if (value !== null && typeof value === "object") {
		const fields = Object.entries(value).map(([key, entry]) => `${quote(key, ascii)}: ${pythonJson(entry, ascii)}`);
		return `{${fields.join(", ")}}`;
	}
	return typeof value === "string" ? quote(value, ascii) : JSON.stringify(value);
}

function quote(text: string, ascii: boolean): string {
	const quoted = JSON.stringify(text);
	if (!ascii) return quoted;
	return quoted.replace(/[\u007f-\uffff]/g, (unit) =>
		unit === "\u007f" ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);
}
