/**
 * A request as a line for a shell, with its secrets left out: a header names the variable, such as `$ACCESS_TOKEN`, from which
 * whoever runs it fills them in.
 */
export function curlText(request: {
	method: string;
	url: string;
	headers: Readonly<Record<string, string>>;
	body?: string | undefined;
}): string {
	const parts = [`curl -X ${request.method} ${quote(request.url)}`];
	for (const [name, value] of Object.entries(request.headers)) parts.push(`-H ${word(`${name}: ${value}`)}`);
	if (request.body !== undefined) parts.push(`--data-raw ${quote(request.body)}`);
	return parts.join(" \\\n  ");
}

/** A word in which the shell puts in the variable that is named; everything else stands for itself. */
function word(text: string): string {
	const at = text.search(/\$[A-Z_]+$/);
	return at < 0 ? quote(text) : `${quote(text.slice(0, at))}"${text.slice(at)}"`;
}

/** One word of a shell, whatever stands in it. */
function quote(text: string): string {
	return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
