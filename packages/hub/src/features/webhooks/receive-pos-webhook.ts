import { createHash } from "node:crypto";
import { type FieldProblem, normalizePosWebhook, type PosMessage } from "@ticketrail/contract";
import type { Clock } from "../../base/clock.ts";
import { newId } from "../../base/id.ts";
import type { Log } from "../../base/log.ts";
import type { Sql } from "../../storage/database.ts";
import { insertInbox } from "../../storage/tables/inbox.ts";
import { findPosLocations } from "../../storage/tables/pos-location-route.ts";

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
}

/** What a webhook did, for its answer; `note` says why nothing was done. */
export type Effect = { effect: string; note?: string };

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
	const locations = pos_location_id === undefined ? [] : await findPosLocations(deps.db, slug, pos_location_id);
	let result: Effect = { effect: "none", note: "this location is not connected" };
	for (const location of locations) result = await applyTo(deps, message, { ...location, slug, evidence });
	const digest = createHash("sha256").update(evidence).digest("hex");
	const tenants = locations.length > 0 ? locations.map(({ org_id }) => org_id) : [NO_TENANT];
	for (const org_id of tenants) {
		await insertInbox(deps.db, {
			org_id,
			inbox_id: newId(),
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
		default:
			return { effect: "none", note: `this hub does not act on ${webhook.type} yet` };
	}
}
