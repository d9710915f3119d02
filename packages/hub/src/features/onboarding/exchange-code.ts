import { ONBOARDING_TRANSITIONS } from "@ticketrail/contract";
import { HubError, isHubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import { digest } from "../../base/secret-box.ts";
import { statesBefore } from "../../base/transition.ts";
import { isToken } from "../../clients/oauth.ts";
import type { Provider } from "../../clients/provider.ts";
import type { ClientResult } from "../../clients/reply.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import {
	activateIntegration,
	claimExchange,
	type IntegrationRow,
	readExchange,
	releaseExchange,
} from "../../storage/tables/integration.ts";
import { listLocationsOfIntegration } from "../../storage/tables/location.ts";
import { noteOauthExchange } from "../../storage/tables/oauth-exchange.ts";
import { insertPosLocationRoutes } from "../../storage/tables/route.ts";
import { callbackUrl, clientOf, type OnboardingParts } from "./onboarding.ts";
import { queuePosConnected } from "./pos-connection.ts";
import { sealTokens } from "./sealed-tokens.ts";

/** Longer than the token call's own deadline, so that no two exchanges of one integration ever overlap. */
const LEASE_MS = 30_000;

/** A code connects what the table allows, and also renews the authorization of what is connected already. */
const BEFORE_ACTIVE = [...statesBefore(ONBOARDING_TRANSITIONS, "active"), "active"];

interface Tokens {
	access_token: string;
	refresh_token: string | null;
	/** epoch ms; null = does not expire */
	expires_at: number | null;
	account_id: string | null;
}

/**
 * Complete an onboarding with the provider's code (contract.md A.4.3, B.2, C.2.2): one exchange at a time, each code once. After
 * a refusal or a failure everything is as before. Errors: `code_already_used`, `code_rejected`, `provider_unreachable`,
 * `provider_refused`, `unavailable` while another code is being exchanged, `onboarding_not_active` when it was disconnected
 * meanwhile.
 */
export async function exchangeCode(
	parts: OnboardingParts,
	integration: IntegrationRow,
	code: string,
	actor: string,
): Promise<void> {
	const { org_id, integration_id } = integration;
	const provider = await parts.accounts.getProvider(integration.slug);
	if (!provider) throw new HubError("source_not_found");
	const { lease_owner, previous_code_digest } = await claim(parts, integration, digest(code));
	const where = { org_id, integration_id, lease_owner };
	const told = { org_id, integration_id, redirect_uri: integration.redirect_uri, code_masked: masked(code) };
	const grant_type = provider.auth === "manual" ? "manual" : "authorization_code";
	const tokens = await askProvider(parts, provider, integration, code).catch(async (error: unknown) => {
		await releaseExchange(parts.db, { ...where, previous_code_digest });
		const outcome = isHubError(error, "code_rejected") ? "refused" : "failed";
		const detail = error instanceof HubError ? (error.detail ?? null) : null;
		await noteOauthExchange(parts.db, { ...told, grant_type, outcome, status: null, detail, at: parts.clock.now() });
		throw error;
	});
	const at = parts.clock.now();
	const is_connected = await parts.queue.transaction(async (tx) => {
		const moved = await activateIntegration(tx, {
			...where,
			status: "active",
			from: BEFORE_ACTIVE,
			account_id: tokens.account_id,
			...sealTokens(parts.secret_box, integration_id, tokens),
			token_expires_at: tokens.expires_at,
			at,
		});
		if (!moved) return false;
		await noteOauthExchange(tx, { ...told, grant_type, outcome: "ok", status: null, detail: null, at });
		// what was ingested before a disconnection hears its POS again
		const locations = await listLocationsOfIntegration(tx, org_id, integration_id);
		await insertPosLocationRoutes(
			tx,
			locations.map(({ slug, provider_id, location_id }) => ({
				slug,
				pos_location_id: provider_id,
				org_id,
				location_id,
			})),
		);
		if (integration.status === "deprovisioned") {
			const pos_location_ids = locations.map(({ provider_id }) => provider_id);
			await queuePosConnected(tx, provider, integration, pos_location_ids, at);
		}
		await insertAudit(tx, {
			org_id,
			audit_id: newId(),
			actor,
			action: "integration.connected",
			subject: integration_id,
			detail: { slug: integration.slug, account_id: tokens.account_id },
			at,
		});
		return true;
	});
	if (!is_connected) {
		throw new HubError("onboarding_not_active", { detail: "It was disconnected while the code was being exchanged." });
	}
}

/** Enough of a code to tell two apart, and too little to use it. */
function masked(code: string): string {
	return code.length < 16 ? `… (${code.length} characters)` : `${code.slice(0, 4)}… (${code.length} characters)`;
}

async function claim(
	parts: OnboardingParts,
	integration: IntegrationRow,
	code_digest: Buffer,
): Promise<{ lease_owner: string; previous_code_digest: Buffer | null }> {
	const { org_id, integration_id } = integration;
	const lease_owner = newId();
	for (;;) {
		const seen = await readExchange(parts.db, org_id, integration_id);
		if (!seen) throw new HubError("onboarding_not_found");
		const is_same_code = seen.code_digest?.equals(code_digest) ?? false;
		const is_held = seen.lease_expires_at !== null && seen.lease_expires_at > seen.db_now;
		// a lease that nobody gave back belonged to an exchange that never ended, so its code may be tried again
		if (is_same_code && (is_held || seen.lease_owner === null))
			throw new HubError("code_already_used", { param: "/code" });
		if (is_held) {
			throw new HubError("unavailable", {
				detail: "Another request is completing this integration.",
				retry_after_s: 1,
			});
		}
		if (await claimExchange(parts.db, { org_id, integration_id, code_digest, lease_owner, lease_ms: LEASE_MS, seen })) {
			return { lease_owner, previous_code_digest: seen.lease_owner === null ? seen.code_digest : null };
		}
	}
}

async function askProvider(
	parts: OnboardingParts,
	provider: Provider,
	integration: IntegrationRow,
	code: string,
): Promise<Tokens> {
	const client = clientOf(parts, provider);
	if (provider.auth === "manual" && provider.settings.manual_code === "token") {
		// the code is the bearer token itself; one call shows whether it is any good
		if (!isToken(code)) throw new HubError("code_rejected", { detail: "This is no access token.", param: "/code" });
		const listed = await client.listLocations(provider, code);
		if (!listed.ok) throw codeFailure(provider, listed);
		return { access_token: code, refresh_token: null, expires_at: null, account_id: null };
	}
	const redirect_uri = integration.redirect_uri ?? callbackUrl(parts.public_url, provider.slug);
	const exchanged = await client.exchangeCode(provider, { code, redirect_uri });
	if (!exchanged.ok) throw codeFailure(provider, exchanged);
	const { access_token, refresh_token, expires_at, account_id } = exchanged.value;
	return { access_token, refresh_token, expires_at, account_id };
}

/** What the caller hears when a provider did not take the code. */
export function codeFailure(provider: Provider, failure: ClientResult<never> & { ok: false }): HubError {
	const detail = `${provider.name}: ${failure.message}`;
	if (failure.refused) return new HubError("code_rejected", { detail, param: "/code" });
	return new HubError(failure.outcome.stage === "answered" ? "provider_refused" : "provider_unreachable", { detail });
}
