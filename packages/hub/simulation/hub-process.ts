import type { Clock } from "../src/base/clock.ts";
import type { Log } from "../src/base/log.ts";
import type { Outcome } from "../src/base/outcome.ts";
import { readOrderVerdict } from "../src/clients/pos-verdict.ts";
import type { Provider } from "../src/clients/provider.ts";
import {
	createDestinations,
	createQuarantine,
	type QueueName,
	startReclaiming,
	startWorker,
	type Worker,
} from "../src/delivery/index.ts";
import { createOrders, type OrdersDeps } from "../src/features/orders/index.ts";
import type { Database } from "../src/storage/database.ts";
import type { DeliveryToSend } from "../src/storage/tables/delivery.ts";
import type { DatabaseServer } from "./memory-database.ts";
import { createMemoryQueue, type Listeners } from "./memory-queue.ts";
import type { VirtualTime } from "./virtual-time.ts";

const SWEEP_EVERY_MS = 30_000;
const IDLE_IN_TRANSACTION_MS = 30_000;
const SWEEP_WINDOW_MS = 8 * 86_400_000;
const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

/** One hub: production's order core, delivery and workers, on a database and a network that are simulated. */
export interface HubProcess {
	orders: Pick<ReturnType<typeof createOrders>, "place" | "cancel" | "cancelByStaff" | "applyStatus">;
	/** `kill -9`: nothing that it had begun goes on; its sessions end. */
	kill(): void;
	/** SIGSTOP and, later, SIGCONT: everything that it waited for comes at once. */
	freeze(): void;
	thaw(): void;
	is_alive: boolean;
	is_frozen: boolean;
}

export interface HubParts {
	server: DatabaseServer;
	time: VirtualTime;
	listeners: Listeners;
	nextNumber: () => number;
	providers: ReadonlyMap<string, Provider>;
	findSellable: OrdersDeps["findSellable"];
	sendToPos(by: object, slug: string, body: string, key: string, deadline_ms?: number): Promise<Outcome>;
	sendToDsp(by: object, delivery: DeliveryToSend): Promise<Outcome>;
	/** Changes to production's parts, for a check that the simulation can fail. */
	sabotage?: (deps: OrdersDeps) => OrdersDeps;
}

export function startHubProcess(parts: HubParts): HubProcess {
	const { server, time, listeners } = parts;
	const hub: HubProcess = { orders: undefined as never, is_alive: true, is_frozen: false, kill, freeze, thaw };
	let thawed: (() => void)[] = [];
	const timers = new Set<{ cancel(): void }>();
	const clock: Clock = { now: () => Math.floor(time.now()) };

	/** What comes from outside reaches a process that lives and is not frozen. */
	function receive<T>(coming: Promise<T>): Promise<T> {
		return new Promise((resolve, reject) => {
			const hand = (over: () => void) => {
				if (!hub.is_alive) return;
				if (hub.is_frozen) thawed.push(over);
				else over();
			};
			coming.then(
				(value) => hand(() => resolve(value)),
				(error: unknown) => hand(() => reject(error)),
			);
		});
	}

	/** What leaves, leaves only a process that lives; a frozen one asks when it goes on. */
	function ask<T>(request: () => Promise<T>): Promise<T> {
		if (!hub.is_alive) return new Promise(() => {});
		if (hub.is_frozen) return new Promise((resolve) => void thawed.push(() => resolve(ask(request))));
		return receive(request());
	}

	const own = server.connect(hub);
	const db = {
		session_name: "simulated",
		waitedMs: () => 0,
		query: (text, values, name) => ask(() => own.query(text, values, name)),
		look: (text, values, name) => ask(() => own.query(text, values, name)),
		transaction: (work) => ask(() => own.transaction((tx) => receive(work(gate(tx))))),
		listen: async () => ({ close: async () => {} }),
		close: async () => {},
	} as Database;
	function gate<T extends { query: Database["query"] }>(tx: T): T {
		return { ...tx, query: (text, values, name) => ask(() => tx.query(text, values, name)) };
	}
	const queue = createMemoryQueue({ ...parts, db: db as never, clock, owner: hub });
	listeners.add(hear);
	function hear(name: QueueName): void {
		if (!hub.is_alive) return;
		if (hub.is_frozen) thawed.push(() => queue.listener(name));
		else queue.listener(name);
	}

	const deps: OrdersDeps = {
		db,
		queue,
		clock,
		log: silent,
		destinations: createDestinations(clock),
		getProvider: async (slug) => parts.providers.get(slug),
		findSellable: parts.findSellable,
		findSellableIn: (_sql, ...wanted) => parts.findSellable(...wanted),
		sendToPos: (_order, provider, body, key, limits) =>
			ask(() => parts.sendToPos(hub, provider.slug, body, key, limits?.deadline_ms)),
		askPos: async () => ({ stage: "never_sent", reason: "not_asked", latency_ms: 0 }),
		endIntegration: async () => {},
		sendToDsp: (delivery) => ask(() => parts.sendToDsp(hub, delivery)),
		announce: async () => {},
		readVerdict: (sent) => readOrderVerdict(sent, clock.now()),
		onAttempt() {},
		onVerdict() {},
		onParked() {},
	};
	const orders = createOrders(parts.sabotage?.(deps) ?? deps);
	hub.orders = orders;
	const quarantine = createQuarantine({ db, queue, clock, own: orders.quarantine, onQuarantined() {} });
	const workers: Worker[] = [];
	for (const name of ["order.to-pos", "order.to-dsp", "order.deadline", "order.pos-status"] as const) {
		const handle = orders.jobs[name];
		if (handle === undefined) throw new Error(`the order core handles no ${name}`);
		workers.push(startWorker({ queue, name, slots: 16, handle, quarantine: quarantine(name), clock, log: silent }));
	}
	const stopReclaiming = startReclaiming({ queue, log: silent });
	(function sweepLater() {
		timers.add(
			time.plan(time.now() + SWEEP_EVERY_MS, () => {
				if (!hub.is_alive) return;
				if (!hub.is_frozen) orders.sweep(SWEEP_WINDOW_MS).catch(() => {});
				sweepLater();
			}),
		);
	})();
	return hub;

	function kill(): void {
		hub.is_alive = false;
		listeners.delete(hear);
		for (const timer of timers) timer.cancel();
		thawed = [];
		for (const worker of workers) void worker.stop(0);
		void stopReclaiming();
		server.forget(hub);
	}

	function freeze(): void {
		hub.is_frozen = true;
		// the server does not wait longer for a transaction that says nothing
		time.plan(time.now() + IDLE_IN_TRANSACTION_MS, () => hub.is_frozen && server.drop(hub));
	}

	function thaw(): void {
		hub.is_frozen = false;
		for (const go of thawed.splice(0)) go();
	}
}
