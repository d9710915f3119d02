import { execFile, spawn } from "node:child_process";
import { appendFileSync, chownSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { connectDatabase } from "@ticketrail/hub";
import { freePort } from "./town.ts";
import { until } from "./until.ts";

/** Where Debian keeps a PostgreSQL with the tools for replication; npm's build has none of them. */
const REPLICA_BINARIES = "/usr/lib/postgresql/15/bin";

/** Whether this machine can run a primary with a standby. */
export function canReplicate(): boolean {
	return process.platform === "linux" && existsSync(path.join(REPLICA_BINARIES, "pg_basebackup"));
}

/** A primary and its synchronous standby; they change places at each promotion. */
export interface Replicas {
	/** Both of them, as `DATABASE_URL` takes it. */
	url: string;
	/** The server that is primary now. */
	primaryUrl(): string;
	/** Kill the primary and promote the standby; resolves when it takes writes. The time of the kill is `performance.now()`. */
	failOver(): Promise<{ killed_at: number }>;
	/** Make a new standby from the primary, at the address of the one that was killed, and wait for it where a commit returns. */
	rejoin(): Promise<void>;
	close(): Promise<void>;
}

interface Server {
	name: string;
	folder: string;
	port: number;
}

const run = promisify(execFile);
const DATABASE = "ticketrail";
const PASSWORD = "replica";

/** Start both in `root`. PostgreSQL refuses to run as root, so they run as `nobody` where we are root. */
export async function startReplicas(root: string): Promise<Replicas> {
	const who: { uid?: number; gid?: number } = process.getuid?.() === 0 ? accountOf("nobody") : {};
	const own = (target: string) => {
		if (who.uid !== undefined && who.gid !== undefined) chownSync(target, who.uid, who.gid);
	};
	own(root);
	const tool = (name: string, args: string[]) =>
		run(path.join(REPLICA_BINARIES, name), args, { cwd: root, env: { PGPASSWORD: PASSWORD }, ...who });
	const servers: Server[] = [];
	for (const name of ["alpha", "beta"]) servers.push({ name, folder: path.join(root, name), port: await freePort() });
	let [primary, standby] = servers as [Server, Server];
	const urlOf = ({ port }: Server, database = DATABASE) => `postgres://ana:${PASSWORD}@127.0.0.1:${port}/${database}`;

	async function ask(server: Server, text: string, database = DATABASE): Promise<Record<string, unknown>[]> {
		const db = await connectDatabase({ url: urlOf(server, database), max: 1, acquire_timeout_ms: 30_000 });
		return await db.query(text).finally(() => db.close());
	}

	function configure({ folder, port, name }: Server): void {
		const lines = [
			"listen_addresses = '127.0.0.1'",
			`port = ${port}`,
			"unix_socket_directories = ''",
			`cluster_name = '${name}'`,
			"shared_buffers = 32MB",
			"max_connections = 200",
			"wal_keep_size = 256MB",
			"hot_standby = on",
			"synchronous_commit = remote_apply",
			// a server that has just been promoted stands alone until it has a standby again
			"synchronous_standby_names = ''",
		];
		appendFileSync(path.join(folder, "postgresql.conf"), `${lines.join("\n")}\n`);
	}

	function start({ folder, name }: Server): void {
		const log = openSync(path.join(root, `${name}.log`), "a");
		const child = spawn(path.join(REPLICA_BINARIES, "postgres"), ["-D", folder], {
			cwd: root,
			stdio: ["ignore", log, log],
			detached: true,
			...who,
		});
		child.unref();
	}

	function pidOf({ folder }: Server): number {
		return Number(readFileSync(path.join(folder, "postmaster.pid"), "utf8").split("\n")[0]);
	}

	async function kill(server: Server): Promise<void> {
		if (!existsSync(path.join(server.folder, "postmaster.pid"))) return;
		const pid = pidOf(server);
		// like a machine that loses its power: nothing is said to anybody, and nothing is written any more
		process.kill(pid, "SIGKILL");
		await until(`${server.name} is gone`, () => !existsSync(`/proc/${pid}`) || isZombie(pid));
	}

	/** Take commits only with the standby's word from now on. */
	async function demandStandby(): Promise<void> {
		await until(
			"the standby follows",
			async () => {
				const rows = await ask(primary, "SELECT state FROM pg_stat_replication").catch(() => []);
				return rows.some(({ state }) => state === "streaming");
			},
			120_000,
		);
		await ask(primary, "ALTER SYSTEM SET synchronous_standby_names = '*'");
		await ask(primary, "SELECT pg_reload_conf()");
		await until("the standby is synchronous", async () => {
			const rows = await ask(primary, "SELECT sync_state FROM pg_stat_replication");
			return rows.some(({ sync_state }) => sync_state === "sync");
		});
	}

	async function rejoin(): Promise<void> {
		rmSync(standby.folder, { recursive: true, force: true });
		const from = ["-h", "127.0.0.1", "-p", String(primary.port), "-U", "ana"];
		await tool("pg_basebackup", ["-D", standby.folder, ...from, "-R", "-X", "stream", "-c", "fast"]);
		rmSync(path.join(standby.folder, "postgresql.auto.conf.tmp"), { force: true });
		configure(standby);
		start(standby);
		await demandStandby();
	}

	mkdirSync(root, { recursive: true });
	const password_file = path.join(root, "password");
	appendFileSync(password_file, PASSWORD);
	own(password_file);
	const access = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"];
	await tool("initdb", ["-D", primary.folder, "-U", "ana", `--pwfile=${password_file}`, ...access]);
	configure(primary);
	start(primary);
	await until("the primary answers", () =>
		ask(primary, "SELECT 1", "postgres").then(
			() => true,
			() => false,
		),
	);
	await ask(primary, `CREATE DATABASE ${DATABASE}`, "postgres");
	await rejoin();

	return {
		url: `postgres://ana:${PASSWORD}@${servers.map(({ port }) => `127.0.0.1:${port}`).join(",")}/${DATABASE}`,
		primaryUrl: () => urlOf(primary),
		async failOver() {
			const killed_at = performance.now();
			await kill(primary);
			[primary, standby] = [standby, primary];
			// it was made when its predecessor waited for nobody, and so does not wait for a standby of its own
			await tool("pg_ctl", ["promote", "-D", primary.folder, "--wait"]);
			return { killed_at };
		},
		rejoin,
		async close() {
			for (const server of servers) await kill(server).catch(() => {});
		},
	};
}

function isZombie(pid: number): boolean {
	try {
		return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
	} catch {
		return true;
	}
}

function accountOf(name: string): { uid: number; gid: number } {
	const line = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, "m").exec(readFileSync("/etc/passwd", "utf8"));
	return { uid: Number(line?.[1] ?? 65534), gid: Number(line?.[2] ?? 65534) };
}
