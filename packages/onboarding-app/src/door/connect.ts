import type { IntegrationSummary } from "@ticketrail/contract";
import type { Started } from "../partner/partner-api.ts";
import { PartnerFailure } from "../partner/partner-failure.ts";
import type { KnownIntegration } from "./door-book.ts";
import type { DoorParts, IntegrationRef } from "./door-parts.ts";

/** Start to connect a POS or DSP (contract.md A.4.2). */
export async function connectIntegration(
	parts: DoorParts,
	org_id: string,
	wanted: { source: string; type: "pos" | "dsp" },
): Promise<IntegrationSummary> {
	const started = await parts.api.createIntegration({ org_id, ...wanted, return_url: parts.return_url });
	const offer = (await parts.book.offers()).find(({ slug, type }) => slug === wanted.source && type === wanted.type);
	const integration: KnownIntegration = {
		...{ integration_id: started._id, ...wanted, name: offer?.name ?? wanted.source },
		...{ status: statusOf(started), entry_url: started.entry_url, since: parts.now() },
	};
	await parts.book.keep(org_id, integration);
	return describeIntegration(integration);
}

/** Finish with the code from the sign-in, or the one that was typed (contract.md A.4.3). */
export async function enterCode(parts: DoorParts, ref: IntegrationRef, code: string): Promise<IntegrationSummary> {
	const integration = await findIntegration(parts, ref);
	await parts.api.completeIntegration(ref.integration_id, code);
	const connected: KnownIntegration = { ...integration, status: "active", entry_url: undefined, since: parts.now() };
	await parts.book.keep(ref.org_id, connected);
	return describeIntegration(connected);
}

/** The integration, if it is this organisation's; else a failure like the hub's own. */
export async function findIntegration(parts: DoorParts, ref: IntegrationRef): Promise<KnownIntegration> {
	const known = await parts.book.integrations(ref.org_id);
	const found = known.find(({ integration_id }) => integration_id === ref.integration_id);
	if (!found) throw new PartnerFailure(404, "onboarding_not_found", "There is no such connection here.");
	return found;
}

/** As the screens show it. How well it works is for the hub to know. */
export function describeIntegration(integration: KnownIntegration): IntegrationSummary {
	const { integration_id, source, name, type, status, entry_url, since } = integration;
	return { _id: integration_id, source, name, type, status, health: "unknown", since, ...(entry_url && { entry_url }) };
}

/** By the entry_url, not by the word: a hub may say `pending` and send one (F-15). */
function statusOf({ status, entry_url }: Started): KnownIntegration["status"] {
	if (status === "active" || status === "deprovisioned") return status;
	return entry_url === undefined ? "pending" : "waiting_for_oauth";
}
