import { HubError } from "../../base/error.ts";

/**
 * Granted = requested ∩ allowed, in the order of `allowed`; nothing requested means everything allowed (reliability.md A10).
 * Unknown scopes fall away while at least one is granted; else `invalid_scope`.
 */
export function grantScopes(requested: readonly string[] | undefined, allowed: readonly string[]): string[] {
	const granted = requested === undefined ? [...allowed] : allowed.filter((scope) => requested.includes(scope));
	if (granted.length === 0) {
		throw new HubError("invalid_scope", {
			detail: allowed.length === 0 ? "This client has no scopes." : `This client may have: ${allowed.join(", ")}.`,
			param: "/scopes",
		});
	}
	return granted;
}
