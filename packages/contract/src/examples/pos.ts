import type { PosLocationsReply } from "../pos/location.ts";
import type { OrderCanceled } from "../pos/order-canceled.ts";
import type { OrderCreated } from "../pos/order-created.ts";
import type { PosOrderReply } from "../pos/order-reply.ts";
import type { OrderUpdated } from "../pos/order-updated.ts";
import type { PosCodeExchange, PosRefresh, PosTokenReply } from "../pos/token.ts";
import type { PosValidation } from "../pos/validation.ts";

export const pos_code_exchange: PosCodeExchange = {
	grant_type: "authorization_code",
	client_id: "hub",
	client_secret: "hub-secret",
	code: "code-1",
	redirect_uri: "https://partner.example.test/connected",
};
export const pos_refresh: PosRefresh = {
	grant_type: "refresh_token",
	client_id: "hub",
	client_secret: "hub-secret",
	refresh_token: "pos-rt-1",
};
export const pos_token_reply: PosTokenReply = {
	access_token: "pos-at-1",
	refresh_token: "pos-rt-1",
	expire_time: 1_760_003_600_000,
	id: "merchant-7",
	sso_details: { email: "ana@example.test", full_name: "Ana Lopez", phone_number: "+12065550100" },
};
export const pos_locations_reply: PosLocationsReply = {
	locations: [
		{
			provider_id: "pos-loc-7",
			name: "Harbor Tea House, Pier 7",
			address: {
				address_line_1: "1200 Harbor Ave",
				address_line_2: "",
				city: "Seattle",
				state: "WA",
				postal_code: "98101",
				country: "US",
			},
			timezone: "America/Los_Angeles",
			prep_time_minutes: 12,
		},
	],
};
export const order_created: OrderCreated = {
	type: "order.created",
	object: {
		idempotency_key: "doordash_7001_1760000000000",
		location_id: "pos-loc-7",
		source: "doordash",
		brand: "doordash",
		dsp_order_id: "dd-7001",
		dsp_order_number: "A17",
		source_order_id: "dd-7001",
		fulfillment_type: "pickup",
		placed_at: 1_760_000_000_000,
		is_future_order: false,
		customers: [{ id: "c1", name: "Ana Lopez", phone: "+12065550100" }],
		customer_name: "Ana Lopez",
		customer_phone: "+12065550100",
		line_items: [
			{
				provider_id: "tea-large",
				name: "Large tea",
				quantity: 2,
				price_amount: 450,
				price_currency: "usd",
				modifiers: [
					{
						provider_id: "oat",
						name: "Oat milk",
						quantity: 1,
						price_amount: 75,
						price_currency: "usd",
						modifiers: [],
					},
				],
			},
		],
		discounts: [],
		subtotal: 1050,
		tax: 105,
		tax_withheld_by_dsp: 0,
	},
};
export const order_updated: OrderUpdated = {
	type: "order.updated",
	object: {
		location_id: "pos-loc-7",
		order_id: "ticket-311",
		status: "out_for_delivery",
		delivery_status: "enroute_to_dropoff",
		driver_details: {
			source: "doordash",
			name: "Ben Carter",
			phone: { number: "+12065550123" },
			vehicle_info: { make: "Honda", model: "Fit", color: "blue", license_plate: "TEA 700" },
		},
	},
};
export const order_canceled: OrderCanceled = {
	type: "order.canceled",
	object: { location_id: "pos-loc-7", provider_id: "ticket-311", order_id: "ticket-311" },
};
export const pos_order_accepted: PosOrderReply = { order: { provider_id: "ticket-311", prep_time_minutes: 15 } };
export const pos_order_pending: PosOrderReply = { order: { provider_id: "ticket-312", async_acceptance: true } };
export const pos_validation: PosValidation = {
	posValidation: { stockValidation: [{ type: "item", provider_id: "tea-large", quantity: 0 }] },
};
export const pos_validation_totals: PosValidation = {
	posValidation: {
		orderTotalsValidation: [{ posTotal: 1155, streamTotal: 1050 }],
		orderValidation: [{ order_error: "invalid_cart", order_error_reason: "The totals do not match" }],
	},
};
