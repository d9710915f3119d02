import { Type } from "typebox";
import type { Endpoint } from "../endpoint.ts";
import { Id } from "../fields.ts";
import { AssignMenusReply, AssignMenusRequest } from "./assign-menus.ts";
import { BindReply, BindRequest } from "./bind.ts";
import { LocationHolidays } from "./holidays.ts";
import { IngestReply, IngestRequest } from "./ingest.ts";
import { CompleteIntegrationRequest, CreateIntegrationRequest, OnboardingReply } from "./integration.ts";
import { ListLocationsReply, OrgLocationsReply } from "./location.ts";
import { LocationCatalog } from "./location-catalog.ts";
import { MenuPlan, PublishMenuReply, PublishMenuRequest } from "./menu-plan.ts";
import { CreateOnboardingLinkRequest, OnboardingLinkReply } from "./onboarding-link.ts";
import { CreateOrgReply, CreateOrgRequest } from "./org.ts";
import { GenerateSessionReply, GenerateSessionRequest } from "./sso.ts";
import { TokenReply, TokenRequest } from "./token.ts";

const onboarding = { server: "hub", auth: "partner", scope: "onboarding" } as const;

/** The Partner API, contract.md A. */
export const PARTNER_ENDPOINTS = [
	{
		operation: "requestToken",
		method: "POST",
		path: "/oauth/token",
		server: "hub",
		auth: "none",
		summary: "Get a partner token with the client's id and secret, or with a refresh token",
		section: "A.1",
		request: TokenRequest,
		replies: { 201: TokenReply },
	},
	{
		operation: "createOrg",
		method: "POST",
		path: "/onboarding/org",
		...onboarding,
		summary: "Create an organisation; the same provider_id gives the same organisation again",
		section: "A.4.1",
		request: CreateOrgRequest,
		replies: { 201: CreateOrgReply },
	},
	{
		operation: "createIntegration",
		method: "POST",
		path: "/onboarding/integrations",
		...onboarding,
		summary: "Start a POS or DSP integration; with entry_url the merchant signs in there",
		section: "A.4.2",
		request: CreateIntegrationRequest,
		replies: { 201: OnboardingReply },
	},
	{
		operation: "completeIntegration",
		method: "PUT",
		path: "/onboarding/integrations/{onboarding_id}",
		...onboarding,
		summary: "Complete an integration with the OAuth code or the manual code",
		section: "A.4.3",
		params: Type.Object({ onboarding_id: Id }),
		request: CompleteIntegrationRequest,
		replies: { 200: OnboardingReply },
	},
	{
		operation: "disconnectIntegration",
		method: "DELETE",
		path: "/onboarding/integrations/{onboarding_id}",
		...onboarding,
		summary: "Disconnect an integration (ours): its status becomes deprovisioned",
		section: "A.5",
		params: Type.Object({ onboarding_id: Id }),
		replies: { 200: OnboardingReply },
	},
	{
		operation: "listLocations",
		method: "GET",
		path: "/onboarding/locations",
		...onboarding,
		summary: "List the locations that the POS or DSP of an onboarding offers",
		section: "A.4.4",
		query: Type.Object({ onboarding_id: Id }),
		replies: { 200: ListLocationsReply },
	},
	{
		operation: "ingestLocations",
		method: "POST",
		path: "/onboarding/locations/ingest",
		...onboarding,
		summary: "Import chosen POS locations with their menu data; again to sync again",
		section: "A.4.5",
		request: IngestRequest,
		replies: { 201: IngestReply },
	},
	{
		operation: "bindLocations",
		method: "POST",
		path: "/onboarding/locations/bind",
		...onboarding,
		summary: "Link POS locations to DSP stores; a wrong pair misroutes orders, dry_run checks first",
		section: "A.4.6",
		request: BindRequest,
		replies: { 200: BindReply, 201: BindReply },
	},
	{
		operation: "assignMenus",
		method: "POST",
		path: "/onboarding/locations/menus",
		...onboarding,
		summary: "Say which menus linked stores show; without it every menu goes to every store (ours)",
		section: "A.4.7",
		request: AssignMenusRequest,
		replies: { 200: AssignMenusReply },
	},
	{
		operation: "orgLocations",
		method: "GET",
		path: "/onboarding/org/{org_id}/locations",
		...onboarding,
		summary: "The state of an organisation: its locations and the DSP stores linked to them",
		section: "A.4.8",
		params: Type.Object({ org_id: Id }),
		replies: { 200: OrgLocationsReply },
	},
	{
		operation: "locationCatalog",
		method: "GET",
		path: "/onboarding/org/{org_id}/locations/{location_id}/catalog",
		...onboarding,
		summary: "What the last sync made of a location's catalog, with its warnings (ours)",
		section: "B.4",
		params: Type.Object({ org_id: Id, location_id: Id }),
		replies: { 200: LocationCatalog },
	},
	{
		operation: "menuPlan",
		method: "GET",
		path: "/onboarding/org/{org_id}/locations/{location_id}/menu-plan",
		...onboarding,
		summary: "What publishing the menu to a DSP store would change there; nothing is sent (ours)",
		section: "C.6",
		params: Type.Object({ org_id: Id, location_id: Id }),
		query: Type.Object({ dsp_provider_id: Id, source: Type.Optional(Id) }),
		replies: { 200: MenuPlan },
	},
	{
		operation: "publishMenu",
		method: "POST",
		path: "/onboarding/org/{org_id}/locations/{location_id}/publish",
		...onboarding,
		summary: "Publish the menu that a plan showed, refused when the plan is stale (ours)",
		section: "C.3",
		params: Type.Object({ org_id: Id, location_id: Id }),
		request: PublishMenuRequest,
		replies: { 202: PublishMenuReply },
	},
	{
		operation: "setHolidays",
		method: "PUT",
		path: "/onboarding/org/{org_id}/locations/{location_id}/holidays",
		...onboarding,
		summary: "Set the days on which a location has other hours; its menus follow (ours)",
		section: "E.13",
		params: Type.Object({ org_id: Id, location_id: Id }),
		request: LocationHolidays,
		replies: { 200: LocationHolidays },
	},
	{
		operation: "createOnboardingLink",
		method: "POST",
		path: "/onboarding/links",
		...onboarding,
		summary: "Make a link or a widget token by which one merchant onboards on the hub's pages, once (ours)",
		section: "A.4",
		request: CreateOnboardingLinkRequest,
		replies: { 201: OnboardingLinkReply },
	},
	{
		operation: "generateSSOSession",
		method: "POST",
		path: "/white-label/generate-session",
		server: "hub",
		auth: "partner",
		scope: "sso",
		summary: "Get a sign-in token, good once, for a user of the partner",
		section: "A.3",
		query: Type.Object({ partner_id: Type.Optional(Type.String()) }),
		request: GenerateSessionRequest,
		replies: { 201: GenerateSessionReply },
	},
] as const satisfies readonly Endpoint[];
