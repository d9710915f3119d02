import { setTimeout as pause } from "node:timers/promises";
import type { CampaignOptions, Scenario } from "../campaign.ts";
import type { TenantPlan, Town } from "../town.ts";

/** A course that provokes one kind of mistake: the numbers of its campaign, and what is special about it. */
export type Course = Partial<
	Pick<CampaignOptions, "kills" | "postgres_kills" | "seconds" | "rate" | "hubs" | "verdict_deadline_s">
> &
	Scenario;

const KEEN: TenantPlan = { tenant: "keen", contract: "dedupes_by_order_id", weight: 1, has_faults: true };
const ONCE: TenantPlan = { tenant: "once", contract: "at_most_once", weight: 1, has_faults: true };
const LATER: TenantPlan = { ...KEEN, tenant: "later", isLate: () => true };

const eachPos = (town: Town, spoil: (tenant: Town["tenants"][number]) => void) => town.tenants.forEach(spoil);

/** Nothing goes wrong anywhere. */
export const calm: Course = { tenants: [KEEN], quiet_ms: 8000 };

/** The database dies while orders are offered. */
export const databaseDies: Course = { ...calm, seconds: 6, postgres_kills: 1 };

/** Every order is submitted twice in a row. */
export const submittedTwice: Course = {
	...calm,
	async during({ town, over }) {
		const [tenant] = town.tenants;
		for (let number = 1; tenant && !over.aborted; number++) {
			const order_id = `keen-double-${number}`;
			await tenant.dsp.placeOrder({ location_id: "dd-9001", order_id });
			const order = tenant.dsp.orders.get(order_id)?.order;
			if (order) await tenant.dsp.send({ type: "new_order", location_id: "dd-9001", order });
			await pause(200);
		}
	},
};

/** The POS answers every third attempt only, with an error before. */
export const busyPos: Course = {
	...calm,
	spoil: (town) =>
		eachPos(town, ({ pos }) => {
			let calls = 0;
			pos.faults.plan = (endpoint) =>
				endpoint === "orders" && ++calls % 3 !== 0 ? { kind: "status", status: 500 } : undefined;
		}),
};

/** The POS leads elsewhere. */
export const astray: Course = {
	...calm,
	spoil: (town) =>
		eachPos(town, ({ pos }) => {
			const headers = { location: town.canary.url };
			pos.faults.plan = (endpoint) => (endpoint === "orders" ? { kind: "status", status: 307, headers } : undefined);
		}),
};

/** A POS that does not dedupe takes its time, and the hubs die meanwhile. */
export const killedWhileSending: Course = {
	...{ tenants: [ONCE], seconds: 4, kills: 2, verdict_deadline_s: 45, quiet_ms: 60_000 },
	spoil: (town) =>
		eachPos(town, ({ pos }) => {
			pos.faults.respond_delay_ms = 2500;
		}),
};

/** A POS that does not dedupe takes orders and ends the connection. */
export const silentPos: Course = {
	...{ tenants: [ONCE], verdict_deadline_s: 5, quiet_ms: 15_000 },
	spoil: (town) =>
		eachPos(town, ({ pos }) => {
			pos.faults.plan = (endpoint) => (endpoint === "orders" ? { kind: "cut", after_effect: true } : undefined);
		}),
};

/** A POS that dedupes takes orders and says so only when their time is over. */
export const lateToAnswer: Course = {
	...{ tenants: [KEEN], verdict_deadline_s: 3, seconds: 6, quiet_ms: 20_000 },
	spoil: silentPos.spoil as NonNullable<Scenario["spoil"]>,
};

/** A page, in place of the POS. */
export const pageForAnswer: Course = {
	...{ tenants: [KEEN], verdict_deadline_s: 4, quiet_ms: 15_000 },
	spoil: (town) =>
		eachPos(town, ({ pos }) => {
			pos.faults.plan = (endpoint) => (endpoint === "orders" ? { kind: "html" } : undefined);
		}),
};

/** A POS that takes every order by hand. */
export const byHand: Course = { tenants: [LATER], quiet_ms: 15_000 };

/** The channel refuses each message once, and the kitchen is quick. */
export const busyChannel: Course = {
	...calm,
	spoil: (town) =>
		town.tenants.forEach(({ dsp }) => {
			const seen = new Set<string>();
			dsp.planFaults((endpoint, call) => {
				const key = `${call.header("idempotency-key")}`;
				if (endpoint !== "event" || seen.has(key)) return undefined;
				seen.add(key);
				return { kind: "status", status: 500 };
			});
		}),
};

/** Tokens run out all the time, and the token endpoints are slow. */
export const slowTokens: Course = {
	...calm,
	seconds: 12,
	rate: 12,
	spoil: (town) =>
		eachPos(town, ({ pos }) => {
			pos.faults.plan = (endpoint) => (endpoint === "token" ? { kind: "slow", delay_ms: 1500 } : undefined);
		}),
};

/** Orders wait for a POS that rests, while their store is led to another kitchen. */
export const ledElsewhere: Course = {
	...{ tenants: [KEEN], seconds: 12, rate: 6, verdict_deadline_s: 40, quiet_ms: 30_000 },
	spoil: busyOrders,
	async during({ town, partner }) {
		const [tenant] = town.tenants;
		if (!tenant) return;
		await pause(4000);
		await partner.relink(tenant, { store: "dd-9003", from: "4412", to: "4411" });
	},
};

function busyOrders(town: Town): void {
	eachPos(town, ({ pos }) => {
		pos.faults.plan = (endpoint) => (endpoint === "orders" ? { kind: "status", status: 503 } : undefined);
	});
}
