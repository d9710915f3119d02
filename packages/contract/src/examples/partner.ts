import type { AssignMenusReply, AssignMenusRequest } from "../partner/assign-menus.ts";
import type { BindReply, BindRequest } from "../partner/bind.ts";
import type { IngestReply, IngestRequest } from "../partner/ingest.ts";
import type { CompleteIntegrationRequest, CreateIntegrationRequest, OnboardingReply } from "../partner/integration.ts";
import type { ListLocationsReply, OrgLocationsReply, PartnerAddress } from "../partner/location.ts";
import type { CreateOrgReply, CreateOrgRequest } from "../partner/org.ts";
import type { Problem } from "../partner/problem.ts";
import type { GenerateSessionReply, GenerateSessionRequest } from "../partner/sso.ts";
import type { TokenReply, TokenRequest } from "../partner/token.ts";

const ORG = "0199d3a0-0000-7000-8000-000000000001";
const POS_ONBOARDING = "0199d3a0-0000-7000-8000-000000000002";
const DSP_ONBOARDING = "0199d3a0-0000-7000-8000-000000000003";
const LOCATION = "0199d3a0-0000-7000-8000-000000000004";

const address: PartnerAddress = {
	address_line_1: "1200 Harbor Ave",
	postal_code: "98101",
	locality: "Seattle",
	administrative_district_level_1: "WA",
	country: "US",
};

export const token_request: TokenRequest = {
	grant_type: "client_credentials",
	client_id: "partner-client-1",
	client_secret: "partner-secret-1",
	scopes: ["onboarding"],
};
export const token_reply: TokenReply = {
	access_token: "at-1",
	token_type: "bearer",
	refresh_token: "rt-1",
	expires_in: 3600,
	refresh_token_expires_in: 7200,
	scopes: ["onboarding"],
};
export const create_org_request: CreateOrgRequest = {
	name: "Harbor Tea House",
	provider_id: "merchant-42",
	user: { email: "ana@example.test", first_name: "Ana", last_name: "Lopez" },
};
export const create_org_reply: CreateOrgReply = { org_id: ORG, user_id: "0199d3a0-0000-7000-8000-000000000005" };
export const create_integration_request: CreateIntegrationRequest = {
	org_id: ORG,
	source: "harborpos",
	type: "pos",
	return_url: "https://partner.example.test/connected",
};
export const onboarding_reply_oauth: OnboardingReply = {
	onboarding: {
		_id: POS_ONBOARDING,
		status: "waiting_for_oauth",
		type: "pos",
		source: "harborpos",
		entry_url:
			"https://pos.example.test/stream-pos/v1/authorize?client_id=hub&response_type=code&redirect_uri=https%3A%2F%2Fpartner.example.test%2Fconnected",
	},
};
export const onboarding_reply_active: OnboardingReply = {
	onboarding: { _id: POS_ONBOARDING, status: "active", type: "pos", source: "harborpos" },
};
export const complete_integration_request: CompleteIntegrationRequest = { code: "code-1" };
export const list_locations_reply: ListLocationsReply = {
	locations: [{ provider_id: "pos-loc-7", name: "Harbor Tea House, Pier 7", address, source: "harborpos" }],
};
export const ingest_request: IngestRequest = {
	onboarding_id: POS_ONBOARDING,
	locations: [{ provider_id: "pos-loc-7" }],
};
export const ingest_reply: IngestReply = {
	locations: [{ _id: LOCATION, provider_id: "pos-loc-7", status: "active" }],
};
export const bind_request: BindRequest = {
	onboarding_id: DSP_ONBOARDING,
	locations: [
		{ pos_location_id: "pos-loc-7", dsp_provider_id: "dsp-loc-3", dsp_store_name: "Harbor Tea House (Pier 7)" },
	],
};
export const bind_reply: BindReply = {
	locations: [
		{
			_id: LOCATION,
			pos_location_id: "pos-loc-7",
			dsp_provider_id: "dsp-loc-3",
			dsp_store_name: "Harbor Tea House (Pier 7)",
			status: "APPROVED",
		},
	],
};
export const assign_menus_request: AssignMenusRequest = {
	onboarding_id: DSP_ONBOARDING,
	locations: [{ pos_location_id: "pos-loc-7", dsp_provider_id: "dsp-loc-3", menu_ids: ["menu-all-day"] }],
};
export const assign_menus_reply: AssignMenusReply = {
	locations: [
		{
			_id: "0199d3a0-0000-7000-8000-000000000006",
			pos_location_id: "pos-loc-7",
			dsp_provider_id: "dsp-loc-3",
			is_default: false,
			is_changed: true,
			menus: [{ provider_id: "menu-all-day", stream_id: "0199d3a0-0000-7000-8000-000000000007", name: "All day" }],
		},
	],
};
export const org_locations_reply: OrgLocationsReply = {
	locations: [
		{
			_id: LOCATION,
			name: "Harbor Tea House, Pier 7",
			source: "harborpos",
			status: "active",
			address,
			dsps: [{ name: "Quick Bites", source: "quickbites", status: "APPROVED" }],
		},
	],
};
export const generate_session_request: GenerateSessionRequest = {
	email: "ana@example.test",
	full_name: "Ana Lopez",
	phone_number: "206-555-0100",
	role: "owner",
	provider_org_id: "merchant-42",
};
export const generate_session_reply: GenerateSessionReply = { sso_login_token: "sso-token-1" };
export const problem: Problem = {
	type: "https://partner.example.test/docs/errors/org_not_found",
	title: "No such organisation",
	status: 404,
	code: "org_not_found",
	detail: "No organisation has this id",
	param: "/org_id",
	next: "Use an org_id that POST /onboarding/org returned to you.",
	request_id: "0199d3a0-0000-7000-8000-000000000009",
};
