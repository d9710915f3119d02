import { isUtf8 } from "node:buffer";
import { HubError } from "../base/error.ts";

const MAX_FIELDS = 32;

/**
 * Turns an `application/x-www-form-urlencoded` body of the OAuth endpoints into a record (RFC 6749 section 4.4.2).
 * `scope` or `scopes` become the list `scopes`, parted at spaces, and `exp` a number, so that one schema serves both
 * forms. A parameter that is there twice is refused, as RFC 6749 section 3.2 wants. Throws `invalid_request`.
 */
export function parseForm(raw: Buffer): Record<string, unknown> {
	const text = isUtf8(raw) ? raw.toString("utf8") : undefined;
	if (text === undefined) throw new HubError("invalid_request", { detail: "The body is not UTF-8." });
	const fields = new Map<string, unknown>();
	for (const [name, value] of new URLSearchParams(text)) {
		if (value === "") continue; // the same as not sent: RFC 6749 section 3.2
		if (fields.has(name)) throw refused(name, "is there twice");
		if (value.includes("\0")) throw refused(name, "contains the character NUL");
		if (fields.size === MAX_FIELDS)
			throw new HubError("invalid_request", { detail: `More than ${MAX_FIELDS} fields.` });
		fields.set(name, value);
	}
	const scope = fields.get("scopes") ?? fields.get("scope");
	if (typeof scope === "string") fields.set("scopes", scope.split(" ").filter(Boolean));
	const exp = fields.get("exp");
	if (typeof exp === "string" && /^\d{1,15}$/.test(exp)) fields.set("exp", Number(exp));
	return Object.fromEntries(fields);
}

function refused(name: string, message: string): HubError {
	const shown = name.slice(0, 100).toWellFormed().replaceAll("\0", "");
	return new HubError("invalid_request", { detail: `${shown} ${message}.`, param: shown });
}
