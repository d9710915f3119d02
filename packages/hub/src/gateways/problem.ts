import type { Problem } from "@ticketrail/contract";
import { ERRORS, type ErrorCode, HubError } from "../base/error.ts";

/** A failure as it goes over the wire. */
export interface ProblemAnswer {
	status: number;
	headers: Record<string, string>;
	body: Problem & { error?: string; error_description?: string };
}

/** What a problem says about the request that it answers. */
export interface ProblemContext {
	request_id: string;
	public_url: string;
	/** An OAuth endpoint: RFC 6749's `error` goes with it (section 5.2). */
	oauth?: boolean;
}

export const PROBLEM_TYPE = "application/problem+json";

/** Codes that are error words of RFC 6749 themselves. */
const OAUTH_WORDS: ReadonlySet<ErrorCode> = new Set([
	"invalid_request",
	"invalid_client",
	"invalid_grant",
	"unsupported_grant_type",
	"invalid_scope",
]);

/** What a 401 must say about how to authenticate (RFC 9110 section 11.6.1, RFC 6750 section 3). */
const CHALLENGES: Partial<Record<ErrorCode, string>> = {
	unauthorized: "Bearer",
	insufficient_scope: 'Bearer error="insufficient_scope"',
	invalid_client: "client_secret_post",
	session_required: 'Session realm="console"',
	sign_in_failed: 'Session realm="console"',
	signature_missing: "Stream-Webhook-Signature",
	signature_mismatch: "Stream-Webhook-Signature",
};

/** Seconds for a caller who is told to come back and not told when. */
const DEFAULT_RETRY_AFTER_S = 5;

/** Where /docs explains a code; also the problem's `type`. */
function problemType(public_url: string, code: ErrorCode): string {
	return `${public_url}/docs#error-${code}`;
}

/**
 * Makes the answer for anything that was thrown (RFC 9457). One of ours speaks for itself; anything else, and every
 * fault of the hub's own, says no more than that the hub failed.
 */
export function describeProblem(error: unknown, context: ProblemContext): ProblemAnswer {
	const known = error instanceof HubError ? error : new HubError("internal");
	const { code, status } = known;
	const entry = ERRORS[code];
	const body: ProblemAnswer["body"] = {
		type: problemType(context.public_url, code),
		title: entry.title,
		status,
		code,
		next: entry.next,
		request_id: context.request_id,
	};
	if (status !== 500) {
		if (known.detail !== undefined) body.detail = known.detail;
		if (known.param !== undefined) body.param = known.param;
	}
	if (context.oauth) {
		body.error = OAUTH_WORDS.has(code) ? code : status < 500 ? "invalid_request" : "server_error";
		body.error_description = body.detail ?? entry.title;
	}
	const headers: Record<string, string> = {};
	const challenge = CHALLENGES[code];
	if (challenge) headers["www-authenticate"] = challenge;
	if (known.retry_after_s !== undefined || status === 503 || status === 429) {
		headers["retry-after"] = String(Math.max(1, Math.ceil(known.retry_after_s ?? DEFAULT_RETRY_AFTER_S)));
	}
	return { status, headers, body };
}
