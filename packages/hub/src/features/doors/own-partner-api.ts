import { type PartnerApi, PartnerFailure } from "@ticketrail/onboarding-app";
import { HubError } from "../../base/error.ts";
import type { Actor } from "../onboarding/index.ts";
import type { DoorsParts } from "./doors.ts";

/** The Partner API without the wire: the same verbs, in the name of the link that a merchant came by. */
export function ownPartnerApi(parts: Pick<DoorsParts, "onboarding" | "locations">, actor: Actor): PartnerApi {
	const { onboarding, locations } = parts;
	return {
		async createOrg() {
			throw new PartnerFailure(403, "insufficient_scope", "A link is for one organisation.");
		},
		// no return_url: the hub takes the code itself, in whatever window the merchant signs in
		createIntegration: ({ org_id, source, type }) =>
			told(async () => (await onboarding.createIntegration(actor, { org_id, source, type })).onboarding),
		completeIntegration: (onboarding_id, code) =>
			told(async () => (await onboarding.completeIntegration(actor, onboarding_id, { code })).onboarding),
		listLocations: (onboarding_id) =>
			told(async () => (await locations.listLocations(actor, { onboarding_id })).locations),
		ingestLocations: (onboarding_id, provider_ids) =>
			told(async () => {
				const rows = provider_ids.map((provider_id) => ({ provider_id }));
				return (await locations.ingestLocations(actor, { onboarding_id, locations: rows })).locations;
			}),
		bindLocations: (onboarding_id, pairs) =>
			told(async () => {
				const request = { onboarding_id, require_reasons: true, locations: pairs.map(withoutGaps) };
				const { locations: rows } = await locations.bindLocations(actor, request);
				return rows.map(({ dsp_provider_id: provider_id, _id, status, error }) => ({
					provider_id,
					_id,
					status,
					error,
				}));
			}),
		orgLocations: (org_id) => told(async () => (await locations.orgLocations(actor, org_id)).locations),
	};
}

/** A refusal in the form that a door reads. */
async function told<T>(run: () => Promise<T>): Promise<T> {
	try {
		return await run();
	} catch (error) {
		if (!(error instanceof HubError) || error.code === "internal") throw error;
		const { status, code, message, param } = error;
		throw new PartnerFailure(status, code, message, { param });
	}
}

function withoutGaps<T extends object>(row: T): T {
	return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as T;
}
