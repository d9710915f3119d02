import type { BindDecision, BindProposal, BindRow } from "@ticketrail/contract";
import { isHubError } from "../../../base/error.ts";
import { findBindDraft } from "../../../storage/tables/bind-draft.ts";
import { listFlow } from "../../../storage/tables/binding-note.ts";
import type { Actor } from "../../onboarding/index.ts";
import { type ConsoleParts, nameOf } from "../console.ts";
import { bindLocation, bindStore, readSides, type Sides } from "./sides.ts";

/** What binding needs of the other features. */
export interface BindParts extends ConsoleParts {
	locations: {
		listLocations(actor: Actor, query: { onboarding_id: string }): Promise<unknown>;
		bindLocations: import("../../locations/index.ts").Locations["bindLocations"];
		endLink(actor: Actor, link: { org_id: string; link_id: string }): Promise<unknown>;
	};
}

/** Which bind, and for whom. */
export interface BindKey {
	org_id: string;
	org_name: string;
	integration_id: string;
	actor: Actor;
}

/**
 * A DSP's stores with their likely locations (product.md 4.5). Nothing is decided by it. The DSP's list is asked for when there is
 * none yet, or with `refresh`; where that fails, what is known stands beside the reason. Errors: those of `readSides`.
 */
export async function proposeBind(parts: BindParts, key: BindKey, refresh: boolean): Promise<BindProposal> {
	const { db, clock } = parts;
	let sides = await readSides(parts, key);
	let list_error: BindProposal["list_error"];
	if (refresh || sides.stores.length === 0) {
		try {
			await parts.locations.listLocations(key.actor, { onboarding_id: key.integration_id });
			sides = await readSides(parts, key);
		} catch (error) {
			if (!isHubError(error)) throw error;
			list_error = { code: error.code, detail: error.message };
		}
	}
	const { integration, stores, locations, connected } = sides;
	const draft = await findBindDraft(db, key.org_id, key.integration_id);
	const decisions = new Map(
		((draft ? JSON.parse(draft.decisions) : []) as BindDecision[]).map((row) => [row.dsp_provider_id, row]),
	);
	const rows = await rowsOf(parts, key, sides, decisions);
	const listed_at = Math.max(0, ...stores.map((store) => store.updated_at));
	return {
		version: sides.version,
		integration_id: key.integration_id,
		source: integration.slug,
		name: await nameOf(parts, integration.slug),
		org_name: key.org_name,
		is_listed: stores.length > 0 || list_error === undefined,
		...(listed_at > 0 && { listed_at: Math.min(listed_at, clock.now()) }),
		...(list_error && { list_error }),
		rows,
		locations: locations.map((row) => bindLocation(row, connected)),
		...(draft && { draft: { saved_at: draft.saved_at, saved_by: draft.saved_by, version: draft.version } }),
	};
}

async function rowsOf(
	parts: BindParts,
	key: BindKey,
	sides: Sides,
	decisions: ReadonlyMap<string, BindDecision>,
): Promise<BindRow[]> {
	const { stores, locations, bindings, connected, taken, matcher } = sides;
	const location_of = new Map(locations.map((row) => [row.location_id, row]));
	const binding_of = new Map(bindings.map((row) => [row.dsp_location_id, row]));
	const store_of = new Map(stores.map((row) => [row.provider_id, row]));
	const flow = new Map(
		(
			await listFlow(
				parts.db,
				key.org_id,
				bindings.map((row) => row.binding_id),
			)
		).map((row) => [row.binding_id, row]),
	);
	const rows = matcher.stores().flatMap((match): BindRow[] => {
		const store = store_of.get(match.dsp_id);
		if (store === undefined) return [];
		const binding = binding_of.get(match.dsp_id);
		const passed = binding && flow.get(binding.binding_id);
		const decision = decisions.get(match.dsp_id);
		return [
			{
				store: bindStore(store),
				...(binding && {
					existing: {
						link_id: binding.binding_id,
						location_id: binding.location_id,
						location_name: location_of.get(binding.location_id)?.name ?? "",
						...(passed && { last_order_at: passed.last_order_at }),
						orders_in_flight: passed?.in_flight ?? 0,
					},
				}),
				taken_elsewhere: taken.has(match.dsp_id),
				candidates: match.candidates.flatMap((candidate) => {
					const location = location_of.get(candidate.pos_id);
					if (location === undefined) return [];
					const { verdict, facts, reasons, needs } = candidate;
					return [{ location: bindLocation(location, connected), verdict, facts, reasons, needs }];
				}),
				...(match.proposal && { proposal: match.proposal }),
				...(decision && { decision }),
			},
		];
	});
	return rows.sort((a, b) => rank(a) - rank(b));
}

/** Undecided first, then suggested ones, then what is linked or out of reach. */
function rank(row: BindRow): number {
	if (row.existing !== undefined || row.taken_elsewhere) return 3;
	if (row.decision !== undefined) return 2;
	return row.candidates[0]?.verdict === "suggested" ? 1 : 0;
}
