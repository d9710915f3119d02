import type {
	InStoreOrderCreated,
	LocationCatalogObjectUpdated,
	LocationCatalogUpdated,
	LocationStatusUpdated,
	OrderAccepted,
	OrderRejected,
	OrderStatusUpdated,
} from "../pos/webhook.ts";

export const location_catalog_updated: LocationCatalogUpdated = {
	type: "location.catalog.updated",
	object: { location_id: "pos-loc-7" },
};
export const location_catalog_object_updated: LocationCatalogObjectUpdated = {
	type: "location.catalog.object.updated",
	object: {
		location_id: "pos-loc-7",
		object_id: "scone_item",
		object_type: "item_family",
		object_update: { is_active: false },
	},
};
export const location_status_updated: LocationStatusUpdated = {
	type: "location.status.updated",
	object: { location_id: "pos-loc-7", status: "inactive", paused_until: 1_760_003_600_000 },
};
export const order_status_updated: OrderStatusUpdated = {
	type: "order.status.updated",
	object: { location_id: "pos-loc-7", provider_id: "ticket-311", status: "ready_for_pickup" },
};
export const order_accepted: OrderAccepted = {
	type: "order.accepted",
	object: { location_id: "pos-loc-7", provider_id: "ticket-312", prep_time_minutes: 20 },
};
export const order_rejected: OrderRejected = {
	type: "order.rejected",
	object: {
		location_id: "pos-loc-7",
		provider_id: "ticket-312",
		posValidation: { orderValidation: [{ order_error: "store_unavailable", order_error_reason: "Closing now" }] },
	},
};
export const in_store_order_created: InStoreOrderCreated = {
	type: "order.created",
	object: {
		idempotency_key: "phone-88_1760000000",
		source_order_id: "phone-88",
		location_id: "pos-loc-7",
		source: "phone",
		brand: "harbor",
		fulfillment_type: "merchant_managed_delivery",
		customers: [{ id: "c1", name: "Ana Lopez", phone: "+12065550100", email: "ana@example.test" }],
		delivery_address: { street: "5 Pine St", city: "Seattle", state: "WA", postal_code: "98101", country: "US" },
		line_items: [
			{
				provider_id: "tea-large",
				name: "Large tea",
				quantity: 2,
				price_amount: 450,
				price_currency: "usd",
				customer_id: "c1",
				modifiers: [
					{ provider_id: "oat", name: "Oat milk", quantity: 1, price_amount: 75, price_currency: "usd", modifiers: [] },
				],
			},
		],
		placed_at: 1_760_000_000_000,
		is_future_order: false,
		subtotal: 1050,
		tax: 105,
		tax_withheld_by_dsp: 0,
		special_instructions: "Ring twice",
		should_include_utensils: false,
	},
};
/** The same order in the older envelope and format, contract.md B.8. */
export const in_store_order_older = {
	event: "order.created",
	data: {
		order: {
			provider_id: "phone-88",
			location_id: "pos-loc-7",
			fulfillment_type: "merchant_managed_delivery",
			customer: { name: "Ana Lopez", phone: "+12065550100", email: "ana@example.test" },
			delivery_address: { street: "5 Pine St", city: "Seattle", state: "WA", zip: "98101", country: "US" },
			line_items: [
				{
					name: "Large tea",
					quantity: 2,
					price_amount: 450,
					price_currency: "usd",
					provider_id: "tea-large",
					modifiers: [{ name: "Oat milk", price_amount: 75, price_currency: "usd", provider_id: "oat" }],
				},
			],
			subtotal_amount: 1050,
			tax_amount: 105,
			total_amount: 1155,
			currency: "usd",
			notes: "Ring twice",
		},
	},
};
