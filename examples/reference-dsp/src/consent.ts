import type { OwnerAccount, Sessions } from "./accounts.ts";
import type { Grants } from "./grants.ts";
import { consentPage, signInPage } from "./pages/consent-page.ts";
import { isOwnForm, pageAnswer } from "./pages/html.ts";
import { type Answer, type Call, json } from "./server.ts";
import type { Stores } from "./stores.ts";

export interface ConsentSettings {
	client_id: string;
	client_name: string;
	accounts: readonly OwnerAccount[];
	sessions: Sessions;
	grants: Grants;
	stores: Stores;
}

/**
 * The authorize address (contract.md C.2.1): sign in, then approve or deny. The forms post to this same address with its
 * query, so a script goes the same way as a person, with two posts and a cookie:
 *
 *   POST {address with its query}          step=sign-in&username=…&password=…   → 303 and Set-Cookie
 *   POST {the same}, with the cookie       step=decide&decision=approve         → 302 to redirect_uri?code=…
 */
export function createAuthorize(settings: ConsentSettings): (call: Call) => Answer {
	const { client_id, client_name, accounts, sessions, grants, stores } = settings;

	return (call) => {
		const redirect_uri = call.query.get("redirect_uri") ?? "";
		if (call.query.get("client_id") !== client_id) return refuse("client_id is missing or unknown");
		if (!isRedirectTarget(redirect_uri)) return refuse("redirect_uri must be an absolute http or https address");
		if (call.query.get("response_type") !== "code") return leave(redirect_uri, "error=unsupported_response_type");

		const ask = { client_name, redirect_uri };
		const account = sessions.accountOf(call);
		const signIn = (problem?: string, username?: string) =>
			pageAnswer(signInPage({ ...ask, accounts, problem, username }), problem ? 401 : 200);
		const question = (owner: OwnerAccount) =>
			pageAnswer(consentPage({ ...ask, account: owner, stores: [...stores.values()].map(({ location }) => location) }));
		if (call.method !== "POST") return account ? question(account) : signIn();
		if (!isOwnForm(call)) return signIn("This form was sent from another site. Please sign in here.");

		const form = new URLSearchParams(call.raw_body.toString("utf8"));
		if (form.get("step") === "sign-in") {
			const username = form.get("username") ?? "";
			const cookie = sessions.signIn(username, form.get("password") ?? "");
			return cookie ? again(call, cookie) : signIn("That username and password do not belong together.", username);
		}
		if (form.get("step") === "sign-out") return again(call, sessions.signOut(call));
		if (!account) return signIn("Your sign-in is over. Please sign in again.");
		if (form.get("decision") === "approve") return leave(redirect_uri, `code=${grants.issueCode(account.id)}`);
		if (form.get("decision") === "deny") return leave(redirect_uri, "error=access_denied");
		return question(account);
	};
}

function isRedirectTarget(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const url = new URL(text);
	return /^https?:$/.test(url.protocol) && url.hash === "" && url.username === "" && url.password === "";
}

/** The redirect_uri goes back byte for byte; only the answer is appended. */
function leave(redirect_uri: string, answer: string): Answer {
	const location = `${redirect_uri}${redirect_uri.includes("?") ? "&" : "?"}${answer}`;
	return { status: 302, body: "", headers: { location, "referrer-policy": "no-referrer" } };
}

/** Back to the same page by GET, so that reloading it sends no form twice. */
function again({ path, query }: Call, cookie: string): Answer {
	return { status: 303, body: "", headers: { location: `${path}?${query}`, "set-cookie": cookie } };
}

function refuse(message: string): Answer {
	return json(400, { status: 400, message });
}
