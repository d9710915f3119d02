import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, statfsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbedded } from "./embedded.ts";
import { migrate } from "./migrate.ts";
import { connectDatabase } from "./postgres.ts";

/** PostgreSQL versions that tests may ask for: npm's, and Debian's oldest that we support where it is installed. */
export type TestVersion = 15 | 18;

const DEBIAN_15 = "/usr/lib/postgresql/15/bin";

/** Where the servers of one test run are asked for. */
export interface TestServers {
	url: string;
	versions: TestVersion[];
	close(): Promise<void>;
}

/**
 * Servers for one test run, started when the first test asks. They keep their promise to go away: on `close`, and,
 * should this process be killed, by a small shell that waits for its end.
 */
export async function offerTestServers(): Promise<TestServers> {
	const versions: TestVersion[] = existsSync(path.join(DEBIAN_15, "postgres")) ? [15, 18] : [18];
	const running = new Map<string, Promise<{ url: string; stop(): Promise<void> }>>();
	const server = createServer((request, response) => {
		const version = versions.find((known) => request.url === `/${known}`);
		if (!version) return response.writeHead(404).end();
		const key = String(version);
		const started = running.get(key) ?? startTestServer(version);
		running.set(key, started);
		started.then(
			({ url }) => response.end(url),
			(error) => response.writeHead(500).end(String(error)),
		);
	});
	const url = await listen(server);
	return {
		url,
		versions,
		async close() {
			server.closeAllConnections();
			server.close();
			const started = await Promise.allSettled(running.values());
			await Promise.all(started.map((one) => one.status === "fulfilled" && one.value.stop()));
		},
	};
}

/** A server with a migrated `template`; its databases are clones of that. */
async function startTestServer(version: TestVersion): Promise<{ url: string; stop(): Promise<void> }> {
	const data_dir = mkdtempSync(path.join(roomyFolder(), `ticketrail-test-${version}-`));
	const sweeper = sweepAfterUs(data_dir);
	const embedded = await startEmbedded({
		data_dir,
		settings: { max_connections: 300, max_wal_size: "256MB" },
		...(version === 15 ? { bin_dir: DEBIAN_15 } : {}),
	});
	const template = await connectDatabase({ url: embedded.url, max: 1 });
	await migrate(template);
	await template.close();
	return {
		url: embedded.url,
		async stop() {
			await embedded.stop();
			await sweeper();
		},
	};
}

/** Memory where there is plenty: a clone of the template takes 15 ms there, and up to 300 ms on a slow disk. */
export function roomyFolder(): string {
	const memory = "/dev/shm";
	if (!existsSync(memory)) return tmpdir();
	const { bavail, bsize } = statfsSync(memory);
	return bavail * bsize > 4 * 1024 ** 3 ? memory : tmpdir();
}

/** When our end of the pipe closes, however we ended, the shell kills the server and removes its directory. */
function sweepAfterUs(data_dir: string): () => Promise<void> {
	const script =
		'cat >/dev/null; kill -QUIT "$(head -n 1 "$1/postgres/postmaster.pid" 2>/dev/null)" 2>/dev/null; rm -rf "$1"';
	const shell = spawn("sh", ["-c", script, "sweeper", data_dir], {
		stdio: ["pipe", "ignore", "ignore"],
		detached: true,
	});
	shell.unref();
	return () =>
		new Promise((resolve) => {
			shell.once("exit", () => resolve());
			shell.stdin.end();
		});
}

function listen(server: Server): Promise<string> {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			resolve(`http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`);
		});
	});
}
