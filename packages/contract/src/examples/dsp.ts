import type { ConnectionReply, ConnectionRequest } from "../dsp/connection.ts";
import type { OrderAccept, OrderCancel, OrderFail, OrderStatusChange } from "../dsp/event-order.ts";
import type { LocationPause, LocationPublish, LocationResume, LocationUpdate } from "../dsp/event-store.ts";
import type { DspLocationsReply } from "../dsp/location.ts";
import type {
	CancelOrder,
	DeliveryStatusUpdate,
	DspOrderSubmission,
	NewOrder,
	StoreStatusUpdate,
} from "../dsp/order-submission.ts";
import type { DspCodeExchange, DspRefresh, DspTokenReply } from "../dsp/token.ts";

export const dsp_code_exchange: DspCodeExchange = {
	grant_type: "authorization_code",
	client_id: "hub",
	client_secret: "hub-secret",
	code: "code-2",
};
export const dsp_refresh: DspRefresh = {
	grant_type: "refresh_token",
	client_id: "hub",
	client_secret: "hub-secret",
	refresh_token: "dsp-rt-1",
};
export const dsp_token_reply: DspTokenReply = {
	access_token: "dsp-at-1",
	refresh_token: "dsp-rt-1",
	expire_time: 1_760_003_600_000,
	id: "account-3",
};
export const dsp_locations_reply: DspLocationsReply = {
	locations: [
		{
			provider_id: "dsp-loc-3",
			name: "Harbor Tea House (Pier 7)",
			address: {
				address_line_1: "1200 Harbor Avenue",
				city: "Seattle",
				state: "WA",
				postal_code: "98101",
				country: "USA",
			},
		},
	],
};
export const connection_request: ConnectionRequest = { location_id: "dsp-loc-3" };
export const connection_reply: ConnectionReply = { connected: true, location_id: "dsp-loc-3" };

/** A new order in the strict form, contract.md I.3. */
export const dsp_new_order_strict: NewOrder = {
	type: "new_order",
	location_id: "dsp-loc-3",
	order: {
		id: "o-1",
		customer_facing_id: "#1",
		fulfillment_type: "pickup",
		customers: [{ id: "c1", name: "Ana Lopez", email: "ana@example.test", phone: "+12065550100" }],
		items: [
			{
				id: "st-var-1",
				item_id: "st-fam-1",
				name: "Large tea",
				price: 450,
				currency: "usd",
				quantity: 1,
				modifiers: [],
			},
		],
		subtotal: 450,
		tax: 45,
		tax_withheld: 0,
	},
};
/** A new order as live DSPs send it, contract.md I.3, C.5.2. */
export const dsp_new_order_lenient: DspOrderSubmission = {
	type: "new_order",
	location_id: "dsp-loc-3",
	order: {
		id: "o-2",
		customer_facing_id: "",
		fulfillment_type: "pickup",
		customer: { name: "Ana Lopez", email: "ana@example.test", phone: "+12065550100" },
		items: [
			{
				id: "st-var-1",
				item_id: "st-fam-1",
				category_id: "st-cat-1",
				name: "Large tea",
				price: 450,
				currency: "usd",
				quantity: 1,
				modifiers: [
					{
						id: "st-mod-1",
						modifier_group_id: "st-grp-1",
						name: "Oat milk",
						quantity: 1,
						price: 75,
						currency: "usd",
					},
				],
			},
		],
		subtotal: 525,
		tax: 53,
		service_charge: 40,
		discounts: [],
	},
};
export const dsp_cancel_order: CancelOrder = {
	type: "cancel_order",
	location_id: "dsp-loc-3",
	order_id: "o-1",
	cancel_reason: "customer_changed_mind",
	cancel_source: "customer",
};
export const dsp_store_status_update: StoreStatusUpdate = {
	type: "store_status_update",
	location_id: "dsp-loc-3",
	status_update: { status: "paused", start_time: 1_760_000_000_000, end_time: 1_760_003_600_000 },
};
export const dsp_delivery_status_update: DeliveryStatusUpdate = {
	type: "delivery_status_update",
	location_id: "dsp-loc-3",
	order_id: "o-1",
	delivery_status: "arrived_at_pickup",
	driver_details: {
		name: "Ben Carter",
		source: "quickbites",
		phone: { number: "+12065550123" },
		vehicle_info: { color: "blue", make: "Honda", model: "Fit", license_plate: "TEA 700", is_autonomous: false },
		passcode: "4711",
	},
};
export const location_pause: LocationPause = {
	type: "location.pause",
	location_id: "dsp-loc-3",
	until_ms: 1_760_003_600_000,
};
export const location_resume: LocationResume = { type: "location.resume", location_id: "dsp-loc-3" };
export const location_publish: LocationPublish = {
	type: "location.publish",
	location_id: "dsp-loc-3",
	download_url: "https://hub.example.test/menus/m-1",
};
export const location_update: LocationUpdate = {
	type: "location.update",
	location_id: "dsp-loc-3",
	object_updates: {
		items: [{ stream_id: "st-fam-1", is_active: false }],
		variations: [{ stream_id: "st-var-1", is_active: false }],
		modifiers: [],
	},
};
export const order_accept: OrderAccept = {
	type: "location.order.accept",
	location_id: "dsp-loc-3",
	order_id: "o-1",
	estimated_ready_at_ms: 1_760_000_900_000,
};
/** contract.md I.4. */
export const order_fail: OrderFail = {
	type: "location.order.fail",
	location_id: "dsp-loc-3",
	order_id: "o-1",
	failure_reason: "items_unavailable",
	failure_details: { invalid_item_ids: ["st-var-1"], error_message: "Large tea is sold out" },
};
export const order_status_change: OrderStatusChange = {
	type: "location.order.notify_status_change",
	location_id: "dsp-loc-3",
	order_id: "o-1",
	order_status_update: "ready_for_pickup",
};
export const order_cancel: OrderCancel = { type: "location.order.cancel", location_id: "dsp-loc-3", order_id: "o-1" };
