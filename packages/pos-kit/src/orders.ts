import {
	compile,
	type OrderUpdatedData,
	type PosValidation,
	type PosValidationLists,
	type ReceivedOrderEventData,
	ReceivedPosOrderEvent,
} from "@ticketrail/contract";
import type { AnswerLedger } from "./answer-ledger.ts";
import { type BearerSettings, requireBearer } from "./bearer.ts";
import { type Endpoint, type EndpointReply, failure, jsonReply, parseJson } from "./call.ts";
import type { Account } from "./grants.ts";
import { describe } from "./token.ts";

/** The POS's word on a new order: taken as this ticket, or refused with reasons that the hub can pass on (B.6). */
export type OrderDecision =
	| { kind: "accepted"; provider_id: string; prep_time_minutes?: number; async_acceptance?: boolean }
	| { kind: "refused"; posValidation: PosValidationLists };

/** What a POS does with orders. Throwing means "could not tell": the hub gets 500 and the key stays unused. */
export interface OrderDesk {
	/** Called once per idempotency key, however often the hub sends the order. */
	place(order: ReceivedOrderEventData, account: Account): OrderDecision | Promise<OrderDecision>;
	/** A status from the channel or a courier (B.5.4). False when the POS has no such order. */
	update(update: OrderUpdatedData, account: Account): boolean | Promise<boolean>;
	/** The channel took the order back (B.5.5). False when the POS has no such order. Repeats must be harmless. */
	cancel(order: { provider_id: string; location_id: string }, account: Account): boolean | Promise<boolean>;
}

export interface OrdersSettings extends BearerSettings {
	desk: OrderDesk;
	ledger: AnswerLedger;
}

/** Marks an answer that was given before, so that a person reading a log need not wonder. */
const IS_REPLAY = { "idempotent-replayed": "true" };

/**
 * The order event endpoint (contract.md B.5): 201 with the ticket, 400 with `posValidation`, and the same answer again
 * for the same `idempotency_key`. An event type that is newer than this kit is taken and ignored, never refused.
 */
export function createOrders(settings: OrdersSettings): Endpoint {
	const { desk, ledger } = settings;
	// Statuses that are newer than this kit are let through: the contract's lists may grow (F.1.1).
	const read = compile(ReceivedPosOrderEvent, { open_enums: true });

	async function place(order: ReceivedOrderEventData, account: Account): Promise<EndpointReply> {
		const { reply, is_replay } = await ledger.once(`${account.id} ${order.idempotency_key}`, async () => {
			const decision = await desk.place(order, account);
			if (decision.kind === "refused") return jsonReply(400, { posValidation: decision.posValidation });
			const { kind: _, ...ticket } = decision;
			return jsonReply(201, { order: ticket });
		});
		return is_replay ? { ...reply, headers: IS_REPLAY } : reply;
	}

	return requireBearer(settings, async ({ raw_body }, account) => {
		const body = parseJson(raw_body);
		const type = typeof body === "object" && body !== null && "type" in body ? body.type : undefined;
		if (typeof type !== "string") return failure(400, "the body must be a JSON object with type and object");
		if (!KNOWN_TYPES.has(type)) return jsonReply(200, {});
		const event = read(body);
		if (!event.ok) {
			const reason = describe(event.problems);
			return type === "order.created" ? jsonReply(400, malformed(reason)) : failure(400, reason);
		}
		const { value } = event;
		if (value.type === "order.created") return place(value.object, account);
		if (value.type === "order.updated") return found(await desk.update(value.object, account));
		// The guide names provider_id, a live POS reads order_id, hubs send both (contract.md F-5).
		const { provider_id = value.object.order_id, location_id } = value.object;
		if (provider_id === undefined) return failure(400, "object: provider_id is missing");
		return found(await desk.cancel({ provider_id, location_id }, account));
	});
}

const KNOWN_TYPES = new Set<string>(["order.created", "order.updated", "order.canceled"]);

function found(is_known: boolean): EndpointReply {
	return is_known ? jsonReply(200, {}) : failure(404, "there is no such order");
}

function malformed(reason: string): PosValidation {
	return { posValidation: { orderValidation: [{ order_error: "other", order_error_reason: `malformed: ${reason}` }] } };
}
