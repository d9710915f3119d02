import { createMatcher, type Matcher } from "@ticketrail/store-matcher";
import type { BindingRow } from "../../storage/tables/binding.ts";
import type { DspStoreRow } from "../../storage/tables/dsp-store.ts";
import type { LocationRow } from "../../storage/tables/location.ts";

/**
 * A matcher over an organisation's locations, by our id, and the stores that one DSP lists. `bindings` are the organisation's links
 * of that DSP in force; a store that another organisation has is refused before anything is compared.
 */
export function matchRows(
	locations: readonly LocationRow[],
	stores: readonly DspStoreRow[],
	bindings: readonly BindingRow[],
): Matcher {
	return createMatcher({
		pos: locations.map(({ location_id: id, name, address, timezone }) => ({ id, name, address, timezone })),
		dsp: stores.map(({ provider_id: id, name, address }) => ({ id, name, address })),
		links: bindings.map(({ dsp_location_id: dsp_id, location_id: pos_id }) => ({ dsp_id, pos_id })),
	});
}
