import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { BindLocation, BindStore } from "@ticketrail/contract";
import { HubError } from "../../../base/error.ts";
import { isId } from "../../../base/id.ts";
import { mapInTurns } from "../../../base/in-turns.ts";
import { listStoreBindings, type StoreBinding } from "../../../storage/tables/binding.ts";
import { type DspStorePlace, listDspStorePlaces } from "../../../storage/tables/dsp-store.ts";
import { listTakenStores } from "../../../storage/tables/dsp-store-route.ts";
import { type IntegrationRow, listIntegrations } from "../../../storage/tables/integration.ts";
import { type LocationPlace, listLocationPlaces } from "../../../storage/tables/location.ts";
import { partnerAddress } from "../../locations/index.ts";
import { type ConsoleParts, namesOf } from "../console.ts";

/** Everything that a bind compares, as it is now; `version` changes with any of it. */
export interface Sides {
	integration: IntegrationRow;
	locations: LocationPlace[];
	stores: DspStorePlace[];
	/** the organisation's links at this DSP */
	bindings: StoreBinding[];
	connected: ReadonlySet<string>;
	/** stores that another organisation has */
	taken: ReadonlySet<string>;
	/** of each POS by its slug, for people */
	names: ReadonlyMap<string, string>;
	version: string;
}

/** Read both sides. Errors: `onboarding_not_found`, `wrong_integration_type`, `onboarding_not_active`. */
export async function readSides(
	parts: Pick<ConsoleParts, "db" | "getProvider">,
	key: { org_id: string; integration_id: string },
): Promise<Sides> {
	const { db } = parts;
	const { org_id, integration_id } = key;
	const integrations = isId(integration_id) ? await listIntegrations(db, org_id) : [];
	const integration = integrations.find((row) => row.integration_id === integration_id);
	if (integration === undefined) throw new HubError("onboarding_not_found");
	if (integration.type !== "dsp") throw new HubError("wrong_integration_type", { detail: "This is a POS." });
	if (integration.status !== "active")
		throw new HubError("onboarding_not_active", { detail: `Its status is ${integration.status}.` });
	const [locations, stores, bindings, elsewhere] = await Promise.all([
		listLocationPlaces(db, org_id),
		listDspStorePlaces(db, org_id, integration_id),
		listStoreBindings(db, org_id, integration.slug),
		listTakenStores(db, integration),
	]);
	const taken = new Set(elsewhere);
	const connected = new Set(integrations.flatMap((row) => (row.status === "active" ? row.integration_id : [])));
	return {
		...{ integration, locations, stores, bindings, connected, taken },
		names: await namesOf(parts, new Set(locations.map(({ slug }) => slug))),
		version: await versionOf([
			await mapInTurns(stores, ({ provider_id, name, address }) => [provider_id, name, address]),
			await mapInTurns(locations, ({ location_id, name, address, timezone, integration_id: pos }) => [
				...[location_id, name, address, timezone],
				connected.has(pos),
			]),
			bindings.map(({ binding_id, location_id, dsp_location_id }) => [binding_id, location_id, dsp_location_id]),
			[...taken].sort(),
		]),
	};
}

/** A location as a bind shows it. */
export function bindLocation(row: LocationPlace, sides: Pick<Sides, "connected" | "names">): BindLocation {
	const { location_id, provider_id, slug, name } = row;
	return {
		...{ location_id, provider_id, source: slug, source_name: sides.names.get(slug) ?? slug, name },
		is_connected: sides.connected.has(row.integration_id),
		address: partnerAddress(row.address),
		...(row.timezone && { timezone: row.timezone }),
	};
}

/** A store as a bind shows it. */
export function bindStore(row: Pick<DspStorePlace, "provider_id" | "name" | "address">): BindStore {
	return { dsp_provider_id: row.provider_id, name: row.name, address: partnerAddress(row.address) };
}

/** Rows that are read for a version in one go: it takes about a millisecond. */
const ROWS_AT_ONCE = 500;

async function versionOf(lists: readonly (readonly unknown[])[]): Promise<string> {
	const hash = createHash("sha256");
	for (const rows of lists) {
		for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
			hash.update(JSON.stringify(rows.slice(at, at + ROWS_AT_ONCE)));
			await setImmediate();
		}
		hash.update("/");
	}
	return hash.digest("base64url").slice(0, 22);
}
