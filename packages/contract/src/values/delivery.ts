/** Progress of a courier, contract.md E.6. Independent of the order status. */
export const DELIVERY_STATUSES = [
	"pending",
	"pending_driver_confirmation",
	"enroute_to_pickup",
	"arrived_at_pickup",
	"enroute_to_dropoff",
	"arrived_at_dropoff",
	"completed",
	"failed_to_assign_driver",
	"failed_to_pickup",
	"failed_to_deliver",
	"failed",
	"merchant_canceled",
	"enroute_to_return",
	"arrived_at_return",
	"returned",
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];
