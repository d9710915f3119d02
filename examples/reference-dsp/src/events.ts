import { compile, DspEvent } from "@ticketrail/contract";
import { readJson } from "./grants.ts";
import type { Intake } from "./menu-intake.ts";
import type { OrderBook } from "./order-book.ts";
import { type Answer, type Call, json } from "./server.ts";
import { applyStock, type Store, type Stores } from "./stores.ts";

export interface EventSettings {
	stores: Stores;
	orders: OrderBook;
	takeMenu: (store: Store, download_url: string) => Promise<Intake>;
}

/** An answer to an event, and whether the event changed anything here. */
export interface Handled {
	answer: Answer;
	effect: boolean;
}

/**
 * The event endpoint (contract.md C.3). 200 with `{}`; 404 for a store or menu object that is not known here; 502 when a
 * published menu cannot be fetched, so that the hub tries again. Event types newer than this DSP are taken and ignored.
 */
export function createEventEndpoint({ stores, orders, takeMenu }: EventSettings): (call: Call) => Promise<Handled> {
	const read = compile(DspEvent, { open_enums: true });

	return async ({ raw_body }) => {
		const body = readJson(raw_body) as { type?: unknown } | null | undefined;
		if (typeof body?.type !== "string") return refuse(400, "the body must be a JSON object with a type");
		if (!KNOWN_TYPES.has(body.type)) return OK_WITHOUT_EFFECT;
		const checked = read(body);
		if (!checked.ok) return refuse(400, `${checked.problems[0]?.path}: ${checked.problems[0]?.message}`);
		const event = checked.value;
		const store = stores.get(event.location_id);
		if (!store) return refuse(404, `there is no store ${event.location_id}`);

		switch (event.type) {
			case "location.order.accept":
			case "location.order.fail":
				if (!event.order_id) return refuse(400, "order_id is missing");
				return orders.judge(event) ? OK : OK_WITHOUT_EFFECT;
			case "location.order.notify_status_change": {
				const record = orders.recordOf(event.order_id ?? "", event.location_id);
				const status = event.order_status_update;
				if (!status || record.updates.includes(status)) return OK_WITHOUT_EFFECT;
				record.updates.push(status);
				record.version++;
				return OK;
			}
			case "location.order.cancel": {
				const record = orders.recordOf(event.order_id ?? "", event.location_id);
				if (record.cancelled_by) return OK_WITHOUT_EFFECT;
				record.cancelled_by = "restaurant";
				record.version++;
				return OK;
			}
			case "location.pause":
				store.paused_until = event.until_ms ?? Number.POSITIVE_INFINITY;
				return OK;
			case "location.resume":
				store.paused_until = 0;
				return OK;
			case "location.update":
				return applyStock(store, event.object_updates) ? OK : refuse(404, "a stream_id is not in this store's menu");
			case "location.publish": {
				if (!event.download_url) return refuse(400, "download_url is missing");
				const intake = await takeMenu(store, event.download_url);
				return intake.kind === "taken" ? OK : refuse(502, intake.message);
			}
		}
	};
}

const KNOWN_TYPES = new Set<string>([
	"location.pause",
	"location.resume",
	"location.publish",
	"location.update",
	"location.order.accept",
	"location.order.fail",
	"location.order.notify_status_change",
	"location.order.cancel",
] satisfies DspEvent["type"][]);

const OK: Handled = { answer: json(200, {}), effect: true };
const OK_WITHOUT_EFFECT: Handled = { answer: json(200, {}), effect: false };

function refuse(status: number, message: string): Handled {
	return { answer: json(status, { status, message }), effect: false };
}
