import type { DspOrder } from "@ticketrail/contract";
import type { Provider } from "../../clients/provider.ts";
import type { InjectionRow } from "../../storage/tables/order.ts";
import { type Sellable, storePauseEnd } from "../catalog/index.ts";
import { checkItems, type Refusal } from "./check-items.ts";
import { orderCreated } from "./pos-order.ts";

/** What goes to the POS, or why nothing does. */
export type Prepared = { body: string } | { refusal: Refusal };

export const UNBOUND: Refusal = {
	failure_reason: "location_not_found",
	invalid_item_ids: [],
	error_message: "This store is not linked to a POS location",
};

/** Everything that the hub checks before an order may go to its POS (contract.md B.5, C.7, E.8), and the text that goes. */
export function prepareOrder(input: {
	order: InjectionRow;
	submitted: DspOrder;
	provider: Provider;
	/** by `stream_id`, what the location's catalog says of everything in the order */
	catalog: ReadonlyMap<string, Sellable>;
	/** the channel's name where the POS wants net prices and a line for the markup (contract.md B.5.2) */
	markup_name: string | undefined;
	now: number;
}): Prepared {
	const { order, submitted, provider, catalog, markup_name } = input;
	const refusal = refuseUnchecked(order, submitted, provider, input.now) ?? checkItems(submitted.items, catalog);
	if (refusal !== undefined) return { refusal };
	if (order.pos_location_id === null) return { refusal: UNBOUND };
	const { pos_location_id } = order;
	return { body: JSON.stringify(orderCreated({ ...order, pos_location_id, order: submitted, catalog, markup_name })) };
}

/** What needs no look at the catalog. */
function refuseUnchecked(
	order: InjectionRow,
	submitted: DspOrder,
	provider: Provider,
	now: number,
): Refusal | undefined {
	if (order.location_id === null || order.pos_location_id === null) return UNBOUND;
	if (storePauseEnd(order) > now)
		return {
			failure_reason: "restaurant_not_accepting_orders",
			invalid_item_ids: [],
			error_message: "The store is paused",
		};
	return refuseUnpaid(submitted, provider);
}

/** Every order is paid, but one at the drive-through need not be, where the POS takes that (contract.md C.7, B.5.1). */
function refuseUnpaid(order: DspOrder, provider: Provider): Refusal | undefined {
	if (!order.unpaid) return undefined;
	const refused = { failure_reason: "order_validation_error" as const, invalid_item_ids: [] };
	if (order.fulfillment_type !== "drive_thru")
		return { ...refused, error_message: "Only a drive_thru order may be unpaid" };
	return provider.settings.accepts_unpaid
		? undefined
		: { ...refused, error_message: "This POS does not take unpaid orders" };
}
