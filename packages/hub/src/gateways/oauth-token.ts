import { GRANT_TYPES, SCOPES, TokenReply, TokenRequest } from "@ticketrail/contract";
import { Type } from "typebox";
import type { Clock } from "../base/clock.ts";
import { HubError, isHubError } from "../base/error.ts";
import type { Accounts } from "../features/accounts/index.ts";
import { type Call, type Endpoint, emptyReply, endpoint } from "./endpoint.ts";
import { createGuessLimit } from "./guess-limit.ts";

/** Credentials may come in the body or in the Authorization header, so neither is required of the body alone. */
const client_credentials = {
	client_id: Type.Optional(TokenRequest.properties.client_id),
	client_secret: Type.Optional(TokenRequest.properties.client_secret),
};

const TokenBody = Type.Object(
	{
		...TokenRequest.properties,
		...client_credentials,
		scope: Type.Optional(
			Type.String({ maxLength: 1000, description: "RFC 6749 spelling of scopes, parted by spaces" }),
		),
	},
	{ title: "TokenBody" },
);

const RevokeBody = Type.Object(
	{
		...client_credentials,
		token: Type.String({ minLength: 1, maxLength: 4096 }),
		token_type_hint: Type.Optional(Type.String()),
	},
	{ title: "RevokeBody" },
);

const ServerMetadata = Type.Object(
	{
		issuer: Type.String(),
		token_endpoint: Type.String(),
		revocation_endpoint: Type.String(),
		scopes_supported: Type.Array(Type.String()),
		response_types_supported: Type.Array(Type.String()),
		grant_types_supported: Type.Array(Type.String()),
		token_endpoint_auth_methods_supported: Type.Array(Type.String()),
		revocation_endpoint_auth_methods_supported: Type.Array(Type.String()),
		service_documentation: Type.String(),
	},
	{ title: "ServerMetadata" },
);

/** Nothing on the way may keep a token (RFC 6749 section 5.1). */
const NO_STORE = { "cache-control": "no-store", pragma: "no-cache" };
const AUTH_METHODS = ["client_secret_post", "client_secret_basic"];

/** `POST /oauth/token` (contract.md A.1), `POST /oauth/revoke` (RFC 7009) and the server's metadata (RFC 8414). */
export function oauthTokenEndpoints(deps: {
	accounts: Pick<Accounts, "issueToken" | "revokeToken">;
	clock: Clock;
	public_url: string;
}): Endpoint[] {
	const { accounts, public_url } = deps;
	const guarded = createGuard(deps.clock);
	return [
		endpoint({
			method: "POST",
			path: "/oauth/token",
			auth: "none",
			oauth: true,
			summary: "Get a token for the Partner API, or refresh one",
			description: "contract.md A.1. JSON with `scopes`, or a form with RFC 6749's `scope`.",
			body: TokenBody,
			replies: { 201: TokenReply },
			errors: [
				"invalid_request",
				"invalid_client",
				"invalid_grant",
				"unsupported_grant_type",
				"invalid_scope",
				"rate_limited",
			],
			handler: async (call) => {
				const { body } = call;
				const grant_type = GRANT_TYPES.find((known) => known === body.grant_type);
				if (!grant_type) {
					throw new HubError("unsupported_grant_type", {
						detail: `grant_type must be ${GRANT_TYPES.join(" or ")}.`,
						param: "/grant_type",
					});
				}
				const scopes = body.scopes ?? body.scope?.split(" ").filter(Boolean);
				const { exp, refresh_token } = body;
				const credentials = readCredentials(call);
				const reply = await guarded(call, credentials.client_id, () =>
					accounts.issueToken({ grant_type, ...credentials, scopes, exp, refresh_token, isGone: call.isGone }),
				);
				return { status: 201, body: reply, headers: NO_STORE };
			},
		}),
		endpoint({
			method: "POST",
			path: "/oauth/revoke",
			auth: "none",
			oauth: true,
			summary: "Revoke a token",
			description: "RFC 7009. A refresh token takes along every token of its grant. Unknown tokens are no error.",
			body: RevokeBody,
			replies: { 200: emptyReply },
			errors: ["invalid_request", "invalid_client", "rate_limited"],
			handler: async (call) => {
				const credentials = readCredentials(call);
				await guarded(call, credentials.client_id, () =>
					accounts.revokeToken({ ...credentials, token: call.body.token }),
				);
				return { status: 200, body: undefined, headers: NO_STORE };
			},
		}),
		endpoint({
			method: "GET",
			path: "/.well-known/oauth-authorization-server",
			auth: "none",
			summary: "What the token endpoint can do",
			description: "RFC 8414.",
			replies: { 200: ServerMetadata },
			errors: [],
			handler: async () => ({
				status: 200,
				body: {
					issuer: public_url,
					token_endpoint: `${public_url}/oauth/token`,
					revocation_endpoint: `${public_url}/oauth/revoke`,
					scopes_supported: [...SCOPES],
					response_types_supported: [],
					grant_types_supported: [...GRANT_TYPES],
					token_endpoint_auth_methods_supported: AUTH_METHODS,
					revocation_endpoint_auth_methods_supported: AUTH_METHODS,
					service_documentation: `${public_url}/docs`,
				},
			}),
		}),
	];
}

const MINUTE = { window_ms: 60_000, max_keys: 20_000 };

/**
 * Slows down those who guess secrets (reliability.md A9): after 30 wrong ones in a minute for one client from one address, that
 * address waits with that client; after 300 from one address for any clients, its wrong ones are answered `rate_limited`.
 * Right ones of other clients behind the same address go through.
 */
function createGuard(clock: Clock) {
	const by_client = createGuessLimit({ clock, max: 30, ...MINUTE });
	const by_address = createGuessLimit({ clock, max: 300, ...MINUTE });
	return async <T>(
		{ remote_address }: Pick<Call, "remote_address">,
		client_id: string,
		work: () => Promise<T>,
	): Promise<T> => {
		const key = `${remote_address} ${client_id.slice(0, 64)}`;
		refuseWhile(by_client.wait_s(key));
		try {
			return await work();
		} catch (error) {
			if (isHubError(error, "invalid_client")) {
				by_client.note(key);
				by_address.note(remote_address);
				refuseWhile(by_address.wait_s(remote_address));
			}
			throw error;
		}
	};
}

function refuseWhile(wait_s: number): void {
	if (wait_s > 0) throw new HubError("rate_limited", { detail: "Too many wrong credentials.", retry_after_s: wait_s });
}

/** The client's credentials from the body or from a Basic header, never from both (RFC 6749 section 2.3). */
function readCredentials(call: Pick<Call, "headers"> & { body: { client_id?: string; client_secret?: string } }): {
	client_id: string;
	client_secret: string;
} {
	const { client_id, client_secret } = call.body;
	const basic = readBasic(call.headers.authorization);
	if (basic) {
		if (client_secret !== undefined || (client_id !== undefined && client_id !== basic.client_id)) {
			throw new HubError("invalid_request", {
				detail: "Send the credentials in the Authorization header or in the body, not in both.",
				param: "/client_secret",
			});
		}
		return basic;
	}
	if (client_id === undefined) throw missing("client_id");
	if (client_secret === undefined) throw missing("client_secret");
	return { client_id, client_secret };
}

function missing(name: string): HubError {
	return new HubError("invalid_request", { detail: `${name} is missing.`, param: `/${name}` });
}

/** Both parts are form-encoded inside the base64 (RFC 6749 section 2.3.1). */
function readBasic(header: string | string[] | undefined): { client_id: string; client_secret: string } | undefined {
	const encoded = typeof header === "string" ? /^basic +([\w+/=-]*) *$/i.exec(header)?.[1] : undefined;
	if (encoded === undefined) return undefined;
	const [client_id = "", ...secret] = Buffer.from(encoded, "base64").toString("utf8").split(":");
	try {
		return { client_id: formDecode(client_id), client_secret: formDecode(secret.join(":")) };
	} catch {
		throw new HubError("invalid_client", { detail: "The Authorization header cannot be decoded." });
	}
}

function formDecode(text: string): string {
	return decodeURIComponent(text.replaceAll("+", " "));
}
