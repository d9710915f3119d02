import type { ServerResponse } from "node:http";
import { PartnerFailure } from "../partner/partner-failure.ts";

/** On every answer: nothing is sniffed, framed or kept. */
export const HEADERS = {
	"cache-control": "no-store",
	"referrer-policy": "same-origin",
	"x-content-type-options": "nosniff",
	"content-security-policy": [
		"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'",
		"base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
	].join("; "),
} as const;

/** Send JSON. */
export function sendJson(
	response: ServerResponse,
	status: number,
	body: unknown,
	headers: Record<string, string> = {},
): void {
	const content_type = status < 400 ? "application/json; charset=utf-8" : "application/problem+json; charset=utf-8";
	response.writeHead(status, { ...HEADERS, ...headers, "content-type": content_type });
	response.end(JSON.stringify(body));
}

/** Send a failure as problem+json (RFC 9457). What the hub says to us about our own credentials is no fault of the browser's. */
export function sendFailure(response: ServerResponse, failure: PartnerFailure): void {
	const { status, code, message, next, param, request_id } = failure;
	const is_ours = status === 0 || status === 401 || status === 403 || status >= 500;
	const shown = is_ours ? 502 : status;
	sendJson(response, shown, {
		...{ type: `about:blank#${code}`, title: message, status: shown, code, detail: message },
		next: next ?? (is_ours ? "Tell whoever runs this app." : "Correct it and try again."),
		...(param && { param }),
		...(request_id && { request_id }),
	});
}

/** Anything thrown as a failure; what is none is our own fault and shown without its text. */
export function asFailure(thrown: unknown): PartnerFailure {
	if (thrown instanceof PartnerFailure) return thrown;
	return new PartnerFailure(500, "internal", "The app failed.");
}
