import type { BindProposal } from "@ticketrail/contract";
import { bindLocation, bindStore } from "./bind-sides.ts";
import type { DoorParts, IntegrationRef } from "./door-parts.ts";
import { type PairsRead, readPairs } from "./read-pairs.ts";

type Row = BindProposal["rows"][number];

/** A DSP's stores with their candidates; nothing is decided (product.md 4.5). */
export async function proposeBind(parts: DoorParts, ref: IntegrationRef): Promise<BindProposal> {
	const read = await readPairs(parts, ref);
	const org = await parts.book.org(ref.org_id);
	const { integration, locations, stores, version } = read;
	const rows = rowsOf(read);
	return {
		...{ version, integration_id: ref.integration_id, source: integration.source, name: integration.name },
		...{ org_name: org?.name ?? "", is_listed: stores.length > 0, listed_at: parts.now() },
		rows: [...rows].sort((a, b) => groupOf(a) - groupOf(b)),
		locations: locations.map(bindLocation),
	};
}

function rowsOf({ locations, stores, links, matcher }: PairsRead): Row[] {
	const by_id = new Map(locations.map((location) => [location._id, location]));
	const by_store = new Map(stores.map((store) => [store.provider_id, store]));
	return matcher.stores().flatMap(({ dsp_id, candidates, proposal }) => {
		const store = by_store.get(dsp_id);
		if (!store) return [];
		const held_by = by_id.get(links.find((link) => link.dsp_id === dsp_id)?.pos_id ?? "");
		const existing = held_by && {
			...{
				link_id: `${held_by._id} ${dsp_id}`,
				location_id: held_by._id,
				location_name: held_by.name,
				orders_in_flight: 0,
			},
		};
		return {
			...{ store: bindStore(store), taken_elsewhere: false },
			...(existing && { existing }),
			...(proposal && { proposal }),
			candidates: candidates.flatMap(({ pos_id, verdict, facts, reasons, needs }) => {
				const location = by_id.get(pos_id);
				return location ? [{ location: bindLocation(location), verdict, facts, reasons, needs }] : [];
			}),
		};
	});
}

/** Undecided first, then suggested ones, then what is linked. */
function groupOf({ existing, candidates }: Row): number {
	if (existing) return 2;
	return candidates[0]?.verdict === "suggested" ? 1 : 0;
}
