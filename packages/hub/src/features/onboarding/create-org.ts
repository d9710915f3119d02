import type { CreateOrgReply, CreateOrgRequest } from "@ticketrail/contract";
import { newId } from "../../base/id.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { findFirstUser, findOrgByProviderId, insertOrg, insertOrgUser } from "../../storage/tables/org.ts";
import type { Actor, OnboardingParts } from "./onboarding.ts";

/**
 * Create a merchant's organisation with its first user (contract.md A.4.1). Idempotent on (partner, `provider_id`): a repetition,
 * also one at the same moment, gets the same `org_id` and `user_id` and changes nothing.
 */
export async function createOrg(
	parts: OnboardingParts,
	actor: Actor,
	request: CreateOrgRequest,
): Promise<CreateOrgReply> {
	const at = parts.clock.now();
	const org_id = newId();
	const user_id = newId();
	const { provider_id } = request;
	return parts.db.transaction(async (tx) => {
		const is_new = await insertOrg(tx, {
			org_id,
			partner_id: actor.partner_id,
			provider_id,
			name: request.name,
			created_at: at,
		});
		if (!is_new) {
			const known = await findOrgByProviderId(tx, actor.partner_id, provider_id);
			const user = known && (await findFirstUser(tx, known.org_id));
			if (!known || !user) throw new Error("an organisation without its first user");
			return { org_id: known.org_id, user_id: user.user_id };
		}
		await insertOrgUser(tx, {
			org_id,
			user_id,
			email: request.user?.email?.trim().toLowerCase() ?? "",
			first_name: request.user?.first_name ?? null,
			last_name: request.user?.last_name ?? null,
			role: "owner",
			created_at: at,
		});
		await insertAudit(tx, {
			org_id,
			audit_id: newId(),
			actor: actor.name,
			action: "org.created",
			subject: org_id,
			detail: { provider_id },
			at,
		});
		return { org_id, user_id };
	});
}
