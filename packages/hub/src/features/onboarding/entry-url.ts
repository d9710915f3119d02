import { HubError } from "../../base/error.ts";
import { findOnboarding } from "./find-onboarding.ts";
import { type Actor, clientOf, type OnboardingParts, startUrl } from "./onboarding.ts";

/**
 * Where a merchant signs in to connect an onboarding, or to repair one that is connected; undefined where a code is typed by hand.
 * Its links and locations stay. Error: `onboarding_not_found`.
 */
export async function entryUrl(
	parts: OnboardingParts,
	actor: Actor,
	integration_id: string,
): Promise<string | undefined> {
	const { slug, redirect_uri, return_url } = await findOnboarding(parts.db, actor.partner_id, integration_id);
	if (redirect_uri === null) return undefined;
	if (return_url === null) return startUrl(parts.public_url, integration_id);
	const provider = await parts.accounts.getProvider(slug);
	if (!provider) throw new HubError("source_not_found");
	return clientOf(parts, provider).authorizeUrl(provider, redirect_uri);
}
