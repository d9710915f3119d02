import { createHash } from "node:crypto";
import { Type } from "typebox";
import type { Clock } from "../base/clock.ts";
import { newId } from "../base/id.ts";
import type { Log } from "../base/log.ts";
import type { StatusEffect } from "../features/orders/index.ts";
import type { Sql } from "../storage/database.ts";
import { insertInbox } from "../storage/tables/inbox.ts";
import { findPosLocations } from "../storage/tables/pos-location-route.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { type FindProvider, signedProvider } from "./signed.ts";

/** A webhook for one location of ours; ids are those of the POS (contract.md B.7). */
interface Hint {
	org_id: string;
	location_id: string;
	slug: string;
	object: Record<string, unknown>;
	evidence: string;
}

export interface PosWebhookDeps {
	db: Sql;
	clock: Clock;
	log: Log;
	findProvider: FindProvider;
	onCatalogUpdated: (hint: Hint) => Promise<string>;
	onObjectUpdated: (hint: Hint & { object_id: string; object_type: string; is_active: boolean }) => Promise<string>;
	onLocationStatus: (hint: Hint & { status: "active" | "inactive"; paused_until: number | null }) => Promise<string>;
	onOrderStatus: (hint: Hint & { pos_order_id: string; status: string }) => Promise<StatusEffect>;
}

const NO_TENANT = "00000000-0000-0000-0000-000000000000";

/**
 * `POST /pos/{provider_slug}/webhook` (contract.md B.7). Answers exactly 200 with JSON to every well-signed body, also
 * for a location or type that is not ours (F.1.8). A webhook is a hint: a repeat is acted on again and harms nothing,
 * because real systems send equal bytes for different changes (design.md section 6).
 */
export function posWebhooks(deps: PosWebhookDeps): Endpoint[] {
	return [
		endpoint({
			method: "POST",
			path: "/pos/{provider_slug}/webhook",
			auth: "signature",
			summary: "A POS reports a change of its catalog, a location or an order",
			description: "contract.md B.7. Signed with Stream-Webhook-Signature over the raw body.",
			params: Type.Object({ provider_slug: Type.String() }),
			replies: { 200: Type.Object({ received: Type.Literal(true), effect: Type.String(), note: Type.Optional(Type.String()) }) },
			errors: ["provider_not_found", "signature_missing", "signature_mismatch"],
			handler: async (call) => {
				const provider = await signedProvider(call, call.params.provider_slug, "pos", deps.findProvider);
				const effect = await receive(deps, provider.slug, call.json(), call.raw_body.toString("utf8"));
				return { status: 200, body: { received: true as const, ...effect } };
			},
		}),
	];
}

type Effect = { effect: string; note?: string };

async function receive(deps: PosWebhookDeps, slug: string, body: unknown, evidence: string): Promise<Effect> {
	const envelope = isRecord(body) ? unwrap(body) : { type: "", object: {} };
	const { type, object } = envelope;
	const pos_location_id = text(object.location_id);
	const locations = pos_location_id === undefined ? [] : await findPosLocations(deps.db, slug, pos_location_id);
	const digest = createHash("sha256").update(evidence).digest("hex");
	const result: Effect = locations.length > 0 ? { effect: "none" } : { effect: "none", note: pos_location_id === undefined ? "object.location_id is missing" : "this location is not connected" };
	for (const { org_id, location_id } of locations) Object.assign(result, await applyTo(deps, type, { org_id, location_id, slug, object, evidence }));
	for (const org_id of locations.length > 0 ? locations.map((location) => location.org_id) : [NO_TENANT]) {
		await insertInbox(deps.db, { org_id, inbox_id: newId(), slug, type, digest, body: evidence, effect: result.effect, received_at: deps.clock.now() });
	}
	deps.log.info("pos_webhook.received", { slug, type, effect: result.effect });
	return result;
}

async function applyTo(deps: PosWebhookDeps, type: string, hint: Hint): Promise<Effect> {
	const { object } = hint;
	switch (type) {
		case "location.catalog.updated":
			return { effect: await deps.onCatalogUpdated(hint) };
		case "location.catalog.object.updated": {
			const object_id = text(object.object_id);
			const update = isRecord(object.object_update) ? object.object_update : {};
			if (object_id === undefined || typeof update.is_active !== "boolean") return { effect: "none", note: "object.object_id and object.object_update.is_active are needed" };
			return { effect: await deps.onObjectUpdated({ ...hint, object_id, object_type: text(object.object_type) ?? "", is_active: update.is_active }) };
		}
		case "location.status.updated": {
			const { status, paused_until } = object;
			if (status !== "active" && status !== "inactive") return { effect: "none", note: 'object.status must be "active" or "inactive"' };
			return { effect: await deps.onLocationStatus({ ...hint, status, paused_until: typeof paused_until === "number" ? paused_until : null }) };
		}
		case "order.status.updated": {
			const pos_order_id = text(object.provider_id);
			const status = text(object.status);
			if (pos_order_id === undefined || status === undefined) return { effect: "none", note: "object.provider_id and object.status are needed" };
			return { effect: await deps.onOrderStatus({ ...hint, pos_order_id, status }) };
		}
		default:
			return { effect: "none", note: `the type ${JSON.stringify(type)} is not known here` };
	}
}

/** `type`/`object`, or for order statuses the older `event`/`data.order` (contract.md F-1). */
function unwrap(body: Record<string, unknown>): { type: string; object: Record<string, unknown> } {
	if (typeof body.type === "string") return { type: body.type, object: isRecord(body.object) ? body.object : {} };
	const older = isRecord(body.data) && isRecord(body.data.order) ? body.data.order : undefined;
	if (body.event === "order.status.updated" && older !== undefined) return { type: "order.status.updated", object: older };
	return { type: typeof body.event === "string" ? body.event : "", object: {} };
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
	return typeof value === "string" && value !== "" ? value : undefined;
}
