import type { BindLink, BindProposal, BindRow } from "@ticketrail/contract";
import type { FactVerdict, PairMatch } from "@ticketrail/store-matcher";
import { bindLocation, bindStore } from "./bind-sides.ts";
import type { DoorParts, IntegrationRef } from "./door-parts.ts";
import { type PairsRead, readPairs } from "./read-pairs.ts";

/** A DSP's stores with their candidates; nothing is decided (product.md 4.5). */
export async function proposeBind(parts: DoorParts, ref: IntegrationRef): Promise<BindProposal> {
	const read = await readPairs(parts, ref);
	const org = await parts.book.org(ref.org_id);
	const { integration, locations, stores, version, names } = read;
	const links = linksOf(read);
	const linked = new Set(links.map(({ dsp_provider_id }) => dsp_provider_id));
	/** Undecided first, then suggested ones, then what is linked. */
	const groupOf = ({ store, candidates }: BindRow) =>
		linked.has(store.dsp_provider_id) ? 2 : candidates[0]?.verdict === "suggested" ? 1 : 0;
	return {
		...{ version, integration_id: ref.integration_id, source: integration.source, name: integration.name },
		...{ org_name: org?.name ?? "", is_listed: stores.length > 0, listed_at: parts.now(), links },
		rows: rowsOf(read).sort((a, b) => groupOf(a) - groupOf(b)),
		locations: locations.map((location) => bindLocation(location, names)),
	};
}

function linksOf({ links, locations }: PairsRead): BindLink[] {
	const known = new Set(locations.map(({ _id }) => _id));
	return links.flatMap(({ dsp_id, pos_id }) => {
		if (pos_id === undefined || !known.has(pos_id)) return [];
		const link_id = `${pos_id} ${dsp_id}`;
		return { dsp_provider_id: dsp_id, link_id, location_id: pos_id, orders_in_flight: 0 };
	});
}

function rowsOf({ stores, matcher }: PairsRead): BindRow[] {
	const by_store = new Map(stores.map((store) => [store.provider_id, store]));
	return matcher.stores().flatMap(({ dsp_id, candidates, proposal }) => {
		const store = by_store.get(dsp_id);
		if (!store) return [];
		return {
			...{ store: bindStore(store), taken_elsewhere: false, candidates: candidates.map(candidateOf) },
			...(proposal && { proposal }),
		};
	});
}

function candidateOf({ pos_id, verdict, facts, reasons, needs }: PairMatch): BindRow["candidates"][number] {
	const named = (wanted: FactVerdict) => facts.flatMap((row) => (row.verdict === wanted ? row.fact : []));
	const house = facts.find(({ fact }) => fact === "house_number");
	return {
		...{ location_id: pos_id, verdict, agree: named("agree"), differ: named("differ"), reasons, needs },
		house_numbers: { pos: house?.pos ?? "", dsp: house?.dsp ?? "" },
	};
}
