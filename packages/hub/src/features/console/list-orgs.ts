import type { Health, OrgPage, OrgRow } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { isId } from "../../base/id.ts";
import {
	type ConsoleIntegrationRow,
	type ConsoleOrgRow,
	countConsoleOrgs,
	countOrgNumbers,
	listConsoleIntegrations,
	listConsoleOrgs,
	type OrgNumbers,
} from "../../storage/tables/console-org.ts";
import { type ConsoleParts, type ConsoleScope, namesOf, timeOfId } from "./console.ts";
import { COUNT_CAP, likeOf, limitOf, type PageQuery, pageOfRows, readCursor, totalOf } from "./page.ts";

/** Organisations by name with their numbers; a merchant's person gets their own one. Error: `invalid_field`. */
export async function listOrgs(
	parts: ConsoleParts,
	scope: ConsoleScope,
	query: PageQuery & { q?: string | undefined; partner_id?: string | undefined; has_problems?: string | undefined },
): Promise<OrgPage> {
	const limit = limitOf(query);
	const after = readCursor(query, ["name", "org_id"], ({ org_id }) => isId(org_id));
	if (query.partner_id !== undefined && !isId(query.partner_id)) throw new HubError("partner_not_found");
	const filter = {
		org_id: scope.org_id,
		partner_id: query.partner_id ?? null,
		like: likeOf(query.q),
		has_problems: query.has_problems === "true",
	};
	const [rows, count] = await Promise.all([
		listConsoleOrgs(parts.db, filter, after, limit + 1),
		countConsoleOrgs(parts.db, filter, COUNT_CAP + 1),
	]);
	const org_ids = rows.slice(0, limit).map((row) => row.org_id);
	const now = parts.clock.now();
	const [numbers, integrations] = await Promise.all([
		countOrgNumbers(parts.db, org_ids, now),
		listConsoleIntegrations(parts.db, org_ids),
	]);
	const names = await namesOf(
		parts,
		integrations.map((row) => row.slug),
	);
	const by_org = new Map(numbers.map((row) => [row.org_id, row]));
	const of_org = Map.groupBy(integrations, (row) => row.org_id);
	const show = (row: ConsoleOrgRow) => describe(row, by_org.get(row.org_id), of_org.get(row.org_id) ?? [], names);
	return { ...pageOfRows(rows, limit, (row) => [row.name, row.org_id], show, now), ...totalOf(count) };
}

/** The numbers of an organisation as the console says them. */
export function countsOf(numbers: OrgNumbers | undefined): OrgRow["counts"] {
	const n = numbers;
	return {
		locations: n?.locations ?? 0,
		locations_active: n?.locations_active ?? 0,
		links_live: n?.links_live ?? 0,
		links_pending: n?.links_pending ?? 0,
		links_paused: n?.links_paused ?? 0,
		stores_unlinked: n?.stores_unlinked ?? 0,
		open_problems: n === undefined ? 0 : n.failing + n.sync_failed + n.dead,
	};
}

const ORDER: readonly Health[] = ["unknown", "ok", "degraded", "failing"];

/** The worst of these; without any it is unknown. */
export function worstHealth(healths: readonly string[]): Health {
	return ORDER[Math.max(0, ...healths.map((health) => ORDER.indexOf(health as Health)))] ?? "unknown";
}

function describe(
	row: ConsoleOrgRow,
	numbers: OrgNumbers | undefined,
	integrations: readonly ConsoleIntegrationRow[],
	names: ReadonlyMap<string, string>,
): OrgRow {
	const counts = countsOf(numbers);
	const in_use = integrations.filter(({ status }) => status !== "deprovisioned");
	const sources = new Set(in_use.filter(({ type }) => type === "pos").map(({ slug }) => slug));
	const worst = worstHealth(in_use.map(({ health }) => health));
	return {
		_id: row.org_id,
		name: row.name,
		...(row.provider_id && { provider_id: row.provider_id }),
		partner: { _id: row.partner_id, name: row.partner_name },
		pos: [...sources].map((source) => ({ source, name: names.get(source) ?? source })),
		counts,
		worst_health: worst !== "failing" && counts.open_problems > 0 ? "degraded" : worst,
		...(numbers?.last_order_id && { last_order_at: timeOfId(numbers.last_order_id) }),
		created_at: row.created_at,
	};
}
