import type { DspEvent, DspItem, DspOrder, PosCatalog } from "@ticketrail/contract";
import type { Ticket } from "@ticketrail/reference-pos";
import { expect } from "vitest";
import { subtotalOf } from "./menu.ts";
import type { Exchange } from "./tap.ts";
import { PATIENCE, SECRETS, type Town } from "./town.ts";
import { sendSigned } from "./wire.ts";

/** The body of a request as JSON. */
export const jsonOf = (exchange: Exchange | undefined) => JSON.parse(exchange?.body.toString("utf8") ?? "null");
/** The body of its answer. */
export const replyOf = (exchange: Exchange | undefined) => JSON.parse(exchange?.reply.toString("utf8") ?? "null");

let orders = 0;

/** An order of Ana's for these lines, the sums right. */
export function orderOf(items: DspItem[], more: Partial<DspOrder> = {}): DspOrder {
	const subtotal = subtotalOf(items);
	const id = `order-${++orders}`;
	const customers = [{ id: "1", name: "Ana Lopez", email: "ana@example.test", phone: "+12065550100" }];
	const money = { subtotal, tax: Math.round(subtotal * 0.085), tax_withheld: 0 };
	return { id, customer_facing_id: `S-${orders}`, customers, fulfillment_type: "pickup", items, ...money, ...more };
}

/** What happens at the first store's counter, seen from both ends of the hub. */
export interface Counter {
	/** Send an order from the DSP's store and return the verdict that comes back. */
	place(order: DspOrder): Promise<DspEvent>;
	/** Say something in the POS's name, signed. The answer must be 200 with JSON, whatever it was about. */
	tell(type: string, object: Record<string, unknown>): Promise<void>;
	/** The same with the bytes at hand. */
	post(bytes: string): Promise<void>;
	/** Order events that reached the POS. */
	posEvents(): Exchange[];
	/** Events of a type that reached the DSP for this store, and those about one order. */
	dspEvents(type: DspEvent["type"]): DspEvent[];
	eventsAbout(order: DspOrder): DspEvent[];
	ticketOf(order: DspOrder): Ticket | undefined;
	/** A dish as the POS has it, to be changed there. */
	familyAt(location_id: string, family_id: string): PosCatalog["item_family"][number];
}

/** The counter of store `store_id` in a town that is open for business. */
export function counterOf(town: Town, store_id = "dd-9001"): Counter {
	const allDspEvents = (): DspEvent[] => town.dsp_line.to("POST /stream-dsp/v1/event").map(jsonOf);
	const post = async (bytes: string) => {
		const reply = await sendSigned(`${town.hub.url}/pos/sim-pos/webhook`, SECRETS.pos, bytes);
		expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "application/json; charset=utf-8"]);
		expect(reply.body).toMatchObject({ received: true, effect: expect.stringMatching(/./) });
	};
	return {
		post,
		tell: (type, object) => post(JSON.stringify({ type, object })),
		async place(order) {
			await town.dsp.placeOrder({ location_id: store_id, order });
			return (await town.dsp.waitForVerdict(order.id, PATIENCE.timeout)).event;
		},
		posEvents: () => town.pos_line.to("POST /stream-pos/v1/orders"),
		dspEvents: (type) => allDspEvents().filter((event) => event.type === type && event.location_id === store_id),
		eventsAbout: (order) => allDspEvents().filter((event) => "order_id" in event && event.order_id === order.id),
		ticketOf: (order) => [...town.pos.state.tickets.values()].find((ticket) => ticket.order.dsp_order_id === order.id),
		familyAt(location_id, family_id) {
			const families = town.pos.state.kitchens.get(location_id)?.catalog.item_family ?? [];
			const family = families.find(({ provider_id }) => provider_id === family_id);
			if (family === undefined) throw new Error(`there is no ${family_id} at ${location_id}`);
			return family;
		},
	};
}
