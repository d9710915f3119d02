import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { HubError } from "../base/error.ts";
import type { StorageLog } from "./database.ts";
import { locateBinaries } from "./embedded-binaries.ts";
import { initCluster, OWNER, readPassword } from "./embedded-init.ts";
import { DirectoryInUseError, lockDirectory, type Purpose } from "./embedded-lock.ts";
import {
	awaitPostmaster,
	findPostmaster,
	type Postmaster,
	type StartOptions,
	startPostmaster,
	stopPostmaster,
} from "./embedded-postmaster.ts";
import { chooseRunner } from "./embedded-runner.ts";

const DATABASE = "ticketrail";

/** A PostgreSQL of our own, running. */
export interface Embedded {
	/** Holds a password: never to be logged. */
	url: string;
	/** Whether it was found running, left by a hub that was killed. */
	was_adopted: boolean;
	/** Fast shutdown, then the directory is free for the next hub. */
	stop(): Promise<void>;
}

/** What `startEmbedded` needs. */
export interface EmbeddedOptions {
	data_dir: string;
	log?: StorageLog;
	/** A `command` holds the directory for its moment only; a starting hub waits for it (default `hub`). */
	purpose?: Purpose;
	/** Other PostgreSQL binaries than npm's, for tests on another version. */
	bin_dir?: string;
	/** More server settings, for tests. `fsync` and `synchronous_commit` are nobody's to change. */
	settings?: Record<string, string | number>;
}

/**
 * Run PostgreSQL in `data_dir/postgres` for this process: made at the first start, adopted when a killed hub left it
 * running, recovered when it was killed too, started again should it die while we run, stopped with `stop`.
 *
 * It listens on 127.0.0.1 at a free port and asks for a random password. Not on a socket file: a socket's path may
 * have 107 bytes, fewer than many a DATA_DIR, and every client (pg-boss, psql, a backup job) takes the same URL.
 * @throws HubError `configuration`: the directory belongs to a living process (named by pid), or PostgreSQL cannot run.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
	const data_dir = path.resolve(options.data_dir);
	try {
		return await startLocked(data_dir, options);
	} catch (error) {
		if (error instanceof HubError || (error as NodeJS.ErrnoException).syscall === undefined) throw error;
		const detail = `DATA_DIR ${data_dir} cannot be used: ${(error as Error).message}. Run as the user that owns it, or choose another DATA_DIR.`;
		throw new HubError("configuration", { detail, cause: error });
	}
}

async function startLocked(data_dir: string, options: EmbeddedOptions): Promise<Embedded> {
	// where we are root: passable for the user that PostgreSQL runs as, readable for nobody
	mkdirSync(data_dir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
	const lock = await lockDirectory(data_dir, options.purpose ?? "hub");
	try {
		const cluster = clusterOf(data_dir);
		const adopted = await awaitPostmaster(cluster);
		const start = await prepareStart(data_dir, options);
		const postmaster = adopted ?? (await startPostmaster(start));
		lock.assertHeld();
		const url = urlOf(cluster, postmaster.port);
		await ensureDatabase(url).catch(async (error) => {
			await stopPostmaster(cluster, postmaster.pid);
			throw error;
		});
		const outcome = adopted ? "adopted" : "started";
		options.log?.info("database.started", { pid: postmaster.pid, port: postmaster.port, outcome });
		const guard = guardPostmaster(postmaster, { ...start, port: postmaster.port }, options.log);
		return {
			url,
			was_adopted: adopted !== undefined,
			async stop() {
				const pid = await guard.end();
				if (pid !== undefined) await stopPostmaster(cluster, pid);
				lock.release();
			},
		};
	} catch (error) {
		lock.release();
		throw error;
	}
}

/** URL of the PostgreSQL that runs in `data_dir/postgres`, whoever started it; `undefined` when none runs. */
export async function findEmbedded(options: { data_dir: string }): Promise<string | undefined> {
	const cluster = clusterOf(path.resolve(options.data_dir));
	const found = findPostmaster(cluster);
	const postmaster = found?.is_stopping ? undefined : found && (await awaitPostmaster(cluster));
	return postmaster && urlOf(cluster, postmaster.port);
}

/**
 * The embedded database for one command: the running one where a hub (or its orphan) has it, else one of our own
 * until `stop`. A hub that is just starting or stopping is waited for.
 */
export async function borrowEmbedded(
	options: EmbeddedOptions,
	patience_ms = 15_000,
): Promise<{ url: string; stop(): Promise<void> }> {
	const until = performance.now() + patience_ms;
	for (;;) {
		const url = await findEmbedded(options);
		if (url) return { url, stop: async () => {} };
		try {
			return await startEmbedded({ ...options, purpose: "command" });
		} catch (error) {
			if (!(error instanceof DirectoryInUseError) || performance.now() > until) throw error;
			await sleep(100);
		}
	}
}

function clusterOf(data_dir: string): string {
	return path.join(data_dir, "postgres");
}

function urlOf(cluster: string, port: number): string {
	return `postgres://${OWNER}:${readPassword(cluster)}@127.0.0.1:${port}/${DATABASE}`;
}

async function prepareStart(data_dir: string, options: EmbeddedOptions): Promise<StartOptions> {
	const cluster = clusterOf(data_dir);
	const runner = chooseRunner(cluster);
	const bin_dir = options.bin_dir ?? locateBinaries(runner);
	const log_file = path.join(data_dir, "postgres.log");
	await initCluster({ bin_dir, cluster, runner, log_file });
	const settings = {
		listen_addresses: "127.0.0.1",
		unix_socket_directories: "",
		max_connections: 100,
		shared_buffers: "128MB",
		// see connectDatabase; here also for psql and pg-boss's own connections
		plan_cache_mode: "force_custom_plan",
		jit: "off",
		timezone: "UTC",
		log_timezone: "UTC",
		log_checkpoints: "off",
		// the queue's table turns over completely every few minutes
		autovacuum_naptime: "10s",
		...options.settings,
	};
	return { bin_dir, cluster, runner, port: await freePort(), log_file, settings };
}

/** Start the server again on its port when it dies under us; sessions come back by their own reconnecting. */
function guardPostmaster(first: Postmaster, start: StartOptions, log: StorageLog | undefined) {
	let current: Postmaster | undefined = first;
	const over = new AbortController();
	const watch = (async () => {
		while (!over.signal.aborted) {
			await sleep(250, undefined, { ref: false, signal: over.signal }).catch(() => {});
			if (over.signal.aborted || findPostmaster(start.cluster)) continue;
			log?.warn("database.died", { pid: current?.pid });
			current = await startPostmaster(start).catch((error) => {
				log?.warn("database.restart_failed", { reason: String(error) });
				return undefined;
			});
		}
	})();
	return {
		async end(): Promise<number | undefined> {
			over.abort();
			await watch;
			return findPostmaster(start.cluster)?.pid;
		},
	};
}

/** Make our database at the first start, and see that the server takes our password. */
async function ensureDatabase(url: string): Promise<void> {
	const missing = await ask(url, "SELECT 1").then(
		() => false,
		(error) => {
			if ((error as { code?: string }).code === "3D000") return true;
			throw new HubError("configuration", {
				detail: `The embedded PostgreSQL refuses us: ${(error as Error).message}`,
				cause: error,
			});
		},
	);
	if (!missing) return;
	const maintenance = new URL(url);
	maintenance.pathname = "/postgres";
	await createDatabase(maintenance.href);
}

/** The name comes last: a database of that name is complete, whenever this was interrupted. */
async function createDatabase(url: string): Promise<void> {
	const draft = `${DATABASE}_new`;
	await ask(url, `DROP DATABASE IF EXISTS ${draft}`);
	await ask(url, `CREATE DATABASE ${draft}`);
	// failed statements come to us as errors; in the server's log their values would be customers' data
	await ask(url, `ALTER DATABASE ${draft} SET log_min_messages = 'log'`);
	for (const name of await settingsWithLz4(url)) await ask(url, `ALTER DATABASE ${draft} SET ${name} = 'lz4'`);
	await ask(url, `ALTER DATABASE ${draft} RENAME TO ${DATABASE}`);
}

/** lz4 costs far less than PostgreSQL's own compression; npm's build lacks it and refuses the setting. */
async function settingsWithLz4(url: string): Promise<string[]> {
	const offered = "SELECT name FROM pg_settings WHERE name = ANY($1) AND 'lz4' = ANY(enumvals)";
	return (await ask(url, offered, [["default_toast_compression", "wal_compression"]])).map(({ name }) => name);
}

async function ask(url: string, text: string, values?: unknown[]): Promise<{ name: string }[]> {
	const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
	client.on("error", () => {});
	await client.connect();
	try {
		return (await client.query(text, values)).rows;
	} finally {
		await client.end();
	}
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
		});
	});
}
