import type {
	Health,
	LinkCell,
	LocationStatePage,
	LocationStateRow,
	MenuPage,
	UnlinkedStorePage,
} from "@ticketrail/contract";
import { isId } from "../../base/id.ts";
import { listUnlinkedStores } from "../../storage/tables/console-attention.ts";
import {
	type ConsoleLinkRow,
	type ConsoleLocationFilter,
	type ConsoleLocationRow,
	countConsoleLocations,
	listConsoleLinks,
	listConsoleLocations,
} from "../../storage/tables/console-location.ts";
import { listConsoleOrgNames } from "../../storage/tables/console-org.ts";
import { linkPauseEnd, type PauseEnd, pauseEnd } from "../catalog/index.ts";
import { partnerAddress } from "../locations/index.ts";
import { failureWords } from "./attention.ts";
import {
	type ConsoleParts,
	type ConsoleScope,
	HEALTH_WINDOW_MS,
	idSince,
	LOST_WINDOW_MS,
	namesOf,
	timeOfId,
} from "./console.ts";
import { worstHealth } from "./list-orgs.ts";
import { COUNT_CAP, likeOf, limitOf, type PageQuery, pageOfRows, readCursor, totalOf } from "./page.ts";

/** Locations by name, each with its links. Error: `invalid_field`. */
export async function listLocations(
	parts: ConsoleParts,
	org_id: string,
	query: PageQuery & {
		q?: string | undefined;
		source?: string | undefined;
		status?: string | undefined;
		location_id?: string | undefined;
	},
): Promise<LocationStatePage> {
	const { status, source, location_id } = query;
	const filter = {
		...{ org_id, like: likeOf(query.q), source: source ?? null, status: status ?? null, now: parts.clock.now() },
		location_id: location_id === undefined ? null : isId(location_id) ? location_id : NO_ID,
	};
	const { rows, links, names, limit, count } = await read(parts, filter, query);
	const now = parts.clock.now();
	const show = (row: ConsoleLocationRow) => describe(row, links.get(row.location_id) ?? [], names, now);
	return { ...pageOfRows(rows, limit, (row) => [row.name, row.location_id], show, now), ...totalOf(count) };
}

/** The menus of locations: the version at the POS, and what each channel has. Error: `invalid_field`. */
export async function listMenus(
	parts: ConsoleParts,
	scope: ConsoleScope,
	query: PageQuery & { q?: string | undefined; has_drifted?: string | undefined },
): Promise<MenuPage> {
	const status = query.has_drifted === "true" ? "drifted" : null;
	const filter = { ...scope, like: likeOf(query.q), source: null, status, location_id: null, now: parts.clock.now() };
	const { rows, links, names, limit, count } = await read(parts, filter, query);
	const orgs = await listConsoleOrgNames(parts.db, [...new Set(rows.map((row) => row.org_id))]);
	const now = parts.clock.now();
	const show = (row: ConsoleLocationRow): MenuPage["rows"][number] => ({
		org_id: row.org_id,
		org_name: orgs.get(row.org_id) ?? "",
		...{ location_id: row.location_id, location_name: row.name, source: row.slug },
		catalog_version: row.catalog_version,
		...(row.catalog_at !== null && { catalog_at: row.catalog_at }),
		items: row.objects ?? 0,
		problems: row.problems ?? 0,
		...(row.sync_error && { sync_error: row.sync_error }),
		channels: (links.get(row.location_id) ?? []).map((link) => ({
			...{ link_id: link.binding_id, source: link.slug, name: names.get(link.slug) ?? link.slug },
			dsp_provider_id: link.dsp_location_id,
			...(link.live_version !== null && { live_version: link.live_version }),
			...(link.live_hash !== null && { live_hash: link.live_hash }),
			...(link.published_at !== null && { published_at: link.published_at }),
			has_drifted: (link.live_version ?? 0) < row.catalog_version,
		})),
	});
	return { ...pageOfRows(rows, limit, (row) => [row.name, row.location_id], show, now), ...totalOf(count) };
}

/** Stores of connected DSPs that no location is linked with. Error: `invalid_field`. */
export async function unlinkedStores(
	parts: ConsoleParts,
	org_id: string,
	query: PageQuery,
): Promise<UnlinkedStorePage> {
	const limit = limitOf(query);
	const names = ["name", "integration_id", "provider_id"] as const;
	const after = readCursor(query, names, ({ integration_id }) => isId(integration_id));
	const since = idSince(parts.clock, LOST_WINDOW_MS);
	const rows = await listUnlinkedStores(parts.db, org_id, since, after, limit + 1);
	return pageOfRows(
		rows,
		limit,
		(row) => [row.name, row.integration_id, row.provider_id],
		(row) => ({
			integration_id: row.integration_id,
			source: row.slug,
			dsp_provider_id: row.provider_id,
			name: row.name,
			address: partnerAddress(row.address),
			listed_at: row.updated_at,
			refused_orders: row.refused_orders,
		}),
		parts.clock.now(),
	);
}

/** No location has this id: a filter that finds nothing. */
const NO_ID = "00000000-0000-0000-0000-000000000000";

async function read(parts: ConsoleParts, filter: ConsoleLocationFilter, query: PageQuery) {
	const { db, clock } = parts;
	const limit = limitOf(query);
	const after = readCursor(query, ["name", "location_id"], ({ location_id }) => isId(location_id));
	const [rows, count] = await Promise.all([
		listConsoleLocations(db, filter, after, limit + 1),
		countConsoleLocations(db, filter, COUNT_CAP + 1),
	]);
	const since = idSince(clock, HEALTH_WINDOW_MS * 7);
	const org_ids = [...new Set(rows.map((row) => row.org_id))];
	const location_ids = rows.slice(0, limit).map((row) => row.location_id);
	const links = await listConsoleLinks(db, org_ids, location_ids, since);
	const names = await namesOf(
		parts,
		links.map((link) => link.slug),
	);
	return { rows, count, limit, names, links: Map.groupBy(links, (link) => link.location_id) };
}

function describe(
	row: ConsoleLocationRow,
	links: readonly ConsoleLinkRow[],
	names: ReadonlyMap<string, string>,
	now: number,
): LocationStateRow {
	const is_connected = row.integration_status === "active";
	const cells = links.map((link) => linkCell(link, names, { is_pos_off: !is_connected, now }));
	const worst = worstHealth([...cells.map(({ health }) => health), row.catalog_version > 0 ? "ok" : "unknown"]);
	return {
		...{ _id: row.location_id, name: row.name, source: row.slug, provider_id: row.provider_id },
		integration_id: row.integration_id,
		address: partnerAddress(row.address),
		...(row.timezone && { timezone: row.timezone }),
		status: is_connected ? row.status : "disconnected",
		...(row.paused_until !== null && { paused_until: row.paused_until }),
		health: row.sync_error !== null && worst !== "failing" ? "degraded" : worst,
		menu: {
			catalog_version: row.catalog_version,
			items: row.objects ?? 0,
			problems: row.problems ?? 0,
			...(row.synced_at !== null && { synced_at: row.synced_at }),
			...(row.sync_error && { sync_error: row.sync_error }),
		},
		...(row.last_order_id && { last_order_at: timeOfId(row.last_order_id) }),
		dsps: cells,
	};
}

/** A link as the cell of its location and DSP. */
export function linkCell(
	link: ConsoleLinkRow,
	names: ReadonlyMap<string, string>,
	around: { is_pos_off: boolean; now: number },
): LinkCell {
	const paused_until = Math.max(linkPauseEnd(link), dspPauseEnd(link));
	const is_paused = paused_until > around.now;
	const is_waiting = link.connected_at === null;
	const { health, reason } = healthOf(link);
	return {
		...{ _id: link.binding_id, source: link.slug, name: names.get(link.slug) ?? link.slug, status: link.status },
		state: around.is_pos_off ? "pos_off" : is_paused ? "paused" : is_waiting ? "awaiting_dsp" : "live",
		health,
		...(reason && { health_reason: reason }),
		...{ dsp_provider_id: link.dsp_location_id, dsp_store_name: link.dsp_store_name },
		...(is_paused && Number.isFinite(paused_until) && { paused_until }),
		...(link.last_order_id && { last_order_at: timeOfId(link.last_order_id) }),
		since: link.connected_at ?? link.created_at,
		arrival_confirmed: link.arrived_at !== null,
		...(link.brand_name && { brand: link.brand_name }),
	};
}

/** When the pause that the DSP gave its own store ends (contract.md C.5.3). */
export function dspPauseEnd(link: Pick<ConsoleLinkRow, "dsp_status" | "dsp_paused_until">): PauseEnd {
	return pauseEnd(link.dsp_status === "paused", link.dsp_paused_until);
}

/** By its last three answered orders: all failed, some, or none. An integration that fails takes its links along. */
function healthOf(link: ConsoleLinkRow): { health: Health; reason: string | undefined } {
	if (link.integration_health === "failing") return { health: "failing", reason: "The delivery service refuses us." };
	const verdicts = link.verdicts?.split(" ") ?? [];
	const failed = verdicts.filter((verdict) => verdict === "failed").length;
	if (verdicts.length === 0) return { health: "unknown", reason: undefined };
	if (failed === 0) return { health: "ok", reason: undefined };
	const reason = `${failed} of the last ${verdicts.length} orders failed: ${failureWords(link.failure)}.`;
	return { health: verdicts[0] === "failed" ? "failing" : "degraded", reason };
}
