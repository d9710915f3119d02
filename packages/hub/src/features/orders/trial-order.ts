import type { DspOrder, TestOrderReply } from "@ticketrail/contract";
import type { Static } from "typebox";
import type { Clock } from "../../base/clock.ts";
import { HubError } from "../../base/error.ts";
import { newId } from "../../base/id.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { OrderVerdict } from "../../clients/pos-verdict.ts";
import type { Provider } from "../../clients/provider.ts";
import { attemptRow, deliveryRow } from "../../delivery/index.ts";
import type { Database } from "../../storage/database.ts";
import { insertAttempts } from "../../storage/tables/attempt.ts";
import { insertAudit } from "../../storage/tables/audit.ts";
import { findCheapItem } from "../../storage/tables/catalog-item.ts";
import { changeDeliveries, insertDeliveries } from "../../storage/tables/delivery.ts";
import { findStoreRoutes } from "../../storage/tables/dsp-store-route.ts";
import type { InjectionRow } from "../../storage/tables/order.ts";
import type { FindSellable } from "./look-up.ts";
import { prepareOrder } from "./prepare.ts";

/** What a test order needs. */
export interface TestOrderDeps {
	db: Database;
	clock: Clock;
	getProvider: (slug: string) => Promise<Provider | undefined>;
	findSellable: FindSellable;
	sendToPos: (
		order: { org_id: string; pos_integration_id: string },
		provider: Provider,
		body: string,
		key: string,
	) => Promise<Outcome>;
	readVerdict: (sent: Outcome) => OrderVerdict;
}

/** The words that everybody in the kitchen sees. */
const MARK = "TEST ORDER - do not prepare";

/**
 * Send one cheap item through a store's link to its POS, marked as a test wherever a name may stand (product.md 4.5, rule 8). Its
 * DSP hears nothing of it; it is kept as a message with its attempt, not as an order. It is sent once: a POS that does not answer
 * may have it. Errors: `link_not_found`, `catalog_not_synced`, `onboarding_not_active`.
 */
export async function sendTestOrder(
	deps: TestOrderDeps,
	store: { org_id: string; slug: string; dsp_location_id: string; link_id: string },
	actor: string,
): Promise<Static<typeof TestOrderReply>> {
	const { db, clock } = deps;
	const { org_id, slug, dsp_location_id } = store;
	const [route] = await findStoreRoutes(db, [{ slug, dsp_location_id }]);
	if (route?.org_id !== org_id || route.location === null || route.location_id === null)
		throw new HubError("link_not_found");
	const { location, location_id } = route;
	const provider = await deps.getProvider(location.pos_slug);
	if (provider === undefined) throw new HubError("onboarding_not_active", { detail: "Its POS is not registered." });
	const item = await findCheapItem(db, org_id, location_id);
	if (item === undefined)
		throw new HubError("catalog_not_synced", { detail: "There is nothing on its menu to order." });
	const catalog = await deps.findSellable(org_id, location_id, slug, [item.stream_id]);
	const now = clock.now();
	const submitted = testOrder(item, newId());
	const order = pretendedRow({ ...route, location }, submitted, now);
	const prepared = prepareOrder({ order, submitted, provider, catalog, markup_name: undefined, now });
	if ("refusal" in prepared) return { outcome: "refused", message: prepared.refusal.error_message };
	const row = deliveryRow(
		{
			...{ org_id, integration_id: location.pos_integration_id, slug: provider.slug, type: "order.created" },
			body: prepared.body,
		},
		now,
	);
	const { delivery_id } = row;
	const audit = { org_id, audit_id: newId(), actor, action: "link.tested", subject: store.link_id, at: now };
	await db.transaction(async (tx) => {
		await insertDeliveries(tx, [{ ...row, state: "unconfirmed", attempts: 1 }]);
		await insertAudit(tx, { ...audit, detail: { delivery_id } });
	});
	const sent = await deps.sendToPos(
		{ org_id, pos_integration_id: location.pos_integration_id },
		provider,
		prepared.body,
		delivery_id,
	);
	const verdict = deps.readVerdict(sent);
	const told = describe(verdict);
	await db.transaction(async (tx) => {
		await insertAttempts(tx, [attemptRow(row, 1, sent, clock.now())]);
		const state = told.outcome === "accepted" ? "delivered" : told.outcome === "refused" ? "dead" : "parked";
		const change = { delivery_id, state, reason: told.message ?? null, attempts: 1 };
		await changeDeliveries(tx, org_id, [change], clock.now());
	});
	return { delivery_id, ...told };
}

function describe(verdict: OrderVerdict): Pick<Static<typeof TestOrderReply>, "outcome" | "pos_order_id" | "message"> {
	switch (verdict.kind) {
		case "accepted":
			return { outcome: "accepted", pos_order_id: verdict.pos_order_id };
		case "refused":
			return { outcome: "refused", message: verdict.message };
		case "unauthorized":
			return { outcome: "refused", message: "The POS does not accept our token." };
		case "retryable":
			return { outcome: "refused", message: `The POS did not take it: ${verdict.reason}.` };
		default:
			return { outcome: "unknown", message: "The POS did not answer; the order may have reached it." };
	}
}

function testOrder(item: { stream_id: string; name: string; price: number; currency: string }, id: string): DspOrder {
	const { name, price, currency } = item;
	return {
		id: `test-${id}`,
		customer_facing_id: "TEST",
		customers: [{ id: "test", name: MARK, email: "", phone: "" }],
		fulfillment_type: "pickup",
		items: [{ id: item.stream_id, name, price, currency, quantity: 1, modifiers: [], special_instructions: MARK }],
		...{ subtotal: price, tax: 0, tax_withheld: 0, special_instructions: MARK },
	};
}

type Route = Awaited<ReturnType<typeof findStoreRoutes>>[number] & { location: object };

/** The order as the injection would read it, if it were one. */
function pretendedRow(route: Route, submitted: DspOrder, now: number): InjectionRow {
	const { org_id, slug, dsp_location_id, integration_id, binding_id, location_id, location } = route;
	return {
		...{ org_id, slug, dsp_location_id, integration_id, binding_id, location_id },
		...{ order_id: newId(), dsp_order_id: submitted.id, state: "in_progress", injection: "received", body: "{}" },
		...{ pos_order_id: null, estimated_ready_at: null, verdict: null, verdict_reason: null },
		...{ received_at: now, deadline_at: now, updated_at: now },
		...(location as NonNullable<Route["location"]>),
		// a paused link is closed to customers: whoever paused it may look whether it works
		...{ link_paused_at: null, link_paused_until: null },
		...{ delivery_id: null, delivery_body: null, delivery_state: null, delivery_attempts: null },
	} as InjectionRow;
}
