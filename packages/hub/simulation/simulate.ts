import type { Provider } from "../src/clients/provider.ts";
import { createCallAnyHub } from "./call-any-hub.ts";
import { createChannel } from "./channel.ts";
import { createObserved, type Observed } from "./history.ts";
import { type HubParts, type HubProcess, startHubProcess } from "./hub-process.ts";
import { judge } from "./judge.ts";
import { createServer, type DatabaseServer } from "./memory-database.ts";
import type { Listeners } from "./memory-queue.ts";
import { createTables, type Tables } from "./memory-tables.ts";
import { createPosSystem } from "./pos-system.ts";
import { createRandom, type Random } from "./random.ts";
import { createStaff } from "./staff.ts";
import { openTown, type Town } from "./town.ts";
import { createVirtualTime, type VirtualTime } from "./virtual-time.ts";

/** What one seed gave. */
export interface Simulated {
	seed: number;
	orders: number;
	acknowledged: number;
	accepted: number;
	failed: number;
	kills: number;
	/** simulated seconds until all was still */
	seconds: number;
	/** each names its invariant (reliability.md section 4) */
	violations: string[];
}

export interface SimulateOptions {
	sabotage?: HubParts["sabotage"];
	/** what was there at the end, for a look at one history */
	onEnd?: (end: { observed: Observed; tables: Tables }) => void;
}

/** Each history has an hour of its own, since ids must grow with time in one process. */
const FIRST_START = Date.UTC(2026, 0, 5, 11);
const HOUR_MS = 3_600_000;
const FAULTS_MS = 60_000;
/** After the last fault, all must be still within this time: deadlines, patience of webhooks and confirmations included. */
const STILL_MS = 1_200_000;

/**
 * One history: a few hubs on one database, POS systems of both delivery contracts and a channel, with everything breaking
 * for a minute of simulated time, and then whole again until nothing is left to do. The same seed gives the same history.
 */
export function simulate(seed: number, options: SimulateOptions = {}): Simulated {
	const random = createRandom(seed);
	const start = FIRST_START + seed * HOUR_MS;
	const time = createVirtualTime(start, random);
	const observed = createObserved();
	const calm = random.chance(0.15);
	const share = (most: number) => (calm || random.chance(0.3) ? 0 : random.next() * most);
	const tables = createTables();
	const faults = { lost_commit: share(0.05), conflict: share(0.04) };
	const onFault = () => note(observed, "commit", time.now(), 0);
	const server = createServer({ tables, time, random, faults, onFault });
	const town = openTown(server, random);
	const providers = new Map<string, Provider>(town.providers.map((provider) => [provider.slug, provider]));
	const hubs: HubProcess[] = [];
	const anyHub = () => {
		const alive = hubs.filter((hub) => hub.is_alive);
		return alive.length === 0 ? undefined : random.pick(alive);
	};
	const pos = createPosSystem({
		...{ time, random, observed, providers, anyHub, place: town.place },
		habits: { unreachable: share(0.3), silent: share(0.3), broken: share(0.3), refuses: share(0.2), later: share(0.4) },
	});
	const callAnyHub = createCallAnyHub({ time, random, anyHub });
	const staff = createStaff({ time, observed, callAnyHub });
	const channel = createChannel({
		...{ time, random, observed, callAnyHub },
		habits: { unreachable: share(0.3), silent: share(0.3), broken: share(0.3) },
	});
	const listeners: Listeners = new Set();
	let jobs = 0;
	let kills = 0;
	const startHub = () =>
		hubs.push(
			startHubProcess({
				...{ server, time, listeners, providers, findSellable: town.findSellable },
				nextNumber: () => jobs++,
				sendToPos: pos.send,
				sendToDsp: channel.receive,
				...options,
			}),
		);
	const healed_at = start + FAULTS_MS;
	const count = random.int(1, 3);
	for (let n = 0; n < count; n++) time.plan(start, startHub);
	planOrders({ start, time, random, observed, town, channel, staff, server });
	if (!calm) {
		planOutages({ start, time, random, observed, server });
		for (let n = random.int(0, 4); n > 0; n--)
			time.plan(start + random.int(500, FAULTS_MS - 5000), () => {
				const hub = anyHub();
				if (hub === undefined || hub.is_frozen) return;
				const rest_ms = random.int(200, 4000);
				if (random.chance(0.7)) {
					kills++;
					hub.kill();
					note(observed, "hub", time.now(), rest_ms);
					time.plan(time.now() + rest_ms, startHub);
				} else {
					const frozen_ms = random.int(2000, 40_000);
					hub.freeze();
					note(observed, "hub", time.now(), frozen_ms);
					time.plan(time.now() + frozen_ms, () => hub.is_alive && hub.thaw());
				}
			});
	}
	time.plan(healed_at, () => {
		Object.assign(faults, { lost_commit: 0, conflict: 0 });
		Object.assign(pos.habits, { unreachable: 0, silent: 0, broken: 0 });
		Object.assign(channel.habits, { unreachable: 0, silent: 0, broken: 0 });
	});
	const isStill = () => time.now() > healed_at + 5000 && server.is_up && tables.committed("job").size === 0;
	time.run(healed_at + STILL_MS, () => isStill() && [...observed.requests].every((one) => one.to_at <= time.now()));
	options.onEnd?.({ observed, tables });
	const violations = judge({ observed, tables, healed_at });
	const rows = [...tables.committed("orders").values()];
	return {
		...{ seed, kills, violations, orders: observed.orders.size, seconds: Math.round((time.now() - start) / 1000) },
		acknowledged: [...observed.orders.values()].filter((order) => order.acknowledged !== undefined).length,
		accepted: rows.filter((row) => row.verdict === "accepted").length,
		failed: rows.filter((row) => row.verdict === "failed").length,
	};
}

interface Stage {
	start: number;
	time: VirtualTime;
	random: Random;
	observed: Observed;
	town: Town;
	channel: ReturnType<typeof createChannel>;
	staff: ReturnType<typeof createStaff>;
	server: DatabaseServer;
}

function planOrders({ start, time, random, observed, town, channel, staff }: Stage): void {
	for (let n = random.int(4, 16); n > 0; n--) {
		const id = `o-${n}`;
		const store = random.pick(town.stores);
		const at = start + random.int(10, FAULTS_MS - 10_000);
		const order = () => channel.order(id, store.dsp_location_id, store.verdict_deadline_s);
		time.plan(at, () => {
			observed.orders.set(id, {
				...{ dsp_order_id: id, store: store.dsp_location_id, delivery_contract: store.delivery_contract },
				...{
					submitted_at: time.now(),
					locations: new Set<string>(),
					creates: [],
					tickets: [],
					cancels_at: [],
					events: [],
				},
			});
			town.watch(observed, id);
			order();
		});
		for (let again = random.pick([0, 0, 0, 1, 3]); again > 0; again--) time.plan(at + random.int(1, 5000), order);
		if (random.chance(0.15)) time.plan(at + random.int(0, 20_000), () => channel.cancel(id));
		if (random.chance(0.2))
			for (let times = random.int(1, 2); times > 0; times--)
				time.plan(at + random.int(5, 40_000), () => staff.cancel(id));
	}
	for (let n = random.pick([0, 0, 1, 2]); n > 0; n--)
		time.plan(start + random.int(5000, FAULTS_MS), () => town.rebind(observed));
}

function planOutages({
	start,
	time,
	random,
	observed,
	server,
}: Pick<Stage, "start" | "time" | "random" | "observed" | "server">): void {
	for (let n = random.pick([0, 0, 1, 1, 2]); n > 0; n--)
		time.plan(start + random.int(1000, FAULTS_MS - 10_000), () => {
			const length = random.int(50, 8000);
			server.stop();
			note(observed, "database", time.now(), length);
			time.plan(time.now() + length, () => {
				server.is_up = true;
			});
		});
}

function note(observed: Observed, what: string, from: number, length: number): void {
	observed.outages.push({ what, from, to: from + length });
}
