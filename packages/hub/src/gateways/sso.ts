import { GenerateSessionReply, GenerateSessionRequest } from "@ticketrail/contract";
import { Type } from "typebox";
import { HubError, isHubError } from "../base/error.ts";
import type { SignIn } from "../features/sign-in/index.ts";
import { enterConsole } from "./account-cookie.ts";
import { type Call, type Endpoint, emptyReply, endpoint, rawReply } from "./endpoint.ts";
import { renderNotice } from "./pages/account.ts";
import { PAGE_HEADERS } from "./security-headers.ts";

const page = rawReply("text/html; charset=utf-8");
const WHAT_NOW = {
	sso_token_redeemed: "This sign-in was used before. Go back to where you came from and sign in there again.",
	sso_token_invalid: "This sign-in is unknown or too old. Go back to where you came from and sign in there again.",
};

/** Sign-in through a partner (contract.md A.3): the partner's call and the browser's way in. */
export function ssoEndpoints(deps: {
	sign_in: Pick<SignIn, "generateSession" | "redeemToken">;
	public_url: string;
	version: string;
}): Endpoint[] {
	const { sign_in, public_url, version } = deps;
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
			description: "contract.md A.3. A page for browsers; others get a problem. Leads to the console.",
			replies: { 303: emptyReply, 400: page, 409: page },
			errors: ["sso_token_invalid", "sso_token_redeemed"],
			handler: async (call) => {
				const { code } = call.query;
				try {
					if (typeof code !== "string" || code === "") throw new HubError("sso_token_invalid", { param: "code" });
					const { session } = await sign_in.redeemToken(code);
					return { status: 303, body: undefined, headers: enterConsole(public_url, session) };
				} catch (error) {
					if (!isHubError(error, "sso_token_invalid", "sso_token_redeemed") || !wantsPage(call)) throw error;
					const reason = error.code as keyof typeof WHAT_NOW;
					const body = renderNotice({ version, title: "Not signed in", text: WHAT_NOW[reason], code: reason });
					return { status: reason === "sso_token_redeemed" ? 409 : 400, body, headers: PAGE_HEADERS };
				}
			},
		}),
	];
}

/** A browser asks for a page; everybody else gets a problem in JSON. */
export function wantsPage({ headers }: Pick<Call, "headers">): boolean {
	return typeof headers.accept === "string" && headers.accept.includes("text/html");
}
