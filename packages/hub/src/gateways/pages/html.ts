/** Markup that is safe to put into a page: everything in it was escaped or written by us. */
export interface Html {
	readonly markup: string;
}

type Part = string | number | Html | undefined | false | readonly Part[];

/**
 * Makes markup from a template. Text in `${}` is escaped, whatever it is; only markup made by `html` itself goes in as
 * it is. `undefined` and `false` leave nothing behind, a list is put in part by part.
 */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
	return { markup: strings.reduce((text, string, at) => text + render(parts[at - 1]) + string) };
}

function render(part: Part): string {
	if (part === undefined || part === false) return "";
	if (Array.isArray(part)) return part.map(render).join("");
	if (typeof part === "object") return (part as Html).markup;
	return String(part)
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;")
		.replaceAll("'", "&#39;");
}
