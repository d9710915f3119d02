import type { BindDecision, BindDraftSaved, BindResult, BindUndone } from "@ticketrail/contract";
import { HubError, isHubError } from "../../../base/error.ts";
import { isId, newId } from "../../../base/id.ts";
import { digest } from "../../../base/secret-box.ts";
import { insertAudit } from "../../../storage/tables/audit.ts";
import {
	findBindConfirmation,
	findBindConfirmationByKey,
	insertBindConfirmation,
} from "../../../storage/tables/bind-confirmation.ts";
import { deleteBindDraft, saveBindDraft } from "../../../storage/tables/bind-draft.ts";
import { listFlow, noteBinding } from "../../../storage/tables/binding-note.ts";
import { findLinkPause } from "../../../storage/tables/binding-pause.ts";
import type { OpenMatcher } from "../../locations/index.ts";
import { IN_FLIGHT_MS, idSince } from "../console.ts";
import type { BindKey, BindParts } from "./propose.ts";
import { checkDecisions, type DecidedPair, pairOf, requireVersion, withMatcher } from "./review.ts";
import { readSides, type Sides } from "./sides.ts";

/** How long links can be taken back, ms. */
const UNDO_MS = 600_000;

/** `moved_pause`: the moved link was paused, until then (epoch ms; null: until it is resumed). */
type ResultRow = BindResult["rows"][number] & { moved_from?: string | undefined; moved_pause?: number | null };
type StoredResult = Omit<BindResult, "rows"> & { rows: ResultRow[] };

/**
 * Link what was reviewed (product.md 4.5). Each pair has its own result; one that moves a link ends the old one first, and what is
 * in flight there finishes there. A repetition with the same key gets the same answer. Errors: those of `reviewBind`,
 * `idempotency_mismatch`.
 */
export async function confirmBind(
	parts: BindParts,
	key: BindKey,
	decisions: readonly BindDecision[],
	how: { if_match: string; idempotency_key: string },
): Promise<BindResult> {
	const { db, clock } = parts;
	const { org_id, integration_id } = key;
	const { idempotency_key, if_match } = how;
	const request_digest = digest(JSON.stringify(decisions)).toString("hex");
	const known = await findBindConfirmationByKey(db, { org_id, integration_id, idempotency_key });
	if (known !== undefined) {
		if (known.request_digest !== request_digest) throw new HubError("idempotency_mismatch");
		return JSON.parse(known.result) as BindResult;
	}
	const sides = await readSides(parts, key);
	requireVersion(sides, if_match);
	const bind_id = newId();
	const rows = await withMatcher(parts, sides, decisions, async (matcher) => {
		const pairs = await checkDecisions(parts, key, sides, decisions, matcher);
		if (pairs.length === 0) throw new HubError("invalid_field", { param: "/decisions", detail: "No pair is decided." });
		const bound = await bindFresh(parts, key, pairs, matcher);
		const done: ResultRow[] = [];
		for (const pair of pairs) done.push(await resultOf(parts, key, sides, pair, { bind_id, bound, matcher }));
		return done;
	});
	const now = clock.now();
	const linked = rows.filter(({ status }) => status === "linked" || status === "moved").length;
	const result: StoredResult = {
		...{ bind_id, linked, refused: rows.filter(({ status }) => status === "refused").length, rows },
		...(linked > 0 && { undo_until: now + UNDO_MS }),
	};
	const row = { org_id, bind_id, integration_id, idempotency_key, request_digest, result: JSON.stringify(result) };
	await insertBindConfirmation(db, { ...row, created_by: key.actor.name, created_at: now });
	await deleteBindDraft(db, org_id, integration_id);
	return result;
}

type Bound = Awaited<ReturnType<BindParts["locations"]["bindLocations"]>>["locations"][number];

/** Pairs that are linked in one transaction. */
const PAIRS_AT_ONCE = 50;

/** Link the pairs that move nothing: by store id what became of each. */
async function bindFresh(
	parts: BindParts,
	key: BindKey,
	pairs: readonly DecidedPair[],
	matcher: OpenMatcher,
): Promise<Map<string, Bound | HubError>> {
	const fresh = pairs.filter(({ row, moves_from }) => row.outcome.startsWith("would_") && !moves_from);
	const bound = new Map<string, Bound | HubError>();
	const bind = async (some: readonly DecidedPair[]): Promise<void> => {
		const locations = some.map(({ decision }) => pairOf(decision));
		try {
			const request = { onboarding_id: key.integration_id, require_reasons: true, locations };
			const reply = await parts.locations.bindLocations(key.actor, request, matcher);
			for (const row of reply.locations) bound.set(row.dsp_provider_id, row);
		} catch (error) {
			if (!isHubError(error)) throw error;
			// all of them are refused, of which only the first reason is told: each has its own
			if (some.length > 1) for (const one of some) await bind([one]);
			else for (const { dsp_provider_id } of locations) bound.set(dsp_provider_id, error);
		}
	};
	for (let at = 0; at < fresh.length; at += PAIRS_AT_ONCE) await bind(fresh.slice(at, at + PAIRS_AT_ONCE));
	return bound;
}

async function resultOf(
	parts: BindParts,
	key: BindKey,
	sides: Sides,
	{ decision, row, moves_from }: DecidedPair,
	how: { bind_id: string; bound: ReadonlyMap<string, Bound | HubError>; matcher: OpenMatcher },
): Promise<ResultRow> {
	const { org_id, integration_id, actor } = key;
	const { dsp_provider_id, location_id } = decision;
	const common = { dsp_provider_id, location_id, location_name: row.location.name };
	if (row.outcome === "unchanged") {
		const binding = sides.bindings.find((one) => one.dsp_location_id === dsp_provider_id);
		return {
			...common,
			status: "unchanged",
			...(binding && { link_id: binding.binding_id, dsp_status: binding.status }),
		};
	}
	if (!row.outcome.startsWith("would_"))
		return { ...common, status: "refused", ...(row.error && { error: row.error }) };
	try {
		const pause = moves_from && (await findLinkPause(parts.db, org_id, moves_from.link_id));
		if (moves_from) await parts.locations.endLink(actor, { org_id, link_id: moves_from.link_id });
		const request = { onboarding_id: integration_id, require_reasons: true, locations: [pairOf(decision)] };
		const bound = moves_from
			? (await parts.locations.bindLocations(actor, request, how.matcher)).locations[0]
			: how.bound.get(dsp_provider_id);
		if (isHubError(bound)) throw bound;
		if (!bound?._id || bound.error)
			return { ...common, status: "refused", ...(bound?.error && { error: bound.error }) };
		const { reason, brand_name } = pairOf(decision);
		await noteBinding(parts.db, {
			...{ org_id, binding_id: bound._id, bind_id: how.bind_id },
			...{ reason: reason ?? null, brand_name: brand_name ?? null },
		});
		const done = { ...common, link_id: bound._id, dsp_status: bound.status };
		if (!moves_from) return { ...done, status: "linked" };
		const moved = { ...done, status: "moved" as const, moved_from: moves_from.location_id };
		return pause && pause.link_paused_at !== null ? { ...moved, moved_pause: pause.link_paused_until } : moved;
	} catch (error) {
		if (!isHubError(error)) throw error;
		return { ...common, status: "refused", error: { code: error.code, detail: error.message } };
	}
}

/**
 * Take the links of a confirmation back, as far as no order has come through them; a moved one goes back to where it was, paused
 * if it was. Errors: `bind_not_found`, `undo_over` after ten minutes.
 */
export async function undoBind(parts: BindParts, key: BindKey, bind_id: string): Promise<BindUndone> {
	const { db, clock } = parts;
	const { org_id, integration_id, actor } = key;
	const confirmation = isId(bind_id) ? await findBindConfirmation(db, { org_id, integration_id, bind_id }) : undefined;
	if (confirmation === undefined) throw new HubError("bind_not_found");
	if (clock.now() >= confirmation.created_at + UNDO_MS) throw new HubError("undo_over");
	const { rows } = JSON.parse(confirmation.result) as StoredResult;
	const links = rows.filter((row) => row.link_id !== undefined && (row.status === "linked" || row.status === "moved"));
	const flow = await listFlow(
		db,
		org_id,
		links.map((row) => row.link_id ?? ""),
		idSince(clock, IN_FLIGHT_MS),
	);
	const flowed = new Set(flow.map((row) => row.binding_id));
	const undone: BindUndone["rows"] = [];
	for (const { link_id = "", dsp_provider_id, moved_from, moved_pause } of links) {
		if (flowed.has(link_id)) {
			undone.push({ link_id, dsp_provider_id, status: "kept", reason: "An order has come through it already." });
			continue;
		}
		await parts.locations.endLink(actor, { org_id, link_id });
		if (moved_from !== undefined) {
			const pair = { dsp_provider_id, decision: "same" as const, location_id: moved_from };
			const restored = { ...pairOf(pair), reason: "undo of a change", brand_name: "as before" };
			const { locations } = await parts.locations.bindLocations(actor, {
				...{ onboarding_id: integration_id, locations: [restored] },
			});
			const is_on = moved_pause === null || (moved_pause !== undefined && moved_pause > clock.now());
			if (is_on && locations[0]?._id)
				await parts.locations.pauseLink(actor, { org_id, link_id: locations[0]._id }, moved_pause ?? undefined);
		}
		undone.push({ link_id, dsp_provider_id, status: "undone" });
	}
	await insertAudit(db, {
		...{ org_id, audit_id: newId(), actor: actor.name, action: "bind.undone", subject: bind_id, at: clock.now() },
		detail: { links: undone.map(({ link_id, status }) => `${link_id} ${status}`) },
	});
	return { bind_id, rows: undone };
}

/** Keep decisions that are not confirmed yet, for this person or another. Errors: `version_mismatch`, those of `readSides`. */
export async function saveDraft(
	parts: BindParts,
	key: BindKey,
	decisions: readonly BindDecision[],
	if_match: string,
): Promise<BindDraftSaved> {
	await readSides(parts, key);
	const before = Number(if_match.replaceAll('"', ""));
	if (!Number.isSafeInteger(before) || before < 0 || before > 1_000_000_000)
		throw new HubError("invalid_field", {
			param: "If-Match",
			detail: "If-Match is the draft's version, 0 for the first.",
		});
	const saved = { version: before + 1, saved_by: key.actor.name, saved_at: parts.clock.now() };
	const { org_id, integration_id } = key;
	const row = { org_id, integration_id, decisions: JSON.stringify(decisions), ...saved };
	const is_saved = await saveBindDraft(parts.db, row);
	if (!is_saved) throw new HubError("version_mismatch", { detail: "Somebody else has saved this draft meanwhile." });
	return saved;
}
