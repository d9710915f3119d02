import { readFileSync } from "node:fs";
import {
	type ConnectionReply,
	type ConnectionRequest,
	DSP_PATHS,
	type DspLocation,
	type MenuFileV1,
	type StrictDspSubmission,
} from "@ticketrail/contract";
import { openHistory } from "@ticketrail/history";
import { createSessions, type OwnerAccount, SAMPLE_ACCOUNTS } from "./accounts.ts";
import { createAuthorize } from "./consent.ts";
import { createEventEndpoint, type Handled } from "./events.ts";
import { type FaultPlan, type FaultyEndpoint, isWorking, spoil } from "./faults.ts";
import { createGrants, type Grants, readJson } from "./grants.ts";
import { createMenuIntake } from "./menu-intake.ts";
import { createNoteCalls } from "./note-calls.ts";
import { createOrderBook, type OrderBook, type Verdict } from "./order-book.ts";
import { cancel, type Placed, type PlaceRequest, place } from "./place.ts";
import { SAMPLE_STORES } from "./sample-stores.ts";
import { type Answer, type Call, type Handler, json, listen } from "./server.ts";
import { createStorefront } from "./storefront.ts";
import { createStores, type Stores } from "./stores.ts";
import { type Submission, submit } from "./submit.ts";

export interface ReferenceDspOptions {
	/** 0 (the default) takes a free port. */
	port?: number;
	host?: string;
	/** What the hub must show at the token endpoint, and what the consent page calls it. */
	client_id: string;
	client_secret: string;
	client_name?: string;
	/** Where orders go; may come later by `pointTo`. */
	hub_url?: string;
	slug?: string;
	webhook_secret: string;
	/** Append to this history what is said on both ways (`@ticketrail/history`); `tenant` stands in each line. */
	history_file?: string;
	tenant?: string;
	/** Other data than the sample. */
	stores?: readonly DspLocation[];
	accounts?: readonly OwnerAccount[];
	/** Life of an access token in ms, to test refreshing. */
	access_ttl_ms?: number;
	/** Repeats of an order that did not get through, and the first pause between them in ms. */
	max_retries?: number;
	retry_base_ms?: number;
	now?: () => number;
	fetch?: typeof globalThis.fetch;
	onError?: (error: unknown) => void;
}

export interface ReferenceDsp {
	url: string;
	stores: Stores;
	/** The menu of each store that has one, as it is now. */
	readonly menus: ReadonlyMap<string, MenuFileV1>;
	/** Orders with everything that was heard about them. */
	orders: OrderBook["records"];
	verdicts: ReadonlyMap<string, Verdict>;
	grants: Pick<Grants, "revoke">;
	/** Order something, as the storefront does. Resolves when the hub has answered or all tries are used up. */
	placeOrder(request?: PlaceRequest): Promise<Placed>;
	/** Send any message to the hub, signed. */
	send(message: StrictDspSubmission): Promise<Submission>;
	/** The hub's verdict on an order; rejects when none comes in time. */
	waitForVerdict(order_id: string, timeout_ms: number): Promise<Verdict>;
	/** Answer the next events with this status and do nothing, to test the hub's patience. */
	failNextEvents(count: number, status?: number): void;
	/** Faults by a plan, from now on. */
	planFaults(plan: FaultPlan | undefined): void;
	/** Take an order back for the customer (contract.md C.5.3). */
	cancelOrder(order_id: string): Promise<Submission>;
	/** Use another hub from now on. */
	pointTo(hub_url: string): void;
	stop(): Promise<void>;
}

/** Start the DSP on its own server. It knows the contract, a hub's address, slug and secret, and nothing else of it. */
export async function startReferenceDsp(options: ReferenceDspOptions): Promise<ReferenceDsp> {
	const { client_id, client_secret, slug = "sim-dsp", webhook_secret: secret } = options;
	const now = options.now ?? Date.now;
	const fetch = options.fetch ?? globalThis.fetch;
	const accounts = options.accounts ?? SAMPLE_ACCOUNTS;
	const stores = createStores(options.stores ?? SAMPLE_STORES);
	const orders = createOrderBook(now);
	const sessions = createSessions(accounts, DSP_PATHS.authorize, now);
	const grants = createGrants({ client_id, client_secret, now, access_ttl_ms: options.access_ttl_ms ?? 3_600_000 });
	const by = { actor: `dsp:${slug}`, tenant: options.tenant, now };
	const history = options.history_file ? openHistory(options.history_file, by) : undefined;
	const note = history && createNoteCalls({ history, slug });

	let hub_url = options.hub_url;
	const send = async (message: StrictDspSubmission): Promise<Submission> => {
		if (!hub_url) return { kind: "unreachable", message: "no hub is set", tries: 0 };
		const url = `${hub_url.replace(/\/+$/, "")}/order/${encodeURIComponent(slug)}`;
		const { max_retries = 2, retry_base_ms = 500 } = options;
		return submit({ url, secret, fetch, max_retries, retry_base_ms, onTry: note?.sent }, message);
	};
	const place_settings = { stores, orders, send, now };

	const failures: number[] = [];
	let plan: FaultPlan | undefined;
	const intake = createMenuIntake({ fetch, onTaken: note?.menu });
	const takeEvent = createEventEndpoint({ stores, orders, takeMenu: intake });
	const faulty = (name: FaultyEndpoint, work: (call: Call) => Promise<Handled>): Handler => {
		return async (call) => {
			const noted = note?.received(name, call);
			const status = name === "event" ? failures.shift() : undefined;
			const fault = status === undefined ? plan?.(name, call) : ({ kind: "status", status } as const);
			const done = isWorking(fault) ? await work(call) : undefined;
			if (done) noted?.done(done.answer, done.effect);
			const answer = await spoil(fault, done?.answer ?? json(503, { status: 503 }));
			noted?.answered(answer, fault);
			return answer;
		};
	};
	const event = faulty("event", takeEvent);
	const token = faulty("token", async (call) => {
		const answer = grants.token(call);
		return { answer, effect: answer.status < 300 };
	});
	const authorize = createAuthorize({
		client_id,
		client_name: options.client_name ?? client_id,
		accounts,
		sessions,
		grants,
		stores,
	});
	const routes = new Map<string, Handler>([
		[`GET ${DSP_PATHS.authorize}`, authorize],
		[`POST ${DSP_PATHS.authorize}`, authorize],
		[`POST ${DSP_PATHS.token}`, token],
		[
			`GET ${DSP_PATHS.locations}`,
			withBearer(grants, () => json(200, { locations: [...stores.values()].map(({ location }) => location) })),
		],
		[`POST ${DSP_PATHS.connection}`, withBearer(grants, (call) => connect(stores, readJson(call.raw_body), true))],
		[`DELETE ${DSP_PATHS.connection}`, withBearer(grants, (call) => connect(stores, readJson(call.raw_body), false))],
		[`GET ${DSP_PATHS.connection}`, withBearer(grants, (call) => connectionOf(stores, call.query.get("location_id")))],
		[`POST ${DSP_PATHS.event}`, withBearer(grants, event)],
		...assetRoutes(),
	]);
	const storefront = createStorefront({ ...place_settings, sessions });
	const handle: Handler = (call) => (routes.get(`${call.method} ${call.path}`) ?? storefront)(call);
	const { port = 0, host = "127.0.0.1", onError = console.error } = options;
	const server = await listen({ port, host, handle, onError });

	return {
		url: server.url,
		stores,
		get menus() {
			return new Map([...stores].flatMap(([id, { menu }]) => (menu ? [[id, menu] as const] : [])));
		},
		orders: orders.records,
		verdicts: orders.verdicts,
		grants,
		placeOrder: (request = {}) => place(place_settings, request),
		send,
		waitForVerdict: orders.waitForVerdict,
		failNextEvents: (count, status = 500) => void failures.push(...Array<number>(count).fill(status)),
		planFaults(next) {
			plan = next;
		},
		async cancelOrder(order_id) {
			const record = orders.records.get(order_id);
			if (!record) return { kind: "unreachable", message: "there is no such order", tries: 0 };
			return await cancel(place_settings, record);
		},
		pointTo(url) {
			hub_url = url;
		},
		async stop() {
			await server.stop();
			history?.close();
		},
	};
}

function withBearer(grants: Grants, handler: Handler): Handler {
	return (call) =>
		grants.accountOf(call)
			? handler(call)
			: json(401, { status: 401, message: "the token is missing, unknown or expired" });
}

/** Connect or disconnect a store (contract.md C.2.4). The answer's body means nothing. */
function connect(stores: Stores, body: unknown, is_connected: boolean): Answer {
	const { location_id } = Object(body) as Partial<ConnectionRequest>;
	const store = typeof location_id === "string" ? stores.get(location_id) : undefined;
	if (!store) return json(404, { status: 404, message: "there is no such store" });
	store.is_connected = is_connected;
	return json(200, {});
}

function connectionOf(stores: Stores, location_id: string | null): Answer {
	const store = stores.get(location_id ?? "");
	if (!store) return json(404, { status: 404, message: "there is no such store" });
	const reply: ConnectionReply = { connected: store.is_connected, location_id: store.location.provider_id };
	return json(200, reply);
}

const ASSETS: Record<string, string> = {
	"style.css": "text/css; charset=utf-8",
	"shop.css": "text/css; charset=utf-8",
	"order.js": "text/javascript; charset=utf-8",
	"mark.svg": "image/svg+xml",
};

/** The pages' own files, read once. */
function assetRoutes(): [string, Handler][] {
	return Object.entries(ASSETS).map(([name, type]) => {
		const body = readFileSync(new URL(`./pages/${name}`, import.meta.url), "utf8");
		const headers = { "content-type": type, "cache-control": "no-cache", "x-content-type-options": "nosniff" };
		return [`GET /assets/${name}`, () => ({ status: 200, body, headers })];
	});
}
