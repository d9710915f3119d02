import { type ChildProcess, execFile, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import type { FarSide } from "./far-side.ts";

const MAIN = new URL("../../packages/hub/src/main.ts", import.meta.url).pathname;
/** As in `npm start`. */
const NODE_FLAGS = ["--max-semi-space-size=4"];
const WEBHOOK_SECRET = "bench-webhook-secret";

/** A hub as users run it: its own process, on its own database. */
export interface HubProcess {
	url: string;
	webhook_secret: string;
	/** The most memory that the process has had since `forgetPeak`, and has now, in MB. */
	memory(): { peak: number; now: number };
	forgetPeak(): void;
	/**
	 * From the hub's own `/metrics`: CPU time since it started, and the longest that its event loop was held since the last
	 * time that this was asked. ms.
	 */
	figures(): Promise<{ cpu_ms: number; loop_ms: number }>;
	partner(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
	/** Ids of the merchant made by `onboard`. */
	pos_onboarding: string;
	dsp_onboarding: string;
	stop(): Promise<void>;
}

/** Start the hub, register the far side as POS and DSP, and take one merchant to the point where orders can flow. */
export async function startHubProcess(options: {
	database_url: string;
	data_dir: string;
	port: number;
	far: FarSide;
}): Promise<HubProcess> {
	const { far, port } = options;
	const env = {
		...process.env,
		PORT: String(port),
		HOST: "127.0.0.1",
		DATA_DIR: options.data_dir,
		DATABASE_URL: options.database_url,
		TICKETRAIL_SANDBOX: "0",
		TICKETRAIL_EGRESS_ALLOW: "127.0.0.0/8",
		LOG_LEVEL: "warn",
	};
	const child = spawn(process.execPath, [...NODE_FLAGS, MAIN, "start"], {
		env,
		stdio: ["ignore", "ignore", "inherit"],
	});
	const url = `http://127.0.0.1:${port}`;
	await until(async () => (await fetch(`${url}/readyz`)).ok);
	const cli = async (...args: string[]): Promise<Record<string, string>> =>
		JSON.parse((await promisify(execFile)(process.execPath, [MAIN, ...args, "--json"], { env })).stdout);
	const provider = (type: string) =>
		cli(
			"provider",
			"add",
			"--type",
			type,
			"--slug",
			`bench-${type}`,
			"--name",
			type,
			"--base-url",
			far.url,
			"--auth",
			"manual",
			"--client-id",
			"hub",
			"--client-secret",
			"s",
			"--webhook-secret",
			WEBHOOK_SECRET,
			"--set",
			"manual_code=token",
			...(type === "pos" ? ["--set", "delivery_contract=dedupes_by_order_id"] : []),
		);
	await provider("pos");
	await provider("dsp");
	const client = await cli("partner", "add", "--name", "bench", "--scopes", "onboarding");
	const token = await send(url, "POST", "/oauth/token", {
		grant_type: "client_credentials",
		client_id: client.client_id,
		client_secret: client.client_secret,
		scopes: ["onboarding"],
	});
	const partner = (method: string, path: string, body?: unknown) =>
		send(url, method, path, body, String(token.access_token));
	const org = await partner("POST", "/onboarding/org", {
		name: "Bench",
		provider_id: "bench",
		user: { email: "", first_name: "Ana", last_name: "Lopez" },
	});
	const connect = async (type: string) => {
		const { onboarding } = (await partner("POST", "/onboarding/integrations", {
			org_id: org.org_id,
			source: `bench-${type}`,
			type,
		})) as { onboarding: { _id: string } };
		await partner("PUT", `/onboarding/integrations/${onboarding._id}`, { code: `token-${type}` });
		return onboarding._id;
	};
	const pos_onboarding = await connect("pos");
	const dsp_onboarding = await connect("dsp");
	return {
		url,
		webhook_secret: WEBHOOK_SECRET,
		partner,
		pos_onboarding,
		dsp_onboarding,
		memory: () => memoryOf(child),
		// Linux: 5 sets the high-water mark to what the process has now
		forgetPeak: () => writeFileSync(`/proc/${child.pid}/clear_refs`, "5"),
		figures: () => figuresOf(url),
		stop: () => stop(child),
	};
}

async function send(
	url: string,
	method: string,
	path: string,
	body?: unknown,
	token?: string,
): Promise<Record<string, unknown>> {
	const headers = {
		"content-type": "application/json",
		...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
	};
	const response = await fetch(url + path, {
		method,
		headers,
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
	return JSON.parse(text) as Record<string, unknown>;
}

function memoryOf(child: ChildProcess): { peak: number; now: number } {
	const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
	const megabytes = (name: string) =>
		Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? Number.NaN) / 1024;
	return { peak: megabytes("VmHWM"), now: megabytes("VmRSS") };
}

async function figuresOf(url: string): Promise<{ cpu_ms: number; loop_ms: number }> {
	const text = await (await fetch(`${url}/metrics`)).text();
	const seconds = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1] ?? Number.NaN);
	return {
		cpu_ms: seconds("process_cpu_seconds_total") * 1000,
		loop_ms: seconds("nodejs_eventloop_lag_max_seconds") * 1000,
	};
}

async function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null) return;
	const exited = new Promise((resolve) => child.once("exit", resolve));
	child.kill("SIGTERM");
	await exited;
}

/** Wait for something that takes a moment, at most two minutes. */
export async function until(isDone: () => Promise<boolean> | boolean): Promise<void> {
	const deadline = performance.now() + 120_000;
	for (;;) {
		if (
			await Promise.resolve()
				.then(isDone)
				.catch(() => false)
		)
			return;
		if (performance.now() > deadline) throw new Error("waited two minutes in vain");
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
}
