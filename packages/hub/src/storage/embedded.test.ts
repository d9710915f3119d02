import { spawn } from "node:child_process";
import {
	chmodSync,
	chownSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import path from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { Database } from "./database.ts";
import { borrowEmbedded, findEmbedded, startEmbedded } from "./embedded.ts";
import { findPostmaster } from "./embedded-postmaster.ts";
import { connectDatabase } from "./postgres.ts";
import { startHubProcess } from "./test-hub-process.ts";
import { roomyFolder } from "./test-postgres.ts";

const is_root = process.getuid?.() === 0;
const NOBODY = 65534;

/** A folder for one test; whatever PostgreSQL still runs there at the end is killed. */
function folder(): string {
	const created = mkdtempSync(path.join(roomyFolder(), "ticketrail-embedded-"));
	onTestFinished(async () => {
		const left = findPostmaster(clusterOf(created));
		if (left) process.kill(left.pid, "SIGQUIT");
		if (left) await vi.waitFor(() => expect(findPostmaster(clusterOf(created))).toBeUndefined(), 10_000);
		rmSync(created, { recursive: true, force: true });
	});
	return created;
}

const clusterOf = (data_dir: string) => path.join(data_dir, "postgres");

async function withDatabase<T>(url: string, use: (db: Database) => Promise<T>): Promise<T> {
	const db = await connectDatabase({ url, max: 1 });
	return use(db).finally(() => db.close());
}

const writeDown = (url: string) =>
	withDatabase(url, async (db) => {
		await db.query("CREATE TABLE ticket (id integer)");
		await db.query("INSERT INTO ticket VALUES (1)");
	});
const tickets = (url: string) => withDatabase(url, (db) => db.query("SELECT id FROM ticket"));

describe("the hub's own PostgreSQL", () => {
	test("is made at the first start, keeps its data and never trades safety for speed", async () => {
		const data_dir = folder();
		const first = await startEmbedded({ data_dir });
		await writeDown(first.url);
		const settings =
			"SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums')";
		const rows = await withDatabase(first.url, (db) => db.query<{ setting: string }>(settings));
		expect(rows.map((row) => row.setting)).toEqual(["on", "on", "on", "on"]);
		await first.stop();
		expect(findPostmaster(clusterOf(data_dir))).toBeUndefined();
		expect(existsSync(path.join(data_dir, "hub.pid"))).toBe(false);

		const second = await startEmbedded({ data_dir });
		expect(second.was_adopted).toBe(false);
		expect(await tickets(second.url)).toEqual([{ id: 1 }]);
		await second.stop();
	});

	test("asks for its password, which only the owner can read", async () => {
		const data_dir = folder();
		const embedded = await startEmbedded({ data_dir });
		const url = new URL(embedded.url);
		url.password = "guess";
		await expect(withDatabase(url.href, (db) => db.query("SELECT 1"))).rejects.toMatchObject({ code: "28P01" });
		expect(statSync(path.join(clusterOf(data_dir), "ticketrail.password")).mode & 0o077).toBe(0);
		await embedded.stop();
	});

	test("keeps the values of failed statements out of its log", async () => {
		const data_dir = folder();
		const embedded = await startEmbedded({ data_dir });
		const failing = withDatabase(embedded.url, (db) => db.query("SELECT $1::text::integer", ["Ana Lopez"]));
		await expect(failing).rejects.toMatchObject({ code: "22P02" });
		await embedded.stop();
		const log = readFileSync(path.join(data_dir, "postgres.log"), "utf8");
		expect(log).toContain("shut down");
		expect(log).not.toContain("Ana");
	});

	test("begins anew after a first start that was killed half-way", async () => {
		const data_dir = folder();
		mkdirSync(`${clusterOf(data_dir)}.new/base`, { recursive: true });
		writeFileSync(`${clusterOf(data_dir)}.password`, "half a pass");
		const embedded = await startEmbedded({ data_dir });
		expect(await withDatabase(embedded.url, (db) => db.query("SELECT 1 AS one"))).toEqual([{ one: 1 }]);
		await embedded.stop();
	});

	test("comes back on the same address when it is killed under a running hub", async () => {
		const data_dir = folder();
		const embedded = await startEmbedded({ data_dir });
		await writeDown(embedded.url);
		process.kill(findPostmaster(clusterOf(data_dir))?.pid as number, "SIGKILL");
		await vi.waitFor(async () => expect(await tickets(embedded.url)).toEqual([{ id: 1 }]), {
			timeout: 20_000,
			interval: 50,
		});
		await embedded.stop();
		expect(findPostmaster(clusterOf(data_dir))).toBeUndefined();
	});

	test("that cannot start says what its log says", async () => {
		const data_dir = folder();
		const starting = startEmbedded({ data_dir, settings: { shared_buffers: "lots" } });
		await expect(starting).rejects.toMatchObject({
			code: "configuration",
			detail: expect.stringContaining("shared_buffers"),
		});
		// and leaves the directory free
		await (await startEmbedded({ data_dir })).stop();
	});

	test.runIf(is_root)("never runs as root, not even below a folder that only root can enter", async () => {
		const closed = folder();
		const data_dir = path.join(closed, "deep", "data");
		const embedded = await startEmbedded({ data_dir });
		const pid = findPostmaster(clusterOf(data_dir))?.pid;
		expect(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]).toBe(String(NOBODY));
		expect(statSync(closed).mode & 0o777).toBe(0o700);
		await writeDown(embedded.url);
		await embedded.stop();
	});
});

describe.each([
	{ who: "an ordinary user", uid: is_root ? NOBODY : undefined, runs: true },
	{ who: "root", uid: undefined, runs: is_root },
])("a hub of $who that was killed", ({ uid, runs }) => {
	function ownFolder(): string {
		const created = folder();
		if (uid !== undefined) chownSync(created, uid, uid);
		return created;
	}
	const options = uid === undefined ? {} : { uid };

	test.runIf(runs)("leaves PostgreSQL running, and the next hub adopts it with everything in it", async () => {
		const data_dir = ownFolder();
		const first = await startHubProcess(data_dir, options);
		await writeDown(first.url);
		const orphan = findPostmaster(clusterOf(data_dir))?.pid;
		await first.kill();

		const second = await startHubProcess(data_dir, options);
		expect(second.was_adopted).toBe(true);
		expect(findPostmaster(clusterOf(data_dir))?.pid).toBe(orphan);
		expect(await tickets(second.url)).toEqual([{ id: 1 }]);
		await second.stop();
		expect(findPostmaster(clusterOf(data_dir))).toBeUndefined();
	});

	test.runIf(runs)("together with PostgreSQL is recovered from the disk", async () => {
		const data_dir = ownFolder();
		const first = await startHubProcess(data_dir, options);
		await writeDown(first.url);
		const pid = findPostmaster(clusterOf(data_dir))?.pid as number;
		await first.kill();
		process.kill(pid, "SIGKILL");

		const second = await startHubProcess(data_dir, options);
		expect(second.was_adopted).toBe(false);
		expect(await tickets(second.url)).toEqual([{ id: 1 }]);
		await second.stop();
	});

	test.runIf(runs)("does not stand in the way when its numbers belong to other processes by now", async () => {
		const data_dir = ownFolder();
		const first = await startHubProcess(data_dir, options);
		await writeDown(first.url);
		const pid = findPostmaster(clusterOf(data_dir))?.pid as number;
		await first.kill();
		process.kill(pid, "SIGKILL");
		await vi.waitFor(() => expect(findPostmaster(clusterOf(data_dir))).toBeUndefined());
		const stranger = spawn("sleep", ["600"], { stdio: "ignore", ...(is_root ? { uid: NOBODY, gid: NOBODY } : {}) });
		onTestFinished(() => void stranger.kill());
		const postmaster_file = path.join(clusterOf(data_dir), "postmaster.pid");
		writeFileSync(postmaster_file, readFileSync(postmaster_file, "utf8").replace(/^\d+/, String(stranger.pid)));
		const hub_file = path.join(data_dir, "hub.pid");
		writeFileSync(hub_file, readFileSync(hub_file, "utf8").replace(/"pid":\d+/, `"pid":${stranger.pid}`));

		const second = await startHubProcess(data_dir, options);
		expect(await tickets(second.url)).toEqual([{ id: 1 }]);
		await second.stop();
	});
});

describe("a data directory", () => {
	test("belongs to one hub: the second one is refused and told who has it", async () => {
		const data_dir = folder();
		const first = await startHubProcess(data_dir);
		const failure = await startEmbedded({ data_dir }).catch((error) => error);
		expect(failure).toMatchObject({ code: "configuration" });
		expect(failure.detail).toContain(`pid ${first.pid}`);
		expect(failure.detail).toContain(data_dir);
		// the first one is none the worse for it
		await writeDown(first.url);
		await first.stop();
	});

	test("is not shared within one process either", async () => {
		const data_dir = folder();
		const first = await startEmbedded({ data_dir });
		await expect(startEmbedded({ data_dir })).rejects.toMatchObject({ code: "configuration" });
		await first.stop();
	});

	test("goes to exactly one of several hubs that start at once, also after one was killed", async () => {
		const data_dir = folder();
		for (const round of [1, 2]) {
			const started = await Promise.allSettled([1, 2, 3].map(() => startHubProcess(data_dir)));
			const winners = started.filter((result) => result.status === "fulfilled");
			expect(winners).toHaveLength(1);
			if (round === 1) await winners[0]?.value.kill();
			else await winners[0]?.value.stop();
		}
	});

	test("with a torn hub.pid is taken all the same", async () => {
		const data_dir = folder();
		writeFileSync(path.join(data_dir, "hub.pid"), '{"pid":1');
		await (await startEmbedded({ data_dir })).stop();
	});

	test("that cannot be made is named", async () => {
		const file = path.join(folder(), "file");
		writeFileSync(file, "");
		await expect(startEmbedded({ data_dir: path.join(file, "data") })).rejects.toMatchObject({ code: "configuration" });
	});
});

describe("a command beside the hub", () => {
	test("uses the hub's database while it runs, and leaves it running", async () => {
		const data_dir = folder();
		const hub = await startHubProcess(data_dir);
		await writeDown(hub.url);
		expect(await findEmbedded({ data_dir })).toBe(hub.url);
		const borrowed = await borrowEmbedded({ data_dir });
		expect(await tickets(borrowed.url)).toEqual([{ id: 1 }]);
		await borrowed.stop();
		expect(await tickets(hub.url)).toEqual([{ id: 1 }]);
		await hub.stop();
	});

	test("starts the database for its moment when no hub runs", async () => {
		const data_dir = folder();
		expect(await findEmbedded({ data_dir })).toBeUndefined();
		const borrowed = await borrowEmbedded({ data_dir });
		await writeDown(borrowed.url);
		await borrowed.stop();
		expect(await findEmbedded({ data_dir })).toBeUndefined();
	});

	test("makes a starting hub wait for it instead of failing", async () => {
		const data_dir = folder();
		const command = await startHubProcess(data_dir, { purpose: "command" });
		await writeDown(command.url);
		const starting = startEmbedded({ data_dir });
		await command.stop();
		const hub = await starting;
		expect(await tickets(hub.url)).toEqual([{ id: 1 }]);
		await hub.stop();
	});

	test("of another user is told why it cannot", async (context) => {
		if (!is_root) return context.skip();
		const data_dir = folder();
		chmodSync(data_dir, 0o755);
		const hub = await startHubProcess(data_dir);
		await expect(startHubProcess(data_dir, { uid: 12345 })).rejects.toMatchObject({ code: "configuration" });
		await hub.stop();
	});
});
