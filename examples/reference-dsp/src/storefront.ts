import type { Sessions } from "./accounts.ts";
import type { OrderBook, OrderRecord } from "./order-book.ts";
import { isOwnForm, pageAnswer } from "./pages/html.ts";
import { orderPage } from "./pages/order-page.ts";
import { messagePage, storeListPage } from "./pages/store-list.ts";
import { storePage } from "./pages/store-page.ts";
import { cancel, type PlaceSettings, place } from "./place.ts";
import { priceLine } from "./pricing.ts";
import { findVariation, readChoices, type Selection } from "./selection.ts";
import { type Answer, type Call, json } from "./server.ts";
import type { Store, Stores } from "./stores.ts";

export interface StorefrontSettings extends PlaceSettings {
	stores: Stores;
	orders: OrderBook;
	sessions: Sessions;
}

/** Baskets are per shopper and store. */
type Baskets = Map<string, Selection[]>;
const KEPT_BASKETS = 1_000;

/** The shop that customers see: stores, a store's menu with a basket, and an order that tells how it goes. */
export function createStorefront(settings: StorefrontSettings): (call: Call) => Promise<Answer> {
	const { stores, orders, sessions, now } = settings;
	const baskets: Baskets = new Map();

	function basketOf(visitor: string, store: Store): Selection[] {
		const key = `${visitor} ${store.location.provider_id}`;
		const basket = baskets.get(key) ?? [];
		baskets.set(key, basket);
		if (baskets.size > KEPT_BASKETS) baskets.delete(baskets.keys().next().value as string);
		return basket;
	}

	async function storeCall(call: Call, store: Store, action: string): Promise<Answer> {
		const { visitor, cookie } = sessions.visitorOf(call);
		const basket = basketOf(visitor, store);
		const menu_id = call.query.get("menu");
		const form = new URLSearchParams(call.method === "POST" ? call.raw_body.toString("utf8") : "");
		const show = (problem?: string) =>
			withCookie(
				pageAnswer(storePage({ store, basket, menu_id, now: now(), problem, form }), problem ? 400 : 200),
				cookie,
			);

		if (call.method !== "POST") return show();
		if (action === "basket") {
			const problem = addTo(basket, store, form);
			return problem ? show(problem) : withCookie(seeOther(`${addressOf(store, menu_id)}#basket`), cookie);
		}
		if (action === "remove") {
			basket.splice(Number(form.get("line")), 1);
			return withCookie(seeOther(`${addressOf(store, menu_id)}#basket`), cookie);
		}
		const placed = await place(settings, {
			location_id: store.location.provider_id,
			selections: basket,
			customer: { name: field(form, "name"), email: field(form, "email"), phone: field(form, "phone") },
			fulfillment_type: form.get("fulfillment_type") === "delivery" ? "delivery" : "pickup",
			special_instructions: field(form, "note"),
		});
		if (placed.kind === "not_orderable") return show(placed.problem);
		basket.splice(0);
		return withCookie(seeOther(`/orders/${encodeURIComponent(placed.order_id)}`), cookie);
	}

	async function orderCall(call: Call, record: OrderRecord, action: string): Promise<Answer> {
		const store = stores.get(record.location_id);
		if (action === "version") return json(200, { version: record.version, verdict: verdictOf(record) });
		if (call.method !== "POST") return pageAnswer(orderPage({ record, store }));
		const submission = await cancel(settings, record);
		if (submission.kind === "taken") return seeOther(`/orders/${encodeURIComponent(record.order_id)}`);
		return pageAnswer(orderPage({ record, store, problem: `It could not be cancelled: ${submission.message}` }), 502);
	}

	return async (call) => {
		if (call.method === "POST" && !isOwnForm(call)) return notFound("This form was sent from another site.", 403);
		if (call.path === "/" && call.method === "GET") {
			return pageAnswer(
				storeListPage({ stores: [...stores.values()], orders: [...orders.records.values()], now: now() }),
			);
		}
		const [, kind, id = "", action = "", ...rest] = call.path.split("/").map(decode);
		const route = rest.length === 0 ? `${call.method} ${kind}/${action}` : "";
		if (["GET stores/", "POST stores/basket", "POST stores/remove", "POST stores/order"].includes(route)) {
			const store = stores.get(id);
			return store ? storeCall(call, store, action) : notFound("There is no such store.");
		}
		if (["GET orders/", "GET orders/version", "POST orders/cancel"].includes(route)) {
			const record = orders.records.get(id);
			return record ? orderCall(call, record, action) : notFound("There is no such order.");
		}
		return notFound("There is nothing at this address.");
	};
}

/** Put what the form chose into the basket; returns what is wrong with it, if anything. */
function addTo(basket: Selection[], { menu }: Store, form: URLSearchParams): string | undefined {
	const variation_id = form.get("variation_id") ?? "";
	const found = menu && findVariation(menu, variation_id);
	if (!found) return "That is no longer on the menu.";
	const note = field(form, "note");
	const selection: Selection = {
		variation_id,
		quantity: Number(form.get("quantity") ?? 1),
		choices: readChoices(form, found.item.modifier_groups),
		...(note ? { special_instructions: note } : {}),
	};
	const priced = priceLine(menu, selection);
	if (!priced.ok) return priced.problem;
	basket.push(selection);
	return undefined;
}

const LONGEST_FIELD = 200;

function field(form: URLSearchParams, name: string): string {
	return (form.get(name) ?? "").trim().slice(0, LONGEST_FIELD);
}

function addressOf({ location }: Store, menu_id: string | null): string {
	const address = `/stores/${encodeURIComponent(location.provider_id)}`;
	return menu_id ? `${address}?menu=${encodeURIComponent(menu_id)}` : address;
}

function decode(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

function seeOther(location: string): Answer {
	return { status: 303, body: "", headers: { location } };
}

function withCookie(answer: Answer, cookie: string | undefined): Answer {
	return cookie ? { ...answer, headers: { ...answer.headers, "set-cookie": cookie } } : answer;
}

function notFound(message: string, status = 404): Answer {
	return pageAnswer(messagePage(message), status);
}

/** For pages and scripts that wait: the hub's word on the order, and how long it took from the order's sending, ms. */
function verdictOf({ verdict, placed_at }: OrderRecord): { kind: string; after_ms: number } | null {
	return verdict ? { kind: verdict.kind, after_ms: verdict.received_at - (placed_at ?? verdict.received_at) } : null;
}
