import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { HubError } from "./base/error.ts";
import type { Log } from "./base/log.ts";
import type { Accounts } from "./features/accounts/index.ts";

/** What a newcomer needs to try everything: a partner's credentials and the two simulators' addresses. */
export interface Sandbox {
	partner: { partner_id: string; client_id: string; client_secret: string };
	pos: { slug: string; url: string; pid: number | undefined };
	dsp: { slug: string; url: string; pid: number | undefined };
	stop(): Promise<void>;
}

interface Credentials {
	partner?: { partner_id: string; client_id: string; client_secret: string };
	pos: SystemCredentials;
	dsp: SystemCredentials;
}
interface SystemCredentials {
	client_id: string;
	client_secret: string;
	webhook_secret: string;
}

const SYSTEMS = {
	pos: {
		slug: "sim-pos",
		name: "Reference POS",
		package_url: () => import.meta.resolve("@ticketrail/reference-pos"),
		settings: ["delivery_contract=dedupes_by_order_id"],
	},
	dsp: {
		slug: "sim-dsp",
		name: "Reference DSP",
		package_url: () => import.meta.resolve("@ticketrail/reference-dsp"),
		settings: [],
	},
} as const;

/**
 * Start the reference POS and DSP as processes of their own, register them as providers, and keep one partner for the
 * newcomer. Secrets stay the same over restarts (`sandbox.json` in the data directory). The simulators take the two ports
 * after the hub's where these are free. They keep nothing: after a restart a merchant signs in again.
 */
export async function startSandbox(deps: {
	hub_url: string;
	accounts: Accounts;
	data_dir: string;
	log: Log;
}): Promise<Sandbox> {
	const { accounts, hub_url, log } = deps;
	let is_stopping = false;
	const file = path.join(deps.data_dir, "sandbox.json");
	const credentials: Credentials = existsSync(file)
		? JSON.parse(readFileSync(file, "utf8"))
		: { pos: newCredentials(), dsp: newCredentials() };
	const hub_port = Number(new URL(hub_url).port);
	const pos = await startSystem("pos", credentials.pos, hub_url, hub_port + 1);
	const dsp = await startSystem("dsp", credentials.dsp, hub_url, hub_port + 2);
	for (const [type, system] of [
		["pos", pos],
		["dsp", dsp],
	] as const) {
		const { slug, name, settings } = SYSTEMS[type];
		const { client_id, client_secret, webhook_secret } = credentials[type];
		await accounts.registerProvider({
			type,
			slug,
			name,
			base_url: system.url,
			auth: "oauth",
			client_id,
			client_secret,
			webhook_secrets: [webhook_secret],
			settings,
			replace: true,
		});
		system.child.once("exit", (code) => {
			if (!is_stopping) log.warn("sandbox.exited", { slug, status: code });
		});
	}
	const isKnown =
		credentials.partner !== undefined && (await accounts.getPartner(credentials.partner.partner_id)) !== undefined;
	const partner =
		isKnown && credentials.partner
			? credentials.partner
			: await accounts.createPartner({ name: "Sandbox partner", scopes: ["onboarding", "sso"] });
	writeFileSync(file, JSON.stringify({ ...credentials, partner }), { mode: 0o600 });
	return {
		partner,
		pos: { slug: SYSTEMS.pos.slug, url: pos.url, pid: pos.child.pid },
		dsp: { slug: SYSTEMS.dsp.slug, url: dsp.url, pid: dsp.child.pid },
		async stop() {
			is_stopping = true;
			await Promise.all([pos, dsp].map(({ child }) => stopChild(child)));
		},
	};
}

async function startSystem(
	type: keyof typeof SYSTEMS,
	credentials: SystemCredentials,
	hub_url: string,
	wanted_port: number,
): Promise<{ child: ChildProcess; url: string }> {
	const { slug, package_url } = SYSTEMS[type];
	const main = new URL("./main.ts", package_url());
	const env = {
		PATH: process.env.PATH,
		PORT: String((await isFree(wanted_port)) ? wanted_port : 0),
		HUB_URL: hub_url,
		SLUG: slug,
		CLIENT_NAME: "Ticketrail",
		CLIENT_ID: credentials.client_id,
		CLIENT_SECRET: credentials.client_secret,
		WEBHOOK_SECRET: credentials.webhook_secret,
	};
	// the channel tells the child when this process is gone, however it went
	const child = spawn(process.execPath, [main.pathname], { env, stdio: ["ignore", "pipe", "inherit", "ipc"] });
	const url = await new Promise<string>((resolve, reject) => {
		child.once("exit", (code) =>
			reject(
				new HubError("configuration", {
					detail: `${SYSTEMS[type].name} did not start (exit ${code}); its message is above`,
				}),
			),
		);
		if (child.stdout !== null)
			createInterface({ input: child.stdout }).once("line", (line) =>
				resolve((JSON.parse(line) as { url: string }).url),
			);
	});
	return { child, url };
}

async function stopChild(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const exited = new Promise((resolve) => child.once("exit", resolve));
	child.kill("SIGTERM");
	await exited;
}

/** Whether a port can be listened on now; 0 and everything past the last port cannot. */
async function isFree(port: number): Promise<boolean> {
	if (port < 1024 || port > 65_535) return false;
	return await new Promise((resolve) => {
		const probe = createServer();
		probe.once("error", () => resolve(false));
		probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
	});
}

function newCredentials(): SystemCredentials {
	const secret = () => randomBytes(24).toString("base64url");
	return { client_id: "ticketrail", client_secret: secret(), webhook_secret: secret() };
}
