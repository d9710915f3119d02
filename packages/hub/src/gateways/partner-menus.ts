import {
	AssignMenusReply,
	AssignMenusRequest,
	LocationCatalog,
	LocationHolidays,
	MenuPlan,
	PublishMenuReply,
	PublishMenuRequest,
} from "@ticketrail/contract";
import { Type } from "typebox";
import type { Catalog } from "../features/catalog/index.ts";
import type { Locations } from "../features/locations/index.ts";
import type { Menus } from "../features/menus/index.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { actorOf } from "./partner.ts";

const auth = { scope: "onboarding" } as const;
const ByLocation = Type.Object({ org_id: Type.String(), location_id: Type.String() });
const PLAN_ERRORS = [
	"org_not_found",
	"location_not_found",
	"dsp_store_not_found",
	"source_not_found",
	"catalog_not_synced",
] as const;

/** A location's catalog and menus through the Partner API; all of it is ours. */
export function partnerMenuEndpoints(deps: {
	locations: Pick<Locations, "requireOrg" | "assignMenus">;
	catalog: Pick<Catalog, "showCatalog">;
	menus: Pick<Menus, "planMenu" | "publishPlan" | "setHolidays">;
	/** whether menus can be assigned to stores (contract.md A.4.7); without it every menu goes to every store */
	menu_assignment: boolean;
}): Endpoint[] {
	const { locations, catalog, menus } = deps;
	return [
		...(deps.menu_assignment ? [assignmentEndpoint(locations)] : []),
		endpoint({
			method: "GET",
			path: "/onboarding/org/{org_id}/locations/{location_id}/catalog",
			auth,
			summary: "What the last sync made of a location's catalog",
			description:
				"contract.md B.4, F.1. Ours. Its warnings name what was left out or put right, in the POS's own ids.",
			params: ByLocation,
			replies: { 200: LocationCatalog },
			errors: ["org_not_found", "location_not_found"],
			async handler({ params, partner }) {
				await locations.requireOrg(actorOf(partner), params.org_id);
				return { status: 200, body: await catalog.showCatalog(params) };
			},
		}),
		endpoint({
			method: "GET",
			path: "/onboarding/org/{org_id}/locations/{location_id}/menu-plan",
			auth,
			summary: "What publishing the menu to a DSP store would change there",
			description:
				"contract.md C.6. Ours. Compares with the menu that the store has, names what a channel may stumble over and what the menu file does not say. Nothing is sent.",
			params: ByLocation,
			query: Type.Object({ dsp_provider_id: Type.String(), source: Type.Optional(Type.String()) }),
			replies: { 200: MenuPlan },
			errors: PLAN_ERRORS,
			async handler({ params, query, partner }) {
				await locations.requireOrg(actorOf(partner), params.org_id);
				return { status: 200, body: await menus.planMenu({ ...params, ...query }) };
			},
		}),
		endpoint({
			method: "POST",
			path: "/onboarding/org/{org_id}/locations/{location_id}/publish",
			auth,
			summary: "Publish the menu that a plan showed",
			description:
				"contract.md C.3. Ours. With the plan_hash of a menu-plan; refused when the menu or the store's own has changed since.",
			params: ByLocation,
			body: PublishMenuRequest,
			replies: { 202: PublishMenuReply },
			errors: [...PLAN_ERRORS, "menu_plan_stale"],
			async handler({ params, body, partner }) {
				await locations.requireOrg(actorOf(partner), params.org_id);
				const { plan_hash, dsp_provider_id, source } = body;
				return { status: 202, body: await menus.publishPlan({ ...params, dsp_provider_id, source }, plan_hash) };
			},
		}),
		endpoint({
			method: "PUT",
			path: "/onboarding/org/{org_id}/locations/{location_id}/holidays",
			auth,
			summary: "Set the days on which a location has other hours",
			description:
				"contract.md C.6.3, E.13. Ours, since no POS can say them. Replaces all of them; its menus follow. A day without hours is closed.",
			params: ByLocation,
			body: LocationHolidays,
			replies: { 200: LocationHolidays },
			errors: ["org_not_found", "location_not_found"],
			async handler({ params, body, partner }) {
				await locations.requireOrg(actorOf(partner), params.org_id);
				return { status: 200, body: { holidays: await menus.setHolidays(params, body.holidays) } };
			},
		}),
	];
}

function assignmentEndpoint(locations: Pick<Locations, "assignMenus">): Endpoint {
	return endpoint({
		method: "POST",
		path: "/onboarding/locations/menus",
		auth,
		summary: "Say which menus linked stores show",
		description:
			"contract.md A.4.7. Ours, and optional: a store that is not named here shows every menu. All rows hold or none.",
		body: AssignMenusRequest,
		replies: { 200: AssignMenusReply },
		errors: [
			"onboarding_not_found",
			"wrong_integration_type",
			"onboarding_not_active",
			"location_not_found",
			"dsp_store_not_found",
			"catalog_not_synced",
		],
		async handler({ body, partner }) {
			return { status: 200, body: await locations.assignMenus(actorOf(partner), body) };
		},
	});
}
