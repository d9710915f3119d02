import { type DspOrder, type LocationOrder, normalizeDspSubmission } from "@ticketrail/contract";
import type { OrderRow } from "../../storage/tables/order.ts";

type Modifier = LocationOrder["items"][number]["modifiers"][number];
type DspModifier = DspOrder["items"][number]["modifiers"][number];

/**
 * An order as event partners get it (contract.md D.2): one customer, no ids on the lines, amounts in minor units, `total` =
 * subtotal + tax + delivery_fee + driver_tip. Undefined for a row whose body is no order.
 */
export function locationOrder(row: OrderRow): LocationOrder | undefined {
	const submission = normalizeDspSubmission(JSON.parse(row.body));
	if (submission.kind !== "new_order") return undefined;
	const { order } = submission;
	const customer = order.customers[0];
	const ready_at = row.estimated_ready_at ?? order.estimated_ready_at_ms;
	return {
		id: row.order_id,
		source: row.slug,
		dsp_order_id: row.dsp_order_id,
		dsp_order_number: order.customer_facing_id || row.dsp_order_id,
		customer: {
			name: customer?.name || "Guest",
			...(customer?.phone && { phone: customer.phone }),
			...(customer?.masked_phone_code && { masked_phone_code: customer.masked_phone_code }),
		},
		currency: order.items[0]?.currency ?? "usd",
		...(order.delivery_address && { delivery_address: order.delivery_address }),
		...(ready_at && { estimated_fulfillment_time: ready_at }),
		fulfillment_type: order.fulfillment_type,
		...(order.fulfillment_instructions && { fulfillment_instructions: order.fulfillment_instructions }),
		...(order.special_instructions && { special_instructions: order.special_instructions }),
		status: row.state as LocationOrder["status"],
		subtotal: order.subtotal,
		tax: order.tax,
		driver_tip: order.driver_tip ?? 0,
		delivery_fee: order.delivery_fee ?? 0,
		delivery_fee_tax: order.delivery_fee_taxes ?? 0,
		total: order.subtotal + order.tax + (order.delivery_fee ?? 0) + (order.driver_tip ?? 0),
		items: order.items.map(({ name, quantity, price, special_instructions, modifiers }) => ({
			name,
			quantity,
			price,
			...(special_instructions && { special_instructions }),
			modifiers: modifiers.flatMap((modifier) => flatten(modifier, 1)),
		})),
		unpaid: order.unpaid ?? false,
	};
}

/** The event has one level of modifiers: what is chosen inside a modifier stands behind it, as often as both say. */
function flatten(modifier: DspModifier, times: number): Modifier[] {
	const quantity = modifier.quantity * times;
	const nested = (modifier.modifiers as DspModifier[]).flatMap((inner) => flatten(inner, quantity));
	return [{ name: modifier.name, quantity, price: modifier.price }, ...nested];
}
