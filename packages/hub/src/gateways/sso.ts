import { GenerateSessionReply, GenerateSessionRequest } from "@ticketrail/contract";
import { Type } from "typebox";
import { HubError, isHubError } from "../base/error.ts";
import type { Locations } from "../features/locations/index.ts";
import { SIGN_IN_LIFE, type SignIn } from "../features/sign-in/index.ts";
import { readCookie, setCookie } from "./cookie.ts";
import { type Call, type Endpoint, emptyReply, endpoint, rawReply } from "./endpoint.ts";
import { renderAccount, renderNotice } from "./pages/account.ts";
import { PAGE_HEADERS } from "./security-headers.ts";

const COOKIE = "ticketrail_session";
const page = rawReply("text/html; charset=utf-8");
/** The page has one form of its own. */
const FORM_HEADERS = {
	...PAGE_HEADERS,
	"content-security-policy": PAGE_HEADERS["content-security-policy"].replace(
		"form-action 'none'",
		"form-action 'self'",
	),
};

const WHAT_NOW = {
	sso_token_redeemed: "This sign-in was used before. Go back to where you came from and sign in there again.",
	sso_token_invalid: "This sign-in is unknown or too old. Go back to where you came from and sign in there again.",
};

/** Sign-in through a partner (contract.md A.3): the partner's call, the browser's way in, and the page that it gets to. */
export function ssoEndpoints(deps: {
	sign_in: SignIn;
	locations: Pick<Locations, "orgLocations">;
	public_url: string;
	version: string;
}): Endpoint[] {
	const { sign_in, locations, public_url, version } = deps;
	const account = `${new URL(public_url).pathname.replace(/\/$/, "")}/account`;
	const sessionCookie = (value: string, max_age_s: number) =>
		setCookie(public_url, { name: COOKIE, value, path: "/", max_age_s });
	return [
		endpoint({
			method: "POST",
			path: "/white-label/generate-session",
			auth: { scope: "sso" },
			summary: "Get a sign-in token, good once, for a user of the partner",
			description:
				"contract.md A.3. Send the browser to /redirect/sso?code=TOKEN within five minutes. The query's partner_id is not needed: the token says who calls.",
			query: Type.Object({ partner_id: Type.Optional(Type.String()) }),
			body: GenerateSessionRequest,
			replies: { 201: GenerateSessionReply },
			errors: [],
			handler: async ({ body, partner: { partner_id, client_id } }) => ({
				status: 201,
				body: await sign_in.generateSession({ partner_id, name: `partner:${client_id}` }, body),
				headers: { "cache-control": "no-store" },
			}),
		}),
		endpoint({
			method: "GET",
			path: "/redirect/sso",
			auth: "none",
			summary: "Sign a browser in with a sign-in token",
			description: "contract.md A.3. A page for browsers; others get a problem. Leads to /account.",
			replies: { 303: emptyReply, 400: page, 409: page },
			errors: ["sso_token_invalid", "sso_token_redeemed"],
			handler: async (call) => {
				const { code } = call.query;
				try {
					if (typeof code !== "string" || code === "") throw new HubError("sso_token_invalid", { param: "code" });
					const { session } = await sign_in.redeemToken(code);
					const cookie = sessionCookie(session, SIGN_IN_LIFE.session / 1000);
					return {
						status: 303,
						body: undefined,
						headers: { location: account, "set-cookie": cookie },
					};
				} catch (error) {
					if (!isHubError(error, "sso_token_invalid", "sso_token_redeemed") || !wantsPage(call)) throw error;
					const reason = error.code as keyof typeof WHAT_NOW;
					const body = renderNotice({ version, title: "Not signed in", text: WHAT_NOW[reason], code: reason });
					return { status: reason === "sso_token_redeemed" ? 409 : 400, body, headers: PAGE_HEADERS };
				}
			},
		}),
		endpoint({
			method: "GET",
			path: "/account",
			auth: "none",
			summary: "The page of a signed-in person",
			description: "Ours. A page for browsers: the organisation with its locations and channels.",
			replies: { 200: page, 401: page },
			errors: [],
			handler: async (call) => {
				const session = readCookie(call, COOKIE);
				const visitor = session === undefined ? undefined : await sign_in.visitorOf(session);
				if (visitor === undefined) {
					const text = "You are not signed in here. Start from where you manage your restaurant.";
					return { status: 401, body: renderNotice({ version, title: "Not signed in", text }), headers: PAGE_HEADERS };
				}
				const { partner_id, org_id } = visitor;
				const state = await locations.orgLocations({ partner_id, name: "merchant" }, org_id);
				const sign_out = `${account}/sign-out`;
				const body = renderAccount({ version, visitor, locations: state.locations, sign_out });
				return { status: 200, body, headers: FORM_HEADERS };
			},
		}),
		endpoint({
			method: "POST",
			path: "/account/sign-out",
			auth: "none",
			summary: "End the session of a browser",
			description: "Ours. The form of /account.",
			replies: { 303: emptyReply },
			errors: [],
			handler: async (call) => {
				const session = readCookie(call, COOKIE);
				if (session !== undefined) await sign_in.signOut(session);
				const headers = { location: account, "set-cookie": sessionCookie("", 0) };
				return { status: 303, body: undefined, headers };
			},
		}),
	];
}

/** A browser asks for a page; everybody else gets a problem in JSON. */
function wantsPage({ headers }: Pick<Call, "headers">): boolean {
	return typeof headers.accept === "string" && headers.accept.includes("text/html");
}
