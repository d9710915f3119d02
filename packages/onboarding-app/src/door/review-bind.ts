import type { BindDecision, BindReview } from "@ticketrail/contract";
import type { PairMatch } from "@ticketrail/store-matcher";
import { PartnerFailure } from "../partner/partner-failure.ts";
import { bindLocation, bindStore } from "./bind-sides.ts";
import type { Decided, DoorParts, IntegrationRef } from "./door-parts.ts";
import { type PairsRead, readPairs } from "./read-pairs.ts";

type Row = BindReview["rows"][number];

/** What confirming would do, pair by pair; nothing is saved. Failure: `version_mismatch` (412) when either side changed since. */
export async function reviewBind(parts: DoorParts, ref: IntegrationRef, decided: Decided): Promise<BindReview> {
	const { review } = await checkDecisions(parts, ref, decided);
	return review;
}

/** A review with what it was made from, for the confirmation. */
export async function checkDecisions(
	parts: DoorParts,
	ref: IntegrationRef,
	{ version, decisions }: Decided,
): Promise<{ review: BindReview; read: PairsRead }> {
	const read = await readPairs(parts, ref);
	if (read.version !== version) {
		throw new PartnerFailure(412, "version_mismatch", "A store or a location has changed since this was shown.", {
			next: "Look at the pairs again; what you decided is kept.",
		});
	}
	const org = await parts.book.org(ref.org_id);
	const rows: Row[] = [];
	for (const decision of decisions) {
		if (decision.decision === "same") rows.push(reviewRow(read, decision, rows));
	}
	const links = rows.filter(({ outcome }) => outcome === "would_link").length;
	const is_ready = links > 0 && rows.every(({ outcome }) => outcome === "would_link" || outcome === "unchanged");
	return {
		read,
		review: { version, org_name: org?.name ?? "", rows, left_unlinked: left(read, decisions), links, is_ready },
	};
}

function reviewRow(read: PairsRead, decision: BindDecision, before: readonly Row[]): Row {
	const { dsp_provider_id, location_id = "" } = decision;
	const location = read.locations.find(({ _id }) => _id === location_id);
	const store = read.stores.find(({ provider_id }) => provider_id === dsp_provider_id);
	if (!location || !store) {
		throw new PartnerFailure(404, "location_not_found", `There is no such pair: ${dsp_provider_id}, ${location_id}.`);
	}
	const coming = before.filter((row) => row.location_id === location_id).map((row) => row.dsp_provider_id);
	const match = read.matcher.pair(location_id, dsp_provider_id, coming);
	if (!match) throw new TypeError("a listed pair that the matcher does not know");
	const is_twice = before.some((row) => row.dsp_provider_id === dsp_provider_id);
	const is_linked = read.links.some(({ dsp_id, pos_id }) => dsp_id === dsp_provider_id && pos_id === location_id);
	const outcome = is_twice ? "refused" : is_linked ? "unchanged" : outcomeOf(match, decision);
	const why = is_twice ? "This store is in the list twice." : match.reasons.map(({ text }) => text).join(" ");
	return {
		...{ dsp_provider_id, location_id, store: bindStore(store), location: bindLocation(location, read.names), outcome },
		facts: match.facts,
		...(outcome === "refused" && { error: { code: "binding_conflict", detail: why } }),
	};
}

function outcomeOf(match: PairMatch, decision: BindDecision): Row["outcome"] {
	if (match.verdict === "blocked") return "refused";
	if (match.needs.includes("reason") && !decision.reason?.trim()) return "needs_reason";
	if (match.needs.includes("brand_name") && !decision.brand_name?.trim()) return "needs_brand_name";
	return "would_link";
}

function left(read: PairsRead, decisions: readonly BindDecision[]): BindReview["left_unlinked"] {
	const decided = new Map(decisions.map((decision) => [decision.dsp_provider_id, decision.decision]));
	const linked = new Set(read.links.map(({ dsp_id }) => dsp_id));
	return read.stores.flatMap(({ provider_id: dsp_provider_id, name }) => {
		const decision = decided.get(dsp_provider_id);
		if (decision === "same" || linked.has(dsp_provider_id)) return [];
		return { dsp_provider_id, name, why: decision ?? "undecided" };
	});
}
