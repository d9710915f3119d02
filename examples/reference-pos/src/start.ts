import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { POS_PATHS, type PosCatalog, type PosLocation } from "@ticketrail/contract";
import { openHistory } from "@ticketrail/history";
import { createNodeListener, createPosHandlers, createWebhookSender, type WebHandler } from "@ticketrail/pos-kit";
import { createSessions, type MerchantAccount, SAMPLE_ACCOUNTS } from "./accounts.ts";
import { createConsent, locationsOf } from "./consent.ts";
import { createDesk } from "./desk.ts";
import { createFaults, type Faults } from "./faults.ts";
import { globalCatalog } from "./global-catalog.ts";
import { createHubLine } from "./hub-line.ts";
import { createKitchen } from "./kitchen.ts";
import { createNoteCalls } from "./note-calls.ts";
import { sampleCatalog } from "./sample/catalog.ts";
import { SAMPLE_LOCATIONS } from "./sample/locations.ts";
import { createShop, type Shop, type Ticket } from "./shop.ts";
import { createWire } from "./wire.ts";

export interface ReferencePosOptions {
	/** 0 (the default) takes a free port. */
	port?: number;
	host?: string;
	/** What the hub must show at the token endpoint, and what the consent page calls it. */
	client_id: string;
	client_secret: string;
	client_name?: string;
	/** Where this POS sends its webhooks; may come later by `pointTo`. */
	hub_url?: string;
	slug?: string;
	webhook_secret: string;
	/** Append to this history what the hub asks and what it gets (`@ticketrail/history`); `tenant` stands in each line. */
	history_file?: string;
	tenant?: string;
	/** Take orders by hand on the screen instead of at once (contract.md B.5.7); some of them, by a function. */
	manual_accept?: boolean | ((order: { dsp_order_id: string }) => boolean);
	/** Hears of each new ticket, before the hub does. */
	onTicket?: (ticket: Ticket) => void;
	/** Other data than the sample. */
	locations?: readonly PosLocation[];
	catalogOf?: (location: PosLocation) => PosCatalog;
	accounts?: readonly MerchantAccount[];
	/** Life of an access token in ms, to test refreshing. */
	access_ttl_ms?: number;
	now?: () => number;
	onError?: (error: unknown) => void;
}

export interface ReferencePos {
	url: string;
	/** Kitchens and tickets, live: tests read it, and may change it as the screen would. */
	state: Shop;
	faults: Faults;
	/** Use another hub from now on. */
	pointTo(hub_url: string): void;
	stop(): Promise<void>;
}

/** Start the POS on its own server. It knows the contract, a hub's address, slug and secret, and nothing else of it. */
export async function startReferencePos(options: ReferencePosOptions): Promise<ReferencePos> {
	const { client_id, client_secret, slug = "sim-pos", webhook_secret: secret } = options;
	const now = options.now ?? Date.now;
	const accounts = options.accounts ?? SAMPLE_ACCOUNTS;
	const shop = createShop(options.locations ?? SAMPLE_LOCATIONS, options.catalogOf ?? sampleCatalog);
	const wire = createWire();
	const by = { actor: `pos:${slug}`, tenant: options.tenant, now };
	const history = options.history_file ? openHistory(options.history_file, by) : undefined;
	const faults = createFaults({ wire, ...(history ? { note: createNoteCalls({ history, wire, shop, slug }) } : {}) });

	let hub_url = options.hub_url;
	const sender = () => (hub_url ? createWebhookSender({ hub_url, slug, secret }) : undefined);
	const hub_line = createHubLine({ sender, now, changed: () => shop.version++ });

	const accountOf = (account_id: string): Pick<MerchantAccount, "location_ids"> =>
		accounts.find(({ id }) => id === account_id) ?? { location_ids: [] };
	const kitchensOf = (account_id: string) =>
		locationsOf(shop, accountOf(account_id)).flatMap(({ provider_id }) => shop.kitchens.get(provider_id) ?? []);
	const kitchenOf = (account_id: string, location_id: string) => {
		const { location_ids } = accountOf(account_id);
		return location_ids?.includes(location_id) === false ? undefined : shop.kitchens.get(location_id);
	};
	const handlers = createPosHandlers({
		clients: [{ client_id, client_secret, name: options.client_name ?? client_id }],
		consent: createConsent({ accounts, sessions: createSessions(accounts, POS_PATHS.authorize, now), shop }),
		listLocations: ({ id }) => kitchensOf(id).map(({ location }) => location),
		loadCatalog(scope, { id }) {
			if ("location_id" in scope) return kitchenOf(id, scope.location_id)?.catalog;
			return scope.merchant_id === id ? globalCatalog(kitchensOf(id)) : undefined;
		},
		desk: createDesk({ ...{ shop, kitchenOf, faults, now }, ...deskOptions(options) }),
		now,
		...(options.access_ttl_ms ? { access_ttl_ms: options.access_ttl_ms } : {}),
	});
	const { token, locations, catalog, orders } = handlers.endpoints;
	const endpoints = {
		token: faults.wrap("token", token),
		locations: faults.wrap("locations", locations),
		catalog: faults.wrap("catalog", catalog),
		orders: faults.wrap("orders", orders),
	};
	const kitchen = createKitchen({ shop, hub_line, hubUrl: () => hub_url, now });
	const otherwise = withAssets(kitchen);
	const { authorize } = handlers;
	const { onError = console.error } = options;
	const listener = createNodeListener({ handlers: { authorize, endpoints }, otherwise, onError });
	const server = createServer(wire.listener(listener));
	// Hubs keep connections open between orders; closing them first would cost a reset now and then.
	server.keepAliveTimeout = 65_000;

	await new Promise<void>((ready, failed) => {
		server.once("error", failed);
		server.listen(options.port ?? 0, options.host ?? "127.0.0.1", ready);
	});
	const { address, port, family } = server.address() as AddressInfo;
	return {
		url: `http://${family === "IPv6" ? `[${address}]` : address}:${port}`,
		state: shop,
		faults,
		pointTo(url) {
			hub_url = url;
			shop.version++;
		},
		async stop() {
			const closed = new Promise((done) => server.close(done));
			server.closeAllConnections();
			await closed;
			history?.close();
		},
	};
}

function deskOptions({ manual_accept = false, onTicket = () => {} }: ReferencePosOptions) {
	const isManual = typeof manual_accept === "function" ? manual_accept : () => manual_accept;
	return { isManual, onTicket };
}

const ASSETS: Record<string, string> = {
	"style.css": "text/css; charset=utf-8",
	"kitchen.css": "text/css; charset=utf-8",
	"kitchen.js": "text/javascript; charset=utf-8",
	"mark.svg": "image/svg+xml",
};

/** The pages' own files, read once. */
function withAssets(otherwise: WebHandler): WebHandler {
	const assets = new Map(
		Object.entries(ASSETS).map(([name, type]) => [
			`/assets/${name}`,
			{ type, text: readFileSync(new URL(`./pages/${name}`, import.meta.url), "utf8") },
		]),
	);
	return async (request) => {
		const asset = assets.get(new URL(request.url).pathname);
		if (!asset) return otherwise(request);
		const headers = { "content-type": asset.type, "cache-control": "no-cache", "x-content-type-options": "nosniff" };
		return new Response(asset.text, { headers });
	};
}
