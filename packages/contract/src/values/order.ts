/** Order statuses, contract.md E.5. `scheduled` comes only from a DSP. */
export const ORDER_STATUSES = [
	"scheduled",
	"in_progress",
	"ready_for_pickup",
	"out_for_delivery",
	"completed",
	"failed",
	"merchant_canceled",
	"dsp_canceled",
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** The two changes that `location.order.notify_status_change` can tell a DSP, contract.md C.3, F-20. */
export const DSP_ORDER_STATUS_UPDATES = ["ready_for_pickup", "completed"] as const;
export type DspOrderStatusUpdate = (typeof DSP_ORDER_STATUS_UPDATES)[number];

/** How an order reaches the customer, contract.md E.4. */
export const FULFILLMENT_TYPES = [
	"delivery",
	"merchant_managed_delivery",
	"stream_managed_delivery",
	"pickup",
	"curbside",
	"drive_thru",
	"dine_in",
	"kiosk",
] as const;
export type FulfillmentType = (typeof FULFILLMENT_TYPES)[number];

/** Why an order could not be put into the POS, as told to the DSP, contract.md E.8. */
export const FAILURE_REASONS = [
	"restaurant_not_accepting_orders",
	"location_not_found",
	"pos_missing_items",
	"items_unavailable",
	"order_validation_error",
	"unknown",
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** Known `order_error` codes of a POS refusal, contract.md B.6. The published list was cut off: the field is open. */
export const POS_ORDER_ERRORS = [
	"invalid_cart",
	"pos_offline",
	"store_unavailable",
	"other",
	"confirmation_timeout",
] as const;
export type PosOrderError = (typeof POS_ORDER_ERRORS)[number];

/** What a `stockValidation` entry is about, contract.md B.6. */
export const STOCK_VALIDATION_TYPES = ["item", "modifier"] as const;
export type StockValidationType = (typeof STOCK_VALIDATION_TYPES)[number];

/** Known reasons of a DSP's cancellation, contract.md E.9. Free text is allowed too: the field is open. */
export const CANCEL_REASONS = [
	"customer_requested",
	"customer_no_show",
	"customer_changed_mind",
	"merchant_requested",
	"item_out_of_stock",
	"store_closed",
	"kitchen_too_busy",
	"menu_issue",
	"driver_unavailable",
	"delivery_address_issue",
	"delivery_failed",
	"pos_rejected",
	"pos_error",
	"payment_failed",
	"duplicate_order",
	"order_validation_failed",
	"fraud_suspected",
	"weather_conditions",
	"other",
	"unknown",
	"reason_not_provided",
] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

/** Who cancelled, contract.md E.9. */
export const CANCEL_SOURCES = ["customer", "restaurant", "driver", "dsp", "stream", "unknown"] as const;
export type CancelSource = (typeof CANCEL_SOURCES)[number];
