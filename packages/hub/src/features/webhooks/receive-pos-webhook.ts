import { createHash } from "node:crypto";
import { type FieldProblem, normalizePosWebhook, type PosMessage } from "@ticketrail/contract";
import type { Clock } from "../../base/clock.ts";
import { newId } from "../../base/id.ts";
import type { Log } from "../../base/log.ts";
import type { Sql } from "../../storage/database.ts";
import { insertInbox } from "../../storage/tables/inbox.ts";
import { findFewPosLocations, findPosLocations } from "../../storage/tables/pos-location-route.ts";

/** A webhook for one location of ours; `evidence` is its raw body. */
export interface Hint {
	org_id: string;
	location_id: string;
	slug: string;
	evidence: string;
}

/** What the features do with a hint; each returns what became of it, in words. */
export interface PosWebhookParts {
	db: Sql;
	clock: Clock;
	log: Log;
	onCatalogUpdated: (hint: Hint) => Promise<string>;
	onObjectUpdated: (hint: Hint & { object_id: string; object_type: string; is_active: boolean }) => Promise<string>;
	onLocationStatus: (hint: Hint & { status: "active" | "inactive"; paused_until: number | null }) => Promise<string>;
	onOrderStatus: (hint: Hint & { pos_order_id: string; status: string }) => Promise<string>;
	onOrderVerdict: (hint: Hint & { pos_order_id: string; verdict: LateVerdict }) => Promise<string>;
	onInStoreOrder: (hint: Hint & InStore) => Promise<{ order_id: string; is_duplicate: boolean } | undefined>;
}

/** The late word of a POS on an order (contract.md B.5.7). */
type LateVerdict =
	| { kind: "accepted"; prep_time_minutes?: number | undefined }
	| { kind: "rejected"; posValidation?: unknown };

/** What the hub needs to know of an order that was taken at the POS (contract.md B.8). */
interface InStore {
	source_order_id: string;
	idempotency_key?: string | undefined;
	requested_for?: number | undefined;
}

/** What a webhook did, for its answer; `note` says why nothing was done. */
export type Effect = { effect: string; note?: string; order_id?: string };

const NO_TENANT = "00000000-0000-0000-0000-000000000000";

/**
 * Act on a verified webhook of a POS (contract.md B.7) and remember it with what it caused. A webhook is a hint: a repeat
 * is acted on again and harms nothing, because real systems send equal bytes for different changes (design.md section 6).
 * A location or type that is not ours is noted and no fault (F.1.8); a body that cannot be read is returned as problems.
 */
export async function receivePosWebhook(
	deps: PosWebhookParts,
	slug: string,
	body: unknown,
	evidence: string,
): Promise<Effect | { problems: FieldProblem[] }> {
	const message = normalizePosWebhook(body);
	if (message.kind === "invalid") return { problems: message.problems };
	const { type, object } = message.kind === "known" ? message.webhook : message;
	const pos_location_id =
		"location_id" in object && typeof object.location_id === "string" ? object.location_id : undefined;
	const locations = await locationsOf(deps.db, slug, type, pos_location_id);
	let result: Effect = { effect: "none", note: "this location is not connected" };
	for (const location of locations) result = await applyTo(deps, message, { ...location, slug, evidence });
	const digest = createHash("sha256").update(evidence).digest("hex");
	const heard = locations.length > 0 ? locations : [{ org_id: NO_TENANT, location_id: null }];
	for (const { org_id, location_id } of heard) {
		await insertInbox(deps.db, {
			org_id,
			inbox_id: newId(),
			location_id,
			slug,
			type,
			digest,
			body: evidence,
			effect: result.effect,
			received_at: deps.clock.now(),
		});
	}
	deps.log.info("pos_webhook.received", { slug, type, effect: result.effect });
	return result;
}

/**
 * The connected locations that a webhook is about. An in-store order may name none (contract.md B.8): it is meant for the
 * only one that the POS has here, if there is only one.
 */
async function locationsOf(db: Sql, slug: string, type: string, pos_location_id: string | undefined) {
	if (pos_location_id !== undefined) return await findPosLocations(db, slug, pos_location_id);
	const few = type === "order.created" ? await findFewPosLocations(db, slug) : [];
	return few.length === 1 ? few : [];
}

async function applyTo(
	deps: PosWebhookParts,
	message: Exclude<PosMessage, { kind: "invalid" }>,
	hint: Hint,
): Promise<Effect> {
	if (message.kind === "unknown")
		return { effect: "none", note: `the type ${JSON.stringify(message.type)} is not known here` };
	const { webhook } = message;
	switch (webhook.type) {
		case "location.catalog.updated":
			return { effect: await deps.onCatalogUpdated(hint) };
		case "location.catalog.object.updated": {
			const { object_id, object_type, object_update } = webhook.object;
			return {
				effect: await deps.onObjectUpdated({ ...hint, object_id, object_type, is_active: object_update.is_active }),
			};
		}
		case "location.status.updated": {
			const { status, paused_until } = webhook.object;
			if (status !== "active" && status !== "inactive")
				return { effect: "none", note: 'object.status is neither "active" nor "inactive"' };
			return { effect: await deps.onLocationStatus({ ...hint, status, paused_until: paused_until ?? null }) };
		}
		case "order.status.updated":
			return {
				effect: await deps.onOrderStatus({
					...hint,
					pos_order_id: webhook.object.provider_id,
					status: webhook.object.status,
				}),
			};
		case "order.accepted": {
			const { provider_id, prep_time_minutes } = webhook.object;
			const verdict = { kind: "accepted" as const, prep_time_minutes };
			return { effect: await deps.onOrderVerdict({ ...hint, pos_order_id: provider_id, verdict }) };
		}
		case "order.rejected": {
			const { provider_id, posValidation } = webhook.object;
			const verdict = { kind: "rejected" as const, posValidation };
			return { effect: await deps.onOrderVerdict({ ...hint, pos_order_id: provider_id, verdict }) };
		}
		case "order.created": {
			const { source_order_id, idempotency_key, requested_for } = webhook.object;
			const taken = await deps.onInStoreOrder({ ...hint, source_order_id, idempotency_key, requested_for });
			if (taken === undefined) return { effect: "none", note: "this location is not connected" };
			const effect = taken.is_duplicate ? "order known already" : "order taken";
			return { effect, order_id: taken.order_id };
		}
	}
}
