import { normalizeDspSubmission } from "@ticketrail/contract";
import type { Outcome } from "../src/base/outcome.ts";
import type { DeliveryToSend } from "../src/storage/tables/delivery.ts";
import type { CallAnyHub } from "./call-any-hub.ts";
import { answered, neverSent, noAnswer, type Observed, type ObservedRequest } from "./history.ts";
import type { Random } from "./random.ts";
import { CHANNEL } from "./town.ts";
import type { VirtualTime } from "./virtual-time.ts";

export interface ChannelHabits {
	unreachable: number;
	silent: number;
	broken: number;
}

export interface Channel {
	order(id: string, store: string, verdict_deadline_s: number): void;
	cancel(id: string): void;
	receive(by: object, delivery: DeliveryToSend): Promise<Outcome>;
	habits: ChannelHabits;
}

const TRIES = 12;

/** A DSP: it sends its orders until they are taken, changes its mind, and hears what becomes of them. */
export function createChannel(parts: {
	time: VirtualTime;
	random: Random;
	observed: Observed;
	habits: ChannelHabits;
	callAnyHub: CallAnyHub;
}): Channel {
	const { time, random, observed, callAnyHub } = parts;
	const channel: Channel = { habits: parts.habits, order, cancel, receive };
	return channel;

	function order(id: string, store: string, verdict_deadline_s: number): void {
		const body = bodyOf(id, store);
		const submission = normalizeDspSubmission(JSON.parse(body));
		if (submission.kind !== "new_order") throw new Error("the channel's own order must be one");
		const sent = { slug: CHANNEL, dsp_location_id: store, dsp_order_id: id, body, verdict_deadline_s };
		callAnyHub(
			(hub) => hub.orders.place({ ...sent, order: submission.order }),
			TRIES,
			({ order_id, org_id }) => {
				const known = observed.orders.get(id);
				if (known !== undefined) known.acknowledged ??= { at: time.now(), order_id, org_id };
			},
		);
	}

	function cancel(id: string): void {
		const known = observed.orders.get(id);
		if (known === undefined) return;
		const body = JSON.stringify({ type: "cancel_order", location_id: known.store, order_id: id });
		const sent = { slug: CHANNEL, dsp_location_id: known.store, dsp_order_id: id, body };
		callAnyHub(
			(hub) => hub.orders.cancel(sent),
			TRIES,
			() => {
				known.canceled_at ??= time.now();
			},
		);
	}

	async function receive(by: object, delivery: DeliveryToSend): Promise<Outcome> {
		const event = JSON.parse(delivery.body) as { type: string; order_id?: string };
		const known = observed.orders.get(event.order_id ?? "");
		const request: ObservedRequest = {
			...{ by, to: "dsp", dsp_order_id: event.order_id ?? "", type: event.type, key: delivery.delivery_id },
			...{ body: delivery.body, from: time.now(), to_at: Infinity, stage: "open" },
		};
		observed.requests.push(request);
		const hear = () => known?.events.push({ at: time.now(), type: event.type, key: request.key, body: request.body });
		const outcome = await exchange(hear);
		request.to_at = time.now();
		request.stage = outcome.stage;
		request.has_failed = outcome.stage !== "answered" || outcome.status >= 500;
		return outcome;
	}

	async function exchange(hear: () => void): Promise<Outcome> {
		const { habits } = channel;
		await time.sleep(1 + random.next() * 10);
		if (random.chance(habits.unreachable)) return neverSent;
		if (random.chance(habits.silent)) {
			if (random.chance(0.5)) hear();
			await time.sleep(random.int(5, 5000));
			return noAnswer;
		}
		if (random.chance(habits.broken)) return answered(503, {});
		hear();
		return answered(200, {});
	}
}

function bodyOf(id: string, store: string): string {
	const customers = [{ id: "c1", name: "Ana Lopez", email: "ana@example.test", phone: "+12065550100" }];
	const items = [{ id: "st-var-1", name: "Large tea", price: 450, currency: "usd", quantity: 1, modifiers: [] }];
	const money = { subtotal: 450, tax: 45, tax_withheld: 0 };
	const order = { id, customer_facing_id: `#${id}`, fulfillment_type: "pickup", customers, items, ...money };
	return JSON.stringify({ type: "new_order", location_id: store, order });
}
