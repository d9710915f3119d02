import type { BindLocation, BindStore, OrgLocation, PartnerLocation } from "@ticketrail/contract";

/** A location as the bind screens show it, under its id at the hub. */
export function bindLocation({ _id, provider_id, source, name, address, status }: OrgLocation): BindLocation {
	const is_connected = status !== "disconnected";
	return { location_id: _id, provider_id: provider_id ?? _id, source, is_connected, name, address };
}

/** A store as the bind screens show it. */
export function bindStore({ provider_id, name, address }: PartnerLocation): BindStore {
	return { dsp_provider_id: provider_id, name, address };
}
