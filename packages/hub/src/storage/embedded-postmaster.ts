import { closeSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HubError } from "../base/error.ts";
import { type Runner, spawnAs } from "./embedded-runner.ts";
import { isPostmasterOf } from "./process-identity.ts";

/** A running PostgreSQL, as its own `postmaster.pid` tells. */
export interface Postmaster {
	pid: number;
	port: number;
	is_ready: boolean;
	is_stopping: boolean;
}

/** Recovery after a crash may take its time; a server that is neither ready nor gone for so long is broken. */
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 30_000;
const LOG_LIMIT_BYTES = 16 * 1024 * 1024;

/** The living postmaster of a data directory, started by us or by a hub that was killed; `undefined` when none lives. */
export function findPostmaster(cluster: string): Postmaster | undefined {
	let lines: string[];
	try {
		lines = readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n");
	} catch {
		return undefined;
	}
	// line 1 pid, 4 port, 8 status: PostgreSQL's own format since version 10
	const pid = Number(lines[0]);
	if (!Number.isInteger(pid) || pid <= 0 || !isPostmasterOf(pid, cluster)) return undefined;
	const status = (lines[7] ?? "").trim();
	return {
		pid,
		port: Number(lines[3] ?? 0),
		is_ready: status === "ready" || status === "standby",
		is_stopping: status === "stopping",
	};
}

/** Wait until the living postmaster takes connections, or is gone (`undefined`). */
export async function awaitPostmaster(cluster: string): Promise<Postmaster | undefined> {
	const until = performance.now() + START_LIMIT_MS;
	while (performance.now() < until) {
		const postmaster = findPostmaster(cluster);
		if (!postmaster || postmaster.is_ready) return postmaster;
		await sleep(10);
	}
	throw new HubError("configuration", {
		detail: `The PostgreSQL in ${cluster} is neither ready nor gone; see its log.`,
	});
}

/** What a start needs; `settings` go to the command line and so never outlive a version of ours. */
export interface StartOptions {
	bin_dir: string;
	cluster: string;
	runner: Runner;
	port: number;
	log_file: string;
	settings: Record<string, string | number>;
}

/**
 * Start PostgreSQL on a free data directory and wait until it takes connections; it recovers from a crash by itself.
 * @throws HubError `configuration` with the last lines of its log when it ends instead.
 */
export async function startPostmaster(options: StartOptions): Promise<Postmaster> {
	const { cluster, runner, log_file } = options;
	const until = performance.now() + START_LIMIT_MS;
	for (;;) {
		dropForeignPid(cluster);
		const output = openSync(log_file, sizeOf(log_file) > LOG_LIMIT_BYTES ? "w" : "a", 0o600);
		const log_start = sizeOf(log_file);
		const child = spawnAs(runner, {
			file: path.join(options.bin_dir, "postgres"),
			args: ([data]) => ["-D", data as string, "-p", String(options.port), ...settingArguments(options.settings)],
			reach: [cluster],
			output,
		});
		closeSync(output);
		let ended: string | undefined;
		child.once("error", (error) => {
			ended = error.message;
		});
		child.once("exit", (code, signal) => {
			ended = `it ended with ${signal ?? code}`;
		});
		// the hub's own end must not wait for it: stopping it is a step of the shutdown
		child.unref();
		while (ended === undefined && performance.now() < until) {
			const postmaster = findPostmaster(cluster);
			if (postmaster?.pid === child.pid && postmaster?.is_ready) return postmaster;
			await sleep(5);
		}
		const log = readFileSync(log_file).subarray(log_start).toString();
		// sessions of a killed server end by themselves, but not at once
		if (log.includes("pre-existing shared memory block") && performance.now() < until) {
			await sleep(100);
			continue;
		}
		const detail = `PostgreSQL did not start in ${cluster}: ${ended ?? "it did not become ready"}. Its log (${log_file}) ends with: ${log.trim().split("\n").slice(-3).join(" | ")}`;
		throw new HubError("configuration", { detail });
	}
}

/** Fast shutdown (SIGINT): open transactions are rolled back, everything committed is on disk. */
export async function stopPostmaster(cluster: string, pid: number): Promise<void> {
	if (await endsAfter(pid, cluster, "SIGINT")) return;
	// at once, like a crash: the next start recovers, and nothing committed is lost
	if (await endsAfter(pid, cluster, "SIGQUIT")) return;
	throw new HubError("internal", { detail: `PostgreSQL (pid ${pid}) does not stop.` });
}

async function endsAfter(pid: number, cluster: string, signal: NodeJS.Signals): Promise<boolean> {
	try {
		process.kill(pid, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
	}
	const until = performance.now() + STOP_LIMIT_MS;
	while (isPostmasterOf(pid, cluster)) {
		if (performance.now() > until) return false;
		await sleep(10);
	}
	return true;
}

/**
 * A leftover `postmaster.pid` whose number now belongs to some other process of the same user would keep PostgreSQL
 * from starting for ever. Where the number is free, PostgreSQL clears up by itself.
 */
function dropForeignPid(cluster: string): void {
	if (!findPostmaster(cluster)) rmSync(path.join(cluster, "postmaster.pid"), { force: true });
}

function settingArguments(settings: Record<string, string | number>): string[] {
	return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

function sizeOf(file: string): number {
	return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
