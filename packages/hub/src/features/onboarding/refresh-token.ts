import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../base/clock.ts";
import { HubError, isHubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import type { Log } from "../../base/log.ts";
import type { SecretBox } from "../../base/secret-box.ts";
import type { DspClient } from "../../clients/dsp-client.ts";
import { TOKEN_CALL_MS, type TokenSet } from "../../clients/oauth.ts";
import type { PosClient } from "../../clients/pos-client.ts";
import type { Provider } from "../../clients/provider.ts";
import type { ClientResult } from "../../clients/reply.ts";
import type { Database, Sql } from "../../storage/database.ts";
import {
	type IntegrationTokenRow,
	LEASE_FAR_MS,
	markRefreshRefused,
	mayHaveSession,
	noteHolderMissing,
	readIntegrationToken,
	releaseRefreshLease,
	storeRefreshedTokens,
	takeRefreshLease,
} from "../../storage/tables/integration-token.ts";
import { openTokens, sealTokens } from "./sealed-tokens.ts";

/** What refreshing needs from outside. */
export interface RefreshParts {
	db: Pick<Database, "query" | "session_name">;
	clock: Clock;
	log: Log;
	secret_box: SecretBox;
	getProvider: (slug: string) => Promise<Provider | undefined>;
	pos: PosClient;
	dsp: DspClient;
	/** between two looks at another process's lease, ms */
	wait?: (ms: number) => Promise<unknown>;
}

export interface IntegrationKey {
	org_id: string;
	integration_id: string;
}

/** The tokens that the holder of a lease is refreshing. */
interface Held extends IntegrationKey {
	lease_owner: string;
	token_version: number;
}

/** How `health_reason` begins when the provider refused the refresh: only a new sign-in helps. */
const REAUTHORIZATION_NEEDED = "provider_reauthorization_needed";

/** Longer than two token calls, so that no two refreshes of one integration ever overlap (reliability.md T1). */
const LEASE_MS = 2 * TOKEN_CALL_MS + 6_000;
const LOOK_MS = 50;
/** Every so many looks: is the lease's holder still there? */
const ASK_EVERY = 10;
/** Missing for so long it has ended: nobody waits for the rest of its lease. */
const MISSING_MS = 5_000;
const STORE_TRIES = 20;
const STORE_AGAIN_MS = 500;

/**
 * Refresh the tokens of an integration that the caller saw as `seen_version`, or wait for whoever does it in another
 * process, and return the row with the newer ones. The winner is found by a lease row, never by a lock held over HTTP;
 * who loses uses the winner's tokens and shares its failure (design.md section 6; reliability.md F26). Errors:
 * `provider_reauthorization_needed`, `provider_unreachable`, `provider_refused`, and those of `activeTokens`.
 */
export async function refreshTokens(
	parts: RefreshParts,
	key: IntegrationKey,
	seen_version: number,
): Promise<IntegrationTokenRow> {
	const wait = parts.wait ?? sleep;
	const hasEnded = watchHolder(parts.db, key);
	let waited_for: string | undefined;
	for (;;) {
		const row = await activeTokens(parts.db, key);
		if (row.token_version !== seen_version) return row;
		if (row.health_reason?.startsWith(REAUTHORIZATION_NEEDED)) throw new HubError(REAUTHORIZATION_NEEDED);
		const is_held = isHeld(row);
		const is_gone = is_held && (await hasEnded(row));
		if (is_held && !is_gone) {
			waited_for = row.lease_owner ?? undefined;
			await wait(LOOK_MS);
		} else if (waited_for !== undefined && row.lease_owner === null) {
			throw new HubError("provider_unreachable", { detail: "The token could not be refreshed just now." });
		} else {
			const lease_owner = newId();
			const lease = {
				...{ ...key, token_version: seen_version, lease_owner, lease_session: parts.db.session_name },
				...{ db_now: row.db_now, lease_ms: LEASE_MS, gone_owner: is_gone ? row.lease_owner : null },
			};
			if (await takeRefreshLease(parts.db, lease)) return await refreshHolding(parts, key, row, lease_owner);
		}
	}
}

/** The tokens of a connected integration. Errors: `onboarding_not_found`, `onboarding_not_active`. */
export async function activeTokens(sql: Sql, key: IntegrationKey): Promise<IntegrationTokenRow> {
	const row = await readIntegrationToken(sql, key);
	if (row === undefined) throw new HubError("onboarding_not_found");
	if (row.status !== "active") {
		throw new HubError("onboarding_not_active", { detail: `The integration's status is ${row.status}.` });
	}
	return row;
}

function isHeld(row: IntegrationTokenRow): boolean {
	const { lease_expires_at, db_now } = row;
	return lease_expires_at !== null && lease_expires_at > db_now && lease_expires_at <= db_now + LEASE_FAR_MS;
}

/**
 * Whether the process that has a lease is gone, asked again and again. Its sessions end with it, so after `kill -9` others go on within
 * seconds, also when those who look are killed one after the other; a lease runs out later, and is there for a process that hangs or a
 * machine that vanished.
 */
function watchHolder(sql: RefreshParts["db"], key: IntegrationKey): (row: IntegrationTokenRow) => Promise<boolean> {
	let looks = 0;
	return async ({ lease_owner, lease_session, lease_missing_since: since, db_now }) => {
		if (lease_owner === null || lease_session === null || looks++ % ASK_EVERY !== 0) return false;
		const is_missing = !(await mayHaveSession(sql, lease_session));
		if (is_missing !== (since !== null)) {
			await noteHolderMissing(sql, { ...key, lease_owner, missing_since: is_missing ? db_now : null });
		}
		return is_missing && since !== null && db_now - since >= MISSING_MS;
	};
}

async function refreshHolding(
	parts: RefreshParts,
	key: IntegrationKey,
	row: IntegrationTokenRow,
	lease_owner: string,
): Promise<IntegrationTokenRow> {
	const held = { ...key, lease_owner, token_version: row.token_version };
	try {
		const provider = await parts.getProvider(row.slug);
		if (provider === undefined) throw new HubError("source_not_found");
		const { refresh_token } = open(parts, key, row);
		if (refresh_token === null) throw new HubError(REAUTHORIZATION_NEEDED, { detail: "There is no refresh token." });
		const result = await showRefreshToken(row.type === "pos" ? parts.pos : parts.dsp, provider, refresh_token);
		const is_settled = result.ok
			? await store(parts, held, { ...result.value, refresh_token: result.value.refresh_token ?? refresh_token })
			: await noteFailure(parts, held, provider, result);
		// somebody else brought newer tokens meanwhile: theirs count, and what we got was about the old ones
		if (!is_settled) await releaseRefreshLease(parts.db, held);
		return await activeTokens(parts.db, key);
	} catch (error) {
		await releaseRefreshLease(parts.db, held).catch(() => {});
		throw error;
	}
}

/**
 * Show the refresh token; once more at once when the reply was lost, since the provider may have turned it over and most
 * give the same successor again for a moment (reliability.md F27). Never a third time here.
 */
async function showRefreshToken(
	client: Pick<PosClient | DspClient, "refresh">,
	provider: Provider,
	refresh_token: string,
): Promise<ClientResult<TokenSet>> {
	const first = await client.refresh(provider, refresh_token);
	return first.ok || first.outcome.stage !== "unknown" ? first : await client.refresh(provider, refresh_token);
}

/** Throws what came of it; false when the refusal is overtaken by newer tokens. */
async function noteFailure(
	parts: RefreshParts,
	held: Held,
	provider: Provider,
	failure: Extract<ClientResult<TokenSet>, { ok: false }>,
): Promise<false> {
	const { message, refused, outcome } = failure;
	const { org_id, integration_id, token_version: version } = held;
	const about = { org_id, integration_id, version, slug: provider.slug };
	parts.log.warn("token.refresh_failed", { ...about, stage: outcome.stage, reason: message });
	const detail = `${provider.name}: ${message}`;
	if (!refused) {
		throw new HubError(outcome.stage === "answered" ? "provider_refused" : "provider_unreachable", { detail });
	}
	const health_reason = `${REAUTHORIZATION_NEEDED}: ${message}`;
	if (await markRefreshRefused(parts.db, { ...held, health_reason })) {
		throw new HubError(REAUTHORIZATION_NEEDED, { detail });
	}
	return false;
}

/**
 * Store the new pair; false when newer tokens are there already. The old refresh token may be dead by now, so the new
 * one must not be lost to a passing trouble of the database.
 */
async function store(parts: RefreshParts, held: Held, tokens: TokenSet): Promise<boolean> {
	const { org_id, integration_id, token_version: version } = held;
	const sealed = sealTokens(parts.secret_box, integration_id, tokens);
	const change = { ...held, ...sealed, token_expires_at: tokens.expires_at, at: parts.clock.now() };
	for (let tries = 1; ; tries++) {
		try {
			const is_stored = await storeRefreshedTokens(parts.db, change);
			parts.log.info("token.refreshed", {
				org_id,
				integration_id,
				version,
				result: is_stored ? "stored" : "overtaken",
			});
			return is_stored;
		} catch (error) {
			if (tries >= STORE_TRIES || !isHubError(error, "unavailable")) throw error;
			await (parts.wait ?? sleep)(STORE_AGAIN_MS);
		}
	}
}

function open(parts: RefreshParts, key: IntegrationKey, row: IntegrationTokenRow) {
	const { access_token_sealed, refresh_token_sealed } = row;
	if (access_token_sealed === null) throw new HubError("onboarding_not_active", { detail: "There is no token." });
	return openTokens(parts.secret_box, key.integration_id, { access_token_sealed, refresh_token_sealed });
}
