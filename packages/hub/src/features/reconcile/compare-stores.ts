import type { BindingRow } from "../../storage/tables/binding.ts";
import type { ListedLocation } from "../locations/index.ts";

/** What a DSP says of the stores that are linked, where that is not what the hub has. By name. */
export interface StoreDrift {
	/** linked, and the DSP does not list them */
	missing: string[];
	/** connected by the hub, and the DSP shows them as not connected (contract.md C.2.4) */
	disconnected: string[];
}

/** The linked stores that the DSP lists no more, and those of the others that it has to be asked about: it was told that they are connected. */
export function compareStores(
	bindings: readonly BindingRow[],
	listed: readonly Pick<ListedLocation, "provider_id">[],
): { missing: BindingRow[]; told: BindingRow[] } {
	const ids = new Set(listed.map(({ provider_id }) => provider_id));
	return {
		missing: bindings.filter(({ dsp_location_id }) => !ids.has(dsp_location_id)),
		told: bindings.filter(({ dsp_location_id, connected_at }) => ids.has(dsp_location_id) && connected_at !== null),
	};
}
