import type { BindPair } from "@ticketrail/contract";
import type { PairMatch } from "@ticketrail/store-matcher";
import { type ErrorCode, HubError } from "../../base/error.ts";
import { type BindingRow, listActiveBindings } from "../../storage/tables/binding.ts";
import { type DspStoreRow, listDspStores, replaceDspStores } from "../../storage/tables/dsp-store.ts";
import { type IntegrationRow, listIntegrations } from "../../storage/tables/integration.ts";
import { type LocationRow, listLocations } from "../../storage/tables/location.ts";
import { findDspStoreRoutes } from "../../storage/tables/route.ts";
import { fetchLocations } from "./fetch-locations.ts";
import type { LocationsParts } from "./locations.ts";
import { matchRows } from "./match-rows.ts";
import { type OpenMatcher, openMatcher } from "./open-matcher.ts";

/** A pair that can be linked, or is already. */
export interface LinkablePair {
	pair: BindPair;
	index: number;
	location: LocationRow;
	store: DspStoreRow;
	/** the link that the store has to this very location */
	existing: BindingRow | undefined;
	/** fact by fact, with what a person should look at or type before it is linked */
	match: PairMatch;
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
	/** opened when the first pair gets so far */
	matcher(): Promise<OpenMatcher>;
}

/**
 * Check pairs as `POST /onboarding/locations/bind` does, with or without `dry_run`: the POS location within the organisation (by
 * the POS's id, then by ours: F-14), the store in the DSP's list, and who has the store now (contract.md A.4.6). Writes nothing
 * but the DSP's list, which is asked for again when it lacks a store. With `require_reasons` a pair that needs a reason or a brand
 * and has none is refused; without it the pair carries what it needs, and is linked as the contract says. `matcher`: one that the
 * caller has for these very rows and ends.
 */
export async function checkPairs(
	parts: LocationsParts,
	integration: IntegrationRow,
	pairs: readonly BindPair[],
	options: { require_reasons?: boolean | undefined; matcher?: OpenMatcher | undefined },
): Promise<CheckedPair[]> {
	const { org_id, slug } = integration;
	const store_ids = pairs.map((pair) => pair.dsp_provider_id);
	const integrations = await listIntegrations(parts.db, org_id);
	const locations = await listLocations(parts.db, org_id);
	const stores = await storesOf(parts, integration, pairs);
	const taken = await findDspStoreRoutes(parts.db, slug, store_ids);
	// after the routes: a store that is taken by this organisation then has its link here
	const bindings = (await listActiveBindings(parts.db, org_id)).filter((binding) => binding.slug === slug);
	let opened: Promise<OpenMatcher> | undefined;
	const known: Known = {
		...{ slug, locations, stores, bindings },
		connected: new Set(integrations.flatMap((row) => (row.status === "active" ? row.integration_id : []))),
		taken: new Set(taken.map((route) => route.dsp_location_id)),
		async matcher() {
			if (options.matcher) return options.matcher;
			opened ??= openMatcher(parts.matching, matchRows(locations, [...stores.values()], bindings));
			return opened;
		},
	};
	const checked: CheckedPair[] = [];
	try {
		for (const [index, pair] of pairs.entries()) {
			try {
				const row = await checkPair(known, pair, index, checked);
				if (options.require_reasons) requireAnswers(row);
				checked.push(row);
			} catch (error) {
				if (!(error instanceof HubError)) throw error;
				checked.push({ pair, index, refusal: error });
			}
		}
	} finally {
		await (await opened?.catch(() => undefined))?.end();
	}
	return checked;
}

async function checkPair(
	known: Known,
	pair: BindPair,
	index: number,
	before: readonly CheckedPair[],
): Promise<LinkablePair> {
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
	const coming = before.flatMap((row) => ("store" in row && row.location === location ? row.pair.dsp_provider_id : []));
	// links in force besides: a matcher of the caller's may not know those that it has made since
	coming.push(
		...known.bindings.flatMap((row) => (row.location_id === location.location_id ? row.dsp_location_id : [])),
	);
	const match = await (await known.matcher()).pair(location.location_id, pair.dsp_provider_id, coming);
	// a matcher of the caller's may be a moment older than these lists
	if (!match) throw refusal("version_mismatch", index, "dsp_provider_id", "It has changed since you looked.");
	return { pair, index, location, store, existing, match };
}

/** A pair with a hard difference says why, a second store of a location names its brand (product.md 4.5, rule 4). */
function requireAnswers({ pair, index, existing, match }: LinkablePair): void {
	if (existing) return;
	for (const answer of match.needs) {
		if (pair[answer]?.trim()) continue;
		const wanted = answer === "reason" ? "hard_fact_differs" : "location_has_store";
		const detail = match.reasons
			.filter(({ code }) => code === wanted)
			.map(({ text }) => text)
			.join(" ");
		throw refusal(answer === "reason" ? "reason_needed" : "brand_name_needed", index, answer, detail);
	}
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
