import type { BindDecision, BindReview, BindReviewRow } from "@ticketrail/contract";
import type { PairMatch } from "@ticketrail/store-matcher";
import { HubError } from "../../../base/error.ts";
import type { StoreBinding } from "../../../storage/tables/binding.ts";
import type { DspStorePlace } from "../../../storage/tables/dsp-store.ts";
import type { LocationPlace } from "../../../storage/tables/location.ts";
import { matchRows, type OpenMatcher, openMatcher } from "../../locations/index.ts";
import type { BindKey, BindParts } from "./propose.ts";
import { bindLocation, bindStore, readSides, type Sides } from "./sides.ts";

/** A pair that a person called the same, with what it would become. */
export interface DecidedPair {
	decision: BindDecision & { location_id: string };
	row: BindReviewRow;
	/** the link that it would take the place of */
	moves_from: { link_id: string; location_id: string } | undefined;
}

/**
 * What confirming these decisions would do, pair by pair; nothing is saved. `if_match` is the version that was looked at. Errors:
 * those of `readSides`, `version_mismatch`, `invalid_field` for two decisions on one store or a pair without a location.
 */
export async function reviewBind(
	parts: BindParts,
	key: BindKey,
	decisions: readonly BindDecision[],
	if_match: string,
): Promise<BindReview> {
	const sides = await readSides(parts, key);
	requireVersion(sides, if_match);
	const pairs = await withMatcher(parts, sides, decisions, (matcher) =>
		checkDecisions(parts, key, sides, decisions, matcher),
	);
	const rows = pairs.map(({ row }) => row);
	const decided = new Map(decisions.map((decision) => [decision.dsp_provider_id, decision.decision]));
	const linked = new Set(sides.bindings.map((binding) => binding.dsp_location_id));
	const left = sides.stores.filter(
		({ provider_id }) =>
			decided.get(provider_id) !== "same" && !linked.has(provider_id) && !sides.taken.has(provider_id),
	);
	const would = rows.filter(({ outcome }) => outcome === "would_link" || outcome === "would_move");
	return {
		version: sides.version,
		org_name: key.org_name,
		rows,
		left_unlinked: left.map(({ provider_id, name }) => {
			const why = decided.get(provider_id);
			return { dsp_provider_id: provider_id, name, why: why === "not_this" || why === "skip" ? why : "undecided" };
		}),
		links: would.length,
		is_ready: would.length > 0 && rows.every(({ outcome }) => outcome.startsWith("would_") || outcome === "unchanged"),
	};
}

/** Throws `version_mismatch` unless what was looked at is what is there. */
export function requireVersion(sides: Sides, if_match: string): void {
	if (if_match.replaceAll(/^(?:W\/)?"|"$/g, "") !== sides.version)
		throw new HubError("version_mismatch", { detail: "A store, a location or a link has changed since you looked." });
}

/** Runs `work` with a matcher for both sides, and ends it. Links that the decisions move are left out of it. */
export async function withMatcher<T>(
	parts: BindParts,
	{ locations, stores, bindings }: Sides,
	decisions: readonly BindDecision[],
	work: (matcher: OpenMatcher) => Promise<T>,
): Promise<T> {
	const goes_to = new Map(
		decisions.flatMap(({ decision, dsp_provider_id, location_id }) =>
			decision === "same" ? [[dsp_provider_id, location_id] as const] : [],
		),
	);
	const staying = bindings.filter((row) => (goes_to.get(row.dsp_location_id) ?? row.location_id) === row.location_id);
	const matcher = await openMatcher(parts.matching, matchRows(locations, stores, staying));
	try {
		return await work(matcher);
	} finally {
		await matcher.end();
	}
}

/** Each pair that is called the same, checked as linking it would check it. */
export async function checkDecisions(
	parts: BindParts,
	key: BindKey,
	sides: Sides,
	decisions: readonly BindDecision[],
	matcher: OpenMatcher,
): Promise<DecidedPair[]> {
	const seen = new Set<string>();
	const same: (BindDecision & { location_id: string })[] = [];
	for (const [at, decision] of decisions.entries()) {
		const { dsp_provider_id, location_id } = decision;
		if (seen.has(dsp_provider_id)) throw invalid(at, "dsp_provider_id", "There are two decisions on this store.");
		seen.add(dsp_provider_id);
		if (decision.decision !== "same") continue;
		if (location_id === undefined) throw invalid(at, "location_id", "Which location is it the same as?");
		same.push({ ...decision, location_id });
	}
	const known = index(sides);
	const checked = await dryRun(
		parts,
		key,
		same.filter((decision) => moveOf(known, decision) === undefined),
		matcher,
	);
	const pairs: DecidedPair[] = [];
	for (const decision of same) {
		const judged = await matcher.pair(decision.location_id, decision.dsp_provider_id);
		pairs.push(decide(known, decision, judged, checked.get(decision.dsp_provider_id)));
	}
	return pairs;
}

/** The sides with ways to find a row among thousands. */
interface KnownSides extends Sides {
	location_of: ReadonlyMap<string, LocationPlace>;
	store_of: ReadonlyMap<string, DspStorePlace>;
	/** by the store's id */
	binding_of: ReadonlyMap<string, StoreBinding>;
}

function index(sides: Sides): KnownSides {
	return {
		...sides,
		location_of: new Map(sides.locations.map((row) => [row.location_id, row])),
		store_of: new Map(sides.stores.map((row) => [row.provider_id, row])),
		binding_of: new Map(sides.bindings.map((row) => [row.dsp_location_id, row])),
	};
}

type Checked = Awaited<ReturnType<BindParts["locations"]["bindLocations"]>>["locations"][number];

async function dryRun(
	parts: BindParts,
	key: BindKey,
	decisions: readonly (BindDecision & { location_id: string })[],
	matcher: OpenMatcher,
): Promise<Map<string, Checked>> {
	if (decisions.length === 0) return new Map();
	const request = { onboarding_id: key.integration_id, dry_run: true, require_reasons: true };
	const reply = await parts.locations.bindLocations(
		key.actor,
		{ ...request, locations: decisions.map(pairOf) },
		matcher,
	);
	return new Map(reply.locations.map((row) => [row.dsp_provider_id, row]));
}

/** A decision as the Partner API takes it. */
export function pairOf(decision: BindDecision & { location_id: string }) {
	const { dsp_provider_id, location_id, dsp_store_name, reason, brand_name } = decision;
	return {
		...{ pos_location_id: location_id, dsp_provider_id },
		...(dsp_store_name && { dsp_store_name }),
		...(reason?.trim() && { reason: reason.trim() }),
		...(brand_name?.trim() && { brand_name: brand_name.trim() }),
	};
}

function decide(
	sides: KnownSides,
	decision: BindDecision & { location_id: string },
	judged: PairMatch | undefined,
	checked: Checked | undefined,
): DecidedPair {
	const { dsp_provider_id, location_id } = decision;
	const location = sides.location_of.get(location_id);
	const store = sides.store_of.get(dsp_provider_id);
	const moves_from = moveOf(sides, decision);
	const is_linked = sides.binding_of.get(dsp_provider_id)?.location_id === location_id;
	const error = moves_from ? moveError(sides, decision, judged) : checked?.error;
	const old = moves_from && sides.location_of.get(moves_from.location_id);
	return {
		decision,
		moves_from,
		row: {
			...{ dsp_provider_id, location_id },
			store: store ? bindStore(store) : { dsp_provider_id, name: decision.dsp_store_name ?? "" },
			location: location
				? bindLocation(location, sides)
				: {
						...{ location_id, provider_id: location_id, name: "", is_connected: false },
						...{ source: sides.integration.slug, source_name: sides.integration.slug },
					},
			outcome: outcomeOf(error?.code, { is_move: moves_from !== undefined, is_linked }),
			facts: judged?.facts ?? [],
			...(error && { error }),
			...(moves_from && { moves_from: { link_id: moves_from.link_id, location_name: old?.name ?? "" } }),
		},
	};
}

function outcomeOf(
	code: string | undefined,
	{ is_move, is_linked }: { is_move: boolean; is_linked: boolean },
): BindReviewRow["outcome"] {
	if (code === "reason_needed") return "needs_reason";
	if (code === "brand_name_needed") return "needs_brand_name";
	if (code !== undefined) return "refused";
	return is_move ? "would_move" : is_linked ? "unchanged" : "would_link";
}

/** The organisation's own link that stands in the way of this pair. */
function moveOf(
	sides: KnownSides,
	decision: { dsp_provider_id: string; location_id: string },
): { link_id: string; location_id: string } | undefined {
	const binding = sides.binding_of.get(decision.dsp_provider_id);
	if (binding === undefined || binding.location_id === decision.location_id) return undefined;
	return { link_id: binding.binding_id, location_id: binding.location_id };
}

/** A pair that moves a link is asked for the same as any other. */
function moveError(
	sides: KnownSides,
	decision: BindDecision & { location_id: string },
	judged: PairMatch | undefined,
): { code: string; detail: string } | undefined {
	const location = sides.location_of.get(decision.location_id);
	if (location === undefined) return { code: "location_not_found", detail: "There is no such location." };
	if (!sides.connected.has(location.integration_id)) {
		const detail = `Its POS ${sides.names.get(location.slug) ?? location.slug} is disconnected.`;
		return { code: "onboarding_not_active", detail };
	}
	if (judged?.needs.includes("reason") && !decision.reason?.trim())
		return { code: "reason_needed", detail: "A hard fact differs: say why it is the same store." };
	const twins = sides.bindings.filter(
		(row) => row.location_id === decision.location_id && row.dsp_location_id !== decision.dsp_provider_id,
	);
	if (twins.length > 0 && !decision.brand_name?.trim())
		return { code: "brand_name_needed", detail: "This location has a store of this DSP: name the virtual brand." };
	return undefined;
}

function invalid(at: number, field: string, detail: string): HubError {
	return new HubError("invalid_field", { param: `/decisions/${at}/${field}`, detail });
}
