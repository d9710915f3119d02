import type {
	BindProposal,
	BindResult,
	BindReview,
	IntegrationSummary,
	LocationStatePage,
	OrgState,
	UnlinkedStorePage,
} from "@ticketrail/contract";
import { PartnerFailure } from "../partner/partner-failure.ts";
import { confirmBind } from "./confirm-bind.ts";
import { connectIntegration, enterCode } from "./connect.ts";
import type { Offer } from "./door-book.ts";
import type { Decided, DoorParts, IntegrationRef } from "./door-parts.ts";
import { type ImportReply, importLocations, type OfferedReply, offeredLocations } from "./import-locations.ts";
import { type LocationsQuery, locationStates, unlinkedStores } from "./location-states.ts";
import { orgState } from "./org-state.ts";
import { proposeBind } from "./propose-bind.ts";
import { reviewBind } from "./review-bind.ts";

/**
 * A door for a merchant: what the onboarding screens ask for, made from the Partner API alone. The same for the stand-alone app,
 * the page of a magic link and the widget. Failures are thrown as `PartnerFailure`.
 */
export interface Door {
	providers(): Promise<Offer[]>;
	org(org_id: string): Promise<OrgState>;
	locations(org_id: string, query: LocationsQuery): Promise<LocationStatePage>;
	unlinkedStores(org_id: string): Promise<UnlinkedStorePage>;
	connect(org_id: string, wanted: { source: string; type: "pos" | "dsp" }): Promise<IntegrationSummary>;
	enterCode(ref: IntegrationRef, code: string): Promise<IntegrationSummary>;
	offered(ref: IntegrationRef): Promise<OfferedReply>;
	importLocations(ref: IntegrationRef, provider_ids: readonly string[]): Promise<ImportReply>;
	proposal(ref: IntegrationRef): Promise<BindProposal>;
	review(ref: IntegrationRef, decided: Decided): Promise<BindReview>;
	confirm(ref: IntegrationRef, decided: Decided, key: string): Promise<BindResult>;
}

/**
 * A door on these parts. An organisation that its book does not know is not there, whatever the partner's credentials could reach:
 * one merchant's browser must not read another's.
 */
export function createDoor(parts: DoorParts): Door {
	const confirmed = new Map<string, Promise<BindResult>>();
	const within = async <T>(org_id: string, run: () => Promise<T>): Promise<T> => {
		if (!(await parts.book.org(org_id))) throw new PartnerFailure(404, "org_not_found", "No such organisation here.");
		return run();
	};
	return {
		providers: () => parts.book.offers(),
		org: (org_id) => within(org_id, () => orgState(parts, org_id)),
		locations: (org_id, query) => within(org_id, () => locationStates(parts, org_id, query)),
		unlinkedStores: (org_id) => within(org_id, () => unlinkedStores(parts, org_id)),
		connect: (org_id, wanted) => within(org_id, () => connectIntegration(parts, org_id, wanted)),
		enterCode: (ref, code) => within(ref.org_id, () => enterCode(parts, ref, code)),
		offered: (ref) => within(ref.org_id, () => offeredLocations(parts, ref)),
		importLocations: (ref, provider_ids) => within(ref.org_id, () => importLocations(parts, ref, provider_ids)),
		proposal: (ref) => within(ref.org_id, () => proposeBind(parts, ref)),
		review: (ref, decided) => within(ref.org_id, () => reviewBind(parts, ref, decided)),
		confirm: (ref, decided, key) =>
			within(ref.org_id, () => {
				// the same try again, after a lost answer, gets the same answer
				const memory_key = JSON.stringify([ref.org_id, ref.integration_id, key]);
				const known = confirmed.get(memory_key) ?? confirmBind(parts, ref, decided);
				confirmed.set(memory_key, known);
				known.catch(() => confirmed.delete(memory_key));
				return known;
			}),
	};
}
