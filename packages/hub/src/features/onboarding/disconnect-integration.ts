import { ONBOARDING_TRANSITIONS, type OnboardingReply } from "@ticketrail/contract";
import { newId } from "../../base/id.ts";
import { statesBefore } from "../../base/transition.ts";
import type { Sql } from "../../storage/database.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { type BindingRow, endBindings, listActiveBindingsOfIntegration } from "../../storage/tables/binding.ts";
import { deleteDspStores } from "../../storage/tables/dsp-store.ts";
import {
	findIntegration,
	type IntegrationRow,
	disconnectIntegration as markDisconnected,
} from "../../storage/tables/integration.ts";
import { listLocationsOfIntegration } from "../../storage/tables/location.ts";
import { deleteDspStoreRoute, deletePosLocationRoutes } from "../../storage/tables/route.ts";
import { findOnboarding } from "./find-onboarding.ts";
import type { Actor, OnboardingParts } from "./onboarding.ts";
import { tellPosDisconnected } from "./pos-connection.ts";

/**
 * Disconnect (contract.md A.5): status `deprovisioned`, tokens wiped, the links that went through it ended and their stores free.
 * DSPs that show a linked store as connected, and a POS that wants to hear it, are told first, as far as they answer
 * (contract.md C.2.4, B.9). A repetition changes
 * nothing. Error: `onboarding_not_found`.
 */
export async function disconnectIntegration(
	parts: OnboardingParts,
	actor: Actor,
	integration_id: string,
): Promise<OnboardingReply> {
	const integration = await findOnboarding(parts.db, actor.partner_id, integration_id);
	await disconnect(parts, integration, { actor: actor.name, tells_pos: true });
	return {
		onboarding: {
			_id: integration.integration_id,
			status: "deprovisioned",
			type: integration.type,
			source: integration.slug,
		},
	};
}

/** The same because the other system says that it does not know the integration any more (reliability.md F16). */
export async function endIntegration(
	parts: OnboardingParts,
	gone: { org_id: string; integration_id: string; slug: string; reason: string },
): Promise<void> {
	const { org_id, integration_id, slug, reason } = gone;
	const integration = await findIntegration(parts.db, org_id, integration_id);
	if (integration === undefined) return;
	parts.log.warn("integration.gone", { org_id, integration_id, slug, reason });
	await disconnect(parts, integration, { actor: `system:${slug}`, tells_pos: false });
}

async function disconnect(
	parts: OnboardingParts,
	integration: IntegrationRow,
	by: { actor: string; tells_pos: boolean },
): Promise<void> {
	if (integration.status !== "deprovisioned") {
		const { org_id } = integration;
		const bindings = await listActiveBindingsOfIntegration(parts.db, org_id, integration.integration_id);
		await Promise.all(
			bindings.filter((binding) => binding.connected_at !== null).map((binding) => tellDsp(parts, binding)),
		);
		const provider = await parts.accounts.getProvider(integration.slug);
		if (by.tells_pos && integration.type === "pos" && integration.status === "active") {
			const locations = await listLocationsOfIntegration(parts.db, org_id, integration.integration_id);
			const pos_location_ids = locations.map(({ provider_id }) => provider_id);
			await tellPosDisconnected(parts, provider, integration, pos_location_ids);
		}
		await parts.db.transaction((tx) =>
			endAll(tx, integration, { actor: by.actor, keep_code: provider?.auth !== "manual", at: parts.clock.now() }),
		);
	}
}

async function endAll(
	tx: Sql,
	integration: IntegrationRow,
	change: { actor: string; keep_code: boolean; at: number },
): Promise<void> {
	const { org_id, integration_id, slug } = integration;
	const { at, actor } = change;
	const moved = await markDisconnected(tx, {
		org_id,
		integration_id,
		status: "deprovisioned",
		from: statesBefore(ONBOARDING_TRANSITIONS, "deprovisioned"),
		keep_code: change.keep_code,
		at,
	});
	if (!moved) return;
	// only now: the row above is locked, and nothing is linked through it any more
	const bindings = await listActiveBindingsOfIntegration(tx, org_id, integration_id);
	const binding_ids = bindings.map((binding) => binding.binding_id);
	await endBindings(tx, org_id, binding_ids, at);
	for (const binding of bindings) await deleteDspStoreRoute(tx, binding);
	if (integration.type === "dsp") await deleteDspStores(tx, org_id, integration_id);
	else {
		const locations = await listLocationsOfIntegration(tx, org_id, integration_id);
		await deletePosLocationRoutes(
			tx,
			org_id,
			slug,
			locations.map((location) => location.provider_id),
		);
	}
	await insertAudit(tx, {
		org_id,
		audit_id: newId(),
		actor,
		action: "integration.disconnected",
		subject: integration_id,
		detail: { slug, ended_bindings: binding_ids },
		at,
	});
}

/** Best effort: a DSP that is down must not keep a merchant from disconnecting. */
async function tellDsp(parts: OnboardingParts, binding: BindingRow): Promise<void> {
	const { org_id, integration_id, slug, dsp_location_id, binding_id } = binding;
	try {
		const provider = await parts.accounts.getProvider(slug);
		if (!provider) return;
		await parts.withToken(org_id, integration_id, (access_token) =>
			parts.dsp.disconnect(provider, access_token, dsp_location_id),
		);
	} catch (error) {
		parts.log.warn("dsp.disconnect_failed", { org_id, binding_id, slug, error });
	}
}
