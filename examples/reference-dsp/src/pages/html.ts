import type { Answer, Call } from "../server.ts";

/** A piece of HTML that is safe to send: it came out of the tag below. */
export interface Html {
	readonly markup: string;
}

type Part = string | number | Html | readonly Part[] | false | null | undefined;

/** HTML in which every value is escaped, unless it is itself HTML from here. Lists are joined, false leaves nothing. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
	return { markup: texts.reduce((markup, text, index) => markup + render(parts[index - 1]) + text) };
}

function render(part: Part): string {
	if (part === false || part === null || part === undefined) return "";
	if (typeof part === "string") return part.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
	if (typeof part === "number") return String(part);
	return "markup" in part ? part.markup : part.map(render).join("");
}

/** Nothing from anywhere but this server, no inline script or style, no frame around us. */
const POLICY =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * A whole page as an answer. There is no `form-action` in the policy: a browser applies it to every redirect that follows
 * a form, and the consent form ends at the hub and then wherever the hub sends the owner.
 */
export function pageAnswer(page: Html, status = 200): Answer {
	return {
		status,
		body: page.markup,
		headers: {
			"content-type": "text/html; charset=utf-8",
			"content-security-policy": POLICY,
			"x-content-type-options": "nosniff",
			"referrer-policy": "no-referrer",
		},
	};
}

/** Whether a POST comes from our own page or from a script, and not from another site in somebody's browser. */
export function isOwnForm(call: Call): boolean {
	return ["same-origin", "none", undefined].includes(call.header("sec-fetch-site"));
}
