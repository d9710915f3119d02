import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import {
	connectDatabase,
	createLog,
	findEmbedded,
	type Hub,
	type Log,
	loadConfig,
	type Onboarded,
	onboardMerchant,
	openPartnerApi,
	type PartnerApi,
	startHub,
} from "@ticketrail/hub";
import { type ReferenceDsp, type ReferenceDspOptions, startReferenceDsp } from "@ticketrail/reference-dsp";
import { type ReferencePos, type ReferencePosOptions, startReferencePos } from "@ticketrail/reference-pos";
import { startTap, type Tap } from "./tap.ts";
import { PATIENCE_MS, until } from "./until.ts";

/** A hub on a database of its own, with a POS, a DSP and a partner, all over real sockets. */
export interface Town {
	hub: Hub;
	/** Ends the hub and starts it again on the same data, perhaps with other settings in its environment. */
	restartHub(env?: Environment): Promise<Hub>;
	pos: ReferencePos;
	dsp: ReferenceDsp;
	/** What the hub says to the POS, and to the DSP: their registered addresses are these lines. */
	pos_line: Tap;
	dsp_line: Tap;
	partner: { partner_id: string; client_id: string; client_secret: string };
	api: PartnerApi;
	data_dir: string;
	/** Read the hub's database past the hub. */
	look<Row = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
	close(): Promise<void>;
}

type Environment = Record<string, string>;

export interface TownOptions {
	/** Settings of the two providers, as on the command line (interface.md). */
	settings?: string[];
	dsp_settings?: string[];
	/** The reference systems' own options. */
	pos?: Partial<ReferencePosOptions>;
	dsp?: Partial<ReferenceDspOptions>;
	/** The hub's environment on top of the town's. */
	env?: Environment;
	log?: Log;
	/** What the partner may ask for. */
	scopes?: string[];
}

export const SECRETS = { pos: "pos-webhook-secret", dsp: "dsp-webhook-secret" };
export const LOGIN = {
	pos: { username: "ana", password: "stone-oven" },
	dsp: { username: "ana", password: "front-door" },
};
/** How the hub shows itself to both systems. */
export const CREDENTIALS = { client_id: "ticketrail", client_secret: "hub-secret", client_name: "Ticketrail" };
/** Where a partner takes its merchants' browsers back; nobody listens there. */
export const RETURN_URL = "http://127.0.0.1:9/callback";
/** For `expect.poll`. */
export const PATIENCE = { timeout: PATIENCE_MS, interval: 10 };

/** Open a town on an embedded PostgreSQL of its own. */
export async function openTown(options: TownOptions = {}): Promise<Town> {
	const data_dir = mkdtempSync(path.join(tmpdir(), "ticketrail-town-"));
	const port = await freePort();
	const log = options.log ?? createLog({ level: "silent" });
	const start = (env: Environment = {}) =>
		startHub(loadConfig({ ...environmentOf(port, data_dir), ...options.env, ...env }), { log });
	const hub = await start();
	const { pos, dsp, pos_line, dsp_line } = await openSystems(hub.url, options);
	await registerSystems(hub, { pos_line, dsp_line }, options);
	const partner = await hub.accounts.createPartner({ name: "Test partner", scopes: options.scopes ?? ["onboarding"] });
	const database = { url: options.env?.DATABASE_URL ?? (await findEmbedded({ data_dir })) ?? "" };
	const town: Town = {
		...{ hub, pos, dsp, pos_line, dsp_line, partner, data_dir },
		api: await openPartnerApi(hub.url, partner),
		async restartHub(env = {}) {
			await town.hub.stop();
			town.hub = await start(env);
			database.url = options.env?.DATABASE_URL ?? (await findEmbedded({ data_dir })) ?? "";
			return town.hub;
		},
		look: (sql, values) => look(database.url, sql, values),
		async close() {
			await town.hub.stop();
			await Promise.all([pos.stop(), dsp.stop(), pos_line.stop(), dsp_line.stop()]);
			rmSync(data_dir, { recursive: true, force: true });
		},
	};
	return town;
}

/** What a hub of a town is told by its environment: a port and a directory of its own, and that its neighbours are local. */
export function environmentOf(port: number, data_dir: string): Environment {
	const local = { HOST: "127.0.0.1", TICKETRAIL_SANDBOX: "0", TICKETRAIL_EGRESS_ALLOW: "127.0.0.0/8" };
	return { ...local, PORT: String(port), DATA_DIR: data_dir };
}

/** The reference POS and DSP with a tap on the line to each. */
export async function openSystems(hub_url: string, options: Pick<TownOptions, "pos" | "dsp"> = {}) {
	const pos = await startReferencePos({ ...CREDENTIALS, hub_url, webhook_secret: SECRETS.pos, ...options.pos });
	const dsp = await startReferenceDsp({ ...CREDENTIALS, hub_url, webhook_secret: SECRETS.dsp, ...options.dsp });
	return { pos, dsp, pos_line: await startTap(pos.url), dsp_line: await startTap(dsp.url) };
}

/** Make both systems known to the hub under the slugs `sim-pos` and `sim-dsp`. */
export async function registerSystems(
	hub: Hub,
	lines: { pos_line: Tap; dsp_line: Tap },
	options: Pick<TownOptions, "settings" | "dsp_settings"> = {},
): Promise<void> {
	const { client_id, client_secret } = CREDENTIALS;
	const common = { auth: "oauth", client_id, client_secret } as const;
	await hub.accounts.registerProvider({
		...{ ...common, type: "pos", slug: "sim-pos", name: "Reference POS" },
		...{ base_url: lines.pos_line.url, webhook_secrets: [SECRETS.pos] },
		settings: options.settings ?? ["delivery_contract=dedupes_by_order_id"],
	});
	await hub.accounts.registerProvider({
		...{ ...common, type: "dsp", slug: "sim-dsp", name: "Reference DSP" },
		...{ base_url: lines.dsp_line.url, webhook_secrets: [SECRETS.dsp] },
		settings: options.dsp_settings ?? [],
	});
}

/** Take the sample merchant live: its kitchens with the stores that have their address. Resolves when each shows its menu. */
export async function openForBusiness(
	town: Pick<Town, "api" | "dsp">,
	provider_id = "merchant-771",
): Promise<Onboarded> {
	const onboarded = await onboardMerchant(town.api, {
		...{ name: "Joe's Pizza LLC", provider_id, return_url: RETURN_URL },
		pos: { source: "sim-pos", login: LOGIN.pos },
		dsp: { source: "sim-dsp", login: LOGIN.dsp },
	});
	await until("every store shows its menu", () => town.dsp.menus.size === onboarded.dsp.stores);
	return onboarded;
}

/** Resolves when the hub has nothing left to do: no job is due or running, no message waits to be sent. */
export async function untilQuiet(town: Pick<Town, "look">): Promise<void> {
	// a job that was claimed at its birth runs before it is due
	const busy = `SELECT 1 AS one FROM pgboss.job WHERE state < 'completed' AND (state = 'active' OR start_after <= now())
		UNION ALL SELECT 1 FROM delivery WHERE state = 'pending' LIMIT 1`;
	await until("the hub has nothing left to do", async () => (await town.look(busy)).length === 0);
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
	return await new Promise((resolve) => {
		const probe = createServer();
		probe.listen(0, "127.0.0.1", () => {
			const { port } = probe.address() as { port: number };
			probe.close(() => resolve(port));
		});
	});
}

async function look<Row>(url: string, sql: string, values?: readonly unknown[]): Promise<Row[]> {
	const db = await connectDatabase({ url, max: 1 });
	try {
		return await db.query<Row>(sql, values);
	} finally {
		await db.close();
	}
}
