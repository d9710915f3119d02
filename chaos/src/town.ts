import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type History, openHistory } from "@ticketrail/history";
import { type Embedded, onboardMerchant, openPartnerApi, startEmbedded } from "@ticketrail/hub";
import { type ReferenceDsp, startReferenceDsp } from "@ticketrail/reference-dsp";
import { type ReferencePos, startReferencePos, type Ticket } from "@ticketrail/reference-pos";
import { type Canary, openCanary } from "./canary.ts";
import { type FaultProxy, startFaultProxy } from "./fault-proxy.ts";
import { type NewProvider, startFirstHub } from "./first-hub.ts";
import { HUB_MAIN, type Hub, startHub, untilReady } from "./hubs.ts";
import type { TenantFacts } from "./manifest.ts";
import { openSwitchboard, type Switchboard } from "./switchboard.ts";
import { until } from "./until.ts";

/** What a merchant of a run is like. */
export interface TenantPlan {
	tenant: string;
	contract: TenantFacts["pos"]["contract"];
	/** Whether its POS answers later, by webhook, for this order. */
	isLate?: (order_id: string) => boolean;
	/** Share of all orders. */
	weight: number;
	/** Whether its systems and lines fail. */
	has_faults: boolean;
	/** What its channel asks for, s, where that is less than what the others do. */
	verdict_deadline_s?: number;
}

/** A merchant under way, with its systems and the lines to them. */
export interface Tenant extends TenantPlan {
	facts: TenantFacts;
	pos: ReferencePos;
	dsp: ReferenceDsp;
	pos_line: FaultProxy;
	dsp_line: FaultProxy;
	org_id: string;
	pos_onboarding: string;
	dsp_onboarding: string;
	/** Hears of each new ticket. */
	onTicket: ((ticket: Ticket) => void) | undefined;
}

/** Hubs on one PostgreSQL, between merchants whose systems run in this process. */
export interface Town {
	/** Where the histories are. */
	folder: string;
	database: Embedded & { data_dir: string };
	hubs: Hub[];
	switchboard: Switchboard;
	tenants: Tenant[];
	partner: { client_id: string; client_secret: string };
	/** Where nobody may ever call. */
	canary: Canary;
	/** What the run itself does. */
	run: History;
	close(): Promise<void>;
}

export interface TownOptions {
	folder: string;
	/** The database's directory; it goes when the town closes. */
	data_dir: string;
	tenants: readonly TenantPlan[];
	hubs: number;
	seed: string;
	verdict_deadline_s: number;
	/** Life of every access token, ms: short, so that tokens expire in the middle of it. */
	access_ttl_ms: number;
	hub_main?: string;
	onLife?: (hub: Hub) => void;
}

const CREDENTIALS = { client_id: "ticketrail", client_secret: "hub-secret", client_name: "Ticketrail" };
export const SECRETS = { pos: "pos-webhook-secret", dsp: "dsp-webhook-secret" };
const LOGIN = { pos: { username: "ana", password: "stone-oven" }, dsp: { username: "ana", password: "front-door" } };
/** Dishes that nobody orders, whose prices change together. */
const MARKED = ["Caprese", "Lasagne"];
const START_MS = 60_000;

/** Open it: merchants are taken live by a hub in this process, which then makes room for those of the run. */
export async function openTown(options: TownOptions): Promise<Town> {
	const { folder, data_dir } = options;
	mkdirSync(folder, { recursive: true });
	const run = openHistory(path.join(folder, "run.jsonl"), { actor: "run" });
	const database = { ...(await startEmbedded({ data_dir })), data_dir };
	const end = () => endDatabase(data_dir);
	process.once("exit", end);
	const switchboard = openSwitchboard({ seed: options.seed, run });
	const env = {
		...{ HOST: "127.0.0.1", TICKETRAIL_SANDBOX: "0", TICKETRAIL_EGRESS_ALLOW: "127.0.0.0/8" },
		...{ DATABASE_URL: database.url, DATA_DIR: path.join(folder, "hub"), PUBLIC_URL: switchboard.public_url },
		TICKETRAIL_MASTER_KEY: randomBytes(32).toString("hex"),
	};
	const systems = await Promise.all(options.tenants.map((plan) => openSystems(plan, options, switchboard)));
	const canary = await openCanary(path.join(folder, "canary.jsonl"));
	const { tenants, partner } = await onboard(env, systems, switchboard, options);
	const hubs: Hub[] = [];
	for (let n = 1; n <= options.hubs; n++) {
		const { onLife } = options;
		const main = options.hub_main ?? HUB_MAIN;
		hubs.push(await startHub({ name: `hub-${n}`, main, env, folder, history: run, ...(onLife ? { onLife } : {}) }));
	}
	switchboard.setHubs(hubs);
	await untilReady(hubs, START_MS);
	return {
		...{ folder, database, hubs, switchboard, tenants, partner, canary, run },
		async close() {
			await Promise.all(hubs.map((hub) => hub.stop()));
			await Promise.all(
				tenants.flatMap(({ pos, dsp, pos_line, dsp_line }) => [
					pos.stop(),
					dsp.stop(),
					pos_line.close(),
					dsp_line.close(),
				]),
			);
			await canary.close();
			await database.stop();
			process.off("exit", end);
			run.close();
		},
	};
}

type Systems = Omit<Tenant, "org_id" | "pos_onboarding" | "dsp_onboarding" | "facts"> & { verdict_deadline_s: number };

/** A reference POS and DSP of one merchant, each with a line that can fail. */
async function openSystems(plan: TenantPlan, options: TownOptions, switchboard: Switchboard): Promise<Systems> {
	const { tenant, isLate } = plan;
	const { folder, access_ttl_ms } = options;
	const onTicket = (ticket: Ticket) => systems.onTicket?.(ticket);
	const pos = await startReferencePos({
		...{ ...CREDENTIALS, slug: `pos-${tenant}`, webhook_secret: SECRETS.pos, tenant, access_ttl_ms, onTicket },
		history_file: path.join(folder, `pos-${tenant}.jsonl`),
		...(isLate ? { manual_accept: ({ dsp_order_id }) => isLate(dsp_order_id) } : {}),
	});
	const dsp = await startReferenceDsp({
		...{ ...CREDENTIALS, slug: `dsp-${tenant}`, webhook_secret: SECRETS.dsp, tenant, access_ttl_ms },
		...{ hub_url: switchboard.public_url, fetch: switchboard.fetch, max_retries: 1_000_000, retry_base_ms: 200 },
		history_file: path.join(folder, `dsp-${tenant}.jsonl`),
	});
	const systems: Systems = {
		...{ verdict_deadline_s: options.verdict_deadline_s, ...plan },
		...{ pos, dsp, onTicket: undefined },
		...{ pos_line: await startFaultProxy(pos.url), dsp_line: await startFaultProxy(dsp.url) },
	};
	return systems;
}

/** Make the systems known and take every merchant live. */
async function onboard(
	env: Record<string, string>,
	systems: Systems[],
	switchboard: Switchboard,
	{ hub_main = HUB_MAIN }: TownOptions,
) {
	const providers = systems.flatMap(providersOf);
	const hub = await startFirstHub({ main: hub_main, env, providers });
	switchboard.setHubs([{ name: "first", url: hub.url, life: 0 }]);
	try {
		const { partner } = hub;
		const api = await openPartnerApi(hub.url, partner);
		const tenants: Tenant[] = [];
		for (const system of systems) {
			const { tenant, contract, dsp, pos, verdict_deadline_s } = system;
			const done = await onboardMerchant(api, {
				...{ name: tenant, provider_id: tenant, return_url: "http://127.0.0.1:9/callback" },
				pos: { source: `pos-${tenant}`, login: LOGIN.pos },
				dsp: { source: `dsp-${tenant}`, login: LOGIN.dsp },
			});
			// the one whose addresses are too different to be paired by themselves
			const pair = { pos_location_id: "4412", dsp_provider_id: "dd-9003" };
			await api.call("POST", "/onboarding/locations/bind", {
				onboarding_id: done.dsp.onboarding_id,
				locations: [pair],
			});
			await until(`${tenant} shows its menus`, () => dsp.menus.size === dsp.stores.size, START_MS);
			const facts: TenantFacts = {
				tenant,
				pos: { slug: `pos-${tenant}`, contract, merchant_id: "merchant-771" },
				dsp: { slug: `dsp-${tenant}`, verdict_deadline_s },
				marked: markedPrices(pos),
			};
			const { org_id } = done;
			tenants.push(
				Object.assign(system, {
					facts,
					org_id,
					pos_onboarding: done.pos.onboarding_id,
					dsp_onboarding: done.dsp.onboarding_id,
				}),
			);
		}
		return { tenants, partner };
	} finally {
		await hub.stop();
	}
}

function providersOf({ tenant, contract, pos_line, dsp_line, verdict_deadline_s }: Systems): NewProvider[] {
	const { client_id, client_secret } = CREDENTIALS;
	const common = { auth: "oauth", client_id, client_secret } as const;
	return [
		{
			...{ ...common, type: "pos", slug: `pos-${tenant}`, name: `POS ${tenant}`, base_url: pos_line.url },
			...{ webhook_secrets: [SECRETS.pos], settings: [`delivery_contract=${contract}`] },
		},
		{
			...{ ...common, type: "dsp", slug: `dsp-${tenant}`, name: `DSP ${tenant}`, base_url: dsp_line.url },
			...{ webhook_secrets: [SECRETS.dsp], settings: [`verdict_deadline_s=${verdict_deadline_s}`] },
		},
	];
}

/** What is left of the database when the run ended without closing its town. */
function endDatabase(data_dir: string): void {
	try {
		const [pid] = readFileSync(path.join(data_dir, "postgres", "postmaster.pid"), "utf8").split("\n");
		process.kill(Number(pid), "SIGQUIT");
	} catch {
		// it has stopped, as it should
	}
}

function markedPrices(pos: ReferencePos): Record<string, number> {
	const [kitchen] = pos.state.kitchens.values();
	const families = (kitchen?.catalog.item_family ?? []).filter(({ name }) => MARKED.includes(name));
	return Object.fromEntries(families.map(({ name, price_amount }) => [name, price_amount ?? 0]));
}
