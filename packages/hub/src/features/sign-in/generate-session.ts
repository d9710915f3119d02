import { type GenerateSessionReply, type GenerateSessionRequest, USER_ROLES } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import { digest, newSecret } from "../../base/secret-box.ts";
import type { Sql } from "../../storage/database.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { deleteSignInsExpiredBefore, insertSsoToken } from "../../storage/tables/browser-session.ts";
import { findOrgByProviderId, hasNamedUser, insertOrg, upsertSignedInUser } from "../../storage/tables/org.ts";
import { SIGN_IN_LIFE, type SignInParts } from "./sign-in.ts";

/**
 * A way in for a user of a partner (contract.md A.3, F-16): finds or creates the organisation with this `provider_org_id`,
 * shared with `POST /onboarding/org`, and the person with this e-mail address in it. Without `provider_org_id` the e-mail
 * address is it. The first person is `owner`, others `team_member`, unless `role` says otherwise; an unknown role is
 * `custom`. Error: `invalid_field`.
 */
export async function generateSession(
	parts: SignInParts,
	actor: { partner_id: string; name: string },
	request: GenerateSessionRequest,
): Promise<GenerateSessionReply> {
	const email = request.email.trim().toLowerCase();
	if (!/^[^\s@]+@[^\s@]+$/.test(email))
		throw new HubError("invalid_field", { detail: "/email is no e-mail address.", param: "/email" });
	const now = parts.clock.now();
	const sso_login_token = newSecret("trl", parts.random);
	await parts.db.transaction(async (tx) => {
		const org_id = await findOrCreateOrg(tx, { ...request, partner_id: actor.partner_id, email, now });
		const asked = request.role === undefined ? undefined : knownRole(request.role);
		const user_id = await upsertSignedInUser(tx, {
			...{ org_id, email, full_name: request.full_name, phone_number: request.phone_number },
			user_id: newId(),
			role: asked ?? ((await hasNamedUser(tx, org_id)) ? "team_member" : "owner"),
			new_role: asked ?? null,
			created_at: now,
		});
		await deleteSignInsExpiredBefore(tx, now - SIGN_IN_LIFE.memory);
		const expires_at = now + SIGN_IN_LIFE.token;
		await insertSsoToken(tx, { token_digest: digest(sso_login_token), org_id, user_id, expires_at, created_at: now });
		const audit = { org_id, audit_id: newId(), actor: actor.name, at: now };
		await insertAudit(tx, { ...audit, action: "sign_in.prepared", subject: user_id, detail: { role: asked ?? null } });
	});
	return { sso_login_token };
}

async function findOrCreateOrg(
	tx: Sql,
	wanted: Pick<GenerateSessionRequest, "full_name" | "provider_org_id" | "provider_org_name"> & {
		partner_id: string;
		email: string;
		now: number;
	},
): Promise<string> {
	const { partner_id, email, now } = wanted;
	const provider_id = wanted.provider_org_id ?? email;
	const org_id = newId();
	const name = wanted.provider_org_name || wanted.full_name;
	if (await insertOrg(tx, { org_id, partner_id, provider_id, name, created_at: now })) return org_id;
	const known = await findOrgByProviderId(tx, partner_id, provider_id);
	if (!known) throw new Error("an organisation that conflicts with another must be readable");
	return known.org_id;
}

function knownRole(role: string): string {
	return (USER_ROLES as readonly string[]).includes(role) ? role : "custom";
}
