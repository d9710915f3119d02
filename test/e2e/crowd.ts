import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { MenuFileV1 } from "@ticketrail/contract";
import {
	connectDatabase,
	createLog,
	type Hub,
	loadConfig,
	onboardMerchant,
	openPartnerApi,
	startEmbedded,
	startHub,
} from "@ticketrail/hub";
import { orderOf } from "./counter.ts";
import { type HubProcess, startHubProcess, untilReady } from "./hub-process.ts";
import { orderLine } from "./menu.ts";
import { layPosLine, type PosLine } from "./pos-line.ts";
import { CREDENTIALS, environmentOf, freePort, LOGIN, RETURN_URL, SECRETS } from "./town.ts";
import { PATIENCE_MS, until } from "./until.ts";
import { sendSigned } from "./wire.ts";

/** A merchant of a crowd: its POS and its channel are processes of their own; the line to the POS is in this one. */
export interface CrowdShop {
	name: string;
	line: PosLine;
	/** What the POS and the channel write down of what reaches them. */
	pos_history: string;
	dsp_history: string;
	/** Send an order under this id to one of the hubs; its answer's status. */
	place(hub_url: string, id: string): Promise<number>;
}

/** Hubs, POS systems and channels, each in a process of its own, on one PostgreSQL. */
export interface Crowd {
	hubs: { url: string; process: HubProcess }[];
	shops: CrowdShop[];
	look<Row = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
	close(): Promise<void>;
}

/** Open one with a merchant for each name; all channels give the hub `verdict_deadline_s` for a verdict. */
export async function openCrowd(options: {
	hubs: number;
	shops: readonly string[];
	verdict_deadline_s: number;
}): Promise<Crowd> {
	const folder = mkdtempSync(path.join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "ticketrail-crowd-"));
	const server = await startEmbedded({ data_dir: folder });
	const envs: Record<string, string>[] = [];
	for (let n = 0; n < options.hubs; n++) {
		const local = environmentOf(await freePort(), path.join(folder, `hub-${n}`));
		envs.push({ ...local, DATABASE_URL: server.url, TICKETRAIL_MASTER_KEY: "5e".repeat(32) });
	}
	const children: ChildProcess[] = [];
	const db = await connectDatabase({ url: server.url, max: 2 });
	const look: Crowd["look"] = (sql, values) => db.query(sql, values);
	const parts = { folder, children, look, verdict_deadline_s: options.verdict_deadline_s };
	const shops: CrowdShop[] = [];
	const onboarding = await startHub(loadConfig(envs[0] ?? {}), { log: createLog({ level: "silent" }) });
	try {
		for (const name of options.shops) shops.push(await openShop(onboarding, name, parts));
	} finally {
		await onboarding.stop();
	}
	const hubs = envs.map((env) => ({ url: `http://127.0.0.1:${env.PORT}`, process: startHubProcess(env) }));
	await Promise.all(hubs.map(({ process, url }) => untilReady(process, url, 4 * PATIENCE_MS)));
	return {
		...{ hubs, shops, look },
		async close() {
			for (const { process } of hubs) process.kill();
			for (const child of children) child.kill("SIGTERM");
			await Promise.all([...hubs.map(({ process }) => process.gone), ...children.map(goneOf)]);
			await Promise.all(shops.map(({ line }) => line.stop()));
			await db.close();
			await server.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

async function openShop(
	hub: Hub,
	name: string,
	parts: { folder: string; children: ChildProcess[]; look: Crowd["look"]; verdict_deadline_s: number },
): Promise<CrowdShop> {
	const { folder, children, look } = parts;
	const [pos_slug, dsp_slug] = [`${name}-pos`, `${name}-dsp`];
	const [pos_history, dsp_history] = [pos_slug, dsp_slug].map((slug) => path.join(folder, `${slug}.jsonl`)) as [
		string,
		string,
	];
	const common = { HUB_URL: hub.url, CLIENT_NAME: "Ticketrail", PORT: "0" };
	const system = async (what: "pos" | "dsp", slug: string, HISTORY_FILE: string) => {
		const { client_id: CLIENT_ID, client_secret: CLIENT_SECRET } = CREDENTIALS;
		const env = { ...common, CLIENT_ID, CLIENT_SECRET, WEBHOOK_SECRET: SECRETS[what], SLUG: slug, HISTORY_FILE };
		const { child, url } = await startSystem(what, env);
		children.push(child);
		return url;
	};
	const pos_url = await system("pos", pos_slug, pos_history);
	const dsp_url = await system("dsp", dsp_slug, dsp_history);
	const line = await layPosLine(pos_url, () => undefined);
	const { client_id, client_secret } = CREDENTIALS;
	const register = { auth: "oauth", client_id, client_secret, name } as const;
	await hub.accounts.registerProvider({
		...{ ...register, type: "pos", slug: pos_slug, base_url: line.url, webhook_secrets: [SECRETS.pos] },
		settings: ["delivery_contract=dedupes_by_order_id"],
	});
	await hub.accounts.registerProvider({
		...{ ...register, type: "dsp", slug: dsp_slug, base_url: dsp_url, webhook_secrets: [SECRETS.dsp] },
		settings: [`verdict_deadline_s=${parts.verdict_deadline_s}`],
	});
	const partner = await hub.accounts.createPartner({ name, scopes: ["onboarding"] });
	await onboardMerchant(await openPartnerApi(hub.url, partner), {
		...{ name, provider_id: `merchant-${name}`, return_url: RETURN_URL },
		pos: { source: pos_slug, login: LOGIN.pos },
		dsp: { source: dsp_slug, login: LOGIN.dsp },
	});
	const menu = await until(
		`${name} has a menu`,
		async () => {
			const [row] = await look<{ file: Buffer }>(
				`SELECT p.file FROM menu_publication p JOIN binding USING (org_id, binding_id)
			 WHERE binding.slug = $1 AND dsp_location_id = 'dd-9001' AND connected_at IS NOT NULL AND p.file IS NOT NULL`,
				[dsp_slug],
			);
			return row && (JSON.parse(gunzipSync(row.file).toString("utf8")) as MenuFileV1);
		},
		4 * PATIENCE_MS,
	);
	return {
		...{ name, line, pos_history, dsp_history },
		async place(hub_url, id) {
			const order = orderOf([orderLine(menu, "Soup of the day")], { id, customer_facing_id: id });
			const body = JSON.stringify({ type: "new_order", location_id: "dd-9001", order });
			return (await sendSigned(`${hub_url}/order/${dsp_slug}`, SECRETS.dsp, body)).status;
		},
	};
}

/** A reference system as its vendor would run it. */
async function startSystem(what: "pos" | "dsp", env: Record<string, string>) {
	const main = fileURLToPath(new URL(`../../examples/reference-${what}/src/main.ts`, import.meta.url));
	const child = spawn(process.execPath, [main], {
		env: { PATH: process.env.PATH ?? "", ...env },
		// the channel tells it when this process is gone, however it went
		stdio: ["ignore", "pipe", "inherit", "ipc"],
	});
	const [line] = (await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), "line")) as [string];
	return { child, url: (JSON.parse(line) as { url: string }).url };
}

async function goneOf(child: ChildProcess): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
