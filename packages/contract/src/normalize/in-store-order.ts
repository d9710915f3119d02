import type { InStoreOrder, OlderInStoreOrder } from "../pos/in-store-order.ts";

/** An in-store order in the older format as the current one, contract.md B.8; the sender's fields keep their values. */
export function normalizeInStoreOrder(older: OlderInStoreOrder): InStoreOrder {
	const { provider_id, customer, items, line_items, subtotal_amount, tax_amount, notes, delivery_address, ...rest } =
		older;
	return {
		...rest,
		source_order_id: provider_id,
		line_items: line_items ?? items ?? [],
		subtotal: subtotal_amount,
		tax: tax_amount,
		...(customer === undefined ? {} : { customers: [{ id: "1", ...customer }] }),
		...(notes === undefined ? {} : { special_instructions: notes }),
		...(delivery_address === undefined ? {} : { delivery_address: currentAddress(delivery_address) }),
	};
}

function currentAddress({ zip, ...address }: NonNullable<InStoreOrder["delivery_address"]>) {
	return { ...address, ...(address.postal_code === undefined && zip !== undefined ? { postal_code: zip } : {}) };
}
