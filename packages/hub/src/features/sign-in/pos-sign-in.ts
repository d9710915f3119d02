import { HubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import type { Tx } from "../../delivery/index.ts";
import { findOrgByProviderId, hasNamedUser, insertOrg, upsertSignedInUser } from "../../storage/tables/org.ts";
import { insertPartnerOnce } from "../../storage/tables/partner.ts";
import { adoptTokens, callbackUrl, codeFailure } from "../onboarding/index.ts";
import { openSession } from "./session.ts";
import type { SignInParts } from "./sign-in.ts";

/** Whose the merchants are that came by themselves, through no partner; it has no API client (docs/adr/0010). */
const SELF_SERVICE = { partner_id: "00000000-0000-7000-8000-0000005e1f00", name: "Self-service" };

/**
 * A sign-in that the POS began (contract.md B.10): its code arrives at the hub's redirect URI without the hub having asked. The
 * hub exchanges it, takes `sso_details` for who it is, finds or creates the organisation of that POS account and the person
 * in it, and keeps the tokens for the integration. Returns the new session. Errors: `onboarding_not_found` for a system that
 * is no POS with OAuth, or that does not say who signed in; `code_rejected`, `provider_refused`, `provider_unreachable`.
 */
export async function signInFromPos(
	parts: SignInParts,
	callback: { slug: string; code: string },
): Promise<{ session: string }> {
	const provider = await parts.accounts.getProvider(callback.slug);
	if (provider?.type !== "pos" || provider.auth !== "oauth") throw new HubError("onboarding_not_found");
	const redirect_uri = callbackUrl(parts.public_url, provider.slug);
	const exchanged = await parts.pos.exchangeCode(provider, { code: callback.code, redirect_uri });
	if (!exchanged.ok) throw codeFailure(provider, exchanged);
	const tokens = exchanged.value;
	const email = tokens.sso_details?.email?.trim().toLowerCase();
	if (!email) throw new HubError("onboarding_not_found", { detail: "The POS did not say who signed in." });
	const at = parts.clock.now();
	const session = await parts.queue.transaction(async (tx) => {
		const { partner_id } = SELF_SERVICE;
		await insertPartnerOnce(tx, { ...SELF_SERVICE, return_url_origins: [], created_at: at });
		// one POS cannot speak for the accounts of another one
		const account = tokens.account_id === null ? `email:${email}` : `id:${tokens.account_id}`;
		const provider_id = `${provider.slug}:${account}`;
		const full_name = tokens.sso_details?.full_name ?? null;
		const org_id = await findOrCreateOrg(tx, { partner_id, provider_id, name: full_name ?? email, at });
		const user_id = await upsertSignedInUser(tx, {
			...{ org_id, user_id: newId(), email, full_name, phone_number: tokens.sso_details?.phone_number ?? null },
			role: (await hasNamedUser(tx, org_id)) ? "team_member" : "owner",
			new_role: null,
			created_at: at,
		});
		await adoptTokens(parts, tx, { org_id, partner_id, provider, at }, tokens);
		return await openSession(parts, tx, { org_id, user_id });
	});
	return { session };
}

async function findOrCreateOrg(
	tx: Tx,
	org: { partner_id: string; provider_id: string; name: string; at: number },
): Promise<string> {
	const { at: created_at, ...row } = org;
	const org_id = newId();
	if (await insertOrg(tx, { org_id, ...row, created_at })) return org_id;
	const known = await findOrgByProviderId(tx, row.partner_id, row.provider_id);
	if (!known) throw new Error("an organisation that conflicts with another must be readable");
	return known.org_id;
}
