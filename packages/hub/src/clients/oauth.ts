import { expireTimeToMs } from "@ticketrail/contract";
import type { Clock } from "../base/clock.ts";
import type { Egress } from "./egress.ts";
import { endpointUrl, type Provider } from "./provider.ts";
import { asRecord, asText, type ClientResult, failed, isDone, plainText, readJson } from "./reply.ts";

/** What a provider's token endpoint gave (contract.md B.2, C.2.2), in the hub's terms. */
export interface TokenSet {
	access_token: string;
	/** null: none was sent; after a refresh the one in hand stays good */
	refresh_token: string | null;
	/** epoch ms, by the rule of F-2 */
	expires_at: number;
	/** the account at the provider; becomes `X-Provider-Merchant-Id` for a Global Catalog */
	account_id: string | null;
	/** who signed in, where a POS says so (contract.md B.10) */
	sso_details: SsoDetails | null;
}

export interface SsoDetails {
	email: string | null;
	full_name: string | null;
	phone_number: string | null;
}

/** What is shown to the token endpoint. The DSP contract has no `redirect_uri` (F-4), a refresh never has (F-3). */
export type Grant =
	| { grant_type: "authorization_code"; code: string; redirect_uri?: string }
	| { grant_type: "refresh_token"; refresh_token: string };

/** The whole time of one token call, ms; leases around it are longer. */
export const TOKEN_CALL_MS = 6_000;

const REPLY_BYTES_MAX = 64 * 1024;
const TOKEN = /^[\x21-\x7e]{1,8192}$/;
const ID_MAX = 255;

/** Whether a text can be carried as a bearer token: visible ASCII, so that it can never break out of its header. */
export function isToken(value: unknown): value is string {
	return typeof value === "string" && TOKEN.test(value);
}

/** Where the merchant's browser signs in (contract.md B.1, C.2.1): exactly three parameters, no `state`, no `scope`. */
export function authorizeUrl(provider: Provider, redirect_uri: string): string {
	const url = new URL(endpointUrl(provider, "authorize"));
	url.searchParams.set("client_id", provider.client_id);
	url.searchParams.set("response_type", "code");
	url.searchParams.set("redirect_uri", redirect_uri);
	return url.href;
}

/**
 * Ask the provider's token endpoint for tokens: one JSON POST, any 2xx is success. A 2xx that cannot be read counts as
 * `unknown`, since the provider may have spent the code or turned the refresh token over (reliability.md F20, F27).
 */
export async function requestTokens(
	parts: { egress: Egress; clock: Clock },
	provider: Provider,
	grant: Grant,
): Promise<ClientResult<TokenSet>> {
	const { client_id, client_secret } = provider;
	const outcome = await parts.egress.send({
		method: "POST",
		url: endpointUrl(provider, "token"),
		headers: { "content-type": "application/json", accept: "application/json", "accept-encoding": "identity" },
		body: JSON.stringify({ client_id, client_secret, ...grant }),
		deadline_ms: TOKEN_CALL_MS,
		max_bytes: REPLY_BYTES_MAX,
	});
	const hidden = [client_secret, grant.grant_type === "refresh_token" ? grant.refresh_token : grant.code];
	if (!isDone(outcome)) return failed(outcome, hidden);
	const value = readTokens(readJson(outcome.body), parts.clock.now());
	if (value !== undefined) return { ok: true, value };
	const { status, latency_ms } = outcome;
	return {
		ok: false,
		outcome: { stage: "unknown", reason: "bad_answer", status, latency_ms },
		message: `answered ${status} without a usable access_token`,
		refused: false,
	};
}

function readTokens(reply: unknown, now: number): TokenSet | undefined {
	const { access_token, refresh_token, expire_time, id, sso_details } = asRecord(reply);
	if (!isToken(access_token)) return undefined;
	const has_refresh_token = refresh_token !== undefined && refresh_token !== null && refresh_token !== "";
	if (has_refresh_token && !isToken(refresh_token)) return undefined;
	const account_id = asText(id);
	return {
		access_token,
		refresh_token: isToken(refresh_token) ? refresh_token : null,
		expires_at: expireTimeToMs(expire_time, now),
		account_id: account_id !== undefined && account_id.length <= ID_MAX ? account_id : null,
		sso_details: readSsoDetails(sso_details),
	};
}

function readSsoDetails(value: unknown): SsoDetails | null {
	const { email, full_name, phone_number } = asRecord(value);
	const text = (field: unknown) => (typeof field === "string" && field !== "" ? plainText(field, ID_MAX) : null);
	const details = { email: text(email), full_name: text(full_name), phone_number: text(phone_number) };
	return Object.values(details).some((field) => field !== null) ? details : null;
}
