import { createMatcher, type Matcher } from "@ticketrail/store-matcher";
import { listActiveBindings } from "../../storage/tables/binding.ts";
import { listConsoleIntegrations } from "../../storage/tables/console-org.ts";
import { listDspStores } from "../../storage/tables/dsp-store.ts";
import { type LocationRow, listLocations } from "../../storage/tables/location.ts";
import { matchRows } from "../locations/index.ts";
import type { ConsoleParts } from "./console.ts";
import type { SuggestLocation } from "./unroutable.ts";

/** Above it the lists are too long to be compared for a tray, pairs. */
const COMPARED_MAX = 1_000;

interface Compared {
	integration_id: string;
	locations: ReadonlyMap<string, LocationRow>;
	matcher: Matcher;
}

/**
 * Proposes the location that a store without one may belong to, with what speaks for it or against it; a person decides. For one
 * tray: each merchant's lists are read once, and those that are too long not at all.
 */
export function createSuggester(parts: Pick<ConsoleParts, "db">): SuggestLocation {
	const known = new Map<string, Promise<Compared | undefined>>();
	return async (org_id, { slug, dsp_location_id }) => {
		const key = `${org_id} ${slug}`;
		const reading = known.get(key) ?? readSides(parts, org_id, slug);
		known.set(key, reading);
		const compared = await reading;
		if (compared === undefined) return undefined;
		const { matcher, locations, integration_id } = compared;
		const [pos_id] = matcher.likely().find((match) => match.dsp_id === dsp_location_id)?.pos_ids ?? [];
		const location = pos_id === undefined ? undefined : locations.get(pos_id);
		const best = location && matcher.pair(location.location_id, dsp_location_id);
		if (!location || !best) return undefined;
		const agreeing = best.facts.filter(({ verdict }) => verdict === "agree").map(({ fact }) => fact.replace("_", " "));
		return {
			...{ location_id: location.location_id, location_name: location.name, integration_id },
			reasons: [
				...(agreeing.length > 0 ? [`The same: ${agreeing.join(", ")}.`] : []),
				...best.reasons.map(({ text }) => text),
			],
		};
	};
}

async function readSides(
	{ db }: Pick<ConsoleParts, "db">,
	org_id: string,
	slug: string,
): Promise<Compared | undefined> {
	const integrations = await listConsoleIntegrations(db, [org_id]);
	const integration = integrations.find((row) => row.slug === slug && row.status === "active");
	if (integration === undefined) return undefined;
	const { integration_id } = integration;
	const pairs = integration.stores * integrations.reduce((all, row) => all + row.locations, 0);
	if (pairs > COMPARED_MAX) return undefined;
	const [locations, stores, bindings] = await Promise.all([
		listLocations(db, org_id),
		listDspStores(db, org_id, integration_id),
		listActiveBindings(db, org_id),
	]);
	const linked = bindings.filter((row) => row.slug === slug);
	return {
		integration_id,
		locations: new Map(locations.map((row) => [row.location_id, row])),
		matcher: createMatcher(matchRows(locations, stores, linked)),
	};
}
