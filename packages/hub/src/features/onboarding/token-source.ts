import { HubError, isHubError } from "../../base/error.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { ClientResult } from "../../clients/reply.ts";
import type { IntegrationTokenRow } from "../../storage/tables/integration-token.ts";
import type { WithToken } from "./onboarding.ts";
import { activeTokens, type IntegrationKey, type RefreshParts, refreshTokens } from "./refresh-token.ts";
import { openTokens } from "./sealed-tokens.ts";
import { createShortMemory } from "./short-memory.ts";

/** Access tokens for calls in the name of a merchant. */
export interface TokenSource {
	/**
	 * Call a provider with a good access token: refreshed in time, and once more after a 401. A second 401 is handed out
	 * as it came, since some systems answer 401 for what is no matter of the token (contract.md B.10). Errors:
	 * `provider_reauthorization_needed` when the refresh was refused, `provider_unreachable` and `provider_refused` when
	 * it failed, `onboarding_not_active`, `onboarding_not_found`.
	 */
	withToken: WithToken;
	/** The same for a message: where there is no token to send it with, it was `never_sent`, with the error's code. */
	sendWithToken(
		org_id: string,
		integration_id: string,
		call: (access_token: string) => Promise<Outcome>,
	): Promise<Outcome>;
	/** Use no remembered token of this integration any more, at once. */
	forget(org_id: string, integration_id: string): void;
}

export interface TokenSourceParts extends RefreshParts {
	/** ms that never jump (`performance.now`) */
	monotonic?: () => number;
}

/** How long a token is used without a look at its row: a disconnection bites within a second (reliability.md T3). */
const TRUSTED_MS = 500;
/** After a failed refresh, those who come at once share its failure; an order's next attempt tries again. */
const FAILURE_SHARED_MS = 900;
/** After a 401 for a token that was fresh, every 401 is taken as it is for so long, unless a call goes well. */
const NOT_THE_TOKEN_MS = 60_000;
/** How often one call is made again after a 401: with what another process brought, with what was refreshed for it. */
const RETRIES_MAX = 3;
/** So close to its end a token is refreshed before the call; earlier, beside it. */
const LAST_MOMENT_MS = 15_000;
/** Refresh at 80 % of the life less a minute for skewed clocks, but never before half of it (reliability.md F28). */
const LIFE_USED = 0.8;
const SKEW_MS = 60_000;
const REMEMBERED_MAX = 10_000;

const NO_TOKEN = [
	"provider_reauthorization_needed",
	"provider_unreachable",
	"provider_refused",
	"onboarding_not_active",
	"onboarding_not_found",
	"source_not_found",
	"unavailable",
] as const;

interface OpenedToken {
	access_token: string;
	token_version: number;
	can_refresh: boolean;
	/** epoch ms; Infinity = never */
	refresh_at: number;
	expires_at: number;
}

/** Tokens opened for use, refreshed once for everybody. */
export function createTokenSource(parts: TokenSourceParts): TokenSource {
	const memory = { max: REMEMBERED_MAX, monotonic: parts.monotonic ?? (() => performance.now()) };
	const opened = createShortMemory<OpenedToken>({ ...memory, ttl_ms: TRUSTED_MS });
	const failures = createShortMemory<{ token_version: number; error: unknown }>({
		...memory,
		ttl_ms: FAILURE_SHARED_MS,
	});
	const refused = createShortMemory<true>({ ...memory, ttl_ms: NOT_THE_TOKEN_MS });
	const looking = new Map<string, Promise<OpenedToken>>();
	const refreshing = new Map<string, Promise<OpenedToken>>();

	const withToken: WithToken = async (org_id, integration_id, call) => {
		const key = { org_id, integration_id };
		let token = await goodToken(key);
		let result = await call(token.access_token);
		// what another process has brought meanwhile may be over as well: only what was brought just now is beyond doubt
		for (let tries = 0, is_fresh = false; statusOf(result) === 401 && tries < RETRIES_MAX; tries++) {
			if (is_fresh) {
				refused.set(nameOf(key), true);
				return result;
			}
			const next = await tokenAfter401(key, token);
			if (next === undefined) return result;
			({ token, is_fresh } = next);
			result = await call(token.access_token);
		}
		if (statusOf(result) !== 401) refused.delete(nameOf(key));
		return result;
	};

	return {
		withToken,
		async sendWithToken(org_id, integration_id, call) {
			const begun_at = memory.monotonic();
			try {
				return await withToken(org_id, integration_id, call);
			} catch (error) {
				if (!isHubError(error, ...NO_TOKEN)) throw error;
				const latency_ms = Math.round(memory.monotonic() - begun_at);
				return { stage: "never_sent", reason: error.code, detail: error.message, latency_ms };
			}
		},
		forget: (org_id, integration_id) => opened.delete(nameOf({ org_id, integration_id })),
	};

	async function goodToken(key: IntegrationKey): Promise<OpenedToken> {
		const token = opened.get(nameOf(key)) ?? (await look(key));
		const now = parts.clock.now();
		if (!token.can_refresh || now < token.refresh_at) return token;
		const refreshed = refresh(key, token.token_version);
		if (now >= token.expires_at - LAST_MOMENT_MS) return await refreshed;
		// good for this call yet; who comes near its end hears of a failure
		refreshed.catch((error) => parts.log.debug("token.refresh_postponed", { ...key, error }));
		return token;
	}

	/** A token that may do better than the one that was refused; undefined where the token is not to blame. */
	async function tokenAfter401(
		key: IntegrationKey,
		used: OpenedToken,
	): Promise<{ token: OpenedToken; is_fresh: boolean } | undefined> {
		const token = await look(key);
		if (token.token_version !== used.token_version) return { token, is_fresh: false };
		if (!token.can_refresh || refused.get(nameOf(key)) === true) return undefined;
		return { token: await refresh(key, token.token_version), is_fresh: true };
	}

	async function refresh(key: IntegrationKey, token_version: number): Promise<OpenedToken> {
		const failure = failures.get(nameOf(key));
		if (failure?.token_version === token_version) throw failure.error;
		return await together(refreshing, key, async () => {
			try {
				return remember(key, await refreshTokens(parts, key, token_version));
			} catch (error) {
				failures.set(nameOf(key), { token_version, error });
				throw error;
			}
		});
	}

	function look(key: IntegrationKey): Promise<OpenedToken> {
		return together(looking, key, async () => remember(key, await activeTokens(parts.db, key)));
	}

	function remember(key: IntegrationKey, row: IntegrationTokenRow): OpenedToken {
		const token = openRow(key.integration_id, row);
		opened.set(nameOf(key), token);
		return token;
	}

	function openRow(integration_id: string, row: IntegrationTokenRow): OpenedToken {
		const { access_token_sealed, refresh_token_sealed, token_version } = row;
		if (access_token_sealed === null) throw new HubError("onboarding_not_active", { detail: "There is no token." });
		const tokens = openTokens(parts.secret_box, integration_id, { access_token_sealed, refresh_token_sealed });
		const expires_at = row.token_expires_at ?? Number.POSITIVE_INFINITY;
		const life = Math.max(expires_at - row.updated_at, 0);
		return {
			access_token: tokens.access_token,
			token_version,
			can_refresh: tokens.refresh_token !== null,
			expires_at,
			refresh_at: row.updated_at + Math.max(life / 2, life * LIFE_USED - SKEW_MS),
		};
	}
}

// The tenant is part of the name: what one organisation remembers must not answer another.
function nameOf(key: IntegrationKey): string {
	return `${key.org_id}/${key.integration_id}`;
}

/** Whoever comes while the work for this integration is under way gets its result. */
function together<T>(under_way: Map<string, Promise<T>>, key: IntegrationKey, work: () => Promise<T>): Promise<T> {
	const name = nameOf(key);
	const shared = under_way.get(name);
	if (shared !== undefined) return shared;
	const begun = work().finally(() => under_way.delete(name));
	under_way.set(name, begun);
	return begun;
}

function statusOf(result: Outcome | ClientResult<unknown>): number | undefined {
	if ("ok" in result) return result.ok ? undefined : statusOf(result.outcome);
	return result.stage === "answered" ? result.status : undefined;
}
