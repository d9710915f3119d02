import type { DspEvent } from "@ticketrail/contract";
import type { NewDelivery } from "../../delivery/index.ts";
import type { OrderRow } from "../../storage/tables/order.ts";
import type { Refusal } from "./check-items.ts";
import type { OrderState } from "./states.ts";

type OfDsp = Pick<OrderRow, "org_id" | "order_id" | "integration_id" | "slug" | "dsp_location_id" | "dsp_order_id">;

/** The restaurant calls an order off before its DSP has a verdict (contract.md E.8). */
export const REFUSED_BY_RESTAURANT: Refusal = {
	failure_reason: "restaurant_not_accepting_orders",
	invalid_item_ids: [],
	error_message: "The restaurant refused the order",
};

/** `location.order.accept`: the order is in the POS (contract.md C.3). `estimated_ready_at_ms` epoch ms. */
export function acceptEvent(order: OfDsp, estimated_ready_at_ms: number | undefined): NewDelivery {
	return message(order, {
		type: "location.order.accept",
		location_id: order.dsp_location_id,
		order_id: order.dsp_order_id,
		...(estimated_ready_at_ms === undefined ? {} : { estimated_ready_at_ms }),
	});
}

/** `location.order.fail` with a reason of E.8 and, where items are at fault, the DSP's own ids. */
export function failEvent(order: OfDsp, failure: Refusal): NewDelivery {
	return message(order, {
		type: "location.order.fail",
		location_id: order.dsp_location_id,
		order_id: order.dsp_order_id,
		failure_reason: failure.failure_reason,
		failure_details: { invalid_item_ids: failure.invalid_item_ids, error_message: failure.error_message },
	});
}

/** `location.order.notify_status_change`: only the two values that the DSP contract has (F-20). */
function statusChangeEvent(order: OfDsp, order_status_update: "ready_for_pickup" | "completed"): NewDelivery {
	return message(order, {
		type: "location.order.notify_status_change",
		location_id: order.dsp_location_id,
		order_id: order.dsp_order_id,
		order_status_update,
	});
}

/** `location.order.cancel`: the merchant cancelled after acceptance (contract.md C.3). */
function cancelEvent(order: OfDsp): NewDelivery {
	return message(order, {
		type: "location.order.cancel",
		location_id: order.dsp_location_id,
		order_id: order.dsp_order_id,
	});
}

/** What the DSP is told of a status: its contract has two values for progress and one for cancellation (F-20). */
export function reportOf(order: OrderRow, to: OrderState): NewDelivery | undefined {
	if (to === "ready_for_pickup" || to === "completed") return statusChangeEvent(order, to);
	if (to !== "merchant_canceled" && to !== "failed") return undefined;
	// a verdict is given once: what was accepted can only be cancelled
	if (order.verdict === "accepted") return cancelEvent(order);
	return failEvent(order, {
		failure_reason: "unknown",
		invalid_item_ids: [],
		error_message: "The restaurant cancelled the order",
	});
}

function message(order: OfDsp, event: DspEvent): NewDelivery {
	return {
		org_id: order.org_id,
		order_id: order.order_id,
		integration_id: order.integration_id,
		slug: order.slug,
		type: event.type,
		body: JSON.stringify(event),
	};
}
