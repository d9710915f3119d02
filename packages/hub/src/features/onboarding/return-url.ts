import { HubError } from "../../base/error.ts";

/** Spellings that two parsers may read differently never get further: no space, control character or backslash, two slashes. */
const PLAIN = /^https?:\/\/[^\s\\/?#@\p{Cc}][^\s\\\p{Cc}]*$/iu;
const LOOPBACK = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * The `return_url` in the form in which it is stored and sent (contract.md A.4.2; reliability.md A4). Its origin must be one of
 * the partner's registered ones; a partner that registered none may use any https origin, and http on this machine only.
 * As a `redirect_uri` it must have no query, because a POS appends `?code=` blindly (contract.md B.1).
 * Errors: `invalid_field`, `return_url_not_allowed`, both with param `/return_url`.
 */
export function checkReturnUrl(text: string, rules: { origins: readonly string[]; is_redirect_uri: boolean }): string {
	const url = PLAIN.test(text) && URL.canParse(text) ? new URL(text) : undefined;
	if (url?.username !== "" || url.password !== "") throw malformed("is not a plain http or https address");
	if (rules.origins.length > 0 ? !rules.origins.includes(url.origin) : !isHarmless(url)) {
		throw new HubError("return_url_not_allowed", {
			detail:
				rules.origins.length > 0
					? `Its origin must be one of: ${rules.origins.join(", ")}.`
					: "It must be https; plain http is for addresses on this machine only.",
			param: "/return_url",
		});
	}
	if (rules.is_redirect_uri && /[?#]/.test(text)) {
		throw malformed("must have no query and no fragment, since the POS appends ?code= to it");
	}
	return url.href === `${text}/` ? text : url.href;
}

function isHarmless(url: URL): boolean {
	return url.protocol === "https:" || LOOPBACK.test(url.hostname);
}

function malformed(what: string): HubError {
	return new HubError("invalid_field", { detail: `return_url ${what}.`, param: "/return_url" });
}
