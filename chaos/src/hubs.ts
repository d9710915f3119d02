import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { History } from "@ticketrail/history";
import { until } from "./until.ts";

/** As an operator starts it; a sabotaged copy has another. */
export const HUB_MAIN = fileURLToPath(new URL("../../packages/hub/src/main.ts", import.meta.url));

/** One hub of a run; after `kill -9` another process takes its place and its port. */
export interface Hub {
	name: string;
	url: string;
	/** Counts its processes from 1. */
	life: number;
	/** Whether this life has been ready to serve. */
	is_up: boolean;
	/** `kill -9`, now; the next life begins at once. False when it is between two lives already. */
	kill(): boolean;
	/** SIGTERM; resolves when it has gone, for good. */
	stop(): Promise<void>;
	isReady(): Promise<boolean>;
}

/** Start a hub and keep one running in its place. What it says goes to `folder`; its lives are told to `history`. */
export async function startHub(options: {
	name: string;
	main: string;
	env: Record<string, string>;
	folder: string;
	history: History;
	/** Hears of each new process, before it is ready. */
	onLife?: (hub: Hub) => void;
}): Promise<Hub> {
	const { name, history } = options;
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const log = createWriteStream(path.join(options.folder, `${name}.log`), { flags: "a" });
	let child: ChildProcess | undefined;
	let isOver = false;

	/** Whoever ends the run ends its hubs. */
	function end(): void {
		child?.kill("SIGKILL");
	}

	const hub: Hub = {
		...{ name, url, life: 0, is_up: false },
		kill() {
			if (child === undefined || child.exitCode !== null || child.signalCode !== null) return false;
			note("hub.killed");
			// its end is heard of later
			hub.is_up = false;
			child.kill("SIGKILL");
			return true;
		},
		async stop() {
			isOver = true;
			if (child !== undefined && child.exitCode === null && child.signalCode === null) {
				const gone = once(child, "exit");
				child.kill("SIGTERM");
				await gone;
			}
			process.off("exit", end);
			log.end();
		},
		isReady: () =>
			fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) }).then(
				async (answer) => {
					await answer.arrayBuffer();
					return answer.ok;
				},
				() => false,
			),
	};

	function note(op: string): void {
		history.begin({ op, content: { hub: name, life: hub.life } })({ kind: "ok" });
	}

	function live(): void {
		hub.life++;
		note("hub.started");
		child = spawn(process.execPath, ["--max-semi-space-size=4", options.main, "start"], {
			env: { PATH: process.env.PATH ?? "", LOG_LEVEL: "warn", ...options.env, PORT: String(port) },
			stdio: ["ignore", "ignore", "pipe"],
		});
		child.stderr?.on("data", (chunk: Buffer) => (isOver ? undefined : log.write(chunk)));
		void watch(hub.life);
		child.once("exit", (code, signal) => {
			hub.is_up = false;
			if (isOver) return;
			// one that ended by itself is a finding of its own
			if (signal !== "SIGKILL") note(`hub.ended code ${code} signal ${signal}`);
			setTimeout(() => (isOver ? undefined : live()), signal === "SIGKILL" ? 0 : 500);
		});
		options.onLife?.(hub);
	}

	async function watch(life: number): Promise<void> {
		while (!isOver && hub.life === life && !hub.is_up) {
			if ((await hub.isReady()) && hub.life === life) {
				hub.is_up = true;
				note("hub.ready");
			} else await pause(100);
		}
	}

	process.once("exit", end);
	live();
	return hub;
}

/** Resolves when every one of them answers that it is ready. */
export async function untilReady(hubs: readonly Hub[], patience_ms: number): Promise<void> {
	await until(
		"every hub is ready",
		async () => (await Promise.all(hubs.map((hub) => hub.isReady()))).every(Boolean),
		patience_ms,
	);
}

/** A port that nobody listens on at this moment. */
async function freePort(): Promise<number> {
	return await new Promise((resolve) => {
		const probe = createServer();
		probe.listen(0, "127.0.0.1", () => {
			const { port } = probe.address() as { port: number };
			probe.close(() => resolve(port));
		});
	});
}
