// Everything that a terminal could take for a command or for a change of direction, except tab and line feed.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text from outside, safe to print: a store's name must not be able to move the cursor (reliability.md A21). */
export function terminalText(text: string): string {
	return text.replace(UNSAFE, "\ufffd");
}

/** A value of a record as a person reads it; a field that ends in `_at` or `_until` is a time, epoch ms. */
export function fieldText(name: string, value: unknown): string {
	if (value === null || value === undefined) return "–";
	if (typeof value === "number" && /_(at|until)$/.test(name)) return new Date(value).toISOString();
	if (typeof value === "object") return terminalText(JSON.stringify(value));
	return terminalText(String(value));
}
