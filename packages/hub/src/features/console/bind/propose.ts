import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { BindDecision, BindLink, BindProposal } from "@ticketrail/contract";
import type { Apart } from "../../../base/apart.ts";
import { isHubError } from "../../../base/error.ts";
import { isId } from "../../../base/id.ts";
import { mapInTurns } from "../../../base/in-turns.ts";
import type { Packed } from "../../../base/packed.ts";
import { findBindDraft } from "../../../storage/tables/bind-draft.ts";
import { listFlowOfDsp } from "../../../storage/tables/binding-note.ts";
import { countSides } from "../../../storage/tables/dsp-store.ts";
import { matchRows } from "../../locations/index.ts";
import type { Actor } from "../../onboarding/index.ts";
import { type ConsoleParts, IN_FLIGHT_MS, idSince, nameOf } from "../console.ts";
import type { KeptPairs } from "./kept-pairs.ts";
import type { PairInput } from "./pair-rows.ts";
import { isLong, type Paired, type PairLists, pairsOf, startPairing, warmThread } from "./propose-apart.ts";
import { bindLocation, bindStore, readSides, type Sides } from "./sides.ts";

/** What binding needs of the other features. */
export interface BindParts extends ConsoleParts {
	/** Threads for comparing long lists of stores. */
	matching: Apart;
	locations: {
		listLocations(actor: Actor, query: { onboarding_id: string }): Promise<unknown>;
		bindLocations: import("../../locations/index.ts").Locations["bindLocations"];
		endLink(actor: Actor, link: { org_id: string; link_id: string }): Promise<unknown>;
		pauseLink(actor: Actor, link: { org_id: string; link_id: string }, until_ms?: number): Promise<void>;
	};
}

/** What comparing needs besides. */
type ProposeParts = BindParts & { kept_pairs: KeptPairs };

/** Which bind, and for whom. */
export interface BindKey {
	org_id: string;
	org_name: string;
	integration_id: string;
	actor: Actor;
}

/** A proposal without what is compared. */
type Head = Omit<BindProposal, keyof PairLists>;

/**
 * A DSP's stores with their likely locations (product.md 4.5). Nothing is decided by it. The DSP's list is asked for when there is
 * none yet, or with `refresh`; where that fails, what is known stands beside the reason. Errors: those of `readSides`.
 */
export async function proposeBind(
	parts: ProposeParts,
	key: BindKey,
	refresh: boolean,
): Promise<{ version: string; proposal: BindProposal | Packed }> {
	let [sides] = await Promise.all([readSides(parts, key), warmPairing(parts, key)]);
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
	const [paired, head] = await Promise.all([pair(parts, sides), headOf(parts, key, sides, list_error)]);
	return {
		version: sides.version,
		proposal: "text" in paired ? await write(head, paired.text) : { ...head, ...paired },
	};
}

/**
 * Compare the long lists of these binds before somebody asks for them: whoever looks at stores that wait to be linked is about to.
 * Only what was never compared since the hub began: what a change leaves to do is done when it is wanted.
 */
export async function compareAhead(
	parts: ProposeParts,
	org_id: string,
	integration_ids: Iterable<string>,
): Promise<void> {
	for (const integration_id of new Set(integration_ids)) {
		if (await isNewAndLong(parts, { org_id, integration_id }))
			await pair(parts, await readSides(parts, { org_id, integration_id }));
	}
}

async function warmPairing(parts: ProposeParts, key: BindKey): Promise<void> {
	if (await isNewAndLong(parts, key)) warmThread(parts.matching);
}

/** Whether nobody has compared these lists since the hub began, and to do so takes long. */
async function isNewAndLong(
	{ db, kept_pairs }: ProposeParts,
	{ org_id, integration_id }: Pick<BindKey, "org_id" | "integration_id">,
): Promise<boolean> {
	if (!isId(integration_id) || kept_pairs.knows(integration_id)) return false;
	const { locations, stores } = await countSides(db, org_id, integration_id);
	return isLong(locations, stores);
}

/** Long lists are compared once, as long as neither side changes. */
function pair(parts: ProposeParts, sides: Sides): Promise<Paired> {
	const { integration, stores, locations, version, names } = sides;
	const inputOf = async (): Promise<PairInput> => ({
		match: matchRows(locations, stores, sides.bindings),
		stores: await mapInTurns(stores, bindStore),
		locations: await mapInTurns(locations, (row) => bindLocation(row, sides)),
		taken: sides.taken,
	});
	if (!isLong(locations.length, stores.length)) return inputOf().then((input) => pairsOf(input, undefined));
	return parts.kept_pairs.of(integration.integration_id, JSON.stringify([version, ...names]), async () => {
		const thread = startPairing(parts.matching);
		try {
			return await pairsOf(await inputOf(), thread);
		} finally {
			await (await thread).end();
		}
	});
}

async function headOf(
	parts: BindParts,
	key: BindKey,
	sides: Sides,
	list_error: BindProposal["list_error"],
): Promise<Head> {
	const { db, clock } = parts;
	const { org_id, org_name, integration_id } = key;
	const { integration, stores, version } = sides;
	const draft = await findBindDraft(db, org_id, integration_id);
	const listed_at = stores.reduce((latest, store) => Math.max(latest, store.updated_at), 0);
	const decisions = (draft ? JSON.parse(draft.decisions) : []) as BindDecision[];
	return {
		...{ version, integration_id, source: integration.slug, name: await nameOf(parts, integration.slug), org_name },
		is_listed: stores.length > 0 || list_error === undefined,
		...(listed_at > 0 && { listed_at: Math.min(listed_at, clock.now()) }),
		...(list_error && { list_error }),
		...(draft && {
			draft: { saved_at: draft.saved_at, saved_by: draft.saved_by, version: draft.version, decisions },
		}),
		links: await linksOf(parts, org_id, sides),
	};
}

async function linksOf(parts: BindParts, org_id: string, sides: Sides): Promise<BindLink[]> {
	const { bindings, integration } = sides;
	const flowed = await listFlowOfDsp(parts.db, org_id, integration.slug, idSince(parts.clock, IN_FLIGHT_MS));
	const flow = new Map(flowed.map((row) => [row.binding_id, row]));
	return bindings.map(({ binding_id, location_id, dsp_location_id }) => {
		const passed = flow.get(binding_id);
		return {
			...{ dsp_provider_id: dsp_location_id, link_id: binding_id, location_id },
			...(passed && { last_order_at: passed.last_order_at }),
			orders_in_flight: passed?.in_flight ?? 0,
		};
	});
}

const pack = promisify(gzip);
/** Somebody waits for it: the least effort makes a tenth of the size. */
const LEVEL = 1;

/** One object of both: the lists, which are written already, go on where the head would end. */
async function write(head: Head, lists: Uint8Array): Promise<Packed> {
	const begun = Buffer.from(`${JSON.stringify(head).slice(0, -1)},`);
	return { gzipped: await pack(Buffer.concat([begun, lists.subarray(1)]), { level: LEVEL }) };
}
