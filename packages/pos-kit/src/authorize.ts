import type { Account, GrantStore } from "./grants.ts";
import { digestOf, newSecret } from "./secret.ts";

/** A hub that may ask merchants for access. `name` is what the consent page calls it. */
export interface Client {
	client_id: string;
	client_secret: string;
	name: string;
}

/** A checked request for authorization: the client exists and the redirect_uri is one that it may use. */
export interface AuthorizationAsk {
	client: Client;
	redirect_uri: string;
	/** The browser's request: GET to see the page, POST to answer it. */
	request: Request;
}

/** What the POS's own sign-in and consent pages come to: another page to show, or the merchant's decision. */
export type ConsentAnswer =
	| { kind: "page"; response: Response }
	| { kind: "approved"; account: Account }
	| { kind: "denied" };

export type Consent = (ask: AuthorizationAsk) => ConsentAnswer | Promise<ConsentAnswer>;

export interface AuthorizeSettings {
	clients: readonly Client[];
	grants: GrantStore;
	consent: Consent;
	/** Narrow which redirect_uri a client may use; default: every absolute http(s) address without a fragment. */
	mayRedirect?: ((client: Client, redirect_uri: string) => boolean) | undefined;
	now: () => number;
	code_ttl_ms: number;
}

/**
 * The authorize endpoint (contract.md B.1), for the GET that the hub sends the browser to and for the POSTs of the POS's
 * own forms, which go to the same address. A wrong client or redirect_uri is answered here with 400 and never
 * redirected. There is no `state`: the contract has none, and a hub must not depend on it.
 */
export function createAuthorize(settings: AuthorizeSettings): (request: Request) => Promise<Response> {
	return async (request) => {
		const query = new URL(request.url).searchParams;
		const client = settings.clients.find(({ client_id }) => client_id === query.get("client_id"));
		if (!client) return refusal("client_id is missing or unknown");
		const redirect_uri = query.get("redirect_uri") ?? "";
		if (!isRedirectTarget(redirect_uri)) return refusal("redirect_uri must be an absolute http or https address");
		if (settings.mayRedirect && !settings.mayRedirect(client, redirect_uri)) {
			return refusal("redirect_uri is not registered for this client");
		}
		if (query.get("response_type") !== "code") return redirect(redirect_uri, "error=unsupported_response_type");

		const answer = await settings.consent({ client, redirect_uri, request });
		if (answer.kind === "page") return answer.response;
		if (answer.kind === "denied") return redirect(redirect_uri, "error=access_denied");
		const code = newSecret();
		const expires_at = settings.now() + settings.code_ttl_ms;
		const { account } = answer;
		await settings.grants.saveCode(digestOf(code), { client_id: client.client_id, redirect_uri, account, expires_at });
		return redirect(redirect_uri, `code=${code}`);
	};
}

function isRedirectTarget(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const url = new URL(text);
	return /^https?:$/.test(url.protocol) && url.hash === "" && url.username === "" && url.password === "";
}

/** The redirect_uri goes back byte for byte, since hubs compare it so; only the answer is appended. */
function redirect(redirect_uri: string, answer: string): Response {
	const location = `${redirect_uri}${redirect_uri.includes("?") ? "&" : "?"}${answer}`;
	return new Response(null, {
		status: 302,
		headers: { location, "cache-control": "no-store", "referrer-policy": "no-referrer" },
	});
}

function refusal(message: string): Response {
	return Response.json({ status: 400, message }, { status: 400, headers: { "cache-control": "no-store" } });
}
