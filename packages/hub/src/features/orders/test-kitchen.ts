import { normalizeDspSubmission } from "@ticketrail/contract";
import type { Clock } from "../../base/clock.ts";
import { newId } from "../../base/id.ts";
import type { Log } from "../../base/log.ts";
import type { Outcome } from "../../base/outcome.ts";
import type { OrderQuestion } from "../../clients/pos-client.ts";
import { readOrderVerdict } from "../../clients/pos-verdict.ts";
import { DEFAULT_SETTINGS, type Provider, type ProviderSettings } from "../../clients/provider.ts";
import {
	createDestinations,
	createQueue,
	type Job,
	type JobHandler,
	QUEUE_NAMES,
	type Queue,
	type QueueName,
} from "../../delivery/index.ts";
import type { Database } from "../../storage/database.ts";
import { openTestDatabase } from "../../storage/test-database.ts";
import type { Sellable } from "../catalog/index.ts";
import type { Announce } from "./commit.ts";
import { createOrders } from "./index.ts";

/** Answers of the POS or DSP in a test, in the order in which they are asked for; the last one repeats. */
export type Script = (Outcome | ((body: string) => Outcome | Promise<Outcome>))[];

const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

/** What is queued when an order changes, and who sends it. */
interface Listener {
	announce: Announce;
	jobs: Partial<Record<QueueName, JobHandler>>;
}

/** One merchant with one store linked to one POS location, on a real database, with scripted neighbours and a clock. */
export async function openKitchen(
	options: {
		settings?: Partial<ProviderSettings>;
		pos?: Script;
		/** what the POS says when it is asked for an order; with it, it can be */
		status?: Script;
		dsp?: Script;
		catalog?: Sellable[];
		/** somebody who listens to orders, made on the kitchen's own database */
		listener?: (kitchen: { db: Database; queue: Queue; clock: Clock; location_id: string }) => Promise<Listener>;
	} = {},
) {
	const database = await openTestDatabase();
	const { db } = database;
	// the database's own clock decides which job is due, so a test starts now and only ever goes forward
	let now = Date.now();
	const clock = { now: () => now };
	const queue = await createQueue({ db, clock });
	const ids = {
		org_id: newId(),
		pos_integration: newId(),
		dsp_integration: newId(),
		location_id: newId(),
		binding_id: newId(),
	};
	await insertMerchant(db, ids);
	const provider = {
		slug: "sim-pos",
		type: "pos",
		paused_at: null,
		paths: options.status ? { order_status: "/order" } : {},
		settings: { ...DEFAULT_SETTINGS, delivery_contract: "dedupes_by_order_id", ...options.settings },
	} as Provider;
	const asked: OrderQuestion[] = [];
	const gone: string[] = [];
	const paused = new Set<string>();
	const toPos: { body: string; key: string }[] = [];
	const toDsp: { type: string; body: Record<string, unknown> }[] = [];
	const catalog = options.catalog ?? [
		sellable("st-var-1", "tea-large", 450),
		sellable("st-mod-1", "oat", 75, "modifier"),
	];
	const next = (script: Script, body: string) => {
		const step = script.length > 1 ? script.shift() : script[0];
		return typeof step === "function" ? step(body) : (step ?? answered(200, { order: { provider_id: "pos-1" } }));
	};
	const listener = await options.listener?.({ db, queue, clock, location_id: ids.location_id });
	const destinations = createDestinations(clock, async (slug) => paused.has(slug));
	const findSellable = async (wanted: readonly string[]) =>
		new Map(catalog.filter((entry) => wanted.includes(entry.stream_id)).map((entry) => [entry.stream_id, entry]));
	const orders = createOrders({
		announce: listener?.announce ?? (async () => {}),
		db,
		queue,
		clock,
		log: silent,
		destinations,
		getProvider: async (slug) => (slug === provider.slug ? provider : undefined),
		findSellable: (_org, _location, _slug, wanted) => findSellable(wanted),
		findSellableIn: (_sql, _org, _location, _slug, wanted) => findSellable(wanted),
		async sendToPos(_order, _provider, body, key) {
			toPos.push({ body, key });
			return await next(options.pos ?? [], body);
		},
		async sendToDsp(delivery) {
			toDsp.push({ type: delivery.type, body: JSON.parse(delivery.body) });
			return await next(options.dsp ?? [answered(200, {})], delivery.body);
		},
		async askPos(_order, _provider, question) {
			asked.push(question);
			return await next(options.status ?? [answered(404, {})], "");
		},
		async endIntegration({ integration_id }) {
			gone.push(integration_id);
		},
		readVerdict: (sent) => readOrderVerdict(sent, now),
		onParked() {},
		onAttempt() {},
		onVerdict() {},
	});

	/** Run every job that is due by the test's clock, until none is left. */
	async function settleAll(): Promise<void> {
		for (;;) {
			await db.query(
				"UPDATE pgboss.job SET start_after = $1 WHERE state IN ('created', 'retry') AND start_after <= $2",
				[new Date(started_at - 60_000), new Date(now)],
			);
			let ran = 0;
			for (const name of QUEUE_NAMES) {
				for (const job of await queue.fetch(name, 20)) {
					ran++;
					await run(name, job);
				}
			}
			if (ran === 0) return;
		}
	}

	async function run(name: QueueName, job: Job): Promise<void> {
		await { ...orders.jobs, ...listener?.jobs }[name]?.(job);
	}

	/** From now on a worker of this process has so many free slots for orders that may leave at the commit of their intake. */
	const under_way = new Set<Promise<void>>();
	function attachWorker(slots: number): void {
		queue.attach("order.to-pos", {
			wake() {},
			free: () => slots - under_way.size,
			take(jobs) {
				for (const job of jobs) {
					const running = run("order.to-pos", job).finally(() => under_way.delete(running));
					under_way.add(running);
				}
			},
		});
	}

	const submit = (order: Record<string, unknown> = {}, id = "o-1") =>
		orders.place({
			slug: "sim-dsp",
			dsp_location_id: "dd-9001",
			dsp_order_id: id,
			verdict_deadline_s: 150,
			...submitted({ ...lenientOrder(id), ...order }),
		});

	// how long the preparations took is no part of the test's time
	const started_at = Date.now();
	now = started_at;
	return {
		db,
		queue,
		clock,
		orders,
		ids,
		started_at,
		toPos,
		asked,
		gone,
		paused,
		toDsp,
		submit,
		attachWorker,
		/** Resolves when what left at its intake has been settled. */
		atRest: () => Promise.all(under_way),
		destinations,
		provider,
		settleAll,
		advance: (ms: number) => {
			now += ms;
		},
		async order(id = "o-1") {
			const rows = await db.query<{
				order_id: string;
				state: string;
				injection: string;
				verdict: string | null;
				pos_order_id: string | null;
				deadline_at: number;
			}>("SELECT * FROM orders WHERE dsp_order_id = $1", [id]);
			return rows[0];
		},
		async close() {
			await queue.stop();
			await database.close();
		},
	};
}

/** What a POS or DSP answers. */
export function answered(status: number, body: unknown): Outcome {
	return { stage: "answered", status, headers: {}, body: Buffer.from(JSON.stringify(body)), latency_ms: 5 };
}

/** A request that may have arrived. */
export const lostAnswer: Outcome = { stage: "unknown", reason: "no_answer", latency_ms: 5 };

/** A request that certainly did not leave. */
export const refusedConnection: Outcome = { stage: "never_sent", reason: "connect_refused", latency_ms: 5 };

/** An entry of the location's catalog. */
export function sellable(stream_id: string, provider_id: string, least_price: number, kind = "item"): Sellable {
	return {
		stream_id,
		kind,
		provider_id,
		sold_as: provider_id,
		name: provider_id,
		is_active: true,
		is_retired: false,
		least_price,
		price_currency: "usd",
	};
}

/** A submission's text and what it says. */
export function submitted(order: Record<string, unknown>) {
	const body = JSON.stringify({ type: "new_order", location_id: "dd-9001", order });
	const submission = normalizeDspSubmission(JSON.parse(body));
	if (submission.kind !== "new_order") throw new Error(`no order: ${body}`);
	return { body, order: submission.order };
}

/** An order as a real DSP sends it (contract.md I.3). */
export function lenientOrder(id: string) {
	return {
		id,
		customer_facing_id: "#1",
		fulfillment_type: "pickup",
		customer: { name: "Ana Lopez", email: "ana@example.test", phone: "+12065550100" },
		items: [
			{
				id: "st-var-1",
				name: "Large tea",
				price: 450,
				currency: "usd",
				quantity: 2,
				modifiers: [{ id: "st-mod-1", name: "Oat milk", quantity: 1, price: 75, currency: "usd" }],
			},
		],
		subtotal: 1050,
		tax: 105,
	};
}

async function insertMerchant(
	db: Awaited<ReturnType<typeof openTestDatabase>>["db"],
	ids: { org_id: string; pos_integration: string; dsp_integration: string; location_id: string; binding_id: string },
) {
	const { org_id, pos_integration, dsp_integration, location_id, binding_id } = ids;
	await db.query(
		"INSERT INTO org (org_id, partner_id, provider_id, name, created_at) VALUES ($1, $1, 'm-1', 'Ana', 0)",
		[org_id],
	);
	const integration =
		"INSERT INTO integration (org_id, integration_id, slug, type, status, created_at, updated_at) VALUES ($1, $2, $3, $4, 'active', 0, 0)";
	await db.query(integration, [org_id, pos_integration, "sim-pos", "pos"]);
	await db.query(integration, [org_id, dsp_integration, "sim-dsp", "dsp"]);
	await db.query(
		"INSERT INTO location (org_id, location_id, integration_id, slug, provider_id, name, address, status, prep_time_minutes, created_at, updated_at) VALUES ($1, $2, $3, 'sim-pos', 'pos-loc-7', 'Main St', '{}', 'active', 15, 0, 0)",
		[org_id, location_id, pos_integration],
	);
	await db.query(
		"INSERT INTO binding (org_id, binding_id, location_id, integration_id, slug, dsp_location_id, dsp_store_name, status, created_by, created_at) VALUES ($1, $2, $3, $4, 'sim-dsp', 'dd-9001', 'Main', 'APPROVED', 'test', 0)",
		[org_id, binding_id, location_id, dsp_integration],
	);
	await db.query(
		"INSERT INTO route_dsp_store (slug, dsp_location_id, org_id, binding_id) VALUES ('sim-dsp', 'dd-9001', $1, $2)",
		[org_id, binding_id],
	);
	await db.query(
		"INSERT INTO dsp_store (org_id, integration_id, provider_id, name, address, created_at, updated_at) VALUES ($1, $2, 'dd-9002', 'Unbound', '{}', 0, 0)",
		[org_id, dsp_integration],
	);
}
