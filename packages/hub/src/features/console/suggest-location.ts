import type { UnroutableOrder } from "@ticketrail/contract";
import { listActiveBindings } from "../../storage/tables/binding.ts";
import { listDspStores } from "../../storage/tables/dsp-store.ts";
import { listIntegrations } from "../../storage/tables/integration.ts";
import { listLocations } from "../../storage/tables/location.ts";
import { matchRows } from "../locations/index.ts";
import type { ConsoleParts } from "./console.ts";

/** Above it the lists are too long to be compared for every row of a tray. */
const COMPARED_MAX = 1_000;

/** The location that a store without one may belong to, with what speaks for it or against it; a person decides. */
export async function suggestLocation(
	parts: Pick<ConsoleParts, "db">,
	org_id: string,
	store: { slug: string; dsp_location_id: string },
): Promise<UnroutableOrder["suggestion"] | undefined> {
	const { db } = parts;
	const integration = (await listIntegrations(db, org_id)).find(
		(row) => row.slug === store.slug && row.status === "active",
	);
	if (integration === undefined) return undefined;
	const [locations, stores, bindings] = await Promise.all([
		listLocations(db, org_id),
		listDspStores(db, org_id, integration.integration_id),
		listActiveBindings(db, org_id),
	]);
	if (locations.length * stores.length > COMPARED_MAX) return undefined;
	const matcher = matchRows(
		locations,
		stores,
		bindings.filter((row) => row.slug === store.slug),
	);
	const [best] = matcher.stores().find((match) => match.dsp_id === store.dsp_location_id)?.candidates ?? [];
	const location = best && locations.find((row) => row.location_id === best.pos_id);
	if (!best || !location) return undefined;
	const agreeing = best.facts.filter(({ verdict }) => verdict === "agree").map(({ fact }) => fact.replace("_", " "));
	return {
		location_id: location.location_id,
		location_name: location.name,
		integration_id: integration.integration_id,
		reasons: [
			...(agreeing.length > 0 ? [`The same: ${agreeing.join(", ")}.`] : []),
			...best.reasons.map(({ text }) => text),
		],
	};
}
