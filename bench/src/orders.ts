import { signBody } from "@ticketrail/contract";
import { Pool } from "undici";
import type { FarSide } from "./far-side.ts";
import { type HubProcess, until } from "./hub-process.ts";

/** What can be ordered at one store: `stream_id`s out of its menu file. */
export interface Orderable {
	store: string;
	variation: string;
	price: number;
}

/** Read one orderable variation out of each published menu. */
export async function readOrderables(far: FarSide, stores: number): Promise<Orderable[]> {
	await until(() => far.menus.size >= stores);
	const orderables: Orderable[] = [];
	for (const [store, url] of far.menus) {
		const menu = (await (await fetch(url)).json()) as {
			menus: {
				categories: {
					items: { is_active?: boolean; variations: { stream_id: string; price: number; is_active?: boolean }[] }[];
				}[];
			}[];
		};
		const items = menu.menus
			.flatMap((each) => each.categories)
			.flatMap((each) => each.items)
			.filter((item) => item.is_active !== false);
		const variation = items.flatMap((item) => item.variations).find((each) => each.is_active !== false);
		if (variation === undefined) throw new Error(`the menu of ${store} has nothing on sale`);
		orderables.push({ store, variation: variation.stream_id, price: variation.price });
	}
	return orderables;
}

/** The text of a realistic order of about 2 kB: five lines, a customer, an address and notes. */
export function orderText(orderable: Orderable, id: string): string {
	const { store: location_id, variation, price } = orderable;
	const items = Array.from({ length: 5 }, (_, n) => ({
		id: variation,
		name: `Large tea ${n}`,
		price,
		currency: "usd",
		quantity: 1 + (n % 3),
		modifiers: [],
		special_instructions: "Not too hot, please, and the lid on the side",
	}));
	return JSON.stringify({
		type: "new_order",
		location_id,
		order: {
			id,
			customer_facing_id: id.slice(-5),
			fulfillment_type: "merchant_managed_delivery",
			items,
			customers: [{ id: "c1", name: "Ana Lopez", email: "ana@example.test", phone: "+12065550100" }],
			delivery_address: {
				address_line_1: "12 Long Street, apartment 4",
				city: "Springfield",
				state: "OR",
				postal_code: "97477",
				country: "US",
			},
			subtotal: price * 9,
			tax: Math.round(price * 0.8),
			tax_withheld: 0,
			driver_tip: 300,
			special_instructions: "Ring twice",
			fulfillment_instructions: "Back door, past the bicycles",
		},
	});
}

/** Sends orders to a hub; throws when it does not take one. */
export function createSender(hub: HubProcess, orderables: readonly Orderable[]) {
	const pool = new Pool(hub.url, { connections: 128 });
	let count = 0;
	return {
		async send(id: string): Promise<void> {
			const body = orderText(orderables[count++ % orderables.length] as Orderable, id);
			const headers = {
				"content-type": "application/json",
				"stream-webhook-signature": signBody(hub.webhook_secret, body),
			};
			const response = await pool.request({ method: "POST", path: "/order/bench-dsp", headers, body });
			await response.body.dump();
			if (response.statusCode >= 300) throw new Error(`the hub answered ${response.statusCode} to an order`);
		},
		close: () => pool.close(),
	};
}

/** Offer orders at a fixed rate, whatever the hub does, and wait until each has its verdict. Latencies in ms. */
export async function offer(
	far: FarSide,
	send: (id: string) => Promise<void>,
	options: { per_second: number; seconds: number; prefix: string },
): Promise<{ latencies: number[]; lost: number; doubled: number; failed: number }> {
	const total = options.per_second * options.seconds;
	const started = new Map<string, number>();
	const pending: Promise<void>[] = [];
	const begin = performance.now();
	for (let n = 0; n < total; n++) {
		const due = begin + (n * 1000) / options.per_second;
		const wait = due - performance.now();
		if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
		const id = `${options.prefix}-${n}`;
		started.set(id, performance.now());
		pending.push(send(id));
	}
	await Promise.all(pending);
	await until(() => [...started.keys()].every((id) => (far.seen.get(id)?.verdicts.length ?? 0) > 0)).catch(() => {});
	const entries = [...started].map(([id, at]) => ({ at, seen: far.seen.get(id) ?? { at_pos: [], verdicts: [] } }));
	return {
		latencies: entries.flatMap(({ at, seen }) => (seen.at_pos[0] === undefined ? [] : [seen.at_pos[0] - at])),
		lost: entries.filter(({ seen }) => seen.at_pos.length === 0 || seen.verdicts.length === 0).length,
		doubled: entries.filter(({ seen }) => seen.at_pos.length > 1 || seen.verdicts.length > 1).length,
		failed: entries.filter(({ seen }) => seen.verdicts.some((verdict) => verdict !== "location.order.accept")).length,
	};
}

/** Keep `concurrency` orders under way for so long, each until its verdict; returns orders per second. */
export async function closedLoop(
	far: FarSide,
	send: (id: string) => Promise<void>,
	options: { concurrency: number; seconds: number; prefix: string },
): Promise<number> {
	const end = performance.now() + options.seconds * 1000;
	let done = 0;
	const one = async (worker: number) => {
		for (let n = 0; performance.now() < end; n++) {
			const id = `${options.prefix}-${worker}-${n}`;
			const verdict = far.verdict(id);
			await send(id);
			await verdict;
			done++;
		}
	};
	const begin = performance.now();
	await Promise.all(Array.from({ length: options.concurrency }, (_, worker) => one(worker)));
	return done / ((performance.now() - begin) / 1000);
}
