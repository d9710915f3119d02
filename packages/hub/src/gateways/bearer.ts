import { HubError } from "../base/error.ts";

const BEARER = /^Bearer ([A-Za-z0-9._~+/-]{1,4096}=*)$/i;

/** How many times a header came; Node's own view keeps the first or joins them. */
export function countHeader(raw_headers: readonly string[], name: string): number {
	return raw_headers.filter((text, at) => at % 2 === 0 && text.toLowerCase() === name).length;
}

/** The bearer token of a request (RFC 6750 section 2.1), or throws `unauthorized` with what is wrong about it. */
export function bearerToken(raw_headers: readonly string[]): string {
	const at = raw_headers.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === "authorization");
	if (at === -1) throw new HubError("unauthorized", { detail: "The Authorization header is missing." });
	if (countHeader(raw_headers, "authorization") > 1) {
		throw new HubError("unauthorized", { detail: "The Authorization header is there more than once." });
	}
	return bearerOf(raw_headers[at + 1]);
}

/** The token of one Authorization header, or throws `unauthorized`. */
export function bearerOf(header: unknown): string {
	const token = typeof header === "string" ? BEARER.exec(header)?.[1] : undefined;
	if (!token)
		throw new HubError("unauthorized", { detail: "The Authorization header is not of the form Bearer <token>." });
	return token;
}
