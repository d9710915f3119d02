import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { examples } from "../examples/all.ts";
import { normalizePosWebhook } from "./pos-webhook.ts";

describe("a webhook of a POS", () => {
	test.each([
		examples.location_catalog_updated,
		examples.location_catalog_object_updated,
		examples.location_status_updated,
		examples.order_status_updated,
		examples.order_accepted,
		examples.order_rejected,
		examples.in_store_order_created,
	])("$type is known", (webhook) => {
		expect(normalizePosWebhook(webhook)).toEqual({ kind: "known", webhook });
	});

	// covers: F.1.1
	test("of a type of the future is unknown, not an error", () => {
		const webhook = { type: "location.moved", object: { location_id: "pos-loc-7" } };
		expect(normalizePosWebhook(webhook)).toEqual({ kind: "unknown", ...webhook });
	});

	test("with an unknown object type or status is still known", () => {
		const { object } = examples.location_catalog_object_updated;
		const update = { ...examples.location_catalog_object_updated, object: { ...object, object_type: "bundle" } };
		expect(normalizePosWebhook(update).kind).toBe("known");
	});

	test("that lacks its location names the field", () => {
		expect(normalizePosWebhook({ type: "location.catalog.updated", object: {} })).toEqual({
			kind: "invalid",
			type: "location.catalog.updated",
			problems: [{ path: "/object/location_id", message: "is missing" }],
		});
	});

	test("with a pause that has no end may send null for it", () => {
		const { object } = examples.location_status_updated;
		const raw = { type: "location.status.updated", object: { ...object, paused_until: null } };
		const message = normalizePosWebhook(raw);
		expect(message.kind === "known" && message.webhook.object).toEqual({
			location_id: "pos-loc-7",
			status: "inactive",
		});
	});

	test("never makes the reader throw", () => {
		fc.assert(
			fc.property(fc.anything(), (raw) => {
				expect(["known", "unknown", "invalid"]).toContain(normalizePosWebhook(raw).kind);
			}),
		);
	});
});

describe("the older envelope", () => {
	// covers: B.8 older, F-1
	test("of an in-store order becomes the current one", () => {
		expect(normalizePosWebhook(examples.in_store_order_older)).toEqual({
			kind: "known",
			webhook: {
				type: "order.created",
				object: {
					source_order_id: "phone-88",
					location_id: "pos-loc-7",
					fulfillment_type: "merchant_managed_delivery",
					customers: [{ id: "1", name: "Ana Lopez", phone: "+12065550100", email: "ana@example.test" }],
					delivery_address: { street: "5 Pine St", city: "Seattle", state: "WA", postal_code: "98101", country: "US" },
					line_items: examples.in_store_order_older.data.order.line_items,
					subtotal: 1050,
					tax: 105,
					total_amount: 1155,
					currency: "usd",
					special_instructions: "Ring twice",
				},
			},
		});
	});

	test("of an order status becomes the current one", () => {
		const raw = {
			event: "order.status.updated",
			data: { location_id: "pos-loc-7", order: { provider_id: "ticket-311", status: "completed" } },
		};
		expect(normalizePosWebhook(raw)).toMatchObject({
			kind: "known",
			webhook: { type: "order.status.updated", object: { location_id: "pos-loc-7", provider_id: "ticket-311" } },
		});
	});

	// covers: F-1
	test("is accepted for those two only", () => {
		const raw = { event: "location.catalog.updated", data: { order: { location_id: "pos-loc-7" } } };
		expect(normalizePosWebhook(raw).kind).toBe("invalid");
	});

	test("with an order that lacks its totals names the field", () => {
		const { subtotal_amount: _, ...order } = examples.in_store_order_older.data.order;
		expect(normalizePosWebhook({ event: "order.created", data: { order } })).toMatchObject({
			kind: "invalid",
			problems: [{ path: "/object/subtotal_amount", message: "is missing" }],
		});
	});
});
