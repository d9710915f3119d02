/** A request as a line for a shell, with its secrets left out: whoever runs it fills them in. */
export function curlText(request: {
	method: string;
	url: string;
	headers: Readonly<Record<string, string>>;
	body?: string | undefined;
}): string {
	const parts = [`curl -X ${request.method} ${quote(request.url)}`];
	for (const [name, value] of Object.entries(request.headers)) parts.push(`-H ${quote(`${name}: ${value}`)}`);
	if (request.body !== undefined) parts.push(`--data-raw ${quote(request.body)}`);
	return parts.join(" \\\n  ");
}

/** One word of a shell, whatever stands in it. */
function quote(text: string): string {
	return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
