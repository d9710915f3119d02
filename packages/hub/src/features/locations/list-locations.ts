import type { ListLocationsReply } from "@ticketrail/contract";
import { replaceDspStores } from "../../storage/tables/dsp-store.ts";
import { type Actor, findActiveOnboarding } from "../onboarding/index.ts";
import { fetchLocations } from "./fetch-locations.ts";
import type { LocationsParts } from "./locations.ts";
import { partnerAddress } from "./partner-address.ts";

/**
 * The locations that the POS or DSP lists right now (contract.md A.4.4), all of them. A DSP's list is remembered for binding.
 * Errors: `onboarding_not_found`, `onboarding_not_active`, and those of `fetchLocations`.
 */
export async function listLocations(
	parts: LocationsParts,
	actor: Actor,
	query: { onboarding_id: string },
): Promise<ListLocationsReply> {
	const integration = await findActiveOnboarding(parts.db, actor.partner_id, query.onboarding_id, {
		param: "onboarding_id",
	});
	const listed = await fetchLocations(parts, integration);
	if (integration.type === "dsp") {
		const { org_id, integration_id } = integration;
		const at = parts.clock.now();
		await parts.db.transaction((tx) => replaceDspStores(tx, { org_id, integration_id, at }, listed));
	}
	return {
		locations: listed.map(({ provider_id, name, address }) => ({
			provider_id,
			name,
			address: partnerAddress(address),
			source: integration.slug,
		})),
	};
}
