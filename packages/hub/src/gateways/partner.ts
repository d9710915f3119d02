import {
	BindReply,
	BindRequest,
	CompleteIntegrationRequest,
	CreateIntegrationRequest,
	CreateOrgReply,
	CreateOrgRequest,
	IngestReply,
	IngestRequest,
	ListLocationsReply,
	OnboardingReply,
	OrgLocationsReply,
} from "@ticketrail/contract";
import { Type } from "typebox";
import type { Locations } from "../features/locations/index.ts";
import type { Actor, Onboarding } from "../features/onboarding/index.ts";
import { type Caller, type Endpoint, endpoint } from "./endpoint.ts";

const auth = { scope: "onboarding" } as const;
const ByOnboarding = Type.Object({ onboarding_id: Type.String() });
const ByLink = Type.Object({ org_id: Type.String(), link_id: Type.String() });
const StoreLink = Type.Object(
	{
		_id: Type.String(),
		location_id: Type.String(),
		source: Type.String(),
		dsp_provider_id: Type.String(),
		dsp_store_name: Type.String(),
		status: Type.String(),
	},
	{ title: "StoreLink" },
);
const ByOrg = Type.Object({ org_id: Type.String() });

/** What a call to the POS or DSP may end in. */
const PROVIDER_ERRORS = ["provider_unreachable", "provider_refused", "provider_reauthorization_needed"] as const;

/** The Partner API's onboarding (contract.md A.4), and our `DELETE` for A.5's disconnection. */
export function partnerEndpoints(deps: { onboarding: Onboarding; locations: Locations }): Endpoint[] {
	const { onboarding, locations } = deps;
	return [
		endpoint({
			method: "POST",
			path: "/onboarding/org",
			auth,
			summary: "Create a merchant's organisation",
			description: "contract.md A.4.1. The same provider_id again answers with the same ids.",
			body: CreateOrgRequest,
			replies: { 201: CreateOrgReply },
			errors: [],
			handler: async ({ body, partner }) => ({ status: 201, body: await onboarding.createOrg(actorOf(partner), body) }),
		}),
		endpoint({
			method: "POST",
			path: "/onboarding/integrations",
			auth,
			summary: "Start a POS or DSP integration",
			description: "contract.md A.4.2. With entry_url send the browser there; without it submit a code by hand.",
			body: CreateIntegrationRequest,
			replies: { 201: OnboardingReply },
			errors: ["org_not_found", "source_not_found", "return_url_not_allowed"],
			handler: async ({ body, partner }) => ({
				status: 201,
				body: await onboarding.createIntegration(actorOf(partner), body),
			}),
		}),
		endpoint({
			method: "PUT",
			path: "/onboarding/integrations/{onboarding_id}",
			auth,
			summary: "Complete an integration with its code",
			description:
				"contract.md A.4.3. The OAuth code or the manual code; also connects a disconnected integration again.",
			params: ByOnboarding,
			body: CompleteIntegrationRequest,
			replies: { 200: OnboardingReply },
			errors: [
				"onboarding_not_found",
				"code_already_used",
				"code_rejected",
				"onboarding_not_active",
				"provider_unreachable",
				"provider_refused",
				"unavailable",
			],
			handler: async ({ params, body, partner }) => ({
				status: 200,
				body: await onboarding.completeIntegration(actorOf(partner), params.onboarding_id, body),
			}),
		}),
		endpoint({
			method: "DELETE",
			path: "/onboarding/integrations/{onboarding_id}",
			auth,
			summary: "Disconnect an integration",
			description: "contract.md A.5. Ours. Its tokens are wiped and the links that went through it end.",
			params: ByOnboarding,
			replies: { 200: OnboardingReply },
			errors: ["onboarding_not_found"],
			handler: async ({ params, partner }) => ({
				status: 200,
				body: await onboarding.disconnectIntegration(actorOf(partner), params.onboarding_id),
			}),
		}),
		endpoint({
			method: "GET",
			path: "/onboarding/locations",
			auth,
			summary: "List what the POS or DSP has",
			description: "contract.md A.4.4. All locations, asked for at this moment.",
			query: Type.Object({ onboarding_id: Type.String() }),
			replies: { 200: ListLocationsReply },
			errors: ["onboarding_not_found", "onboarding_not_active", ...PROVIDER_ERRORS],
			handler: async ({ query, partner }) => ({
				status: 200,
				body: await locations.listLocations(actorOf(partner), query),
			}),
		}),
		endpoint({
			method: "POST",
			path: "/onboarding/locations/ingest",
			auth,
			summary: "Import POS locations with their catalogs",
			description: "contract.md A.4.5. Again re-syncs. A row whose catalog failed carries error.",
			body: IngestRequest,
			replies: { 201: IngestReply },
			errors: [
				"onboarding_not_found",
				"wrong_integration_type",
				"onboarding_not_active",
				"location_not_found",
				...PROVIDER_ERRORS,
			],
			handler: async ({ body, partner }) => ({
				status: 201,
				body: await locations.ingestLocations(actorOf(partner), body),
			}),
		}),
		endpoint({
			method: "POST",
			path: "/onboarding/locations/bind",
			auth,
			summary: "Link POS locations with DSP stores",
			description:
				"contract.md A.4.6. With dry_run (ours) nothing is linked and each pair says what would become of it. Each row carries the facts and a verdict (ours); with require_reasons a pair that needs a reason or a brand_name and has none is refused.",
			body: BindRequest,
			replies: { 200: BindReply, 201: BindReply },
			errors: [
				"onboarding_not_found",
				"wrong_integration_type",
				"onboarding_not_active",
				"location_not_found",
				"dsp_store_not_found",
				"binding_conflict",
				"reason_needed",
				"brand_name_needed",
				...PROVIDER_ERRORS,
			],
			handler: async ({ body, partner }) => ({
				status: body.dry_run ? 200 : 201,
				body: await locations.bindLocations(actorOf(partner), body),
			}),
		}),
		endpoint({
			method: "GET",
			path: "/onboarding/org/{org_id}/locations",
			auth,
			summary: "The state of an organisation",
			description: "contract.md A.4.8. Every imported location with the DSP stores that are linked to it.",
			params: ByOrg,
			replies: { 200: OrgLocationsReply },
			errors: ["org_not_found"],
			handler: async ({ params, partner }) => ({
				status: 200,
				body: await locations.orgLocations(actorOf(partner), params.org_id),
			}),
		}),
		endpoint({
			method: "GET",
			path: "/onboarding/org/{org_id}/links/{link_id}",
			auth,
			summary: "One link between a location and a store",
			description:
				"Ours, beside contract.md A.4.8. The _id is the one that bind answered with; ended links are shown too.",
			params: ByLink,
			replies: { 200: StoreLink },
			errors: ["org_not_found", "link_not_found"],
			handler: async ({ params, partner }) => ({
				status: 200,
				body: await locations.showLink(actorOf(partner), params),
			}),
		}),
		endpoint({
			method: "DELETE",
			path: "/onboarding/org/{org_id}/links/{link_id}",
			auth,
			summary: "End the link of one store",
			description: "Ours, beside contract.md A.4.6. The store is free afterwards, and its DSP hears of it (C.2.4).",
			params: ByLink,
			replies: { 200: StoreLink },
			errors: ["org_not_found", "link_not_found"],
			handler: async ({ params, partner }) => ({
				status: 200,
				body: await locations.endLink(actorOf(partner), params),
			}),
		}),
	];
}

/** Who a caller is to the features. */
export function actorOf(partner: Caller): Actor {
	return { partner_id: partner.partner_id, name: `partner:${partner.client_id}` };
}
