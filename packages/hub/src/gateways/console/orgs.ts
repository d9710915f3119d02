import { HubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import type { Console } from "../../features/console/index.ts";
import type { Locations } from "../../features/locations/index.ts";
import type { Onboarding } from "../../features/onboarding/index.ts";
import type { Endpoint, Visit } from "../endpoint.ts";
import { consoleEndpoint } from "./console-endpoint.ts";

/** What the screens of an organisation ask. */
export interface ConsoleOrgParts {
	console: Console;
	onboarding: Pick<
		Onboarding,
		"createOrg" | "createIntegration" | "completeIntegration" | "disconnectIntegration" | "entryUrl"
	>;
	locations: Pick<Locations, "listLocations" | "ingestLocations" | "orgLocations">;
	hasPartner(partner_id: string): Promise<boolean>;
}

/** Organisations, their locations and their integrations. */
export function consoleOrgs(parts: ConsoleOrgParts): Endpoint[] {
	const { console, onboarding, locations } = parts;

	const detail = async (visit: Visit, integration_id: string) => {
		const key = { org_id: orgOf(visit).org_id, integration_id };
		return (await console.integrationDetail(key)).integration;
	};

	return [
		consoleEndpoint("consoleOrgs", [], async ({ visit, query }) => ({
			body: await console.listOrgs(scopeOf(visit), query),
		})),
		consoleEndpoint("consoleCreateOrg", ["partner_not_found"], async ({ visit, body }) => {
			const { partner_id, name, provider_id, ...user } = body;
			if (!(await parts.hasPartner(partner_id))) throw new HubError("partner_not_found", { param: "/partner_id" });
			const actor = { partner_id, name: visit.visitor.actor };
			const made = await onboarding.createOrg(actor, {
				name,
				provider_id: provider_id ?? newId(),
				user,
			});
			return { body: await console.orgState(made.org_id) };
		}),
		consoleEndpoint("consoleOrg", ["org_not_found"], async ({ params }) => ({
			body: await console.orgState(params.org_id),
		})),
		consoleEndpoint("consoleLocations", ["org_not_found"], async ({ params, query }) => ({
			body: await console.listLocations(params.org_id, query),
		})),
		consoleEndpoint("consoleUnlinkedStores", ["org_not_found"], async ({ params, query }) => ({
			body: await console.unlinkedStores(params.org_id, query),
		})),
		consoleEndpoint("consoleAudit", ["org_not_found"], async ({ visit, query }) => ({
			body: await console.auditLog(scopeOf(visit), query, visit.visitor.role === "operator"),
		})),
		consoleEndpoint("consoleProviders", [], async () => ({ body: await console.listProviderOffers() })),
		consoleEndpoint(
			"consoleConnect",
			["source_not_found", "return_url_not_allowed"],
			async ({ visit, params, body }) => {
				const made = await onboarding.createIntegration(actorOf(visit), { ...body, org_id: params.org_id });
				const { _id, entry_url } = made.onboarding;
				return { body: { integration: { ...(await detail(visit, _id)), ...(entry_url && { entry_url }) } } };
			},
		),
		consoleEndpoint("consoleIntegration", ["onboarding_not_found"], async ({ params }) => ({
			body: await console.integrationDetail(params),
		})),
		consoleEndpoint(
			"consoleConnectCode",
			["onboarding_not_found", "code_rejected", "code_already_used", "provider_unreachable", "provider_refused"],
			async ({ visit, params, body }) => {
				await detail(visit, params.integration_id);
				await onboarding.completeIntegration(actorOf(visit), params.integration_id, body);
				return { body: { integration: await detail(visit, params.integration_id) } };
			},
		),
		consoleEndpoint("consoleReconnect", ["onboarding_not_found"], async ({ visit, params }) => {
			const integration = await detail(visit, params.integration_id);
			const entry_url = await onboarding.entryUrl(actorOf(visit), params.integration_id);
			return { body: { integration: { ...integration, ...(entry_url && { entry_url }) } } };
		}),
		consoleEndpoint(
			"consoleResync",
			["onboarding_not_found", "onboarding_not_active", "provider_unreachable", "provider_refused"],
			async ({ visit, params }) => {
				const { type } = await detail(visit, params.integration_id);
				if (type === "pos") return { body: { queued: await console.resync(params, visit.visitor.actor) } };
				const listed = await locations.listLocations(actorOf(visit), { onboarding_id: params.integration_id });
				return { body: { queued: listed.locations.length } };
			},
		),
		consoleEndpoint("consoleDisconnect", ["onboarding_not_found"], async ({ visit, params }) => {
			await detail(visit, params.integration_id);
			await onboarding.disconnectIntegration(actorOf(visit), params.integration_id);
			return { body: { integration: await detail(visit, params.integration_id) } };
		}),
		consoleEndpoint(
			"consoleOfferedLocations",
			["onboarding_not_found", "onboarding_not_active", "provider_unreachable", "provider_refused"],
			async ({ visit, params }) => {
				const { source } = await detail(visit, params.integration_id);
				const actor = actorOf(visit);
				const [offered, imported] = await Promise.all([
					locations.listLocations(actor, { onboarding_id: params.integration_id }),
					locations.orgLocations(actor, params.org_id),
				]);
				const known = new Map(
					imported.locations.filter((row) => row.source === source).map((row) => [row.provider_id, row._id]),
				);
				return {
					body: {
						locations: offered.locations.map(({ provider_id, name, address }) => {
							const location_id = known.get(provider_id);
							const is_imported = location_id !== undefined;
							return { provider_id, name, address, is_imported, ...(is_imported && { location_id }) };
						}),
					},
				};
			},
		),
		consoleEndpoint(
			"consoleImport",
			["onboarding_not_found", "onboarding_not_active", "wrong_integration_type", "location_not_found"],
			async ({ visit, params, body }) => {
				await detail(visit, params.integration_id);
				return {
					body: await locations.ingestLocations(actorOf(visit), {
						onboarding_id: params.integration_id,
						locations: body.provider_ids.map((provider_id) => ({ provider_id })),
					}),
				};
			},
		),
	];
}

/** What a list is narrowed to. */
export function scopeOf(visit: Visit): { org_id: string | null } {
	return { org_id: visit.org?.org_id ?? null };
}

/** The organisation in the path, which the door has checked. */
export function orgOf(visit: Visit): NonNullable<Visit["org"]> {
	if (visit.org === null) throw new TypeError("this endpoint has no organisation in its path");
	return visit.org;
}

/** Who acts, for features that know partners: on behalf of the organisation's own one. */
export function actorOf(visit: Visit): { partner_id: string; name: string } {
	return { partner_id: orgOf(visit).partner_id, name: visit.visitor.actor };
}
