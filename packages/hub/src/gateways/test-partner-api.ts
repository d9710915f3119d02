import { randomBytes } from "node:crypto";
import { Writable } from "node:stream";
import { createApart } from "../base/apart.ts";
import { createLog } from "../base/log.ts";
import { createMetrics } from "../base/metrics.ts";
import { createSecretBox } from "../base/secret-box.ts";
import { createDspClient } from "../clients/dsp-client.ts";
import { createEgress } from "../clients/egress.ts";
import { createImageClient } from "../clients/image-client.ts";
import { createPosClient } from "../clients/pos-client.ts";
import { createDestinations, createQueue } from "../delivery/index.ts";
import { type Accounts, createAccounts, type NewClient } from "../features/accounts/index.ts";
import { createCatalog } from "../features/catalog/index.ts";
import { createDoors } from "../features/doors/index.ts";
import { createLocations } from "../features/locations/index.ts";
import { createMenus } from "../features/menus/index.ts";
import { createOnboarding, createTokenSource } from "../features/onboarding/index.ts";
import { createReconcile, type Reconcile, scheduleNext } from "../features/reconcile/index.ts";
import { createSignIn } from "../features/sign-in/index.ts";
import type { Database } from "../storage/database.ts";
import { openTestDatabase } from "../storage/test-database.ts";
import { accountEndpoints } from "./account.ts";
import { createHttp } from "./http.ts";
import { mountEndpoints } from "./mount-endpoints.ts";
import { oauthCallbackEndpoints } from "./oauth-callback.ts";
import { oauthTokenEndpoints } from "./oauth-token.ts";
import { onboardEndpoints } from "./onboard.ts";
import { partnerEndpoints } from "./partner.ts";
import { partnerMenuEndpoints } from "./partner-menus.ts";
import { partnerTokenEndpoints } from "./partner-tokens.ts";
import { ssoEndpoints } from "./sso.ts";
import { startTestProvider, type TestProviderSystem } from "./test-provider-system.ts";

/** An answer with its body read: JSON where it is JSON. */
export interface Answer {
	status: number;
	headers: Headers;
	// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
	body: any;
}

/** A partner with a token, who calls the Partner API. */
export interface TestPartner extends NewClient {
	token: string;
	call(method: string, path: string, body?: unknown): Promise<Answer>;
}

/** The Partner API over real HTTP, on a database of its own, with a real POS and DSP beside it. */
export interface TestPartnerApi {
	url: string;
	db: Database;
	accounts: Accounts;
	pos: TestProviderSystem;
	dsp: TestProviderSystem;
	/** publications that were asked for, as binding ids */
	published: string[];
	/** stores that are to hear of the end of their link, as binding ids */
	disconnected: string[];
	/** let that many ms pass on the hub's clock */
	pass(ms: number): void;
	/** menus that were asked for at every store of a location, as location ids */
	republished: string[];
	/** what reconciliation counted and logged, and its own verbs */
	reconcile: Reconcile & { counted: string[]; log_lines: string[]; runDue(): Promise<void> };
	/** send what waits for a POS that wants to hear of connections */
	sendConnections(): Promise<void>;
	newPartner(options?: { scopes?: string[]; return_url_origins?: string[] }): Promise<TestPartner>;
	fetch(path: string, init?: RequestInit): Promise<Answer>;
	close(): Promise<void>;
}

export const PUBLIC_URL = "http://hub.example";

/**
 * `test-pos` and `test-dsp` sign in by OAuth, `manual-pos` takes codes by hand, `key-pos` and `key-dsp` take their bearer token as the
 * code; these are the same systems as `test-pos` and `test-dsp`.
 */
export async function startTestPartnerApi(): Promise<TestPartnerApi> {
	const database = await openTestDatabase();
	const { db } = database;
	let offset = 0;
	const clock = { now: () => Date.now() + offset };
	const log = createLog({ level: "silent", destination: collect([]) });
	const secret_box = createSecretBox(randomBytes(32));
	const egress = createEgress({ allow_cidrs: ["127.0.0.0/8"] });
	const queue = await createQueue({ db, clock });
	const accounts = createAccounts({ db, clock, log, secret_box, random: randomBytes, public_url: PUBLIC_URL });
	const clients = { pos: createPosClient({ egress, clock }), dsp: createDspClient({ egress, clock }) };
	const { withToken } = createTokenSource({
		db,
		clock,
		log,
		secret_box,
		getProvider: accounts.getProvider,
		...clients,
	});
	const apart = createApart({ memory_mb: 512 });
	const parts = { db, queue, clock, log, secret_box, accounts, ...clients, withToken, public_url: PUBLIC_URL, apart };
	const published: string[] = [];
	const disconnected: string[] = [];
	const republished: string[] = [];
	const counted: string[] = [];
	const channels = {
		requestPublishEverywhere: async () => {},
		reportActivity: async () => {},
		reportLocationPause: async () => {},
	};
	const images = createImageClient({ egress });
	const catalog = createCatalog({ ...parts, images, getProvider: accounts.getProvider, channels });
	const menus = createMenus({
		...{ ...parts, getProvider: accounts.getProvider, random: randomBytes },
		destinations: createDestinations(clock),
	});
	const onboarding = createOnboarding(parts);
	const sign_in = createSignIn({ ...parts, random: randomBytes });
	const locations = createLocations({
		...parts,
		matching: createApart({ memory_mb: 256 }),
		syncLocation: catalog.syncLocation,
		requestPublish: (_tx, { binding_id }) => void published.push(binding_id),
		reportLinkPause: menus.reportLinkPause,
		requestDisconnect: (_tx, { binding_id }) => void disconnected.push(binding_id),
		requestPublishEverywhere: async (_tx, { location_id }) => void republished.push(location_id),
		scheduleSweep: (tx, target) => scheduleNext(tx, "pos.reconcile", target, clock.now()),
	});
	const doors = createDoors({ ...parts, onboarding, locations, random: randomBytes });
	const log_lines: string[] = [];
	const reconcile = createReconcile({
		...{ db, queue, clock, log: createLog({ level: "info", destination: collect(log_lines) }) },
		...{ getProvider: accounts.getProvider, destinations: createDestinations(clock), dsp: clients.dsp, withToken },
		fetchLocations: locations.fetchLocations,
		requestSync: catalog.requestSync,
		requestPublish: async (_tx, { location_id }) => void republished.push(location_id),
		onSweep: ({ outcome }) => void counted.push(`sweep ${outcome}`),
		onFeed: ({ event }) => void counted.push(`feed ${event}`),
	});
	const jobs = { ...catalog.jobs, ...reconcile.jobs };
	/** Run every job of these queues that is due by the hub's clock, until none is left. */
	const runDue = async () => {
		for (let ran = 1; ran > 0; ) {
			ran = 0;
			await db.query(
				"UPDATE pgboss.job SET start_after = now() - interval '1 minute' WHERE state IN ('created', 'retry') AND start_after <= $1",
				[new Date(clock.now())],
			);
			for (const name of ["pos.reconcile", "dsp.reconcile", "catalog.sync"] as const)
				for (const job of await queue.fetch(name, 20)) {
					ran++;
					await jobs[name]?.(job);
				}
		}
	};
	const app = createHttp({
		log,
		metrics: createMetrics({ process_metrics: false }),
		config: { public_url: PUBLIC_URL },
	});
	const endpoints = [
		...oauthTokenEndpoints({ accounts, clock, public_url: PUBLIC_URL }),
		...partnerEndpoints({ onboarding, locations }),
		...partnerMenuEndpoints({ locations, catalog, menus, menu_assignment: true }),
		...oauthCallbackEndpoints({ onboarding, sign_in, public_url: PUBLIC_URL }),
		...partnerTokenEndpoints({ accounts }),
		...onboardEndpoints({ doors }),
		...ssoEndpoints({ sign_in, public_url: PUBLIC_URL, version: "1.2.3" }),
		...accountEndpoints({ sign_in, locations, public_url: PUBLIC_URL, version: "1.2.3" }),
	];
	mountEndpoints(app, endpoints, { authenticate: accounts.authenticate });
	const url = await app.listen({ port: 0, host: "127.0.0.1" });
	const [pos, dsp] = await Promise.all([startTestProvider("pos"), startTestProvider("dsp")]);
	const common = { client_id: "hub", client_secret: "provider secret", webhook_secrets: ["webhook secret"] };
	for (const [slug, name, system, auth, settings] of [
		["test-pos", "Test POS", pos, "oauth", []],
		["test-dsp", "Test DSP", dsp, "oauth", []],
		["manual-pos", "Manual POS", pos, "manual", []],
		["key-pos", "Key POS", pos, "manual", ["manual_code=token"]],
		["key-dsp", "Key DSP", dsp, "manual", ["manual_code=token"]],
	] as const) {
		await accounts.registerProvider({ ...common, slug, name, type: system.type, base_url: system.url, auth, settings });
	}

	const api: TestPartnerApi = {
		url,
		db,
		accounts,
		pos,
		dsp,
		published,
		disconnected,
		republished,
		reconcile: { ...reconcile, counted, log_lines, runDue },
		pass: (ms) => {
			offset += ms;
		},
		async sendConnections() {
			for (const job of await queue.fetch("pos.connection", 20)) await onboarding.jobs["pos.connection"](job);
		},
		fetch: async (path, init) => {
			const response = await fetch(url + path, { redirect: "manual", ...init });
			const text = await response.text();
			const is_json = response.headers.get("content-type")?.includes("json") ?? false;
			return { status: response.status, headers: response.headers, body: is_json ? JSON.parse(text) : text };
		},
		async newPartner({ scopes = ["onboarding"], return_url_origins = [] } = {}) {
			const client = await accounts.createPartner({ name: "Partner", scopes, return_url_origins });
			const { access_token } = await accounts.issueToken({ ...client, grant_type: "client_credentials" });
			return {
				...client,
				token: access_token,
				call: (method, path, body) =>
					api.fetch(path, {
						method,
						headers: {
							authorization: `Bearer ${access_token}`,
							...(body !== undefined && { "content-type": "application/json" }),
						},
						...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
					}),
			};
		},
		async close() {
			await app.close();
			await queue.stop();
			await Promise.all([pos.close(), dsp.close(), egress.close()]);
			await database.close();
		},
	};
	return api;
}

function collect(lines: string[]): Writable {
	return new Writable({ write: (line, _, done) => done(void lines.push(String(line))) });
}
