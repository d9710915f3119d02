import type { LocationStatePage, OrgLocation, UnlinkedStorePage } from "@ticketrail/contract";
import type { DoorParts } from "./door-parts.ts";
import { linksOf } from "./links.ts";

/** Filters of the list; an empty text is none. */
export interface LocationsQuery {
	q?: string | undefined;
	source?: string | undefined;
	status?: string | undefined;
	location_id?: string | undefined;
	cursor?: string | undefined;
	limit?: number | undefined;
}

const LIMIT = 50;
const LIMIT_MAX = 200;
type Row = LocationStatePage["rows"][number];
type Cell = Row["dsps"][number];

/** The organisation's locations with their DSPs, a page at a time. The Partner API gives them all at once (contract.md A.4.8). */
export async function locationStates(
	parts: DoorParts,
	org_id: string,
	query: LocationsQuery,
): Promise<LocationStatePage> {
	const [locations, integrations] = await Promise.all([
		parts.api.orgLocations(org_id),
		parts.book.integrations(org_id),
	]);
	const as_of = parts.now();
	const wanted = locations.filter((location) => matches(location, query));
	const from = Number(query.cursor ?? 0) || 0;
	const to = from + Math.min(Math.max(query.limit ?? LIMIT, 1), LIMIT_MAX);
	const pos_of = new Map(integrations.map(({ source, integration_id }) => [source, integration_id]));
	return {
		rows: wanted.slice(from, to).map((location) => describe(location, pos_of.get(location.source) ?? "", as_of)),
		...(to < wanted.length && { next_cursor: String(to) }),
		...{ total: wanted.length, total_is_exact: true, as_of },
	};
}

/** Stores of the connected DSPs that no location has; a DSP that does not answer is left out. */
export async function unlinkedStores(parts: DoorParts, org_id: string): Promise<UnlinkedStorePage> {
	const [locations, integrations] = await Promise.all([
		parts.api.orgLocations(org_id),
		parts.book.integrations(org_id),
	]);
	const dsps = integrations.filter(({ type, status }) => type === "dsp" && status === "active");
	const at = parts.now();
	const rows = await Promise.all(
		dsps.map(async ({ integration_id, source }) => {
			const listed = await parts.api.listLocations(integration_id).catch(() => []);
			const links = await linksOf(parts, org_id, source, locations);
			const taken = new Set(links.map(({ dsp_id }) => dsp_id));
			return listed
				.filter(({ provider_id }) => !taken.has(provider_id))
				.map(({ provider_id, name, address }) => ({
					...{ integration_id, source, dsp_provider_id: provider_id, name, address },
					...{ listed_at: at, refused_orders: 0 },
				}));
		}),
	);
	return { rows: rows.flat(), total: rows.flat().length, total_is_exact: true, as_of: at };
}

function matches(location: OrgLocation, { q, source, status, location_id }: LocationsQuery): boolean {
	const { name, provider_id = "", address } = location;
	const text = [name, provider_id, address.address_line_1, address.locality, address.postal_code]
		.join(" ")
		.toLowerCase();
	return (
		(!q || text.includes(q.toLowerCase())) &&
		(!source || location.dsps.some((dsp) => dsp.source === source)) &&
		(!status || location.status === status) &&
		(!location_id || location._id === location_id)
	);
}

function describe(location: OrgLocation, integration_id: string, as_of: number): Row {
	const { _id, name, source, provider_id, address, status } = location;
	return {
		...{ _id, name, source, provider_id: provider_id ?? _id, integration_id, address, status, health: "unknown" },
		menu: { catalog_version: 0, items: 0, problems: 0 },
		dsps: location.dsps.map((dsp, index) => ({
			...{ _id: `${_id} ${dsp.source} ${index}`, source: dsp.source, name: dsp.name, status: dsp.status },
			...{ state: stateOf(location.status, dsp.status), health: "unknown", since: as_of, arrival_confirmed: false },
			...{ dsp_provider_id: dsp.dsp_provider_id ?? "", dsp_store_name: dsp.dsp_store_name ?? "" },
		})),
	};
}

/** Only `APPROVED` is documented (contract.md A.4.8); an unknown word waits. */
function stateOf(location: string, dsp: string): Cell["state"] {
	if (location === "disconnected") return "pos_off";
	switch (dsp.toUpperCase()) {
		case "APPROVED":
			return "live";
		case "REJECTED":
			return "refused";
		case "PAUSED":
			return "paused";
		default:
			return "awaiting_dsp";
	}
}
