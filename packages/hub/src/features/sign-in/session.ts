import { HubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import { digest, newSecret } from "../../base/secret-box.ts";
import type { Sql } from "../../storage/database.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import {
	deleteBrowserSession,
	findBrowserSession,
	insertBrowserSession,
	isSsoTokenRedeemed,
	redeemSsoToken,
	type SessionOwner,
} from "../../storage/tables/browser-session.ts";
import { findOrg, findOrgUser } from "../../storage/tables/org.ts";
import { INSTALLATION_ID, SIGN_IN_LIFE, type SignInParts, type Visitor } from "./sign-in.ts";

/**
 * Sign a browser in with the token of `generateSession`, once (contract.md A.3). Returns the new session's secret, which is
 * kept as a digest only. Errors: `sso_token_redeemed`, `sso_token_invalid`.
 */
export async function redeemToken(parts: SignInParts, token: string): Promise<{ session: string }> {
	const token_digest = digest(token);
	const session = await parts.db.transaction(async (tx) => {
		const whose = await redeemSsoToken(tx, token_digest, parts.clock.now());
		return whose && openSession(parts, tx, whose);
	});
	if (session !== undefined) return { session };
	throw new HubError((await isSsoTokenRedeemed(parts.db, token_digest)) ? "sso_token_redeemed" : "sso_token_invalid");
}

/** A new session for somebody who has just proved who they are. Its secret is new each time: none that was there before counts. */
export async function openSession(
	parts: Pick<SignInParts, "clock" | "random">,
	tx: Sql,
	whose: SessionOwner,
): Promise<string> {
	const session = newSecret("trb", parts.random);
	const now = parts.clock.now();
	const expires_at = now + SIGN_IN_LIFE.session;
	await insertBrowserSession(tx, { session_digest: digest(session), ...whose, expires_at, created_at: now });
	const audit = { audit_id: newId(), action: "sign_in.done", detail: {}, at: now };
	if ("operator_id" in whose) {
		const actor = `operator:${whose.operator_id}`;
		await insertAudit(tx, { ...audit, org_id: INSTALLATION_ID, actor, subject: whose.operator_id });
	} else await insertAudit(tx, { ...audit, org_id: whose.org_id, actor: "merchant", subject: whose.user_id });
	return session;
}

/** Which merchant's person sits at the browser with this session; undefined when it is unknown, over, or an operator's. */
export async function visitorOf(parts: SignInParts, session: string): Promise<Visitor | undefined> {
	const now = parts.clock.now();
	const found = await findBrowserSession(parts.db, digest(session), now, now - SIGN_IN_LIFE.idle);
	if (found?.org_id == null || found.user_id === null) return undefined;
	const { org_id, user_id } = found;
	const org = await findOrg(parts.db, org_id);
	const user = await findOrgUser(parts.db, org_id, user_id);
	return org && user && { org_id, user_id, partner_id: org.partner_id, org_name: org.name, ...user };
}

/** End a session. */
export async function signOut(parts: SignInParts, session: string): Promise<void> {
	await deleteBrowserSession(parts.db, digest(session));
}
