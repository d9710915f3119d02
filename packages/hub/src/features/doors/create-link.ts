import type { CreateOnboardingLinkRequest, OnboardingLinkReply } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId, newId } from "../../base/id.ts";
import { digest, newSecret } from "../../base/secret-box.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { findIntegration } from "../../storage/tables/integration.ts";
import { forgetOnboardingLinks, insertOnboardingLink } from "../../storage/tables/onboarding-link.ts";
import { findOrgOfPartner } from "../../storage/tables/org.ts";
import type { Actor } from "../onboarding/index.ts";
import { type DoorsParts, LINK_LIFE } from "./doors.ts";

/**
 * Make a way for one merchant to onboard on the hub's pages: a link to send, or a token for the widget, which is good once, for half
 * an hour, for one organisation, and for a widget on one origin. Errors: `org_not_found`, `source_not_found`,
 * `onboarding_not_found`, `origin_not_allowed`, `invalid_field`.
 */
export async function createLink(
	parts: DoorsParts,
	actor: Actor,
	request: CreateOnboardingLinkRequest,
): Promise<OnboardingLinkReply> {
	const { db, clock, public_url } = parts;
	const org = isId(request.org_id) ? await findOrgOfPartner(db, actor.partner_id, request.org_id) : undefined;
	if (!org) throw new HubError("org_not_found", { param: "/org_id" });
	const kind = request.kind ?? "page";
	const limits = await limitsOf(parts, org.org_id, request);
	const origin = await originOf(parts, actor, kind, request.origin);
	const link_id = newId();
	// the id stands before the dot: whoever embeds the widget names the link by it, and keeps the rest to himself
	const token = `${link_id}.${newSecret("trl", parts.random)}`;
	const at = clock.now();
	const expires_at = at + LINK_LIFE.token;
	const row = { link_id, org_id: org.org_id, partner_id: actor.partner_id, kind, origin, ...limits };
	await db.transaction(async (tx) => {
		await forgetOnboardingLinks(tx, at - LINK_LIFE.memory);
		const token_digest = digest(token);
		await insertOnboardingLink(tx, { ...row, token_digest, created_by: actor.name, created_at: at, expires_at });
		const audit = { org_id: org.org_id, audit_id: newId(), actor: actor.name, at };
		await insertAudit(tx, {
			...audit,
			action: "onboarding_link.created",
			subject: link_id,
			detail: { kind, origin, ...limits },
		});
	});
	// behind the hash, so that it stands in no log on its way
	return { link_id, kind, token, expires_at, ...(kind === "page" && { url: `${public_url}/onboard#token=${token}` }) };
}

/** The one system, or the one integration, that a link is limited to. */
async function limitsOf(
	parts: DoorsParts,
	org_id: string,
	request: CreateOnboardingLinkRequest,
): Promise<{ source: string | null; integration_id: string | null }> {
	const { source, onboarding_id } = request;
	if (onboarding_id !== undefined) {
		const integration = isId(onboarding_id) ? await findIntegration(parts.db, org_id, onboarding_id) : undefined;
		if (!integration) throw new HubError("onboarding_not_found", { param: "/onboarding_id" });
		if (source !== undefined && source !== integration.slug) {
			const detail = `This onboarding is of ${integration.slug}.`;
			throw new HubError("invalid_field", { detail, param: "/source" });
		}
		return { source: integration.slug, integration_id: integration.integration_id };
	}
	if (source === undefined) return { source: null, integration_id: null };
	const is_known = (await parts.accounts.listProviders()).some(({ slug }) => slug === source);
	if (!is_known) throw new HubError("source_not_found", { param: "/source" });
	return { source, integration_id: null };
}

/** A widget stands on one of the partner's registered origins, and on no other. */
async function originOf(
	parts: DoorsParts,
	actor: Actor,
	kind: string,
	origin: string | undefined,
): Promise<string | null> {
	if (kind === "page") {
		if (origin === undefined) return null;
		throw new HubError("invalid_field", { detail: "origin is for a widget; a page has none.", param: "/origin" });
	}
	if (origin === undefined) {
		throw new HubError("invalid_field", { detail: "A widget needs the origin of its page.", param: "/origin" });
	}
	const registered = (await parts.accounts.getPartner(actor.partner_id))?.return_url_origins ?? [];
	if (registered.includes(origin)) return origin;
	const detail =
		registered.length > 0
			? `It must be one of: ${registered.join(", ")}.`
			: "The partner has no registered origin; the operator adds one with partner add --return-url-origin.";
	throw new HubError("origin_not_allowed", { detail, param: "/origin" });
}
