import type { BindDecision, BindProposal } from "@ticketrail/contract";
import type { Apart } from "../../../base/apart.ts";
import { isHubError } from "../../../base/error.ts";
import { mapInTurns } from "../../../base/in-turns.ts";
import type { Packed } from "../../../base/packed.ts";
import { findBindDraft } from "../../../storage/tables/bind-draft.ts";
import { listFlowOfDsp } from "../../../storage/tables/binding-note.ts";
import { matchRows } from "../../locations/index.ts";
import type { Actor } from "../../onboarding/index.ts";
import { type ConsoleParts, IN_FLIGHT_MS, idSince, nameOf } from "../console.ts";
import type { PairInput } from "./pair-rows.ts";
import { type ProposalHead, proposalOf } from "./propose-apart.ts";
import { bindLocation, bindStore, readSides, type Sides } from "./sides.ts";

/** What binding needs of the other features. */
export interface BindParts extends ConsoleParts {
	/** Threads for comparing long lists of stores. */
	matching: Apart;
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
export async function proposeBind(
	parts: BindParts,
	key: BindKey,
	refresh: boolean,
): Promise<{ version: string; proposal: BindProposal | Packed }> {
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
	const { integration, stores, version } = sides;
	const draft = await findBindDraft(db, key.org_id, key.integration_id);
	const listed_at = stores.reduce((latest, store) => Math.max(latest, store.updated_at), 0);
	const head: ProposalHead = {
		version,
		integration_id: key.integration_id,
		source: integration.slug,
		name: await nameOf(parts, integration.slug),
		org_name: key.org_name,
		is_listed: stores.length > 0 || list_error === undefined,
		...(listed_at > 0 && { listed_at: Math.min(listed_at, clock.now()) }),
		...(list_error && { list_error }),
		...(draft && { draft: { saved_at: draft.saved_at, saved_by: draft.saved_by, version: draft.version } }),
	};
	const decisions = (draft ? JSON.parse(draft.decisions) : []) as BindDecision[];
	return { version, proposal: await proposalOf(parts.matching, head, await inputOf(parts, key, sides, decisions)) };
}

async function inputOf(
	parts: BindParts,
	key: BindKey,
	sides: Sides,
	decisions: readonly BindDecision[],
): Promise<PairInput> {
	const { stores, locations, bindings, connected, taken } = sides;
	const name_of = new Map(locations.map((row) => [row.location_id, row.name]));
	const first_id = idSince(parts.clock, IN_FLIGHT_MS);
	const flowed = await listFlowOfDsp(parts.db, key.org_id, sides.integration.slug, first_id);
	const flow = new Map(flowed.map((row) => [row.binding_id, row]));
	return {
		match: matchRows(locations, stores, bindings),
		stores: await mapInTurns(stores, bindStore),
		locations: await mapInTurns(locations, (row) => bindLocation(row, connected)),
		existing: new Map(
			bindings.map(({ binding_id, location_id, dsp_location_id }) => {
				const passed = flow.get(binding_id);
				const existing = {
					...{ link_id: binding_id, location_id, location_name: name_of.get(location_id) ?? "" },
					...(passed && { last_order_at: passed.last_order_at }),
					orders_in_flight: passed?.in_flight ?? 0,
				};
				return [dsp_location_id, existing];
			}),
		),
		taken,
		decisions: new Map(decisions.map((row) => [row.dsp_provider_id, row])),
	};
}
