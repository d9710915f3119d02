import type {
	CompleteIntegrationRequest,
	CreateIntegrationRequest,
	CreateOrgReply,
	CreateOrgRequest,
	OnboardingReply,
} from "@ticketrail/contract";
import { finishSignIn, startSignIn } from "./browser-sign-in.ts";
import { completeIntegration } from "./complete-integration.ts";
import { createIntegration } from "./create-integration.ts";
import { createOrg } from "./create-org.ts";
import { disconnectIntegration, endIntegration } from "./disconnect-integration.ts";
import { entryUrl } from "./entry-url.ts";
import type { Actor, OnboardingParts } from "./onboarding.ts";
import { createPosConnectionJobs } from "./pos-connection.ts";

export { adoptTokens } from "./adopt-tokens.ts";
export { TICKET_LIFE_MS } from "./browser-sign-in.ts";
export { codeFailure } from "./exchange-code.ts";
export { findActiveOnboarding } from "./find-onboarding.ts";
export { type Actor, callbackUrl, type OnboardingParts, startUrl, type WithToken } from "./onboarding.ts";
export { queuePosConnected } from "./pos-connection.ts";
export { createTokenSource } from "./token-source.ts";

/** Merchants and their connections to POS and DSPs (contract.md A.4.1 to A.4.3, A.5). */
export interface Onboarding {
	createOrg(actor: Actor, request: CreateOrgRequest): Promise<CreateOrgReply>;
	createIntegration(actor: Actor, request: CreateIntegrationRequest): Promise<OnboardingReply>;
	completeIntegration(
		actor: Actor,
		integration_id: string,
		request: CompleteIntegrationRequest,
	): Promise<OnboardingReply>;
	disconnectIntegration(actor: Actor, integration_id: string): Promise<OnboardingReply>;
	/** Where a merchant signs in to connect or repair this onboarding. */
	entryUrl(actor: Actor, integration_id: string): Promise<string | undefined>;
	/** Disconnect what the other system itself has given up. */
	endIntegration(gone: { org_id: string; integration_id: string; slug: string; reason: string }): Promise<void>;
	/** The way of a merchant whose code comes back to the hub itself. */
	startSignIn(integration_id: string): Promise<{ location: string; slug: string; ticket: string }>;
	jobs: ReturnType<typeof createPosConnectionJobs>;
	finishSignIn(callback: { slug: string; ticket: string | undefined; code: string }): Promise<void>;
}

/** The verbs of this feature with what they need. */
export function createOnboarding(parts: OnboardingParts): Onboarding {
	return {
		createOrg: (actor, request) => createOrg(parts, actor, request),
		createIntegration: (actor, request) => createIntegration(parts, actor, request),
		completeIntegration: (actor, id, request) => completeIntegration(parts, actor, id, request),
		disconnectIntegration: (actor, id) => disconnectIntegration(parts, actor, id),
		entryUrl: (actor, id) => entryUrl(parts, actor, id),
		endIntegration: (gone) => endIntegration(parts, gone),
		jobs: createPosConnectionJobs(parts),
		startSignIn: (id) => startSignIn(parts, id),
		finishSignIn: (callback) => finishSignIn(parts, callback),
	};
}
