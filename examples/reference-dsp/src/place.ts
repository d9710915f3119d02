import { randomInt, randomUUID } from "node:crypto";
import type { DspCustomer, DspOrder, StrictDspSubmission } from "@ticketrail/contract";
import type { OrderBook, OrderRecord } from "./order-book.ts";
import { type PricedLine, priceLine, totalsOf } from "./pricing.ts";
import { type Selection, simplestSelection } from "./selection.ts";
import type { Store, Stores } from "./stores.ts";
import type { Submission } from "./submit.ts";

/** What to order. Everything may be left out: then the simplest thing of the first open store is ordered. */
export interface PlaceRequest {
	location_id?: string;
	selections?: readonly Selection[];
	customer?: Omit<DspCustomer, "id">;
	fulfillment_type?: string;
	special_instructions?: string;
	/** The DSP's id for the order; made up unless given. */
	order_id?: string;
	/** Send exactly this instead of building an order from the menu. */
	order?: DspOrder;
}

export type Placed =
	| { kind: "sent"; order_id: string; location_id: string; submission: Submission }
	| { kind: "not_orderable"; problem: string };

export interface PlaceSettings {
	stores: Stores;
	orders: OrderBook;
	send: (message: StrictDspSubmission) => Promise<Submission>;
	now: () => number;
}

export const SAMPLE_CUSTOMER: Omit<DspCustomer, "id"> = {
	name: "Ana Lopez",
	email: "ana@example.test",
	phone: "+12065550100",
};

/** Build an order from the store's menu, remember it, and send it to the hub. Resolves when the hub has answered. */
export async function place(settings: PlaceSettings, request: PlaceRequest): Promise<Placed> {
	const { stores, orders, now } = settings;
	const store = request.location_id
		? stores.get(request.location_id)
		: [...stores.values()].find(({ menu, paused_until }) => menu && paused_until <= now());
	if (!store) return { kind: "not_orderable", problem: "There is no such store, or none with a menu." };
	const built = request.order ? { ok: true as const, order: request.order } : buildOrder(store, request);
	if (!built.ok) return { kind: "not_orderable", problem: built.problem };

	const { order } = built;
	const location_id = store.location.provider_id;
	const record = orders.recordOf(order.id, location_id);
	record.order = order;
	record.placed_at = now();
	const submission = await settings.send({ type: "new_order", location_id, order });
	record.submission = submission;
	record.version++;
	return { kind: "sent", order_id: order.id, location_id, submission };
}

/** Take an order back for the customer (contract.md C.5.3). */
export async function cancel(settings: PlaceSettings, record: OrderRecord): Promise<Submission> {
	const { order_id, location_id } = record;
	const submission = await settings.send({
		type: "cancel_order",
		location_id,
		order_id,
		cancel_reason: "customer_changed_mind",
		cancel_source: "customer",
	});
	if (submission.kind === "taken") record.cancelled_by ??= "customer";
	record.version++;
	return submission;
}

function buildOrder(
	store: Store,
	request: PlaceRequest,
): { ok: true; order: DspOrder } | { ok: false; problem: string } {
	const { menu } = store;
	if (!menu) return { ok: false, problem: "This store has no menu yet." };
	const simplest = simplestSelection(menu);
	const selections = request.selections ?? (simplest ? [simplest] : []);
	if (selections.length === 0) return { ok: false, problem: "There is nothing in the basket." };
	const lines: PricedLine[] = [];
	for (const selection of selections) {
		const priced = priceLine(menu, selection);
		if (!priced.ok) return priced;
		lines.push(priced.line);
	}
	const { subtotal, tax } = totalsOf(menu, lines);
	const order: DspOrder = {
		id: request.order_id ?? `bsk-${randomUUID()}`,
		customer_facing_id: `B-${randomInt(1000, 10_000)}`,
		customers: [{ id: "1", ...(request.customer ?? SAMPLE_CUSTOMER) }],
		fulfillment_type: request.fulfillment_type ?? "pickup",
		items: lines.map(({ item }) => item),
		subtotal,
		tax,
		tax_withheld: 0,
		is_future_order: false,
		should_include_utensils: true,
		...(request.special_instructions ? { special_instructions: request.special_instructions } : {}),
	};
	return { ok: true, order };
}
