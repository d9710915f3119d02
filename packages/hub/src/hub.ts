import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createApart } from "./base/apart.ts";
import { systemClock } from "./base/clock.ts";
import { HubError, isHubError } from "./base/error.ts";
import { createLog, type Log } from "./base/log.ts";
import { createMetrics } from "./base/metrics.ts";
import type { Outcome } from "./base/outcome.ts";
import { createSecretBox, newSecret } from "./base/secret-box.ts";
import { createDspClient } from "./clients/dsp-client.ts";
import { createEgress } from "./clients/egress.ts";
import { createEventClient } from "./clients/event-client.ts";
import { createImageClient } from "./clients/image-client.ts";
import { createPosClient } from "./clients/pos-client.ts";
import { readOrderVerdict } from "./clients/pos-verdict.ts";
import type { Config } from "./config.ts";
import {
	createDestinations,
	createQuarantine,
	createQueue,
	type JobHandler,
	QUEUE_NAMES,
	type QueueName,
	startReclaiming,
	startWorker,
	type Worker,
} from "./delivery/index.ts";
import { type Accounts, createAccounts } from "./features/accounts/index.ts";
import { createCatalog } from "./features/catalog/index.ts";
import { createConsole, createLiveNews } from "./features/console/index.ts";
import { createDoors } from "./features/doors/index.ts";
import { createEventPartners } from "./features/event-partners/index.ts";
import { createLocations } from "./features/locations/index.ts";
import { createMenus } from "./features/menus/index.ts";
import { createOnboarding, createTokenSource } from "./features/onboarding/index.ts";
import { createOrders, keepUnroutable, replayDeliveries } from "./features/orders/index.ts";
import { createReconcile, scheduleNext } from "./features/reconcile/index.ts";
import { createRequestLog, forgetOldRequests } from "./features/request-log/index.ts";
import { createSignIn, listOperators } from "./features/sign-in/index.ts";
import { accountEndpoints } from "./gateways/account.ts";
import { consoleEndpoints } from "./gateways/console/console.ts";
import { mountConsoleEvents } from "./gateways/console/events.ts";
import { createVisit } from "./gateways/console/visit.ts";
import { consoleFileEndpoints } from "./gateways/console-files.ts";
import { dspOrders } from "./gateways/dsp-orders.ts";
import { eventWebhooks } from "./gateways/event-webhooks.ts";
import { createHttp } from "./gateways/http.ts";
import { menuFileEndpoints } from "./gateways/menu-files.ts";
import { mountEndpoints } from "./gateways/mount-endpoints.ts";
import { oauthCallbackEndpoints } from "./gateways/oauth-callback.ts";
import { oauthTokenEndpoints } from "./gateways/oauth-token.ts";
import { onboardEndpoints } from "./gateways/onboard.ts";
import { onboardPageEndpoints } from "./gateways/onboard-pages.ts";
import { hubVersion, mountOperator } from "./gateways/operator.ts";
import type { PageLink } from "./gateways/pages/landing.ts";
import { partnerEndpoints } from "./gateways/partner.ts";
import { partnerMenuEndpoints } from "./gateways/partner-menus.ts";
import { partnerTokenEndpoints } from "./gateways/partner-tokens.ts";
import { posWebhooks } from "./gateways/pos-webhooks.ts";
import { ssoEndpoints } from "./gateways/sso.ts";
import { openStorage } from "./open-storage.ts";
import { listOrders, type OrderRow } from "./storage/tables/order.ts";
import { findOrg } from "./storage/tables/org.ts";
import { startUpkeep } from "./upkeep.ts";
import { openWaitingRoom } from "./waiting-room.ts";

/** A running hub. */
export interface Hub {
	/** Where it listens, as `http://host:port`. */
	url: string;
	accounts: Accounts;
	log: Log;
	/** Pages beside the hub that its start page names, such as those of the sandbox. */
	links: PageLink[];
	/** An organisation's orders, newest first. */
	listOrders(org_id: string): Promise<OrderRow[]>;
	/** Whether anybody of the staff can sign in at the console. */
	hasOperator(): Promise<boolean>;
	/** A way into the console, good once, for somebody of the staff. */
	inviteOperator(email: string): Promise<{ sign_in_url: string }>;
	/** Ready goes false, intake stops, work drains, connections close. */
	stop(): Promise<void>;
}

/** How many jobs of a queue one process runs at a time. */
const SLOTS: Record<QueueName, number> = {
	"order.to-pos": 256,
	"order.to-dsp": 256,
	"order.deadline": 128,
	"order.pos-status": 16,
	"pos.connection": 8,
	"pos.reconcile": 2,
	"dsp.reconcile": 2,
	"event.to-partner": 32,
	"catalog.sync": 2,
	"catalog.images": 1,
	"dsp.store-event": 32,
};
/** From SIGTERM on: what has not come to its end by then is cut off. */
const DRAIN_MS = 20_000;
/** What was cut off still writes down that it was. */
const CUT_OFF_MS = 3_000;
/** Where others share the work: how long a hub that stops still answers, so that balancers see first that it is not ready. */
const LEAVING_MS = 1_000;
const AWAIT_DATABASE_MAX_MS = 1_000;
/** Heap of a thread that reads large catalogs and makes their menus, or compares stores; the largest catalog takes half of it. */
const THREAD_MEMORY_MB = 512;

/**
 * Start a hub. While the database of its configuration does not answer, it waits and keeps trying, alive and not ready, until
 * `signal` aborts. Throws `configuration` when it cannot start.
 */
export async function startHub(config: Config, options: { log?: Log; signal?: AbortSignal } = {}): Promise<Hub> {
	const log = options.log ?? createLog({ level: config.log_level });
	let room: { close(): Promise<void> } | undefined;
	const leaveRoom = async () => {
		await room?.close();
		room = undefined;
	};
	for (let attempt = 1; ; attempt++) {
		try {
			return await openHub(config, log, leaveRoom);
		} catch (error) {
			if (config.database_url === undefined || !isHubError(error, "unavailable") || options.signal?.aborted) {
				await leaveRoom();
				throw error;
			}
			room ??= await openWaitingRoom(config, log);
			const wait_ms = Math.min(250 * 2 ** attempt, AWAIT_DATABASE_MAX_MS);
			log.warn("database.awaited", { attempt, next_in_s: wait_ms / 1000, error });
			await sleep(wait_ms, undefined, options.signal ? { signal: options.signal } : {}).catch(async (aborted) => {
				await leaveRoom();
				throw aborted;
			});
		}
	}
}

/** The one place where the parts of a hub are made and joined. `beforeListen` frees its address. */
async function openHub(config: Config, log: Log, beforeListen: () => Promise<void>): Promise<Hub> {
	const clock = systemClock;
	const metrics = createMetrics();
	const storage = await openStorage(config, log);
	const { db } = storage;
	const closers: (() => Promise<unknown>)[] = [() => storage.close()];
	try {
		const queue = await createQueue({ db, clock, onError: (error) => log.error("queue.error", { error }) });
		closers.unshift(() => queue.stop());
		if (storage.is_ours_alone) await queue.reclaim();
		metrics.readQueueDepth(() => queue.depth());

		const secret_box = createSecretBox(config.master_key);
		const egress = createEgress({ allow_cidrs: config.egress_allow });
		closers.unshift(() => egress.close());
		const pos = createPosClient({ egress, clock });
		const dsp = createDspClient({ egress, clock });
		const { public_url } = config;

		const accounts = createAccounts({ db, clock, log, secret_box, random: randomBytes, public_url });
		const { getProvider } = accounts;
		const destinations = createDestinations(clock, isPausedBy(getProvider));
		metrics.readDestinations(() => destinations.states());
		const tokens = createTokenSource({ db, clock, log, secret_box, getProvider, pos, dsp });
		const { withToken, sendWithToken } = tokens;
		const onAttempt = ({ type }: { type: string }, sent: Outcome, outcome: string) =>
			metrics.delivery({ type, outcome }, sent.latency_ms / 1000);
		const apart = createApart({ memory_mb: THREAD_MEMORY_MB });
		const menus = createMenus({
			db,
			queue,
			clock,
			log,
			getProvider,
			dsp,
			withToken,
			public_url,
			random: randomBytes,
			destinations,
			apart,
			onAttempt,
		});
		const { channels } = menus;
		const images = createImageClient({ egress });
		const catalog = createCatalog({ db, queue, clock, log, getProvider, pos, images, withToken, channels, apart });
		const onboarding = createOnboarding({
			...{ db, queue, clock, log, secret_box, accounts, pos, dsp, withToken, public_url },
		});
		// its own, so that nobody who links stores waits for a catalog
		const matching = createApart({ memory_mb: THREAD_MEMORY_MB });
		const locations = createLocations({
			db,
			queue,
			clock,
			log,
			accounts,
			pos,
			dsp,
			withToken,
			matching,
			syncLocation: catalog.syncLocation,
			requestPublish: menus.requestPublish,
			requestDisconnect: menus.requestDisconnect,
			reportLinkPause: menus.reportLinkPause,
			requestPublishEverywhere: channels.requestPublishEverywhere,
			scheduleSweep: (tx, target) => scheduleNext(tx, "pos.reconcile", target, clock.now()),
		});
		const event_partners = createEventPartners({
			...{ db, queue, clock, log, secret_box, onAttempt },
			client: createEventClient({ egress }),
		});
		const unwatch = await event_partners.watch();
		closers.unshift(async () => unwatch());
		const sign_in = createSignIn({ db, queue, clock, random: randomBytes, secret_box, accounts, pos, public_url });
		const orders = createOrders({
			db,
			queue,
			clock,
			log,
			destinations,
			getProvider,
			onAttempt,
			announce: event_partners.announce,
			findSellable: (org_id, location_id, slug, stream_ids) =>
				catalog.findSellable(db, org_id, location_id, slug, stream_ids),
			findSellableIn: catalog.findSellable,
			sendToPos: (order, provider, body, key, limits) =>
				sendWithToken(order.org_id, order.pos_integration_id, (token) =>
					pos.sendOrderEvent(provider, token, body, key, limits),
				),
			async sendToDsp(delivery) {
				const provider = await getProvider(delivery.slug);
				if (provider === undefined) return { dropped: "the DSP is no longer registered" };
				return await sendWithToken(delivery.org_id, delivery.integration_id, (token) =>
					dsp.sendEvent(provider, token, delivery.body, delivery.delivery_id),
				);
			},
			askPos: (order, provider, question) =>
				sendWithToken(order.org_id, order.pos_integration_id, (token) => pos.askForOrder(provider, token, question)),
			endIntegration: (gone) => onboarding.endIntegration(gone),
			readVerdict: (sent) => readOrderVerdict(sent, clock.now()),
			onParked: (order) => metrics.order({ slug: order.slug, result: "parked" }),
			onVerdict(order, verdict) {
				metrics.order({ slug: order.slug, result: verdict });
				if (verdict === "accepted") metrics.orderAccepted((clock.now() - order.received_at) / 1000);
			},
		});

		const reconcile = createReconcile({
			...{ db, queue, clock, log, getProvider, destinations, dsp, withToken },
			fetchLocations: locations.fetchLocations,
			requestSync: catalog.requestSync,
			requestPublish: channels.requestPublishEverywhere,
			onSweep: (labels) => metrics.sweep(labels),
			onFeed: (labels) => metrics.feed(labels),
		});

		const workers = new Map<QueueName, Worker>();
		const jobs: Partial<Record<QueueName, JobHandler>> = {
			...orders.jobs,
			...catalog.jobs,
			...menus.jobs,
			...event_partners.jobs,
			...onboarding.jobs,
			...reconcile.jobs,
		};
		const quarantine = createQuarantine({
			...{ db, queue, clock, own: orders.quarantine },
			onQuarantined: (name) => metrics.quarantined({ queue: name }),
		});
		if (config.roles.includes("worker")) {
			for (const name of QUEUE_NAMES) {
				const handle = jobs[name];
				if (handle === undefined) throw new Error(`no feature handles the queue ${name}`);
				workers.set(
					name,
					startWorker({ queue, name, slots: SLOTS[name], handle, quarantine: quarantine(name), clock, log }),
				);
			}
			closers.unshift(startReclaiming({ queue, log }));
		}

		if (config.roles.includes("worker"))
			closers.unshift(
				startUpkeep({
					...{ db, queue, clock, log, accounts },
					sweepOrders: orders.sweep,
					scheduleSweeps: reconcile.scheduleAll,
					forgetLog: () => forgetOldRequests(db, clock.now()),
				}),
			);

		let is_stopping = false;
		const doors = createDoors({ db, clock, log, accounts, onboarding, locations, public_url, random: randomBytes });
		const request_log = createRequestLog({ db, clock, log });
		closers.unshift(() => request_log.stop());
		const app = createHttp({ log, metrics, config: { public_url }, note: request_log.note });
		app.addHook("onRequest", async (_request, reply) => {
			if (is_stopping) reply.header("connection", "close");
		});
		const place = keepUnroutable(orders.place, { db, clock, log });
		const endpoints = [
			...oauthTokenEndpoints({ accounts, clock, public_url }),
			...partnerEndpoints({ onboarding, locations }),
			...partnerMenuEndpoints({ locations, catalog, menus, menu_assignment: config.menu_assignment }),
			...dspOrders({ log, findProvider: getProvider, ...orders, place, noteStoreStatus: locations.noteStoreStatus }),
			...oauthCallbackEndpoints({ onboarding, sign_in, public_url }),
			...partnerTokenEndpoints({ accounts }),
			...onboardEndpoints({ doors }),
			...onboardPageEndpoints({ doors }),
			...ssoEndpoints({ sign_in, public_url, version: hubVersion() }),
			...accountEndpoints({ sign_in, locations, public_url, version: hubVersion() }),
			...posWebhooks({
				db,
				clock,
				log,
				findProvider: getProvider,
				async onCatalogUpdated(hint) {
					await queue.transaction((tx) => catalog.requestSync(tx, hint));
					return "catalog sync queued";
				},
				onObjectUpdated: catalog.applyObjectUpdate,
				onLocationStatus: catalog.applyLocationStatus,
				onOrderStatus: orders.applyStatus,
				onOrderVerdict: orders.applyStatus,
				onInStoreOrder: orders.takeInStore,
			}),
			...eventWebhooks({ log, findPartner: event_partners.find, assignDriver: orders.assignDriver }),
			...menuFileEndpoints({ menus }),
		];
		const about = { version: hubVersion(), environment: config.sandbox ? ("test" as const) : ("live" as const) };
		const console_parts = { db, queue, clock, getProvider, public_url };
		const console = createConsole({
			...{ ...console_parts, ...about, matching, locations, data_dir: config.data_dir, started_at: clock.now() },
			database_kind: storage.is_ours_alone ? "embedded" : "server",
			droppedLogRows: request_log.dropped,
			requestSync: catalog.requestSync,
			listProviders: accounts.listProviders,
			place: orders.place,
			rehearseOrder: orders.rehearse,
			cancelOrder: orders.cancelByStaff,
			sendTestOrder: orders.sendTestOrder,
			replayDelivery: (_org_id, delivery_id) => replayDeliveries({ db, queue, clock }, [delivery_id]),
		});
		const visit = createVisit({ sign_in, public_url, findOrg: (org_id) => findOrg(db, org_id) });
		const own = consoleEndpoints({
			...{ sign_in, clock, public_url, console, onboarding, locations, catalog, menus, accounts, ...about },
			hasPartner: async (partner_id) => (await accounts.getPartner(partner_id)) !== undefined,
			newSecret: () => newSecret("trw"),
		});
		const news = createLiveNews({ ...console_parts, log });
		closers.unshift(async () => news.stop());
		let endStreams = () => {};
		const links: PageLink[] = [];
		const console_files = config.roles.includes("api") ? consoleFileEndpoints() : [];
		if (config.roles.includes("api")) {
			mountEndpoints(app, [...endpoints, ...console_files], accounts);
			mountEndpoints(app, own, { ...accounts, visit });
			endStreams = mountConsoleEvents(app, { visit, listen: news.listen });
		}
		mountOperator(app, {
			endpoints,
			metrics,
			public_url,
			links: () => links,
			has_front_page: console_files.length > 0,
			checks: {
				database: async () => void (await db.query("SELECT 1")),
				serving: async () => {
					if (is_stopping) throw new HubError("unavailable", { detail: "The hub is stopping." });
				},
				intake: orders.assertIntake,
			},
		});
		await beforeListen();
		const url = await app.listen({ host: config.host, port: config.port });
		log.info("hub.started", { host: config.host, port: Number(new URL(url).port), roles: config.roles.join(",") });

		return {
			url,
			accounts,
			log,
			links,
			listOrders: (org_id) => listOrders(db, org_id, 100),
			hasOperator: async () => (await listOperators(db)).length > 0,
			inviteOperator: (email) => sign_in.inviteOperator({ email, actor: "operator" }),
			async stop() {
				is_stopping = true;
				const cut_off_at = performance.now() + DRAIN_MS;
				log.info("hub.stopping", {});
				if (!storage.is_ours_alone) await sleep(LEAVING_MS);
				endStreams();
				await Promise.race([app.close(), sleep(DRAIN_MS, undefined, { ref: false })]);
				const drain = (ms: number) => Promise.all([...workers.values()].map((worker) => worker.stop(ms)));
				await drain(Math.max(0, cut_off_at - performance.now()));
				// a request that is cut off ends its job's run, which hands the job back
				await egress.close();
				await drain(CUT_OFF_MS);
				for (const close of closers) await close();
				log.info("hub.stopped", {});
			},
		};
	} catch (error) {
		for (const close of closers) await close().catch(() => {});
		throw error;
	}
}

/** Whether an operator has paused a system. */
function isPausedBy(getProvider: Accounts["getProvider"]): (slug: string) => Promise<boolean> {
	return async (slug) => typeof (await getProvider(slug))?.paused_at === "number";
}
