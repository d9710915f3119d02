import type { BindProposal, ConsolePermission, IntegrationSummary, ProviderOffers } from "@ticketrail/contract";
import type { ConsoleApi } from "../api/console-api.ts";
import { href } from "../navigation/href.ts";
import type { IntegrationRef, OnboardingSource } from "./onboarding-source.ts";

/** The onboarding screens on the hub's console surface. */
export function createConsoleSource(
	api: ConsoleApi,
	session: { public_url: string; whyNot(permission: ConsolePermission): string | undefined },
): OnboardingSource {
	const org = (org_id: string) => `/console/orgs/${encodeURIComponent(org_id)}`;
	const integration = ({ org_id, integration_id }: IntegrationRef) =>
		`${org(org_id)}/integrations/${encodeURIComponent(integration_id)}`;
	const link = (org_id: string, link_id: string) => `${org(org_id)}/links/${encodeURIComponent(link_id)}`;
	const connected = async (reply: Promise<{ integration: IntegrationSummary }>) => (await reply).integration;
	return {
		api_url: session.public_url,
		whyNot: session.whyNot,
		links: {
			order: (org_id, order_id) => href(["orders", org_id, order_id]),
			orders: (org_id, search) => href(["orders"], { org_id, ...search }),
			logs: (org_id) => href(["logs"], { org_id }),
			integration: ({ org_id, integration_id }) => href(["orgs", org_id, "integrations", integration_id]),
			menu: (org_id, location_id) => href(["orgs", org_id, "menus", location_id]),
		},
		providers: async (signal) => (await api.get<ProviderOffers>("/console/providers", {}, signal)).providers,
		org: (org_id, signal) => api.get(org(org_id), {}, signal),
		locations: (org_id, query, signal) => api.get(`${org(org_id)}/locations`, { ...query }, signal),
		unlinkedStores: (org_id, signal) => api.get(`${org(org_id)}/unlinked-stores`, { limit: 100 }, signal),
		// beside the console: the page that the sign-in ends at leads nowhere
		openSignIn: (entry_url) => void window.open(entry_url, "_blank", "noopener"),
		connect: (org_id, body) => connected(api.send("POST", `${org(org_id)}/integrations`, { body })),
		enterCode: (ref, code) => connected(api.send("PUT", integration(ref), { body: { code } })),
		offered: (ref, signal) => api.get(`${integration(ref)}/offered`, {}, signal),
		importLocations: (ref, provider_ids) => api.send("POST", `${integration(ref)}/import`, { body: { provider_ids } }),
		proposal: (ref, refresh, signal) =>
			api.get<BindProposal>(`${integration(ref)}/bind`, { refresh: refresh ? "true" : undefined }, signal),
		review: (ref, { version, decisions }, signal) =>
			api.send("POST", `${integration(ref)}/bind/review`, { if_match: version, body: { decisions }, signal }),
		confirm: (ref, { version, decisions }, idempotency_key) =>
			api.send("POST", `${integration(ref)}/bind/confirm`, { if_match: version, body: { decisions }, idempotency_key }),
		saveDraft: (ref, version, decisions) =>
			api.send("PUT", `${integration(ref)}/bind/draft`, { if_match: String(version), body: { decisions } }),
		undo: (ref, bind_id) => api.send("POST", `${integration(ref)}/bind/${encodeURIComponent(bind_id)}/undo`),
		reconnect: (ref) => connected(api.send("POST", `${integration(ref)}/reconnect`)),
		resync: (ref) => api.send("POST", `${integration(ref)}/resync`),
		disconnect: (ref) => connected(api.send("DELETE", integration(ref))),
		link: (org_id, link_id, signal) => api.get(link(org_id, link_id), {}, signal),
		unlink: (org_id, link_id) => api.send("DELETE", link(org_id, link_id)),
		pauseLink: (org_id, link_id, until_ms) =>
			api.send("POST", `${link(org_id, link_id)}/pause`, { body: until_ms === undefined ? {} : { until_ms } }),
		resumeLink: (org_id, link_id) => api.send("POST", `${link(org_id, link_id)}/resume`),
		confirmArrival: (org_id, link_id) => api.send("POST", `${link(org_id, link_id)}/arrived`),
		sendTestOrder: (org_id, link_id) => api.send("POST", `${link(org_id, link_id)}/test-order`),
	};
}
