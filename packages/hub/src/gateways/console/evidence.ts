import { HubError } from "../../base/error.ts";
import type { Catalog } from "../../features/catalog/index.ts";
import type { Console } from "../../features/console/index.ts";
import type { Menus } from "../../features/menus/index.ts";
import type { Endpoint } from "../endpoint.ts";
import { consoleEndpoint } from "./console-endpoint.ts";
import { maySeePeople } from "./orders.ts";
import { orgOf, scopeOf } from "./orgs.ts";

/** What logs, deliveries and menus ask. */
export interface ConsoleEvidenceParts {
	console: Console;
	catalog: Pick<Catalog, "showCatalog">;
	menus: Pick<Menus, "planMenu" | "publishPlan">;
}

/** Logs, deliveries, destinations and menus. */
export function consoleEvidence({ console, catalog, menus }: ConsoleEvidenceParts): Endpoint[] {
	return [
		consoleEndpoint("consoleLogs", ["org_not_found"], async ({ visit, query }) => ({
			body: await console.listLogs(scopeOf(visit), query),
		})),
		consoleEndpoint("consoleLog", ["org_not_found", "log_not_found"], async ({ visit, params }) => ({
			body: await console.logDetail(scopeOf(visit), params.log_id, maySeePeople(visit)),
		})),
		consoleEndpoint("consoleDeliveries", ["org_not_found"], async ({ visit, query }) => ({
			body: await console.listDeliveries(scopeOf(visit), query),
		})),
		consoleEndpoint("consoleDelivery", ["org_not_found", "delivery_not_found"], async ({ visit, params }) => ({
			body: await console.deliveryDetail(params, maySeePeople(visit)),
		})),
		consoleEndpoint("consoleReplayDeliveries", ["org_not_found"], async ({ visit, params, body }) => ({
			body: await console.replayDeliveries(params.org_id, body, visit.visitor.actor),
		})),
		consoleEndpoint("consoleWebhooks", ["org_not_found"], async ({ visit }) => ({
			body: await console.webhookEndpoints(scopeOf(visit)),
		})),
		consoleEndpoint("consoleMenus", ["org_not_found"], async ({ visit, query }) => ({
			body: await console.listMenus(scopeOf(visit), query),
		})),
		consoleEndpoint("consoleCatalog", ["org_not_found", "location_not_found"], async ({ params }) => ({
			body: await catalog.showCatalog(params),
		})),
		consoleEndpoint(
			"consoleMenuPlan",
			["org_not_found", "location_not_found", "dsp_store_not_found", "catalog_not_synced"],
			async ({ params, query }) => ({ body: await menus.planMenu({ ...params, ...query }) }),
		),
		consoleEndpoint(
			"consolePublishMenu",
			["org_not_found", "location_not_found", "dsp_store_not_found", "catalog_not_synced", "menu_plan_stale"],
			async ({ visit, params, body }) => {
				const { plan_hash, ...target } = body;
				const published = await menus.publishPlan({ ...params, ...target }, plan_hash);
				const { org_id } = orgOf(visit);
				const subject = published.delivery_id;
				await console.audit({ org_id, actor: visit.visitor.actor, action: "menu.published", subject, detail: target });
				return { body: published };
			},
		),
		consoleEndpoint("consoleUnroutable", ["org_not_found"], async ({ visit, query }) => ({
			body: await console.listUnroutable(scopeOf(visit), query),
		})),
		consoleEndpoint("consoleRelease", ["unroutable_not_found", "not_releasable"], async ({ visit, params }) => ({
			body: await console.releaseUnroutable(scopeOf(visit), params.unroutable_id, visit.visitor.actor),
		})),
		consoleEndpoint("consoleSearch", [], async ({ visit, query }) => {
			if (query.q.trim() === "") throw new HubError("invalid_field", { param: "q", detail: "q is empty." });
			return { body: await console.search(scopeOf(visit), query.q, visit.visitor.role) };
		}),
	];
}
