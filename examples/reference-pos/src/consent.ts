import type { Account, AuthorizationAsk, Consent } from "@ticketrail/pos-kit";
import type { MerchantAccount, Sessions } from "./accounts.ts";
import { consentPage, signInPage } from "./pages/consent-page.ts";
import { isOwnForm, pageResponse } from "./pages/html.ts";
import type { Shop } from "./shop.ts";

export interface ConsentSettings {
	accounts: readonly MerchantAccount[];
	sessions: Sessions;
	shop: Shop;
}

/**
 * Sign in, then approve or deny. Both are ordinary forms that post to the authorize address itself, so a script goes the
 * same way as a person, with two posts and a cookie:
 *
 *   POST {authorize address with its query}  step=sign-in&username=…&password=…   → 303 and Set-Cookie
 *   POST {the same address}, with the cookie  step=decide&decision=approve        → 302 to redirect_uri?code=…
 *
 * `decision=deny` goes to `redirect_uri?error=access_denied`.
 */
export function createConsent({ accounts, sessions, shop }: ConsentSettings): Consent {
	return async (ask) => {
		const { request } = ask;
		const account = sessions.accountOf(request);
		if (request.method !== "POST") return show(account ? consentOf(ask, account) : signInOf(ask));
		if (!isOwnForm(request)) return show(pageResponse(signInPage({ ...ask, accounts, problem: FOREIGN }), 403));

		const form = new URLSearchParams(await request.text());
		if (form.get("step") === "sign-in") {
			const session = sessions.signIn(form.get("username") ?? "", form.get("password") ?? "");
			return show(session ? again(request, session.cookie) : signInOf(ask, WRONG, form.get("username") ?? ""));
		}
		if (form.get("step") === "sign-out") return show(again(request, sessions.signOut(request)));
		if (!account) return show(signInOf(ask, SIGN_IN_AGAIN));
		if (form.get("decision") === "approve") return { kind: "approved", account: grantedTo(account) };
		if (form.get("decision") === "deny") return { kind: "denied" };
		return show(consentOf(ask, account));
	};

	function signInOf(ask: AuthorizationAsk, problem?: string, username?: string): Response {
		return pageResponse(signInPage({ ...ask, accounts, problem, username }), problem ? 401 : 200);
	}

	function consentOf(ask: AuthorizationAsk, account: MerchantAccount): Response {
		return pageResponse(consentPage({ ...ask, account, locations: locationsOf(shop, account) }));
	}
}

/** The locations that an account may reach. */
export function locationsOf(shop: Shop, account: { location_ids?: readonly string[] }) {
	const all = [...shop.kitchens.values()].map(({ location }) => location);
	const { location_ids } = account;
	return location_ids ? all.filter(({ provider_id }) => location_ids.includes(provider_id)) : all;
}

const WRONG = "That username and password do not belong together.";
const SIGN_IN_AGAIN = "Your sign-in is over. Please sign in again.";
const FOREIGN = "This form was sent from another site. Please sign in here.";

function grantedTo({ id, email, full_name, phone_number }: MerchantAccount): Account {
	return { id, sso_details: { email, full_name, phone_number } };
}

/** Back to the same page by GET, so that reloading it sends no form twice. */
function again(request: Request, cookie: string): Response {
	const { pathname, search } = new URL(request.url);
	return new Response(null, { status: 303, headers: { location: `${pathname}${search}`, "set-cookie": cookie } });
}

function show(response: Response) {
	return { kind: "page" as const, response };
}
