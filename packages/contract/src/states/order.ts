import type { OrderStatus } from "../values/order.ts";

/**
 * What the customer sees of an order, and what may follow, design.md section 5. Only forward moves, steps may be
 * skipped; a late or repeated status is recorded and changes nothing. `failed` is reachable only before the kitchen
 * is done.
 */
export const ORDER_TRANSITIONS = {
	scheduled: ["in_progress", "failed", "merchant_canceled", "dsp_canceled"],
	in_progress: ["ready_for_pickup", "out_for_delivery", "completed", "failed", "merchant_canceled", "dsp_canceled"],
	ready_for_pickup: ["out_for_delivery", "completed", "merchant_canceled", "dsp_canceled"],
	out_for_delivery: ["completed", "merchant_canceled", "dsp_canceled"],
	completed: [],
	failed: [],
	merchant_canceled: [],
	dsp_canceled: [],
} as const satisfies Record<OrderStatus, readonly OrderStatus[]>;
