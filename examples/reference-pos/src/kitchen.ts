import type { WebHandler } from "@ticketrail/pos-kit";
import type { HubLine } from "./hub-line.ts";
import { isOwnForm, pageResponse } from "./pages/html.ts";
import { kitchenPage } from "./pages/kitchen-page.ts";
import { type Kitchen, type Shop, setPause, setPrice, setStock } from "./shop.ts";

export interface KitchenSettings {
	shop: Shop;
	hub_line: HubLine;
	hubUrl: () => string | undefined;
	now: () => number;
}

/** A form of the screen: does what it asks, tells the hub, and returns the location to show, or what is wrong. */
type Action = (form: URLSearchParams) => Promise<{ location_id: string; problem?: string }>;

/** The kitchen's screen at `/` and the forms on it. It has no sign-in: it stands in the kitchen. */
export function createKitchen({ shop, hub_line, hubUrl, now }: KitchenSettings): WebHandler {
	const actions: Record<string, Action> = {
		"/kitchen/stock": async (form) => {
			const { location_id, object_id } = read(form);
			const is_active = form.get("is_active") === "true";
			const object_type = OBJECT_TYPES.find((type) => type === form.get("object_type"));
			if (!object_type || !setStock(shop, location_id, object_id, is_active)) return { location_id, problem: GONE };
			const change = { location_id, object_id, object_type, is_active };
			await hub_line.tell("location.catalog.object.updated", (hub) => hub.objectUpdated(change));
			return { location_id };
		},
		"/kitchen/service": async (form) => {
			const { location_id } = read(form);
			const pause = form.get("pause");
			const minutes = Number(pause);
			const until = pause === "none" ? 0 : minutes > 0 ? now() + minutes * 60_000 : Number.POSITIVE_INFINITY;
			if (!setPause(shop, location_id, until)) return { location_id, problem: GONE };
			const status = until === 0 ? ({ status: "active" } as const) : ({ status: "inactive" } as const);
			const end = Number.isFinite(until) && until > 0 ? { paused_until: until } : {};
			await hub_line.tell("location.status.updated", (hub) => hub.locationStatus({ location_id, ...status, ...end }));
			return { location_id };
		},
		"/kitchen/menu": async (form) => {
			const { location_id, object_id } = read(form);
			if (form.get("change") === "price") {
				const cents = Math.round(Number((form.get("price") ?? "").trim().replace(",", ".") || Number.NaN) * 100);
				if (!(cents >= 0)) return { location_id, problem: "Give the new price as a number, for example 12.50." };
				if (!setPrice(shop, location_id, object_id, cents)) return { location_id, problem: GONE };
			}
			await hub_line.tell("location.catalog.updated", (hub) => hub.catalogUpdated(location_id));
			return { location_id };
		},
		"/kitchen/ticket": async (form) => {
			const ticket = shop.tickets.get(form.get("provider_id") ?? "");
			const word = form.get("status") ?? "";
			if (!ticket || !STEPS.has(word)) return { location_id: "", problem: GONE };
			const { location_id, provider_id } = ticket;
			const object = { location_id, provider_id };
			ticket.status = STEPS.get(word) ?? word;
			shop.version++;
			if (word === "accepted") await hub_line.tell("order.accepted", (hub) => hub.orderAccepted(object));
			else if (word === "rejected")
				await hub_line.tell("order.rejected", (hub) => hub.orderRejected({ ...object, posValidation }));
			else await hub_line.tell("order.status.updated", (hub) => hub.orderStatus({ ...object, status: word }));
			return { location_id };
		},
	};

	function show(location_id: string | null, problem?: string): Response {
		const kitchen: Kitchen | undefined = shop.kitchens.get(location_id ?? "") ?? [...shop.kitchens.values()][0];
		if (!kitchen) return Response.json({ status: 404, message: "this POS has no location" }, { status: 404 });
		const view = { shop, kitchen, messages: hub_line.messages, hub_url: hubUrl(), now: now(), problem };
		return pageResponse(kitchenPage(view), problem ? 400 : 200);
	}

	return async (request) => {
		const url = new URL(request.url);
		if (request.method === "GET" && url.pathname === "/") return show(url.searchParams.get("location"));
		if (request.method === "GET" && url.pathname === "/kitchen/version")
			return Response.json({ version: shop.version });
		const action = request.method === "POST" ? actions[url.pathname] : undefined;
		if (!action) return Response.json({ status: 404, message: "there is nothing at this address" }, { status: 404 });
		if (!isOwnForm(request)) return show(null, "This form was sent from another site. Please use the one here.");
		const { location_id, problem } = await action(new URLSearchParams(await request.text()));
		if (problem) return show(location_id, problem);
		return new Response(null, { status: 303, headers: { location: `/?location=${encodeURIComponent(location_id)}` } });
	};
}

/** Why an order is rejected by hand, in the contract's words (B.6). */
const posValidation = {
	orderValidation: [{ order_error: "store_unavailable", order_error_reason: "the kitchen cannot take it now" }],
};

const OBJECT_TYPES = ["item_family", "item", "modifier_group", "modifier"] as const;
const GONE = "That is no longer on the menu or on the rail. The page shows how things are now.";

/** The words on the ticket buttons, and the status that a ticket then has. */
const STEPS = new Map([
	["accepted", "in_progress"],
	["rejected", "merchant_canceled"],
	["ready_for_pickup", "ready_for_pickup"],
	["completed", "completed"],
	["merchant_canceled", "merchant_canceled"],
]);

function read(form: URLSearchParams): { location_id: string; object_id: string } {
	return { location_id: form.get("location_id") ?? "", object_id: form.get("object_id") ?? "" };
}
