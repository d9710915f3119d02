import { setTimeout as pause } from "node:timers/promises";
import type { StrictDspSubmission } from "@ticketrail/contract";
import { pick, randomOf } from "./random.ts";
import type { Tenant } from "./town.ts";

/** Customers of all merchants. */
export interface Load {
	/** Order numbers that were ever offered. */
	readonly offered: number;
	/** Offer at this rate until `over` is aborted, whatever the hubs do. */
	run(per_second: number, over: AbortSignal): Promise<void>;
	/** Offer one order of a merchant; resolves when a hub has acknowledged it or refused it. */
	offer(tenant: Tenant, order_id: string): Promise<void>;
	/** Resolves when every order has been answered. */
	settled(): Promise<void>;
}

/** What a customer or a channel does besides ordering: drawn from the seed and the order's number. */
type Habit = "plain" | "twice" | "cancel_soon" | "cancel_late" | "cancel_first";

export function openLoad(options: { seed: string; tenants: readonly Tenant[]; mischief: boolean }): Load {
	const { seed, tenants, mischief } = options;
	const underWay = new Set<Promise<unknown>>();
	let offered = 0;

	function follow(work: Promise<unknown>): void {
		const kept = work.catch(() => {}).finally(() => underWay.delete(kept));
		underWay.add(kept);
	}

	async function offer(tenant: Tenant, order_id: string, habit: Habit = "plain"): Promise<void> {
		const { dsp } = tenant;
		const random = randomOf(seed, order_id, "store");
		const stores = [...dsp.menus.keys()];
		const location_id = stores[Math.floor(random() * stores.length)];
		if (location_id === undefined) return;
		offered++;
		if (habit === "cancel_first") await dsp.send(cancellation(location_id, order_id));
		const placed = dsp.placeOrder({ location_id, order_id });
		if (habit === "twice") {
			const order = dsp.orders.get(order_id)?.order;
			if (order) follow(dsp.send({ type: "new_order", location_id, order }));
		}
		if (habit === "cancel_soon") follow(pause(random() * 30).then(() => dsp.cancelOrder(order_id)));
		await placed;
		if (habit === "cancel_late") follow(pause(random() * 3000).then(() => dsp.cancelOrder(order_id)));
	}

	return {
		get offered() {
			return offered;
		},
		offer,
		async run(per_second, over) {
			const begun_at = performance.now();
			for (let number = 1; !over.aborted; number++) {
				const early_ms = begun_at + (number * 1000) / per_second - performance.now();
				if (early_ms > 1) await pause(early_ms);
				const random = randomOf(seed, "order", number);
				const tenant = pick(
					random,
					tenants.map((one) => [one.weight, one] as const),
				);
				follow(offer(tenant, `${tenant.tenant}-${number}`, mischief && tenant.has_faults ? habitOf(random) : "plain"));
			}
		},
		async settled() {
			while (underWay.size > 0) await Promise.all(underWay);
		},
	};
}

function habitOf(random: () => number): Habit {
	return pick<Habit>(random, [
		[84, "plain"],
		[8, "twice"],
		[3, "cancel_soon"],
		[4, "cancel_late"],
		[1, "cancel_first"],
	]);
}

function cancellation(location_id: string, order_id: string): StrictDspSubmission {
	return {
		type: "cancel_order",
		...{ location_id, order_id },
		...{ cancel_reason: "customer_changed_mind", cancel_source: "customer" },
	};
}
