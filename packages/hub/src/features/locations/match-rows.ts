import type { MatchInput } from "@ticketrail/store-matcher";
import type { BindingRow } from "../../storage/tables/binding.ts";
import type { DspStoreRow } from "../../storage/tables/dsp-store.ts";
import type { LocationRow } from "../../storage/tables/location.ts";

/**
 * What a matcher compares: an organisation's locations, by our id, and the stores that one DSP lists. `bindings` are the
 * organisation's links of that DSP in force; a store that another organisation has is refused before anything is compared.
 */
export function matchRows(
	locations: readonly Pick<LocationRow, "location_id" | "name" | "address" | "timezone">[],
	stores: readonly Pick<DspStoreRow, "provider_id" | "name" | "address">[],
	bindings: readonly Pick<BindingRow, "dsp_location_id" | "location_id">[],
): MatchInput {
	return {
		pos: locations.map(({ location_id: id, name, address, timezone }) => ({ id, name, address, timezone })),
		dsp: stores.map(({ provider_id: id, name, address }) => ({ id, name, address })),
		links: bindings.map(({ dsp_location_id: dsp_id, location_id: pos_id }) => ({ dsp_id, pos_id })),
	};
}
