import { Type } from "typebox";
import { ERRORS, HubError } from "../base/error.ts";
import { type Onboarding, TICKET_LIFE_MS } from "../features/onboarding/index.ts";
import type { SignIn } from "../features/sign-in/index.ts";
import { enterAccount } from "./account-cookie.ts";
import { readCookie, setCookie } from "./cookie.ts";
import { type Endpoint, emptyReply, endpoint, rawReply } from "./endpoint.ts";
import { PAGE_HEADERS } from "./security-headers.ts";

const COOKIE = "ticketrail_onboarding";
const page = rawReply("text/html; charset=utf-8");

/**
 * The sign-in whose callback the hub takes itself, for partners that name no `return_url`: `entry_url` leads to
 * `/oauth/start/{onboarding_id}`, which marks the browser with a cookie and sends it to the provider; the provider sends it to
 * `/oauth/callback/{provider_slug}`. A callback without the cookie is a sign-in that a POS began (contract.md B.10). The contract has no `state` (contract.md B.1), so the cookie alone tells whose code it is.
 */
export function oauthCallbackEndpoints(deps: {
	onboarding: Pick<Onboarding, "startSignIn" | "finishSignIn">;
	sign_in: Pick<SignIn, "signInFromPos">;
	public_url: string;
}): Endpoint[] {
	const { onboarding, public_url } = deps;
	const cookieFor = (slug: string, value: string, max_age_s: number) =>
		setCookie(public_url, { name: COOKIE, value, path: `/oauth/callback/${slug}`, max_age_s });
	const enter = (session: string) => ({
		status: 303 as const,
		body: undefined,
		headers: enterAccount(public_url, session),
	});
	return [
		endpoint({
			method: "GET",
			path: "/oauth/start/{onboarding_id}",
			auth: "none",
			summary: "Begin a sign-in at a POS or DSP",
			description: "contract.md A.4.2, B.1. A page for browsers: the entry_url of an onboarding without return_url.",
			params: Type.Object({ onboarding_id: Type.String() }),
			replies: { 302: emptyReply, 404: page },
			errors: ["onboarding_not_found"],
			handler: async ({ params }) => {
				try {
					const { location, slug, ticket } = await onboarding.startSignIn(params.onboarding_id);
					const cookie = cookieFor(slug, ticket, TICKET_LIFE_MS / 1000);
					return { status: 302, body: undefined, headers: { location, "set-cookie": cookie } };
				} catch (error) {
					if (!(error instanceof HubError) || error.status !== 404) throw error;
					const text = "This link leads nowhere. Ask whoever gave it to you for a new one.";
					return { status: 404, body: html("Not found", text), headers: PAGE_HEADERS };
				}
			},
		}),
		endpoint({
			method: "GET",
			path: "/oauth/callback/{provider_slug}",
			auth: "none",
			summary: "Where a POS or DSP sends the browser after sign-in",
			description:
				"contract.md B.1, B.10. The hub's own redirect URI; any code, however long and however written. A browser that began nothing here comes from a POS: it is signed in and sent to /account.",
			params: Type.Object({ provider_slug: Type.String() }),
			replies: { 200: page, 303: emptyReply, 400: page, 404: page, 409: page, 502: page, 503: page },
			errors: [],
			handler: async (call) => {
				const slug = call.params.provider_slug;
				const ticket = readCookie(call, COOKIE);
				const headers = PAGE_HEADERS;
				const code = readCode(call.query.code);
				if (code === undefined) return { status: 400, headers, body: html("Not connected", declined(call.query)) };
				try {
					if (ticket === undefined) return enter((await deps.sign_in.signInFromPos({ slug, code })).session);
					await onboarding.finishSignIn({ slug, ticket, code });
				} catch (error) {
					const failure = pageOf(error);
					return { ...failure, headers };
				}
				// the slug has proved to be one of ours by now
				const done = "The connection is made. You may close this window.";
				return {
					status: 200,
					body: html("Connected", done),
					headers: { ...headers, "set-cookie": cookieFor(slug, "", 0) },
				};
			},
		}),
	];
}

/** A POS appends its code as it is (contract.md B.1): a plus sign in it is a plus sign. */
function readCode(value: unknown): string | undefined {
	const code = Array.isArray(value) ? value[0] : value;
	return typeof code === "string" && code !== "" ? code.replaceAll(" ", "+") : undefined;
}

function declined(query: Readonly<Record<string, unknown>>): string {
	return query.error === "access_denied"
		? "The sign-in was declined. Start again from your partner's page if that was not meant."
		: "No code arrived. Start again from your partner's page.";
}

const WHAT_NOW: Partial<Record<keyof typeof ERRORS, string>> = {
	onboarding_not_found:
		"This browser has no sign-in under way here, or it began longer than ten minutes ago. Start again from your partner's page.",
	code_rejected: "The other system refused the code. Start the sign-in again from your partner's page.",
	code_already_used: "This sign-in was finished before. Start again from your partner's page if it is not connected.",
	provider_unreachable: "The other system did not answer. Load this page again in a moment.",
	provider_refused: "The other system failed. Load this page again in a moment.",
	unavailable: "The connection is just being made. Load this page again in a moment.",
};

function pageOf(error: unknown): { status: 400 | 404 | 409 | 502 | 503; body: string } {
	const text = error instanceof HubError ? (WHAT_NOW[error.code] ?? ERRORS[error.code].title) : undefined;
	if (!(error instanceof HubError) || text === undefined) throw error;
	// a callback that nobody here began is the browser's mistake, not a missing page
	const status = error.code === "onboarding_not_found" ? 400 : error.status;
	switch (status) {
		case 400:
		case 404:
		case 409:
		case 502:
		case 503:
			return { status, body: html("Not connected", text) };
		default:
			throw error;
	}
}

/** Both texts are ours: nothing that came with the request is shown. */
function html(title: string, text: string): string {
	return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} · Ticketrail</title></head>
<body><main><h1>${title}</h1><p>${text}</p></main></body>
</html>
`;
}
