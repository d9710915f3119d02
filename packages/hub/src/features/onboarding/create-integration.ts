import type { CreateIntegrationRequest, OnboardingReply } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId, newId } from "../../base/id.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { insertIntegration } from "../../storage/tables/integration.ts";
import { findOrgOfPartner } from "../../storage/tables/org.ts";
import { insertIntegrationRoute } from "../../storage/tables/route.ts";
import { type Actor, callbackUrl, clientOf, type OnboardingParts, startUrl } from "./onboarding.ts";
import { checkReturnUrl } from "./return-url.ts";

/**
 * Start a POS or DSP integration (contract.md A.4.2). With OAuth the reply carries `entry_url` and the status
 * `waiting_for_oauth`; with a manual code neither, and `pending` (F-15). The `redirect_uri` is the partner's `return_url`, or
 * the hub's own callback when the partner names none: then `entry_url` is the hub's start page, which remembers the browser.
 * Errors: `org_not_found`, `source_not_found`, `return_url_not_allowed`, `invalid_field`.
 */
export async function createIntegration(
	parts: OnboardingParts,
	actor: Actor,
	request: CreateIntegrationRequest,
): Promise<OnboardingReply> {
	const org = isId(request.org_id) ? await findOrgOfPartner(parts.db, actor.partner_id, request.org_id) : undefined;
	if (!org) throw new HubError("org_not_found", { param: "/org_id" });
	const provider = await parts.accounts.getProvider(request.source);
	if (provider?.type !== request.type) {
		throw new HubError("source_not_found", {
			detail: `There is no ${request.type === "pos" ? "POS" : "DSP"} ${JSON.stringify(request.source)}.`,
			param: "/source",
		});
	}
	const is_oauth = provider.auth === "oauth";
	const partner = await parts.accounts.getPartner(actor.partner_id);
	const return_url = request.return_url
		? checkReturnUrl(request.return_url, { origins: partner?.return_url_origins ?? [], is_redirect_uri: is_oauth })
		: null;
	const redirect_uri = is_oauth ? (return_url ?? callbackUrl(parts.public_url, provider.slug)) : null;
	const integration_id = newId();
	const status = is_oauth ? "waiting_for_oauth" : "pending";
	const at = parts.clock.now();
	await parts.db.transaction(async (tx) => {
		const { org_id } = org;
		await insertIntegration(tx, {
			org_id,
			integration_id,
			slug: provider.slug,
			type: provider.type,
			status,
			return_url,
			redirect_uri,
			at,
		});
		await insertIntegrationRoute(tx, { integration_id, org_id, partner_id: actor.partner_id, slug: provider.slug });
		await insertAudit(tx, {
			org_id,
			audit_id: newId(),
			actor: actor.name,
			action: "integration.created",
			subject: integration_id,
			detail: { slug: provider.slug, type: provider.type, status },
			at,
		});
	});
	const entry_url =
		redirect_uri === null
			? undefined
			: return_url === null
				? startUrl(parts.public_url, integration_id)
				: clientOf(parts, provider).authorizeUrl(provider, redirect_uri);
	return {
		onboarding: {
			_id: integration_id,
			...(entry_url && { entry_url }),
			status,
			type: provider.type,
			source: provider.slug,
		},
	};
}
