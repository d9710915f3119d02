/** A piece of HTML that is safe to send: it came out of the tag below. */
export interface Html {
	readonly markup: string;
}

type Part = string | number | Html | readonly Part[] | false | null | undefined;

/** HTML in which every value is escaped, unless it is itself HTML from here. Lists are joined, false leaves nothing. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
	let markup = texts[0] ?? "";
	for (const [index, part] of parts.entries()) markup += render(part) + (texts[index + 1] ?? "");
	return { markup };
}

function render(part: Part): string {
	if (part === false || part === null || part === undefined) return "";
	if (Array.isArray(part)) return part.map(render).join("");
	if (typeof part === "object") return (part as Html).markup;
	return String(part).replace(/[&<>"']/g, (sign) => ESCAPED[sign] ?? sign);
}

const ESCAPED: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Nothing from anywhere but this server, no inline script or style, no frame around us. */
const POLICY =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * A whole page as an answer. There is no `form-action` in the policy: a browser applies it to every redirect that follows
 * a form, and the consent form ends at the hub and then wherever the hub sends the merchant.
 */
export function pageResponse(page: Html, status = 200, headers: Record<string, string> = {}): Response {
	return new Response(page.markup, {
		status,
		headers: {
			"content-type": "text/html; charset=utf-8",
			"content-security-policy": POLICY,
			"x-content-type-options": "nosniff",
			"referrer-policy": "no-referrer",
			"cache-control": "no-store",
			...headers,
		},
	});
}

/** Whether a POST comes from our own page or from a script, and not from another site in the merchant's browser. */
export function isOwnForm(request: Request): boolean {
	const site = request.headers.get("sec-fetch-site");
	return site === null || site === "same-origin" || site === "none";
}
