import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Client } from "pg";
import { IS_HELD_BACK } from "./check/database.ts";
import type { CheckReport } from "./check/report.ts";
import { dspPlan, linePlan, posPlan, posRefusals } from "./fault-plans.ts";
import type { FaultProxy } from "./fault-proxy.ts";
import { untilReady } from "./hubs.ts";
import { type Kills, planKills } from "./kills.ts";
import { type Kitchens, openKitchens } from "./kitchen.ts";
import { type Load, openLoad } from "./load.ts";
import { BOUNDS, type Bounds, type Manifest } from "./manifest.ts";
import { openPartner, type Partner } from "./partner.ts";
import { randomOf } from "./random.ts";
import { openTown, type Tenant, type TenantPlan, type Town } from "./town.ts";
import { until } from "./until.ts";

/** What a campaign is asked for. */
export interface CampaignOptions {
	seed: string;
	commit: string;
	/** `kill -9` of hubs, and of PostgreSQL. */
	kills: number;
	postgres_kills: number;
	/** How long orders are offered, and how many a second. */
	seconds: number;
	rate: number;
	hubs: number;
	/** What the hub is told, s. */
	verdict_deadline_s: number;
	/** How much goes wrong besides the kills: 1 is a bad day at every system. */
	faults: number;
	/** Where the history is kept, and where the database lives meanwhile. */
	folder: string;
	data_dir: string;
	hub_main?: string;
	/** How many times longer than agreed things may take, on a machine that is busy with something else. */
	patience: number;
	tell?: (line: string) => void;
	/** Another course than the usual one. */
	scenario?: Scenario;
}

/** A short course of a run that provokes one kind of mistake. */
export interface Scenario {
	tenants: readonly TenantPlan[];
	/** In place of the usual weather: what goes wrong from the first order on. */
	spoil?: (town: Town) => void;
	/** In place of the usual changes, while orders are offered. */
	during?: (parts: { town: Town; kitchens: Kitchens; partner: Partner; over: AbortSignal }) => Promise<void>;
	/** How long to wait for the last word on every order before judging, ms: a mistake may keep it from ever coming. */
	quiet_ms: number;
}

/** What came of it (interface.md "Measuring"). */
export interface Figures {
	seed: string;
	commit: string;
	kills: number;
	orders: number;
	lost: number;
	doubled: number;
	late: number;
	violations: number;
	recovery_ms: { p50: number; max: number };
	takeover_ms: { p50: number; max: number };
	postgres_kills: number;
	acknowledged: number;
	accepted: number;
	failed: number;
	/** Orders that reached a POS more than once, which is no fault where it dedupes: how often a kill or a fault hit one. */
	resent: number;
	seconds: number;
	elapsed_s: number;
	orders_per_s: number;
	line_faults: number;
	by_invariant: Record<string, number>;
	/** The first of the violations, in words. */
	findings: string[];
	history: string;
}

/** A channel whose staff are called 90 s after an order, less the minute that is kept for a human (reliability.md section 3). */
const HURRIED_S = 30;

/**
 * The merchants: both delivery contracts, a POS that answers later, one that leaves, whose channel is in a hurry, and one that is
 * hardly there.
 */
function merchants({ seed, verdict_deadline_s }: CampaignOptions): TenantPlan[] {
	const hurried_s = Math.min(HURRIED_S, verdict_deadline_s);
	const isLate = (order_id: string) => randomOf(seed, order_id, "late")() < 0.7;
	return [
		{ tenant: "keen", contract: "dedupes_by_order_id", weight: 40, has_faults: true },
		{ tenant: "once", contract: "at_most_once", weight: 30, has_faults: true },
		{ tenant: "later", contract: "dedupes_by_order_id", weight: 20, has_faults: true, isLate },
		{ tenant: "leaver", contract: "dedupes_by_order_id", weight: 5, has_faults: true, verdict_deadline_s: hurried_s },
		{ tenant: "quiet", contract: "dedupes_by_order_id", weight: 1, has_faults: false },
	];
}

/** A history of 200,000 orders takes some 7 GB to judge: it is read as a whole. */
const CHECK_HEAP = "--max-old-space-size=16384";
const CHECK = fileURLToPath(new URL("./check/main.ts", import.meta.url));
const CATALOG_EVERY_MS = 3000;
const BURST = 150;
const READY_MS = 60_000;

/** Run it to its end: load under kills and faults, then calm, then the checker, a program of its own. */
export async function runCampaign(options: CampaignOptions): Promise<Figures> {
	const { seed, folder, tell = () => {} } = options;
	const begun_at = performance.now();
	let kills: Kills | undefined;
	const town = await openTown({
		...{ folder, data_dir: options.data_dir, hubs: options.hubs, seed, access_ttl_ms: 6000 },
		...{ verdict_deadline_s: options.verdict_deadline_s, tenants: options.scenario?.tenants ?? merchants(options) },
		...(options.hub_main ? { hub_main: options.hub_main } : {}),
	});
	try {
		writeManifest(town, options);
		const load = openLoad({ seed, tenants: town.tenants, mischief: options.faults > 0 });
		const kitchens = openKitchens(town, { seed, mischief: options.faults > 0 });
		const partner = await openPartner(town, { seed });
		kills = planKills(town, {
			seed,
			seconds: options.seconds,
			kills: options.kills,
			database_kills: options.postgres_kills,
		});
		setWeather(town, { seed, level: options.faults }, kills);
		options.scenario?.spoil?.(town);
		tell(`${options.hubs} hubs are up; ${options.rate} orders/s for ${options.seconds} s`);

		const over = new AbortController();
		const offered_at = performance.now();
		const work = [
			load.run(options.rate, over.signal),
			partner.run(over.signal),
			options.scenario
				? options.scenario.during?.({ town, kitchens, partner, over: over.signal })
				: changeThings({ town, kitchens, partner, options, over: over.signal }),
			progress({ load, kills, over: over.signal, tell }),
		];
		await Promise.all([pause(options.seconds * 1000), kills.run()]);
		over.abort();
		const seconds = (performance.now() - offered_at) / 1000;
		setWeather(town, { seed, level: 0 }, undefined);
		await untilReady(town.hubs, READY_MS * options.patience);
		town.run.begin({ op: "healed" })({ kind: "ok" });
		tell("everything is healed; waiting for the last word on every order");
		await Promise.all([...work, load.settled()]);
		await burst(town, load);
		await kitchens.settled();
		await partner.revoke();
		await quiet(town, options);
		// the last tickets were hung up late, and their kitchens have still to speak
		await kitchens.settled();
		await quiet(town, options);
		partner.close();
		kitchens.close();
		// the hubs are still at work: what is due and not done now is nobody's
		const report = await check(folder, town.database.url);
		return {
			...figuresOf(report, options, kills),
			...{ seconds: round(seconds), orders_per_s: round(load.offered / seconds) },
			elapsed_s: round((performance.now() - begun_at) / 1000),
			line_faults: town.tenants.reduce(
				(sum, { pos_line, dsp_line }) => sum + total(pos_line.counts) + total(dsp_line.counts),
				0,
			),
		};
	} finally {
		await town.close();
	}
}

function writeManifest(town: Town, options: CampaignOptions): void {
	const manifest: Manifest = {
		...{ seed: options.seed, commit: options.commit, started_at: Date.now() },
		tenants: town.tenants.map(({ facts }) => facts),
		bounds: boundsOf(options),
	};
	writeFileSync(path.join(town.folder, "run.json"), `${JSON.stringify(manifest, null, "\t")}\n`);
}

function boundsOf({ patience }: CampaignOptions): Bounds {
	return Object.fromEntries(Object.entries(BOUNDS).map(([name, ms]) => [name, ms * patience])) as unknown as Bounds;
}

/** Let things go wrong from now on, or no more. */
function setWeather(
	town: Town,
	{ seed, level: asked }: { seed: string; level: number },
	kills: Kills | undefined,
): void {
	town.switchboard.onAcknowledged = () => kills?.onMoment("acknowledged");
	for (const tenant of town.tenants) {
		const { pos, dsp, pos_line, dsp_line, facts } = tenant;
		const mine = { seed, level: tenant.has_faults ? asked : 0, canary_url: town.canary.url };
		pos.faults.respond_delay_ms = 0;
		const atPos = posPlan(mine, facts.pos.slug);
		const atDsp = dspPlan(mine, facts.dsp.slug);
		pos.faults.plan = (endpoint, call) => {
			if (endpoint === "orders") kills?.onMoment("at_the_pos");
			return atPos(endpoint, call);
		};
		dsp.planFaults((endpoint, call) => {
			if (endpoint === "event") kills?.onMoment("at_the_dsp");
			return atDsp(endpoint, call);
		});
		const { onTicket } = tenant;
		if (kills) {
			tenant.onTicket = (ticket) => {
				// the answer leaves when this turn of the event loop is over
				setImmediate(() => kills.onMoment("pos_has_answered"));
				onTicket?.(ticket);
			};
		}
		pos.faults.refuse = posRefusals(mine, facts.pos.slug);
		pos_line.plan = toldPlan(town, `pos:${facts.pos.slug}`, linePlan(mine, facts.pos.slug));
		dsp_line.plan = toldPlan(town, `dsp:${facts.dsp.slug}`, linePlan(mine, facts.dsp.slug));
	}
}

/** What the line did to which request of a system stands in the history: neither side can know of it. */
function toldPlan(town: Town, system: string, plan: ReturnType<typeof linePlan>): NonNullable<FaultProxy["plan"]> {
	return (first_bytes) => {
		const fault = plan();
		if (fault === undefined) return undefined;
		const [request] = first_bytes.toString("latin1", 0, 200).split("\r\n");
		town.run.begin({ op: "line.fault", content: { system, request, kind: fault.kind } })({ kind: "ok" });
		return fault;
	};
}

/** While orders flow: catalogs change, a store is led to another kitchen and back, and a merchant leaves. */
async function changeThings(parts: {
	town: Town;
	kitchens: Kitchens;
	partner: Partner;
	options: CampaignOptions;
	over: AbortSignal;
}): Promise<void> {
	const { town, kitchens, partner, options, over } = parts;
	const find = (name: string): Tenant | undefined => town.tenants.find(({ tenant }) => tenant === name);
	const [keen, leaver] = [find("keen"), find("leaver")];
	const begun_at = performance.now();
	let hasLeft = false;
	let [from, to] = ["4412", "4411"];
	for (let round = 0; !over.aborted; round++) {
		await pause(CATALOG_EVERY_MS, undefined, { signal: over }).catch(() => {});
		if (over.aborted) break;
		const tenant = town.tenants[round % town.tenants.length];
		if (tenant && (tenant !== leaver || !hasLeft)) kitchens.changeCatalog(tenant);
		if (keen && round % 3 === 1) {
			await partner.relink(keen, { store: "dd-9003", from, to });
			[from, to] = [to, from];
		}
		if (leaver && !hasLeft && performance.now() - begun_at > options.seconds * 600) {
			hasLeft = true;
			await partner.disconnect(leaver);
		}
	}
}

/** One merchant floods the hubs, and another has a single order (L4). */
async function burst(town: Town, load: Load): Promise<void> {
	const keen = town.tenants.find(({ tenant }) => tenant === "keen");
	const quietOne = town.tenants.find(({ tenant }) => tenant === "quiet");
	if (keen === undefined || quietOne === undefined) return;
	const flood = Array.from({ length: BURST }, (_, n) => load.offer(keen, `flood-${n + 1}`));
	await pause(100);
	await load.offer(quietOne, "calm-1");
	await Promise.all(flood);
}

/** Resolves when no hub has anything left to do; after the bound, with what is left for the checker to find. */
async function quiet(town: Town, options: CampaignOptions): Promise<void> {
	const client = new Client({ connectionString: town.database.url });
	client.on("error", () => {});
	await client.connect();
	// what was still to reach a disconnected POS waits for days; a catalog's lease outlives its hub by 300 s
	const busy = `SELECT 1 AS one FROM pgboss.job j WHERE state < 'completed' AND start_after <= now() AND name LIKE 'order.%'
		AND NOT (name = 'order.to-pos' AND data->>'org_id' = ANY($1::text[]))
		AND NOT ${IS_HELD_BACK}
		UNION ALL SELECT 1 FROM delivery d WHERE state IN ('pending', 'unconfirmed') AND d.slug <> ALL($2::text[])
		UNION ALL SELECT 1 FROM orders WHERE injection NOT IN ('accepted', 'rejected', 'expired') LIMIT 1`;
	const gone = town.tenants.filter(({ tenant }) => tenant === "leaver");
	const about = [gone.map(({ org_id }) => org_id), gone.map(({ facts }) => facts.pos.slug)];
	const patience_ms = options.scenario?.quiet_ms ?? boundsOf(options).heal_ms + options.verdict_deadline_s * 1000;
	try {
		await until(
			"the hubs have nothing left to do",
			async () => (await client.query(busy, about)).rows.length === 0,
			patience_ms,
			250,
		);
		town.run.begin({ op: "quiet" })({ kind: "ok" });
	} catch {
		town.run.begin({ op: "quiet" })({ kind: "fail" });
	} finally {
		await client.end();
	}
}

async function check(folder: string, database_url: string): Promise<CheckReport> {
	const args = [CHECK_HEAP, CHECK, "--history", folder, "--database", database_url, "--json"];
	const run = promisify(execFile)(process.execPath, args, { maxBuffer: 256 * 1024 * 1024 });
	// it exits with 1 when it found something
	const { stdout } = await run.catch((error: { stdout?: string; code?: number }) => {
		if (error.code !== 1 || !error.stdout) throw error;
		return { stdout: error.stdout };
	});
	return JSON.parse(stdout) as CheckReport;
}

function figuresOf(report: CheckReport, options: CampaignOptions, kills: Kills) {
	const { orders, acknowledged, accepted, failed, resent, lost, doubled, late, violations, by_invariant } = report;
	return {
		...{ seed: options.seed, commit: options.commit, kills: kills.hub_kills, orders, lost, doubled, late, violations },
		...{ recovery_ms: report.recovery_ms, takeover_ms: report.takeover_ms, postgres_kills: kills.database_kills },
		...{ acknowledged, accepted, failed, resent, by_invariant, history: options.folder },
		findings: report.findings
			.slice(0, 20)
			.map(({ invariant, order, text }) => [invariant, order, text].filter(Boolean).join("  ")),
	};
}

async function progress(parts: { load: Load; kills: Kills; over: AbortSignal; tell: (line: string) => void }) {
	const { load, kills, over, tell } = parts;
	while (!over.aborted) {
		await pause(10_000, undefined, { signal: over }).catch(() => {});
		tell(`${load.offered} orders, ${kills.hub_kills} kills of hubs, ${kills.database_kills} of PostgreSQL`);
	}
}

function total(counts: Record<string, number>): number {
	return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function round(value: number): number {
	return Math.round(value * 10) / 10;
}
