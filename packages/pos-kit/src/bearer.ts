import { type Endpoint, type EndpointCall, type EndpointReply, failure } from "./call.ts";
import type { Account, GrantStore } from "./grants.ts";
import { digestOf } from "./secret.ts";

export interface BearerSettings {
	grants: GrantStore;
	now: () => number;
}

/** Let a call through only with an access token of ours that is still good; else 401 (contract.md B.3 to B.5). */
export function requireBearer(
	{ grants, now }: BearerSettings,
	endpoint: (call: EndpointCall, account: Account) => EndpointReply | Promise<EndpointReply>,
): Endpoint {
	return async (call) => {
		const [, token] = /^Bearer +([^\s,]+)$/i.exec(call.header("authorization") ?? "") ?? [];
		if (!token) return unauthorized("send Authorization: Bearer with the access token");
		const grant = await grants.findToken(digestOf(token));
		if (grant?.kind !== "access" || grant.expires_at <= now()) return unauthorized("the token is unknown or expired");
		return endpoint(call, grant.account);
	};
}

function unauthorized(message: string): EndpointReply {
	return failure(401, message, { "www-authenticate": "Bearer" });
}
