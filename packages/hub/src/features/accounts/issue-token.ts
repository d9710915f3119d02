import type { TokenReply } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import { digest, newSecret } from "../../base/secret-box.ts";
import type { Sql } from "../../storage/database.ts";
import type { ApiClientRow } from "../../storage/tables/api-client.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import {
	consumeToken,
	familyStartedAt,
	findToken,
	insertTokens,
	revokeFamily,
	type TokenRow,
} from "../../storage/tables/token.ts";
import type { AccountsParts } from "./accounts.ts";
import { grantScopes } from "./grant-scopes.ts";
import { verifyClient } from "./verify-client.ts";

/** Lives of tokens, all in ms (contract.md A.1; reliability.md 6.4). */
export const TOKEN_LIFE = {
	access: 3_600_000,
	refresh: 7_200_000,
	/** how long a family may be prolonged by refreshing */
	family: 30 * 86_400_000,
	/** within this time after an exchange, the same refresh token gets the same successor again */
	grace: 10_000,
} as const;

/** A token request whose credentials were read from the body or from the Basic header, never from both. */
export interface TokenCall {
	grant_type: "client_credentials" | "refresh_token";
	client_id: string;
	client_secret: string;
	scopes?: readonly string[] | undefined;
	/** wanted expiry of the access token, epoch **seconds**; later than one hour from now means one hour */
	exp?: number | undefined;
	refresh_token?: string | undefined;
	/** whether whoever asked has hung up since */
	isGone?: () => boolean;
}

/** What a grant handed out; sealed beside the consumed refresh token for the grace. Times are epoch ms. */
interface Grant {
	access_token: string;
	access_expires_at: number;
	refresh_token: string;
	refresh_expires_at: number;
	scopes: string[];
}

/**
 * Issue tokens (contract.md A.1). Errors: `invalid_client`, `invalid_request`, `invalid_scope`, and `invalid_grant` for a
 * refresh token that is unknown, expired, revoked, another client's, or used before: the last one outside the grace ends
 * its whole family (reliability.md A7, A8).
 */
export async function issueToken(parts: AccountsParts, call: TokenCall): Promise<TokenReply> {
	// when it came: what then waits here for the database is no fault of whoever repeats a call
	const now = parts.clock.now();
	const client = await verifyClient(parts.db, call);
	const grant =
		call.grant_type === "refresh_token"
			? await refresh(parts, client, call, now)
			: await begin(parts, client, call, now);
	return {
		access_token: grant.access_token,
		token_type: "bearer",
		refresh_token: grant.refresh_token,
		expires_in: secondsUntil(grant.access_expires_at, now),
		refresh_token_expires_in: secondsUntil(grant.refresh_expires_at, now),
		scopes: grant.scopes as TokenReply["scopes"],
	};
}

async function begin(parts: AccountsParts, client: ApiClientRow, call: TokenCall, now: number): Promise<Grant> {
	const scopes = grantScopes(call.scopes, client.scopes);
	const grant = mint(parts, { scopes, now, access_expires_at: accessExpiry(call.exp, now), family_started_at: now });
	await store(parts.db, { grant, family_id: newId(), client, refresh_scopes: scopes, now });
	return grant;
}

async function refresh(parts: AccountsParts, client: ApiClientRow, call: TokenCall, now: number): Promise<Grant> {
	if (!call.refresh_token) {
		throw new HubError("invalid_request", { detail: "refresh_token is missing.", param: "/refresh_token" });
	}
	const token_digest = digest(call.refresh_token);
	const token = await findToken(parts.db, token_digest);
	if (token?.kind !== "refresh" || token.client_id !== client.client_id) throw new HubError("invalid_grant");
	if (token.revoked_at !== null) throw new HubError("invalid_grant", { detail: "This refresh token was revoked." });
	if (token.consumed_at !== null) return repeat(parts, call, token, now);
	if (token.expires_at <= now) throw new HubError("invalid_grant", { detail: "This refresh token has expired." });

	// A refresh never widens: neither past what this family was granted nor past what the client may have by now.
	const still_allowed = token.scopes.filter((scope) => client.scopes.includes(scope));
	const scopes = grantScopes(call.scopes, still_allowed);
	const access_expires_at = accessExpiry(call.exp, now);
	const grant = await parts.db.transaction(async (tx) => {
		const family_started_at = (await familyStartedAt(tx, token.family_id)) ?? now;
		const successor = mint(parts, { scopes, now, access_expires_at, family_started_at });
		const successor_sealed = parts.secret_box.seal(JSON.stringify(successor), sealedBeside(token_digest));
		if (!(await consumeToken(tx, { token_digest, consumed_at: now, successor_sealed }))) return undefined;
		await store(tx, { grant: successor, family_id: token.family_id, client, refresh_scopes: still_allowed, now });
		return successor;
	});
	if (grant) return grant;
	const lost_to = await findToken(parts.db, token_digest);
	if (!lost_to || lost_to.revoked_at !== null) throw new HubError("invalid_grant");
	return repeat(parts, call, lost_to, now);
}

/**
 * The token was exchanged before: an honest client's parallel or repeated call gets the same successor, a late one ends the family. A
 * call that lay unread so long that its client has hung up, and has asked again since, ends nothing: nobody learns anything by it.
 */
async function repeat(parts: AccountsParts, call: TokenCall, token: TokenRow, now: number): Promise<Grant> {
	if (token.consumed_at === null || token.successor_sealed === null) throw new HubError("invalid_grant");
	if (now - token.consumed_at <= TOKEN_LIFE.grace) {
		return JSON.parse(parts.secret_box.open(token.successor_sealed, sealedBeside(token.token_digest))) as Grant;
	}
	if (call.isGone?.()) throw new HubError("invalid_grant", { detail: "This refresh token was used before." });
	await parts.db.transaction(async (tx) => {
		const revoked = await revokeFamily(tx, token.family_id, now);
		if (revoked === 0) return;
		await insertAudit(tx, {
			org_id: token.partner_id,
			audit_id: newId(),
			actor: `partner:${token.client_id}`,
			action: "token.reuse_detected",
			subject: token.family_id,
			detail: { revoked_tokens: revoked },
			at: now,
		});
	});
	parts.log.warn("token.reuse_detected", { client_id: token.client_id, partner_id: token.partner_id });
	throw new HubError("invalid_grant", {
		detail: "This refresh token was used before. Every token that came from the same grant is revoked now.",
	});
}

function accessExpiry(exp: number | undefined, now: number): number {
	const latest = now + TOKEN_LIFE.access;
	if (exp === undefined) return latest;
	if (!Number.isFinite(exp) || exp * 1000 <= now) {
		throw new HubError("invalid_request", {
			detail: "exp must be a time in the future, in epoch seconds.",
			param: "/exp",
		});
	}
	return Math.min(Math.floor(exp * 1000), latest);
}

function mint(
	parts: AccountsParts,
	terms: { scopes: string[]; now: number; access_expires_at: number; family_started_at: number },
): Grant {
	return {
		access_token: newSecret("tra", parts.random),
		access_expires_at: terms.access_expires_at,
		refresh_token: newSecret("trr", parts.random),
		refresh_expires_at: Math.min(terms.now + TOKEN_LIFE.refresh, terms.family_started_at + TOKEN_LIFE.family),
		scopes: terms.scopes,
	};
}

/** A narrowed access token leaves the refresh token as wide as it was (RFC 6749 section 6). */
async function store(
	sql: Sql,
	issued: { grant: Grant; family_id: string; client: ApiClientRow; refresh_scopes: string[]; now: number },
): Promise<void> {
	const { grant, client, family_id, now } = issued;
	const owner = { family_id, client_id: client.client_id, partner_id: client.partner_id, created_at: now };
	await insertTokens(sql, [
		{
			...owner,
			kind: "access",
			token_digest: digest(grant.access_token),
			scopes: grant.scopes,
			expires_at: grant.access_expires_at,
		},
		{
			...owner,
			kind: "refresh",
			token_digest: digest(grant.refresh_token),
			scopes: issued.refresh_scopes,
			expires_at: grant.refresh_expires_at,
		},
	]);
}

function sealedBeside(token_digest: Buffer): string {
	return `token/${token_digest.toString("hex")}/successor_sealed`;
}

function secondsUntil(at: number, now: number): number {
	return Math.max(0, Math.floor((at - now) / 1000));
}
