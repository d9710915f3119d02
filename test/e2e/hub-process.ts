import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { until } from "./until.ts";

/** A hub as an operator runs it: `ticketrail start` in a process of its own. */
export interface HubProcess {
	pid: number;
	/** `kill -9`, of the hub and of nothing else: its PostgreSQL lives on. Returns at once. */
	kill(): void;
	/** SIGTERM; resolves with the exit code when it has gone. */
	terminate(): Promise<number | null>;
	/** Resolves when the process is gone, however it went. */
	gone: Promise<void>;
	/** What it wrote to stderr. */
	said(): string;
}

const MAIN = fileURLToPath(new URL("../../packages/hub/src/main.ts", import.meta.url));

/**
 * Start it; it is not ready yet (`untilReady`). `env` is all of its environment but for the PATH. `log`: where its log goes
 * instead of to `said`, an open file, or a pipe that nobody reads.
 */
export function startHubProcess(env: Record<string, string>, log?: number | "unread"): HubProcess {
	const child = spawn(process.execPath, [MAIN, "start"], {
		env: { PATH: process.env.PATH ?? "", LOG_LEVEL: "warn", ...env },
		stdio: ["ignore", "ignore", typeof log === "number" ? log : "pipe"],
	});
	const lines: Buffer[] = [];
	if (log === undefined) child.stderr?.on("data", (chunk: Buffer) => lines.push(chunk));
	const gone = goneOf(child);
	return {
		pid: child.pid ?? 0,
		kill: () => void child.kill("SIGKILL"),
		async terminate() {
			child.kill("SIGTERM");
			await gone;
			return child.exitCode;
		},
		gone,
		said: () => Buffer.concat(lines).toString("utf8"),
	};
}

/** A start takes a second of a processor, of which a busy machine may have little to give. */
const START_PATIENCE_MS = 120_000;

/** Resolves when `GET /readyz` answers 200. */
export async function untilReady(hub: HubProcess, hub_url: string, patience_ms = START_PATIENCE_MS): Promise<void> {
	let is_gone = false;
	void hub.gone.then(() => {
		is_gone = true;
	});
	const look = async () => {
		if (is_gone) throw new Error(`the hub ended before it was ready: ${hub.said()}`);
		return await fetch(`${hub_url}/readyz`).then(
			async (answer) => {
				await answer.arrayBuffer();
				return answer.ok;
			},
			() => false,
		);
	};
	await until("the hub is ready", look, patience_ms);
}

/** End the PostgreSQL that a killed hub left behind in its directory, if one runs there. */
export function endOrphan(data_dir: string): void {
	try {
		const [pid] = readFileSync(path.join(data_dir, "postgres", "postmaster.pid"), "utf8").split("\n");
		process.kill(Number(pid), "SIGQUIT");
	} catch {
		// none was running
	}
}

async function goneOf(child: ChildProcess): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
