import type {
	BindCandidate,
	BindDecision,
	BindLink,
	BindLocation,
	BindProposal,
	BindRow,
	BindStore,
} from "@ticketrail/contract";

/** A candidate with the location that it is. */
export interface Candidate extends BindCandidate {
	location: BindLocation;
}

/** A DSP store to be decided on, with everything that is known of it. */
export interface ProposedRow {
	store: BindStore;
	existing: (BindLink & { location_name: string }) | undefined;
	taken_elsewhere: boolean;
	/** the best first; of long lists only the one to look at first */
	candidates: readonly Candidate[];
	/** the other candidates of long lists */
	others: readonly BindLocation[];
	/** location_id to look at first; no answer */
	proposal: string | undefined;
	decision: BindDecision | undefined;
}

/** A proposal whose parts point at each other, where the hub sends each once and names it by its id. */
export interface Proposal extends Omit<BindProposal, "rows" | "links"> {
	rows: readonly ProposedRow[];
	/** by the store's id */
	row_of: ReadonlyMap<string, ProposedRow>;
	location_of: ReadonlyMap<string, BindLocation>;
}

/** Puts together what the hub sent. Stores that a draft decides on stand before the linked ones. */
export function openProposal({ rows: sent, links, ...rest }: BindProposal): Proposal {
	const { locations, draft } = rest;
	const location_of = new Map(locations.map((location) => [location.location_id, location]));
	const link_of = new Map(links.map((link) => [link.dsp_provider_id, link]));
	const decision_of = new Map((draft?.decisions ?? []).map((decision) => [decision.dsp_provider_id, decision]));
	const open = ({ store, taken_elsewhere, candidates, others, proposal }: BindRow): ProposedRow => {
		const link = link_of.get(store.dsp_provider_id);
		return {
			...{ store, taken_elsewhere, proposal, decision: decision_of.get(store.dsp_provider_id) },
			existing: link && { ...link, location_name: location_of.get(link.location_id)?.name ?? "" },
			candidates: candidates.flatMap((candidate) => {
				const location = location_of.get(candidate.location_id);
				return location === undefined ? [] : [{ ...candidate, location }];
			}),
			others: (others ?? []).flatMap((place) => locations[place] ?? []),
		};
	};
	const groupOf = ({ existing, taken_elsewhere, decision }: ProposedRow) =>
		existing !== undefined || taken_elsewhere ? 2 : decision !== undefined ? 1 : 0;
	const rows = sent.map(open).sort((a, b) => groupOf(a) - groupOf(b));
	return { ...rest, rows, location_of, row_of: new Map(rows.map((row) => [row.store.dsp_provider_id, row])) };
}
