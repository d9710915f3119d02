import type { BindFact, LinkDetail } from "@ticketrail/contract";
import type { Apart } from "../../base/apart.ts";
import { HubError } from "../../base/error.ts";
import { isId, newId } from "../../base/id.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { findBindConfirmation } from "../../storage/tables/bind-confirmation.ts";
import { type BindingRow, findBinding } from "../../storage/tables/binding.ts";
import { findBindingNote, listFlow, noteArrival } from "../../storage/tables/binding-note.ts";
import { listAuditOf } from "../../storage/tables/console-audit.ts";
import { listCallsOut } from "../../storage/tables/console-call.ts";
import { type ConsoleLinkRow, listConsoleLinks } from "../../storage/tables/console-location.ts";
import { listConsoleOrders } from "../../storage/tables/console-order.ts";
import { findDspStore, listDspStoreNames } from "../../storage/tables/dsp-store.ts";
import { listIntegrations } from "../../storage/tables/integration.ts";
import { findLocation, type LocationRow, listAllLocationNames } from "../../storage/tables/location.ts";
import { linkPauseEnd, locationPauseEnd } from "../catalog/index.ts";
import { matchRows, openMatcher } from "../locations/index.ts";
import { bindLocation, bindStore } from "./bind/sides.ts";
import { type ConsoleParts, HEALTH_WINDOW_MS, IN_FLIGHT_MS, idSince, namesOf } from "./console.ts";
import { callRow } from "./integration-detail.ts";
import { dspPauseEnd, linkCell } from "./list-locations.ts";
import { filterOf, orderListRow } from "./order-board.ts";

/** What a link's screen needs. */
export interface LinkParts extends ConsoleParts {
	/** Threads for comparing long lists of stores. */
	matching: Apart;
}

const LAST = 10;
const UNDO_MS = 600_000;

/** One link with its facts, its history and what went through it, also one that has ended. Error: `link_not_found`. */
export async function linkDetail(parts: LinkParts, key: { org_id: string; link_id: string }): Promise<LinkDetail> {
	const { db, clock } = parts;
	const { org_id, link_id } = key;
	const binding = isId(link_id) ? await findBinding(db, org_id, link_id) : undefined;
	if (binding === undefined) throw new HubError("link_not_found");
	const now = clock.now();
	const filter = { ...(await filterOf(parts, { org_id }, { link_id })), location_id: binding.location_id };
	const [integrations, location, store, facts, note, history, orders, calls, links] = await Promise.all([
		listIntegrations(db, org_id),
		findLocation(db, org_id, binding.location_id),
		findDspStore(db, org_id, binding.integration_id, binding.dsp_location_id),
		factsOf(parts, binding),
		findBindingNote(db, org_id, link_id),
		listAuditOf(db, org_id, link_id),
		listConsoleOrders(db, filter, null, LAST, now),
		listCallsOut(db, org_id, { integration_id: null, binding_id: link_id }, LAST),
		listConsoleLinks(db, [org_id], [binding.location_id], idSince(clock, HEALTH_WINDOW_MS)),
	]);
	if (location === undefined) throw new Error("a link's location must be readable");
	const connected = new Set(integrations.flatMap((row) => (row.status === "active" ? row.integration_id : [])));
	const names = await namesOf(parts, [binding.slug, location.slug]);
	const row = links.find((candidate) => candidate.binding_id === link_id) ?? ended(binding);
	const undo = binding.ended_at === null ? await undoOf(parts, binding, note?.bind_id ?? null, now) : undefined;
	return {
		link: linkCell(row, names, { is_pos_off: !connected.has(location.integration_id), now }),
		location: bindLocation(location, { connected, names }),
		store: store ? bindStore(store) : { dsp_provider_id: binding.dsp_location_id, name: binding.dsp_store_name },
		facts,
		created_by: binding.created_by,
		created_at: binding.created_at,
		...(binding.ended_at !== null && { ended_at: binding.ended_at }),
		...(note?.reason && { reason: note.reason }),
		...(binding.ended_at === null ? pausesOf(row, location, now) : { paused: false, closed_by: [] }),
		history: history.map(({ at, actor, action, detail }) => ({ at, actor, action, detail })),
		orders: orders.map((order) => orderListRow(order, now)),
		calls: calls.map(callRow),
		...(undo && { undo }),
	};
}

/** The pause that staff gave a link, and everything that keeps its store closed. */
function pausesOf(row: ConsoleLinkRow, location: Pick<LocationRow, "status" | "paused_until">, now: number) {
	const paused = linkPauseEnd(row) > now;
	const ends = {
		link: linkPauseEnd(row),
		location: locationPauseEnd({ location_status: location.status, paused_until: location.paused_until }),
		dsp: dspPauseEnd(row),
	} as const;
	const reasons = Object.keys(ends) as (keyof typeof ends)[];
	return {
		paused,
		...(paused && row.paused_by !== null && { paused_by: row.paused_by }),
		...(paused && row.link_paused_at !== null && { paused_at: row.link_paused_at }),
		...(paused && row.link_paused_until !== null && { paused_until: row.link_paused_until }),
		closed_by: reasons.filter((reason) => ends[reason] > now),
	};
}

/** The facts of a link's pair. How much a word of a name tells depends on all names, and nothing else on other rows. */
async function factsOf(parts: LinkParts, binding: BindingRow): Promise<BindFact[]> {
	const { db, matching } = parts;
	const { org_id, integration_id, location_id, dsp_location_id } = binding;
	const [location, store, locations, stores] = await Promise.all([
		findLocation(db, org_id, location_id),
		findDspStore(db, org_id, integration_id, dsp_location_id),
		listAllLocationNames(db, org_id),
		listDspStoreNames(db, org_id, integration_id),
	]);
	if (location === undefined || store === undefined) return [];
	const matcher = await openMatcher(
		matching,
		matchRows(
			[location, ...locations.filter((row) => row.location_id !== location_id).map(withoutPlace)],
			[store, ...stores.filter((row) => row.provider_id !== dsp_location_id).map(withoutPlace)],
			[],
		),
	);
	try {
		return (await matcher.pair(location_id, dsp_location_id))?.facts ?? [];
	} finally {
		await matcher.end();
	}
}

function withoutPlace<Row extends { name: string }>(row: Row) {
	return { ...row, address: {}, timezone: null };
}

/** Tick that an order arrived at the right store. Error: `link_not_found`. */
export async function confirmArrival(
	parts: LinkParts,
	key: { org_id: string; link_id: string },
	actor: string,
): Promise<LinkDetail> {
	const { org_id, link_id } = key;
	const at = parts.clock.now();
	await parts.db.transaction(async (tx) => {
		if (!isId(link_id) || !(await noteArrival(tx, org_id, link_id, at))) throw new HubError("link_not_found");
		const audit = { org_id, audit_id: newId(), actor, at };
		await insertAudit(tx, { ...audit, action: "binding.arrival_confirmed", subject: link_id, detail: {} });
	});
	return linkDetail(parts, key);
}

async function undoOf(
	parts: ConsoleParts,
	binding: BindingRow,
	bind_id: string | null,
	now: number,
): Promise<LinkDetail["undo"] | undefined> {
	if (bind_id === null) return undefined;
	const { org_id, integration_id, binding_id } = binding;
	const confirmation = await findBindConfirmation(parts.db, { org_id, integration_id, bind_id });
	if (confirmation === undefined || now >= confirmation.created_at + UNDO_MS) return undefined;
	const flow = await listFlow(parts.db, org_id, [binding_id], idSince(parts.clock, IN_FLIGHT_MS));
	if (flow.length > 0) return undefined;
	return { bind_id, until: confirmation.created_at + UNDO_MS };
}

/** A link that is over has no figures any more. */
function ended(binding: BindingRow): ConsoleLinkRow {
	return {
		...binding,
		...{
			link_paused_at: null,
			link_paused_until: null,
			paused_by: null,
			dsp_status: null,
			arrived_at: null,
			brand_name: null,
			integration_status: "",
			integration_health: "unknown",
		},
		...{ live_version: null, live_hash: null, published_at: null, last_order_id: null, verdicts: null, failure: null },
	};
}
