import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { systemClock } from "./base/clock.ts";
import { keepCompiled } from "./base/compile-cache.ts";
import { isHubError } from "./base/error.ts";
import { newId } from "./base/id.ts";
import type { CliActions, DemoResult, Running } from "./cli/actions.ts";
import { orderAtStorefront } from "./cli/demo-order.ts";
import {
	addEventPartner,
	addOperator,
	cancelOrder,
	changeEventPartner,
	openDatabaseForDoctor,
	replayThese,
	replayWished,
	showDeliveries,
	showOrder,
	showOrders,
	withAccounts,
	withDatabase,
} from "./cli/office.ts";
import { onboardMerchant, openPartnerApi } from "./cli/walk.ts";
import type { Config } from "./config.ts";
import { showCatalog } from "./features/catalog/index.ts";
import { removeEventPartner, showEventPartners } from "./features/event-partners/index.ts";
import { showOrg } from "./features/locations/index.ts";
import { listOperators } from "./features/sign-in/index.ts";
import { type Hub, startHub } from "./hub.ts";
import { runOnboardingApp } from "./onboarding-app.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";
import { dryRun, migrate, pendingMigrations } from "./storage/migrate.ts";

/** The sample logins that the reference systems' sign-in pages offer. */
const SAMPLE_LOGINS = {
	pos: { username: "ana", password: "stone-oven" },
	dsp: { username: "ana", password: "front-door" },
};

/** What the commands do. */
export function createActions(): CliActions {
	return {
		start,
		demo,
		onboardingApp: runOnboardingApp,
		addOperator: (config, operator) => withDatabase(config, (db) => addOperator(config, db, operator)),
		listOperators: (config) => withDatabase(config, (db) => listOperators(db)),
		addPartner: (config, partner) => withAccounts(config, (accounts) => accounts.createPartner(partner)),
		addProvider: (config, provider) => withAccounts(config, (accounts) => accounts.registerProvider(provider)),
		addEventPartner: (config, partner) => withDatabase(config, (db) => addEventPartner(config, db, partner)),
		updateEventPartner: (config, change) => withDatabase(config, (db) => changeEventPartner(config, db, change)),
		removeEventPartner: (config, slug) =>
			withDatabase(config, async (db) => {
				await migrate(db);
				await removeEventPartner(db, slug);
				return { slug, removed: true as const };
			}),
		listEventPartners: (config) =>
			withDatabase(config, async (db) => {
				await migrate(db);
				return await showEventPartners(db);
			}),
		listProviders: (config) =>
			withAccounts(config, async (accounts) =>
				(await accounts.listProviders()).map(({ client_secret: _, webhook_secrets: __, ...provider }) => provider),
			),
		showOrg: (config, org_id) =>
			withAccounts(config, (accounts, db) => showOrg({ db, accounts, clock: systemClock }, org_id)),
		showCatalog: (config, target) => withDatabase(config, (db) => showCatalog(db, target)),
		showOrder: (config, order_id) => withDatabase(config, (db) => showOrder(db, order_id)),
		cancelOrder: (config, cancel) => withDatabase(config, (db) => cancelOrder(config, db, cancel)),
		listOrders: (config, { org_id, limit }) => withDatabase(config, (db) => showOrders(db, org_id, limit)),
		listDeliveries: (config, filter) => withDatabase(config, (db) => showDeliveries(db, filter)),
		replayDeliveries: (config, ids, options) => withDatabase(config, (db) => replayThese(db, ids, options)),
		replayMatching: (config, filter) => withDatabase(config, (db) => replayWished(db, filter)),
		setPaused: (config, slug, is_paused) => withAccounts(config, (accounts) => accounts.setPaused(slug, is_paused)),
		migrate: (config, { dry_run }) =>
			withDatabase(config, async (db) =>
				dry_run
					? { pending: (await pendingMigrations(db)).map(({ name }) => name), sql: await dryRun(db) }
					: await migrate(db),
			),
		openDatabaseForDoctor,
	};
}

async function start({ configure, say, stopped }: Running): Promise<void> {
	const config = configure();
	const leaving = new AbortController();
	void stopped.then(() => leaving.abort());
	const opened = await open(config, leaving.signal).catch((error) => {
		// told to stop while it was waiting for its database: there is nothing to stop
		if (!leaving.signal.aborted) throw error;
	});
	if (opened === undefined) return;
	const { hub, sandbox } = opened;
	say(`Ticketrail is ready on ${config.public_url}`);
	if (sandbox !== undefined) {
		describeSandbox(config, sandbox, say);
		await describeConsole(hub, say);
	} else if (await isWithoutOperator(hub)) {
		say("Nobody can sign in at the console yet. Next: ticketrail operator add --email you@example.com");
	}
	keepCompiled();
	await stopped;
	await sandbox?.stop();
	await hub.stop();
}

async function demo({
	configure,
	say,
	stopped,
	once,
	port,
	onResult,
}: Parameters<CliActions["demo"]>[0]): Promise<void> {
	const begin = performance.now();
	const data_dir = mkdtempSync(path.join(tmpdir(), "ticketrail-demo-"));
	const config = configure({
		PORT: port ?? String(await freePort()),
		DATA_DIR: data_dir,
		DATABASE_URL: undefined,
		PUBLIC_URL: undefined,
		TICKETRAIL_SANDBOX: "1",
		TICKETRAIL_ROLES: "api,worker",
		LOG_LEVEL: "warn",
	});
	let opened: { hub: Hub; sandbox: Sandbox | undefined } | undefined;
	try {
		say("Starting a hub with its own PostgreSQL, a reference POS and a reference DSP …");
		opened = await open(config);
		onResult(await takeOneOrder(config, opened, say, begin));
		if (once) return;
		if (opened.sandbox !== undefined) describeSandbox(config, opened.sandbox, say);
		await describeConsole(opened.hub, say);
		say("Ctrl+C ends the demo and removes its data.");
		await stopped;
	} finally {
		await opened?.sandbox?.stop();
		await opened?.hub.stop();
		rmSync(data_dir, { recursive: true, force: true });
	}
}

async function takeOneOrder(
	config: Config,
	{ hub, sandbox }: { hub: Hub; sandbox: Sandbox | undefined },
	say: (line: string) => void,
	begin: number,
): Promise<DemoResult> {
	if (sandbox === undefined) throw new Error("the demo needs the sandbox");
	const { pos, dsp, partner } = sandbox;
	const api = await openPartnerApi(hub.url, partner);
	const merchant = {
		name: "Joe's Pizza (demo)",
		provider_id: `demo-${newId()}`,
		return_url: `${config.public_url}/demo`,
		pos: { source: pos.slug, login: SAMPLE_LOGINS.pos },
		dsp: { source: dsp.slug, login: SAMPLE_LOGINS.dsp },
	};
	const onboarded = await onboardMerchant(api, merchant, (step, detail) => say(`${step}: ${detail}`));
	say("order: the storefront sends one …");
	const { dsp_order_id, verdict, accept_ms } = await orderAtStorefront(dsp.url);
	const order = (await hub.listOrders(onboarded.org_id)).find((candidate) => candidate.dsp_order_id === dsp_order_id);
	return {
		org_id: onboarded.org_id,
		pos: {
			source: pos.slug,
			status: onboarded.pos.status,
			locations: onboarded.pos.locations,
			catalog_objects: onboarded.pos.catalog_objects,
		},
		dsp: { source: dsp.slug, status: onboarded.dsp.status, stores: onboarded.dsp.stores },
		order: { dsp_order_id, pos_order_id: order?.pos_order_id ?? null, verdict, accept_ms },
		console_url: `${config.public_url}/`,
		elapsed_ms: Math.round(performance.now() - begin),
	};
}

async function open(config: Config, signal?: AbortSignal): Promise<{ hub: Hub; sandbox: Sandbox | undefined }> {
	const hub = await startHub(
		config.sandbox ? { ...config, egress_allow: [...config.egress_allow, "127.0.0.0/8", "::1/128"] } : config,
		signal === undefined ? {} : { signal },
	);
	if (!config.sandbox) return { hub, sandbox: undefined };
	try {
		const { url: hub_url, accounts, log } = hub;
		const sandbox = await startSandbox({ hub_url, accounts, data_dir: config.data_dir, log });
		hub.links.push(
			{ name: "Reference POS", url: sandbox.pos.url, text: "The kitchen: tickets, stock, opening and closing" },
			{ name: "Reference DSP", url: sandbox.dsp.url, text: "The storefront: the published menu, and orders" },
		);
		return { hub, sandbox };
	} catch (error) {
		await hub.stop();
		throw error;
	}
}

function describeSandbox(config: Config, { partner, pos, dsp }: Sandbox, say: (line: string) => void): void {
	say("");
	say("Sandbox: a merchant's POS and a delivery service to try everything with");
	say(
		`  reference POS   ${pos.url}   source ${pos.slug}   sign in as ${SAMPLE_LOGINS.pos.username} / ${SAMPLE_LOGINS.pos.password}`,
	);
	say(
		`  reference DSP   ${dsp.url}   source ${dsp.slug}   sign in as ${SAMPLE_LOGINS.dsp.username} / ${SAMPLE_LOGINS.dsp.password}`,
	);
	say("Partner API credentials");
	say(`  client_id       ${partner.client_id}`);
	say(`  client_secret   ${partner.client_secret}`);
	say(`API reference     ${config.public_url}/docs`);
	say("");
}

/** Only for a hint, so a database that went away in this very moment is no reason to end: the hub waits for it. */
async function isWithoutOperator(hub: Hub): Promise<boolean> {
	try {
		return !(await hub.hasOperator());
	} catch (error) {
		if (isHubError(error, "unavailable")) return false;
		throw error;
	}
}

/** A way into the console for whoever tries it out: a link that works once, printed at each start. */
async function describeConsole(hub: Hub, say: (line: string) => void): Promise<void> {
	const { sign_in_url } = await hub.inviteOperator("operator@sandbox.local");
	say(`Console           ${sign_in_url}`);
	say("                  signs you in as an operator, once; the next start prints another link");
	say("");
}

async function freePort(): Promise<number> {
	return await new Promise((resolve) => {
		const probe = createServer();
		probe.listen(0, "127.0.0.1", () => {
			const { port } = probe.address() as { port: number };
			probe.close(() => resolve(port));
		});
	});
}
