/** An address of the app: each part encoded, empty query values left out. */
export function href(parts: readonly string[], search: Readonly<Record<string, string | undefined>> = {}): string {
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(search)) if (value) query.set(name, value);
	const text = query.toString();
	return `/${parts.map(encodeURIComponent).join("/")}${text === "" ? "" : `?${text}`}`;
}
