import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { compile, type DspTokenReply, DspTokenRequest } from "@ticketrail/contract";
import { type Answer, type Call, json } from "./server.ts";

export interface GrantSettings {
	client_id: string;
	client_secret: string;
	now: () => number;
	access_ttl_ms: number;
}

/** Authorization of one hub by merchants: codes, access tokens and rotating refresh tokens, all in memory. */
export interface Grants {
	/** A code for an account that approved, good once and for five minutes. */
	issueCode(account_id: string): string;
	/** The token endpoint (contract.md C.2.2): 200, 400 for a wrong client or code, 401 for a dead refresh token. */
	token(call: Call): Answer;
	/** The account whose access token this call carries. */
	accountOf(call: Call): string | undefined;
	/** Forget everything an account granted, as when a merchant disconnects the hub here. */
	revoke(account_id: string): void;
}

interface Grant {
	kind: "code" | "access" | "refresh";
	account_id: string;
	expires_at: number;
}

const CODE_TTL_MS = 5 * 60_000;
const REFRESH_TTL_MS = 90 * 24 * 3_600_000;
/** How long a refresh token still works after it was exchanged, for a hub that never got the answer. */
const GRACE_MS = 60_000;

export function createGrants({ client_id, client_secret, now, access_ttl_ms }: GrantSettings): Grants {
	const check = compile(DspTokenRequest);
	const grants = new Map<string, Grant>();

	function issue(kind: Grant["kind"], account_id: string, life_ms: number): string {
		for (const [digest, { expires_at }] of grants) if (expires_at <= now()) grants.delete(digest);
		const secret = randomBytes(32).toString("base64url");
		grants.set(digestOf(secret), { kind, account_id, expires_at: now() + life_ms });
		return secret;
	}

	function find(kind: Grant["kind"], secret: string): Grant | undefined {
		const grant = grants.get(digestOf(secret));
		return grant?.kind === kind && grant.expires_at > now() ? grant : undefined;
	}

	function tokensFor(account_id: string): Answer {
		// Refresh tokens rotate here, so there is no refresh_token_expire_time to tell (contract.md C.2.2).
		const reply: DspTokenReply = {
			access_token: issue("access", account_id, access_ttl_ms),
			refresh_token: issue("refresh", account_id, REFRESH_TTL_MS),
			expire_time: now() + access_ttl_ms,
			id: account_id,
		};
		return json(200, reply);
	}

	return {
		issueCode: (account_id) => issue("code", account_id, CODE_TTL_MS),
		token({ raw_body }) {
			const body = check(readJson(raw_body));
			if (!body.ok) return refuse(400, `${body.problems[0]?.path || "body"}: ${body.problems[0]?.message}`);
			const { value } = body;
			const is_client = isSame(value.client_id, client_id) && isSame(value.client_secret, client_secret);
			if (!is_client) return refuse(400, "client_id or client_secret is wrong");
			if (value.grant_type === "authorization_code") {
				const grant = find("code", value.code);
				grants.delete(digestOf(value.code));
				return grant ? tokensFor(grant.account_id) : refuse(400, "the code is unknown, used or expired");
			}
			const grant = find("refresh", value.refresh_token);
			if (!grant) return refuse(401, "the refresh token is unknown or expired");
			grant.expires_at = Math.min(grant.expires_at, now() + GRACE_MS);
			return tokensFor(grant.account_id);
		},
		accountOf(call) {
			const [, token] = /^Bearer +([^\s,]+)$/i.exec(call.header("authorization") ?? "") ?? [];
			return token ? find("access", token)?.account_id : undefined;
		},
		revoke(account_id) {
			for (const [digest, grant] of grants) if (grant.account_id === account_id) grants.delete(digest);
		},
	};
}

/** A body as JSON; undefined when it is none. */
export function readJson(raw_body: Buffer): unknown {
	try {
		return JSON.parse(raw_body.toString("utf8"));
	} catch {
		return undefined;
	}
}

export function isSame(given: string, expected: string): boolean {
	const hash = (text: string) => createHash("sha256").update(text).digest();
	return timingSafeEqual(hash(given), hash(expected));
}

function digestOf(secret: string): string {
	return createHash("sha256").update(secret).digest("base64url");
}

function refuse(status: number, message: string): Answer {
	return json(status, { status, message });
}
