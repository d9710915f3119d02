import type { BindLocation, BindStore, OrgLocation, PartnerLocation } from "@ticketrail/contract";

/** A location as the bind screens show it, under its id at the hub. `names`: of each POS by its slug. */
export function bindLocation(
	{ _id, provider_id, source, name, address, status }: OrgLocation,
	names: ReadonlyMap<string, string>,
): BindLocation {
	return {
		...{ location_id: _id, provider_id: provider_id ?? _id, source, source_name: names.get(source) ?? source },
		...{ is_connected: status !== "disconnected", name, address },
	};
}

/** A store as the bind screens show it. */
export function bindStore({ provider_id, name, address }: PartnerLocation): BindStore {
	return { dsp_provider_id: provider_id, name, address };
}
