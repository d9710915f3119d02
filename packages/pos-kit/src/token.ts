import { compile, type PosTokenReply, PosTokenRequest } from "@ticketrail/contract";
import type { Client } from "./authorize.ts";
import { type Endpoint, failure, jsonReply, parseJson } from "./call.ts";
import type { Account, GrantStore, TokenGrant } from "./grants.ts";
import { digestOf, newSecret, sameSecret } from "./secret.ts";

export interface TokenSettings {
	clients: readonly Client[];
	grants: GrantStore;
	now: () => number;
	access_ttl_ms: number;
	refresh_ttl_ms: number;
}

/**
 * The token endpoint (contract.md B.2): exchanges a code once, or a refresh token any number of times. Answers 201 with
 * `expire_time` in epoch ms; 400 for a wrong client or code, 401 for a refresh token that is unknown or over.
 * Refresh tokens are not rotated, so that a lost answer never costs the merchant a new sign-in.
 */
export function createToken(settings: TokenSettings): Endpoint {
	const check = compile(PosTokenRequest);
	const { grants, now } = settings;

	async function issue(account: Account, client_id: string, kept?: { refresh_token: string; grant: TokenGrant }) {
		const access_token = newSecret();
		const expire_time = now() + settings.access_ttl_ms;
		await grants.saveToken(digestOf(access_token), { kind: "access", client_id, account, expires_at: expire_time });
		const refresh_token = kept?.refresh_token ?? newSecret();
		const refresh_token_expire_time = kept?.grant.expires_at ?? now() + settings.refresh_ttl_ms;
		if (!kept) {
			const grant: TokenGrant = { kind: "refresh", client_id, account, expires_at: refresh_token_expire_time };
			await grants.saveToken(digestOf(refresh_token), grant);
		}
		const { id, sso_details } = account;
		const tokens = { access_token, refresh_token, expire_time, refresh_token_expire_time };
		const reply: PosTokenReply = sso_details ? { ...tokens, id, sso_details } : { ...tokens, id };
		return jsonReply(201, reply);
	}

	return async ({ raw_body }) => {
		const body = check(parseJson(raw_body));
		if (!body.ok) return failure(400, describe(body.problems));
		const { value } = body;
		const client = settings.clients.find(({ client_id }) => client_id === value.client_id);
		// An unknown client costs the same comparison as a known one, so that ids cannot be probed by time.
		const is_proven = sameSecret(value.client_secret, client?.client_secret ?? newSecret());
		if (!client || !is_proven) return failure(400, "client_id or client_secret is wrong");

		if ("code" in value && value.grant_type === "authorization_code") {
			const grant = await grants.takeCode(digestOf(value.code));
			if (!grant || grant.client_id !== client.client_id || grant.expires_at <= now()) {
				return failure(400, "the code is unknown, used or expired");
			}
			if (grant.redirect_uri !== value.redirect_uri) {
				return failure(400, "redirect_uri differs from the one of the authorize call");
			}
			return issue(grant.account, client.client_id);
		}
		if ("refresh_token" in value && value.grant_type === "refresh_token") {
			const { refresh_token } = value;
			const grant = await grants.findToken(digestOf(refresh_token));
			const is_good = grant?.kind === "refresh" && grant.client_id === client.client_id && grant.expires_at > now();
			if (!grant || !is_good) return failure(401, "the refresh token is unknown or expired");
			return issue(grant.account, client.client_id, { refresh_token, grant });
		}
		return failure(400, "grant_type must be authorization_code with code, or refresh_token with refresh_token");
	};
}

/** The first few problems of a body as one sentence. */
export function describe(problems: readonly { path: string; message: string }[]): string {
	return problems
		.slice(0, 3)
		.map(({ path, message }) => `${path || "body"}: ${message}`)
		.join("; ");
}
