import { examples, POS_PATHS, type PosTokenReply } from "@ticketrail/contract";
import { SAMPLE_ACCOUNTS } from "./accounts.ts";
import { type ReferencePos, type ReferencePosOptions, startReferencePos } from "./start.ts";

export const CREDENTIALS = {
	client_id: "the-hub",
	client_secret: "s3cret-of-the-hub",
	webhook_secret: "test-secret-1",
};
export const REDIRECT_URI = "http://hub.example/oauth/callback/sim-pos";

export function startTestPos(options: Partial<ReferencePosOptions> = {}): Promise<ReferencePos> {
	return startReferencePos({ ...CREDENTIALS, client_name: "Ticketrail", ...options });
}

/** Where the hub sends the merchant's browser. */
export function authorizeUrl({ url }: ReferencePos): string {
	const { client_id } = CREDENTIALS;
	const query = new URLSearchParams({ client_id, response_type: "code", redirect_uri: REDIRECT_URI });
	return `${url}${POS_PATHS.authorize}?${query}`;
}

/** What a script does in a merchant's place: two form posts and a cookie. Gives the address it is sent to. */
export async function decide(pos: ReferencePos, decision: "approve" | "deny"): Promise<string> {
	const post = (body: Record<string, string>, cookie = "") =>
		fetch(authorizeUrl(pos), {
			method: "POST",
			redirect: "manual",
			headers: { cookie },
			body: new URLSearchParams(body),
		});
	const { username = "", password = "" } = SAMPLE_ACCOUNTS[0] ?? {};
	const signed_in = await post({ step: "sign-in", username, password });
	const [cookie] = (signed_in.headers.get("set-cookie") ?? "").split(";");
	const decided = await post({ step: "decide", decision }, cookie);
	return decided.headers.get("location") ?? "";
}

/** A hub's access token for the sample merchant. */
export async function connect(pos: ReferencePos): Promise<string> {
	const code = new URL(await decide(pos, "approve")).searchParams.get("code");
	const { client_id, client_secret } = CREDENTIALS;
	const grant = { grant_type: "authorization_code", client_id, client_secret, code, redirect_uri: REDIRECT_URI };
	const response = await fetch(`${pos.url}${POS_PATHS.token}`, { method: "POST", body: JSON.stringify(grant) });
	return ((await response.json()) as PosTokenReply).access_token;
}

export function sendEvent(pos: ReferencePos, access_token: string, event: unknown): Promise<Response> {
	const headers = { authorization: `Bearer ${access_token}`, "content-type": "application/json" };
	return fetch(`${pos.url}${POS_PATHS.orders}`, { method: "POST", headers, body: JSON.stringify(event) });
}

/** An order for one lasagne at Main St, or what `object` says instead. */
export function orderEvent(key: string, object: Record<string, unknown> = {}) {
	const line = { provider_id: "lasagne", name: "Lasagne", quantity: 1, price_amount: 1495, price_currency: "usd" };
	return {
		type: "order.created",
		object: {
			...examples.order_created.object,
			idempotency_key: key,
			location_id: "4410",
			line_items: [{ ...line, modifiers: [] }],
			subtotal: 1495,
			tax: 127,
			...object,
		},
	};
}

/** The form of a button on the kitchen's screen. */
export function press(pos: ReferencePos, path: string, form: Record<string, string>): Promise<Response> {
	return fetch(`${pos.url}${path}`, { method: "POST", body: new URLSearchParams(form) });
}
