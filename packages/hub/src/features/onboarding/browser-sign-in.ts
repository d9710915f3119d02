import { HubError, isHubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import { findIntegration, type IntegrationRow } from "../../storage/tables/integration.ts";
import { findIntegrationRoute } from "../../storage/tables/route.ts";
import { exchangeCode } from "./exchange-code.ts";
import { clientOf, type OnboardingParts } from "./onboarding.ts";

/** How long a browser may take from the start page to the callback, ms (reliability.md A5). */
export const TICKET_LIFE_MS = 600_000;

/** What the browser keeps between start and callback: sealed, so it can neither be read nor made up. */
interface Ticket {
	integration_id: string;
	/** epoch ms */
	expires_at: number;
}

/**
 * Begin a sign-in whose callback the hub takes itself. Returns where the browser goes and the ticket that it brings to the
 * callback of this provider: a contract without `state` leaves only the browser to tell whose code arrives (contract.md B.1).
 * Errors: `onboarding_not_found`, also for an onboarding whose code goes to the partner's `return_url`.
 */
export async function startSignIn(
	parts: OnboardingParts,
	integration_id: string,
): Promise<{ location: string; slug: string; ticket: string }> {
	const integration = await find(parts, integration_id);
	const { slug, redirect_uri, return_url } = integration;
	const provider = await parts.accounts.getProvider(slug);
	if (!provider || redirect_uri === null || return_url !== null) throw new HubError("onboarding_not_found");
	const ticket: Ticket = { integration_id, expires_at: parts.clock.now() + TICKET_LIFE_MS };
	return {
		location: clientOf(parts, provider).authorizeUrl(provider, redirect_uri),
		slug,
		ticket: parts.secret_box.seal(JSON.stringify(ticket), boundTo(slug)).toString("base64url"),
	};
}

/**
 * Finish it with the code that the provider sent the browser back with. Errors: `onboarding_not_found` when the ticket is missing,
 * too old, forged or another provider's; else those of `exchangeCode`.
 */
export async function finishSignIn(
	parts: OnboardingParts,
	callback: { slug: string; ticket: string | undefined; code: string },
): Promise<void> {
	const { slug, code } = callback;
	const ticket = callback.ticket ? openTicket(parts, slug, callback.ticket) : undefined;
	if (!ticket || ticket.expires_at <= parts.clock.now()) throw new HubError("onboarding_not_found");
	const integration = await find(parts, ticket.integration_id);
	if (integration.slug !== slug) throw new HubError("onboarding_not_found");
	try {
		await exchangeCode(parts, integration, code, "merchant");
	} catch (error) {
		// the browser asked for the same page again: it is connected, and that is all the merchant wants to hear
		if (isHubError(error, "code_already_used") && (await find(parts, integration.integration_id)).status === "active")
			return;
		throw error;
	}
}

async function find(parts: OnboardingParts, integration_id: string): Promise<IntegrationRow> {
	const route = isId(integration_id) ? await findIntegrationRoute(parts.db, integration_id) : undefined;
	const integration = route && (await findIntegration(parts.db, route.org_id, route.integration_id));
	if (!integration) throw new HubError("onboarding_not_found");
	return integration;
}

function openTicket(parts: OnboardingParts, slug: string, text: string): Ticket | undefined {
	try {
		return JSON.parse(parts.secret_box.open(Buffer.from(text, "base64url"), boundTo(slug))) as Ticket;
	} catch {
		return undefined;
	}
}

function boundTo(slug: string): string {
	return `cookie/${slug}/onboarding`;
}
