import type { BindReply, BindRequest } from "@ticketrail/contract";
import { HubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import type { Tx } from "../../delivery/index.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { findBinding, insertBinding, moveBinding } from "../../storage/tables/binding.ts";
import { type IntegrationRow, lockIntegrations } from "../../storage/tables/integration.ts";
import { claimDspStoreRoute, findDspStoreRoute } from "../../storage/tables/route.ts";
import { type Actor, findActiveOnboarding } from "../onboarding/index.ts";
import { type CheckedPair, checkPairs, conflict, type LinkablePair } from "./check-pairs.ts";
import type { LocationsParts } from "./locations.ts";
import type { OpenMatcher } from "./open-matcher.ts";
import { partnerAddress } from "./partner-address.ts";

type BoundLocation = BindReply["locations"][number];

/**
 * Link POS locations with DSP stores, so that orders flow (contract.md A.4.6). Each pair succeeds or fails by itself: a refused
 * one has the status `refused` and `error`; if every pair is refused, the first refusal is thrown. A pair that is linked
 * already stays as it is. With `dry_run` nothing is written and each pair says what would become of it. Each row carries the
 * matcher's facts and verdict; what a person typed (`reason`, `brand_name`) goes into the audit. Errors:
 * `onboarding_not_found`, `wrong_integration_type`, `onboarding_not_active`, `location_not_found`, `dsp_store_not_found`,
 * `binding_conflict`, `reason_needed`, `brand_name_needed`, and those of `fetchLocations`. `matcher`: as for `checkPairs`.
 */
export async function bindLocations(
	parts: LocationsParts,
	actor: Actor,
	request: BindRequest,
	matcher?: OpenMatcher,
): Promise<BindReply> {
	const integration = await findActiveOnboarding(parts.db, actor.partner_id, request.onboarding_id, {
		param: "/onboarding_id",
		type: "dsp",
	});
	const checked = await checkPairs(parts, integration, request.locations, {
		require_reasons: request.require_reasons,
		matcher,
	});
	if (request.dry_run) {
		return { dry_run: true, locations: checked.map((row) => describe(row, { status: "would_link" })) };
	}
	const linkable = checked.filter((row) => "store" in row);
	const results = linkable.length > 0 ? await linkAll(parts, actor, integration, linkable) : new Map<number, Link>();
	const refusals = checked.flatMap((row) => ("refusal" in row ? row.refusal : (results.get(row.index)?.refusal ?? [])));
	if (refusals[0] && refusals.length === checked.length) throw refusals[0];
	return { locations: checked.map((row) => describe(row, results.get(row.index) ?? {})) };
}

/** Reasons that speak against a pair; the others only say that too little speaks for it. */
const CONTRADICTIONS: ReadonlySet<string> = new Set([
	"hard_fact_differs",
	"name_differs",
	"street_differs",
	"location_has_store",
]);

interface Link {
	_id?: string;
	status?: string;
	refusal?: HubError;
}

async function linkAll(
	parts: LocationsParts,
	actor: Actor,
	integration: IntegrationRow,
	pairs: readonly LinkablePair[],
): Promise<Map<number, Link>> {
	const { org_id, integration_id } = integration;
	// every transaction takes stores in the same order, so that two at once wait instead of locking each other out
	const sorted = [...pairs].sort((a, b) => (a.pair.dsp_provider_id < b.pair.dsp_provider_id ? -1 : 1));
	return parts.queue.transaction(async (tx) => {
		const involved = [integration_id, ...new Set(pairs.map((pair) => pair.location.integration_id))];
		const held = await lockIntegrations(tx, org_id, involved);
		if (held.length < involved.length || held.some((row) => row.status !== "active")) {
			throw new HubError("onboarding_not_active", { detail: "An integration was disconnected meanwhile." });
		}
		const results = new Map<number, Link>();
		for (const pair of sorted) results.set(pair.index, await link(parts, tx, actor, integration, pair));
		return results;
	});
}

async function link(
	parts: LocationsParts,
	tx: Tx,
	actor: Actor,
	integration: IntegrationRow,
	{ pair, index, location, store, match }: LinkablePair,
): Promise<Link> {
	const { org_id, integration_id, slug } = integration;
	const { location_id } = location;
	const at = parts.clock.now();
	const route = { slug, dsp_location_id: store.provider_id, org_id, binding_id: newId() };
	const audit = { org_id, audit_id: newId(), actor: actor.name, at };
	if (await claimDspStoreRoute(tx, route)) {
		const { binding_id, dsp_location_id } = route;
		await insertBinding(tx, {
			...{ org_id, binding_id, location_id, integration_id, slug, dsp_location_id, status: "APPROVED" },
			dsp_store_name: pair.dsp_store_name ?? store.name,
			created_by: actor.name,
			created_at: at,
		});
		await parts.requestPublish(tx, { org_id, binding_id });
		const differing = match.facts.flatMap(({ kind, verdict, fact }) =>
			kind === "hard" && verdict === "differ" ? fact : [],
		);
		const detail = {
			...{ location_id, slug, dsp_location_id, verdict: match.verdict },
			...(differing.length > 0 && { differing }),
			...(pair.reason && { reason: pair.reason }),
			...(pair.brand_name && { brand_name: pair.brand_name }),
		};
		await insertAudit(tx, { ...audit, action: "binding.created", subject: binding_id, detail });
		return { _id: binding_id, status: "APPROVED" };
	}
	const holder = await findDspStoreRoute(tx, slug, store.provider_id);
	const binding = holder?.org_id === org_id ? await findBinding(tx, org_id, holder.binding_id) : undefined;
	if (binding?.location_id !== location_id) return { refusal: conflict(index, undefined) };
	// the merchant signed in at the DSP anew: the link goes on through the new integration
	if (binding.integration_id !== integration_id) {
		await moveBinding(tx, { org_id, binding_id: binding.binding_id, integration_id });
		await parts.requestPublish(tx, { org_id, binding_id: binding.binding_id });
		const detail = { from: binding.integration_id, to: integration_id };
		await insertAudit(tx, { ...audit, action: "binding.moved", subject: binding.binding_id, detail });
	}
	return { _id: binding.binding_id, status: binding.status };
}

function describe(row: CheckedPair, result: Link): BoundLocation {
	const { pos_location_id, dsp_provider_id, dsp_store_name } = row.pair;
	const refusal = "refusal" in row ? row.refusal : result.refusal;
	const described: BoundLocation = {
		pos_location_id,
		dsp_provider_id,
		dsp_store_name: dsp_store_name ?? ("store" in row ? row.store.name : ""),
		status: refusal ? "refused" : (result.status ?? ""),
	};
	if (refusal) described.error = { code: refusal.code, detail: refusal.message };
	if (!("store" in row)) return described;
	const { location, store, existing, match } = row;
	const _id = result._id ?? existing?.binding_id;
	return {
		...described,
		...(_id && { _id }),
		...(existing && !refusal && { status: existing.status }),
		pos: { provider_id: location.provider_id, name: location.name, address: partnerAddress(location.address) },
		dsp: { provider_id: store.provider_id, name: store.name, address: partnerAddress(store.address) },
		warnings: match.reasons.filter(({ code }) => CONTRADICTIONS.has(code)).map(({ text }) => text),
		...{ verdict: match.verdict, facts: match.facts, reasons: match.reasons, needs: match.needs },
	};
}
