import type { BindPair } from "@ticketrail/contract";
import { type ErrorCode, HubError } from "../../base/error.ts";
import { type BindingRow, listActiveBindings } from "../../storage/tables/binding.ts";
import { type DspStoreRow, listDspStores, replaceDspStores } from "../../storage/tables/dsp-store.ts";
import { type IntegrationRow, listIntegrations } from "../../storage/tables/integration.ts";
import { type LocationRow, listLocations } from "../../storage/tables/location.ts";
import { findDspStoreRoutes } from "../../storage/tables/route.ts";
import { compareStores } from "./compare-stores.ts";
import { fetchLocations } from "./fetch-locations.ts";
import type { LocationsParts } from "./locations.ts";

/** A pair that can be linked, or is already. */
export interface LinkablePair {
	pair: BindPair;
	index: number;
	location: LocationRow;
	store: DspStoreRow;
	/** the link that the store has to this very location */
	existing: BindingRow | undefined;
	/** what a person should look at before it is linked */
	warnings: string[];
}

/** A pair that cannot be linked, and why. */
export interface RefusedPair {
	pair: BindPair;
	index: number;
	refusal: HubError;
}

export type CheckedPair = LinkablePair | RefusedPair;

interface Known {
	slug: string;
	locations: LocationRow[];
	stores: Map<string, DspStoreRow>;
	connected: Set<string>;
	/** stores that are taken anywhere in this installation */
	taken: Set<string>;
	/** links of this organisation at this DSP */
	bindings: BindingRow[];
}

/**
 * Check pairs as `POST /onboarding/locations/bind` does, with or without `dry_run`: the POS location within the organisation (by
 * the POS's id, then by ours: F-14), the store in the DSP's list, and who has the store now (contract.md A.4.6). Writes nothing
 * but the DSP's list, which is asked for again when it lacks a store.
 */
export async function checkPairs(
	parts: LocationsParts,
	integration: IntegrationRow,
	pairs: readonly BindPair[],
): Promise<CheckedPair[]> {
	const { org_id, slug } = integration;
	const store_ids = pairs.map((pair) => pair.dsp_provider_id);
	const integrations = await listIntegrations(parts.db, org_id);
	const known: Known = {
		slug,
		locations: await listLocations(parts.db, org_id),
		stores: await storesOf(parts, integration, pairs),
		connected: new Set(integrations.flatMap((row) => (row.status === "active" ? row.integration_id : []))),
		taken: new Set((await findDspStoreRoutes(parts.db, slug, store_ids)).map((route) => route.dsp_location_id)),
		bindings: (await listActiveBindings(parts.db, org_id)).filter((binding) => binding.slug === slug),
	};
	const checked: CheckedPair[] = [];
	for (const [index, pair] of pairs.entries()) {
		try {
			checked.push(checkPair(known, pair, index, checked));
		} catch (error) {
			if (!(error instanceof HubError)) throw error;
			checked.push({ pair, index, refusal: error });
		}
	}
	return checked;
}

function checkPair(known: Known, pair: BindPair, index: number, before: readonly CheckedPair[]): LinkablePair {
	const location = findLocation(known.locations, pair.pos_location_id, index);
	const store = known.stores.get(pair.dsp_provider_id);
	if (!store) {
		const detail = `${known.slug} lists no store ${JSON.stringify(pair.dsp_provider_id)}.`;
		throw refusal("dsp_store_not_found", index, "dsp_provider_id", detail);
	}
	if (!known.connected.has(location.integration_id)) {
		throw refusal("onboarding_not_active", index, "pos_location_id", `Its POS ${location.slug} is disconnected.`);
	}
	const existing = known.bindings.find((binding) => binding.dsp_location_id === pair.dsp_provider_id);
	const earlier = before.find((row) => "store" in row && row.pair.dsp_provider_id === pair.dsp_provider_id);
	const holder_id = existing?.location_id ?? (earlier && "store" in earlier ? earlier.location.location_id : undefined);
	if (holder_id === undefined ? known.taken.has(pair.dsp_provider_id) : holder_id !== location.location_id) {
		throw conflict(
			index,
			known.locations.find((other) => other.location_id === holder_id),
		);
	}
	const others = [
		...known.bindings.flatMap((binding) =>
			binding.location_id === location.location_id ? binding.dsp_location_id : [],
		),
		...before.flatMap((row) => ("store" in row && row.location === location ? row.pair.dsp_provider_id : [])),
	].filter((id) => id !== pair.dsp_provider_id);
	// several brands in one kitchen are common, and so is a slip of the hand
	const twins = [...new Set(others)].map(
		(id) => `This location is linked to store ${JSON.stringify(id)} of ${known.slug} too.`,
	);
	return { pair, index, location, store, existing, warnings: [...compareStores(location, store), ...twins] };
}

/** The store has another link: named within the organisation, not beyond it (reliability.md A18). */
export function conflict(index: number, holder: LocationRow | undefined): HubError {
	const detail = holder
		? `This store is linked to ${JSON.stringify(holder.name)} (${holder.provider_id}).`
		: "This store is linked in another organisation.";
	return refusal("binding_conflict", index, "dsp_provider_id", detail);
}

function refusal(code: ErrorCode, index: number, field: keyof BindPair, detail: string): HubError {
	return new HubError(code, { detail, param: `/locations/${index}/${field}` });
}

/** The location that a row of a request means: by the POS's id, then by ours (contract.md F-14). Errors: `location_not_found`, `invalid_field`. */
export function findLocation(locations: readonly LocationRow[], id: string, index: number): LocationRow {
	const by_pos_id = locations.filter((location) => location.provider_id === id);
	const [found, ...more] =
		by_pos_id.length > 0 ? by_pos_id : locations.filter((location) => location.location_id === id);
	if (!found) {
		throw refusal("location_not_found", index, "pos_location_id", `No location ${JSON.stringify(id)} was ingested.`);
	}
	if (more.length > 0) {
		const which = by_pos_id.map((location) => `${location.location_id} (${location.slug})`).join(", ");
		throw refusal("invalid_field", index, "pos_location_id", `Several POS have this id; use the _id of one: ${which}.`);
	}
	return found;
}

async function storesOf(
	parts: LocationsParts,
	integration: IntegrationRow,
	pairs: readonly BindPair[],
): Promise<Map<string, DspStoreRow>> {
	const { org_id, integration_id } = integration;
	const read = async () => {
		const rows = await listDspStores(parts.db, org_id, integration_id);
		return new Map(rows.map((row) => [row.provider_id, row]));
	};
	const known = await read();
	if (pairs.every((pair) => known.has(pair.dsp_provider_id))) return known;
	const listed = await fetchLocations(parts, integration);
	const at = parts.clock.now();
	await parts.db.transaction((tx) => replaceDspStores(tx, { org_id, integration_id, at }, listed));
	return read();
}
