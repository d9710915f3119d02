import type { BindDecision, BindLocation } from "@ticketrail/contract";
import type { Candidate, Proposal, ProposedRow } from "./open-proposal.ts";

/** What a person has said of each DSP store, by its id. A store that is not here is undecided. */
export type Decisions = Readonly<Record<string, BindDecision>>;

/** What still has to be typed before a decision can be reviewed. */
export type Missing = "reason" | "brand" | "location";

/** A pair on the page: the store and the location that it is held against now. */
export interface Pair {
	row: ProposedRow;
	/** Chosen by hand, else the decided one, else the best candidate. */
	candidate: Candidate | undefined;
	/** Set where the location was chosen from all of them, so that nothing is known of their likeness yet. */
	chosen_location_id: string | undefined;
}

/** The location that a store is held against: the chosen one, else the one that it is linked with, else the likely one. */
export function pairOf(row: ProposedRow, chosen_location_id: string | undefined): Pair {
	const wanted = chosen_location_id ?? row.existing?.location_id ?? row.proposal;
	const candidate = row.candidates.find(({ location }) => location.location_id === wanted);
	return { row, candidate, chosen_location_id: candidate === undefined ? wanted : undefined };
}

/** All locations to choose from, the store's likely ones first. */
export function likelyFirst(row: ProposedRow, locations: readonly BindLocation[]): BindLocation[] {
	const likely = new Set([...row.candidates.map(({ location }) => location), ...row.others]);
	return [...likely, ...locations.filter((location) => !likely.has(location))];
}

/** So many suggested pairs are accepted together: a person compares each of them on the Review step before it is linked. */
export const REVIEWED_AT_ONCE = 150;

/** Whether "Accept all suggested" may take this pair: only what the matcher calls suggested and nobody has decided on. */
export function canAccept(row: ProposedRow, decisions: Decisions): boolean {
	if (decisions[row.store.dsp_provider_id] !== undefined || row.existing !== undefined || row.taken_elsewhere)
		return false;
	const { candidate } = pairOf(row, undefined);
	return candidate?.verdict === "suggested" && candidate.needs.length === 0;
}

/** How many stores of this DSP would go to each location: two need a brand name. */
export function storesPerLocation(proposal: Proposal, decisions: Decisions): ReadonlyMap<string, number> {
	const count = new Map<string, number>();
	const add = (location_id: string) => count.set(location_id, (count.get(location_id) ?? 0) + 1);
	const seen = new Set<string>();
	for (const { store, existing } of proposal.rows) {
		seen.add(store.dsp_provider_id);
		const decision = decisions[store.dsp_provider_id];
		if (decision?.decision === "same" && decision.location_id !== undefined) add(decision.location_id);
		else if (decision === undefined && existing !== undefined) add(existing.location_id);
	}
	for (const [id, { decision, location_id }] of Object.entries(decisions)) {
		if (!seen.has(id) && decision === "same" && location_id !== undefined) add(location_id);
	}
	return count;
}

/** What is missing of a decision. `needs_reason`: a hard fact differs between the two. */
export function missingOf(decision: BindDecision | undefined, needs_reason: boolean, stores_there: number): Missing[] {
	if (decision?.decision !== "same") return [];
	const missing: Missing[] = [];
	if (decision.location_id === undefined) missing.push("location");
	if (needs_reason && (decision.reason ?? "").trim() === "") missing.push("reason");
	if (stores_there > 1 && (decision.brand_name ?? "").trim() === "") missing.push("brand");
	return missing;
}

/** The decisions as the hub takes them, without empty texts. */
export function toList(decisions: Decisions): BindDecision[] {
	return Object.values(decisions).map(({ reason, brand_name, ...decision }) => ({
		...decision,
		...(reason?.trim() ? { reason: reason.trim() } : {}),
		...(brand_name?.trim() ? { brand_name: brand_name.trim() } : {}),
	}));
}

/** The decisions that a proposal brings along from a draft. */
export function fromProposal(proposal: Proposal): Decisions {
	const known = proposal.rows.flatMap(({ decision }) => (decision === undefined ? [] : [decision]));
	return Object.fromEntries(known.map((decision) => [decision.dsp_provider_id, decision]));
}

/** Stores of which either side's record changed between two proposals: a decision on them has to be made anew. */
export function changedStores(before: Proposal, after: Proposal): string[] {
	const text = (row: ProposedRow) =>
		JSON.stringify([
			row.store,
			row.candidates.map(({ location, agree, differ }) => [location, agree, differ]),
			row.existing && [row.existing.link_id, row.existing.location_id],
		]);
	return after.rows.flatMap((row) => {
		const id = row.store.dsp_provider_id;
		const old = before.row_of.get(id);
		return old !== undefined && text(old) === text(row) ? [] : id;
	});
}
