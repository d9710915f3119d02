import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { startEmbedded } from "./embedded.ts";
import { connectDatabase } from "./postgres.ts";
import { parseHosts } from "./postgres-hosts.ts";
import { roomyFolder } from "./test-postgres.ts";

const SETTINGS = { lock_timeout: 5000, plan_cache_mode: "force_custom_plan" };

test("several hosts in one URL become one URL each, in their order and round again", () => {
	const hosts = parseHosts("postgres://ana:p%40ss@one:5433,two,[::1]:5434/hub?sslmode=require", SETTINGS, "1");
	expect(hosts.count).toBe(3);
	const seen = [1, 2, 3, 4].map(() => {
		const url = new URL(hosts.current());
		hosts.failed(url.href);
		return [url.host, url.username, url.password, url.pathname, url.searchParams.get("sslmode")].join(" ");
	});
	expect(seen[0]).toBe("one:5433 ana p%40ss /hub require");
	expect(seen[1]).toBe("two ana p%40ss /hub require");
	expect(seen[2]).toBe("[::1]:5434 ana p%40ss /hub require");
	expect(seen[3]).toBe(seen[0]);
});

test("a late complaint about a host that was left already changes nothing", () => {
	const hosts = parseHosts("postgres://a:b@one,two/hub", {}, "1");
	const first = hosts.current();
	hosts.failed(first);
	const second = hosts.current();
	hosts.failed(first);
	expect(hosts.current()).toBe(second);
});

test("the operator's own options come last and so win, other clients' options are left out", () => {
	const url =
		"postgres://a:b@one/hub?options=-c%20lock_timeout%3D9&target_session_attrs=read-write&application_name=mine";
	const { searchParams } = new URL(parseHosts(url, SETTINGS, "1").current());
	expect(searchParams.get("options")).toBe(
		"-c lock_timeout=5000 -c plan_cache_mode=force_custom_plan -c lock_timeout=9",
	);
	expect(searchParams.get("application_name")).toBe("mine 1");
	expect(searchParams.has("target_session_attrs")).toBe(false);
});

test("the hub writes to the primary, wherever it stands in the list, and follows it to the promoted standby", async () => {
	const root = mkdtempSync(path.join(roomyFolder(), "ticketrail-hosts-"));
	onTestFinished(() => rmSync(root, { recursive: true, force: true }));
	const [first_dir, second_dir] = [path.join(root, "first"), path.join(root, "second")];
	await (await startEmbedded({ data_dir: first_dir })).stop();
	// as a restored backup comes: owned by whoever copied it
	cpSync(first_dir, second_dir, { recursive: true });
	writeFileSync(path.join(second_dir, "postgres", "standby.signal"), "");
	const primary = await startEmbedded({ data_dir: first_dir });
	onTestFinished(() => primary.stop());
	const standby = await startEmbedded({ data_dir: second_dir });
	onTestFinished(() => standby.stop());

	const [primary_host, standby_host] = [new URL(primary.url).host, new URL(standby.url).host];
	const url = primary.url.replace(primary_host, `127.0.0.1:1,${standby_host},${primary_host}`);
	const db = await connectDatabase({ url, max: 2, reconnect_pause_ms: 1 });
	onTestFinished(() => db.close());
	let listening = 0;
	await db.listen(
		"Kitchen",
		() => {},
		() => {
			listening += 1;
		},
	);
	const port = async () => (await db.query<{ port: string }>("SELECT current_setting('port') AS port"))[0]?.port;
	expect(await port()).toBe(new URL(primary.url).port);
	await db.query("CREATE TABLE ticket (id integer)");

	await primary.stop();
	await expect(db.query("INSERT INTO ticket VALUES (1)")).rejects.toMatchObject({ code: "unavailable" });
	const direct = await connectDatabase({ url: standby.url, max: 1 });
	onTestFinished(() => direct.close());
	await expect(direct.query("CREATE TABLE ticket (id integer)")).rejects.toMatchObject({ code: "unavailable" });
	await direct.query("SELECT pg_promote()");

	await vi.waitFor(async () => expect(await port()).toBe(new URL(standby.url).port), { timeout: 20_000 });
	await db.query("CREATE TABLE promoted (id integer)");
	await vi.waitFor(() => expect(listening).toBe(2), { timeout: 20_000 });
});
