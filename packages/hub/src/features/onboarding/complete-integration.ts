import type { CompleteIntegrationRequest, OnboardingReply } from "@ticketrail/contract";
import { exchangeCode } from "./exchange-code.ts";
import { findOnboarding } from "./find-onboarding.ts";
import type { Actor, OnboardingParts } from "./onboarding.ts";

/**
 * Complete an onboarding with an OAuth code or a manual one, or connect a disconnected one again (contract.md A.4.3, A.5).
 * Errors: `onboarding_not_found`, and those of `exchangeCode`.
 */
export async function completeIntegration(
	parts: OnboardingParts,
	actor: Actor,
	integration_id: string,
	request: CompleteIntegrationRequest,
): Promise<OnboardingReply> {
	const integration = await findOnboarding(parts.db, actor.partner_id, integration_id);
	await exchangeCode(parts, integration, request.code, actor.name);
	return {
		onboarding: { _id: integration.integration_id, status: "active", type: integration.type, source: integration.slug },
	};
}
