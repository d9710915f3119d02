import type {
	EventDriverStatusUpdated,
	EventOrderCanceled,
	EventOrderConfirmed,
	EventOrderUpdated,
} from "../events/handler.ts";
import type { OrderAssignDriver } from "../events/webhook.ts";

const where = { location_id: "0199d3a0-0000-7000-8000-000000000004", reference_id: "store-7" };
const ORDER = "0199d3a0-0000-7000-8000-00000000000a";

export const event_order_confirmed: EventOrderConfirmed = {
	type: "order.confirmed",
	...where,
	order: {
		id: ORDER,
		source: "quickbites",
		dsp_order_id: "o-1",
		dsp_order_number: "#1",
		customer: { name: "Ana Lopez", phone: "+12065550100" },
		currency: "usd",
		delivery_address: {
			address_line_1: "5 Pine St",
			city: "Seattle",
			state: "WA",
			postal_code: "98101",
			country: "US",
		},
		estimated_fulfillment_time: 1_760_000_900_000,
		fulfillment_type: "merchant_managed_delivery",
		status: "in_progress",
		subtotal: 1050,
		tax: 105,
		driver_tip: 100,
		delivery_fee: 350,
		delivery_fee_tax: 0,
		total: 1605,
		items: [
			{
				name: "Large tea",
				quantity: 2,
				price: 450,
				modifiers: [{ name: "Oat milk", quantity: 1, price: 75 }],
			},
		],
	},
};
export const event_order_updated: EventOrderUpdated = {
	type: "order.updated",
	...where,
	order: { id: ORDER, status: "ready_for_pickup" },
};
export const event_order_canceled: EventOrderCanceled = {
	type: "order.canceled",
	...where,
	order: { id: ORDER, status: "merchant_canceled" },
};
export const event_driver_status_updated: EventDriverStatusUpdated = {
	type: "driver.status_updated",
	...where,
	order: { id: ORDER, dsp_order_id: "o-1", status: "out_for_delivery", delivery_status: "enroute_to_pickup" },
};
export const order_assign_driver: OrderAssignDriver = {
	type: "order.assign.driver",
	object: {
		order_id: ORDER,
		driver_details: { name: "Ben Carter", source: "fleet", phone: { number: "+12065550123" } },
		delivery_status: "pending_driver_confirmation",
	},
};
