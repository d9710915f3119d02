import { fork } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { HubError } from "./base/error.ts";
import { describeConfig, loadConfig, readSettings, unknownVariables, VARIABLES } from "./config.ts";

const KEY = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
const made: string[] = [];
const newDir = () => {
	const dir = mkdtempSync(join(tmpdir(), "ticketrail-config-"));
	made.push(dir);
	return dir;
};
afterAll(() => {
	for (const dir of made) rmSync(dir, { recursive: true });
});

function linesOf(env: Record<string, string>): string[] {
	try {
		readSettings(env);
	} catch (error) {
		if (error instanceof HubError && error.code === "configuration") return error.detail!.split("\n");
		throw error;
	}
	return [];
}

test("an empty environment gives a hub of one's own on port 8080", () => {
	expect(readSettings({})).toEqual({
		port: 8080,
		host: "127.0.0.1",
		public_url: "http://127.0.0.1:8080",
		database_url: undefined,
		data_dir: resolve("data"),
		roles: ["api", "worker"],
		sandbox: true,
		menu_assignment: true,
		egress_allow: [],
		log_level: "info",
	});
});

test("every variable is read", () => {
	const env = {
		PORT: "9000",
		HOST: "::1",
		PUBLIC_URL: "https://hub.example.com/",
		DATABASE_URL: "postgres://u:p@db/x",
		DATA_DIR: "/srv/hub",
		TICKETRAIL_MASTER_KEY: KEY,
		TICKETRAIL_ROLES: "worker",
		TICKETRAIL_SANDBOX: "0",
		TICKETRAIL_MENU_ASSIGNMENT: "0",
		TICKETRAIL_EGRESS_ALLOW: "127.0.0.0/8, fd00::/8",
		LOG_LEVEL: "debug",
	};
	expect(Object.keys(env)).toEqual(Object.keys(VARIABLES));
	expect(loadConfig(env)).toEqual({
		port: 9000,
		host: "::1",
		public_url: "https://hub.example.com",
		database_url: "postgres://u:p@db/x",
		data_dir: "/srv/hub",
		master_key: Buffer.from(KEY, "hex"),
		roles: ["worker"],
		sandbox: false,
		menu_assignment: false,
		egress_allow: ["127.0.0.0/8", "fd00::/8"],
		log_level: "debug",
	});
	expect(readSettings({ HOST: "::1", PORT: "9000" }).public_url).toBe("http://[::1]:9000");
	expect(readSettings({ HOST: "0.0.0.0" }).public_url).toBe("http://127.0.0.1:8080");
});

test("a database may be a primary and its standbys: several hosts in one URL, shown without the password", () => {
	const pair = "postgres://ana:CANARY@one:5432,two:5433/hub?application_name=mine";
	expect(readSettings({ DATABASE_URL: pair }).database_url).toBe(pair);
	expect(describeConfig({ DATABASE_URL: pair }).find(({ name }) => name === "DATABASE_URL")?.value).toBe(
		"postgres://ana:redacted@one:5432,two:5433/hub?application_name=mine",
	);
});

test("an own PostgreSQL means no sandbox, unless one asks for it", () => {
	const DATABASE_URL = "postgresql:///ticketrail?host=/run/postgresql";
	expect(readSettings({ DATABASE_URL }).sandbox).toBe(false);
	expect(readSettings({ DATABASE_URL, TICKETRAIL_SANDBOX: "1" }).sandbox).toBe(true);
});

test("an option comes before the environment, and a variable set to nothing counts as not set", () => {
	expect(readSettings({ PORT: "9000", HOST: " " }, { PORT: "9001" })).toMatchObject({ port: 9001, host: "127.0.0.1" });
	expect(readSettings({ PORT: "9000" }, { PORT: undefined }).port).toBe(9000);
});

describe("a wrong value", () => {
	test("all of them are named at once, one line each, and no secret is repeated", () => {
		const lines = linesOf({
			PORT: "80800",
			HOST: "my host",
			PUBLIC_URL: "hub.example.com",
			DATABASE_URL: "mysql://root:CANARY@db",
			TICKETRAIL_MASTER_KEY: "CANARY",
			TICKETRAIL_ROLES: "api,boss",
			TICKETRAIL_SANDBOX: "yes",
			TICKETRAIL_EGRESS_ALLOW: "10.0.0.0/8,localhost",
			LOG_LEVEL: "loud",
		});
		expect(lines).toEqual([
			'PORT must be a whole number from 0 to 65535, not "80800"',
			'HOST must be an IP address or host name, without port, not "my host"',
			'PUBLIC_URL must be an http:// or https:// URL without credentials, query and fragment, not "hub.example.com"',
			"DATABASE_URL must be a URL of the form postgres://user:password@host:5432/database, not what it is set to",
			"TICKETRAIL_MASTER_KEY must be 32 bytes as 64 hex digits or base64, not what it is set to",
			'TICKETRAIL_ROLES must be a comma-separated list of api and worker, not "api,boss"',
			'TICKETRAIL_SANDBOX must be 0 or 1, not "yes"',
			'TICKETRAIL_EGRESS_ALLOW must be comma-separated ranges such as 10.0.0.0/8 or fd00::/8; "localhost" is none, not "10.0.0.0/8,localhost"',
			'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, not "loud"',
		]);
	});

	test.each([
		["PORT", ["-1", "1e3", "0x50", "8080.0", " ", "65536"].filter((text) => text.trim())],
		["HOST", ["127.0.0.1:80", "http://x", "300.1.2.3", "-x", "a..b"]],
		["PUBLIC_URL", ["ftp://x", "http://", "https://user@x", "https://x/?a", "https://x/#", "/x"]],
		["DATABASE_URL", ["localhost", "http://x", "5432", "postgres://a:b@one,two:x/hub"]],
		["TICKETRAIL_MASTER_KEY", [KEY.slice(1), `${KEY}00`, "g".repeat(64), "A".repeat(42), "password"]],
		["TICKETRAIL_ROLES", [",", "api,api", "API"]],
		["TICKETRAIL_EGRESS_ALLOW", ["10.0.0.0", "10.1.2.3/8", "10.0.0.0/33", "::/129", "fd00::1/8", "*"]],
	])("of %s is refused", (name, texts) => {
		for (const text of texts) expect(linesOf({ [name]: text }), text).toHaveLength(1);
	});
});

describe("the master key", () => {
	test("may be given as hex or base64", () => {
		const key = Buffer.from(KEY, "hex");
		for (const text of [KEY, KEY.toUpperCase(), key.toString("base64"), key.toString("base64url"), ` ${KEY}\n`]) {
			expect(loadConfig({ TICKETRAIL_MASTER_KEY: text }).master_key).toEqual(key);
		}
	});

	test("is made once in the data directory, for its owner's eyes only", () => {
		const DATA_DIR = join(newDir(), "new", "data");
		const first = loadConfig({ DATA_DIR });
		expect(first.master_key).toHaveLength(32);
		expect(statSync(join(DATA_DIR, "master.key")).mode & 0o777).toBe(0o600);
		expect(readdirSync(DATA_DIR)).toEqual(["master.key"]);
		expect(loadConfig({ DATA_DIR }).master_key).toEqual(first.master_key);
		expect(loadConfig({ DATA_DIR: newDir() }).master_key).not.toEqual(first.master_key);
	});

	test("is the same for hubs that start at the same moment", async () => {
		const DATA_DIR = newDir();
		const program = join(DATA_DIR, "start.ts");
		writeFileSync(
			program,
			`import { loadConfig } from ${JSON.stringify(new URL("./config.ts", import.meta.url).href)};
			process.once("message", () => { process.send(loadConfig({ DATA_DIR: ${JSON.stringify(DATA_DIR)} }).master_key.toString("hex")); process.disconnect(); });
			process.send("ready");`,
		);
		const children = Array.from({ length: 4 }, () => fork(program));
		await Promise.all(children.map((child) => once(child, "message")));
		const answers = children.map((child) => once(child, "message"));
		for (const child of children) child.send("go");
		expect(new Set((await Promise.all(answers)).map(([key]) => key as string)).size).toBe(1);
	});

	test("that cannot be read is a fault of the configuration, said in one line", () => {
		const broken = newDir();
		writeFileSync(join(broken, "master.key"), "not a key");
		expect(() => loadConfig({ DATA_DIR: broken })).toThrow(/^DATA_DIR must be .*master.key does not hold 32 bytes/);
		const file = join(newDir(), "file");
		writeFileSync(file, "");
		expect(() => loadConfig({ DATA_DIR: file })).toThrow(/^DATA_DIR must be .*\(ENOTDIR\)$/);
		chmodSync(file, 0o600);
	});

	test("is not made by only looking", () => {
		const DATA_DIR = newDir();
		describeConfig({ DATA_DIR });
		readSettings({ DATA_DIR });
		expect(existsSync(join(DATA_DIR, "master.key"))).toBe(false);
	});
});

describe("config print", () => {
	test("says each value, where it comes from, and no secret", () => {
		const described = describeConfig(
			{
				DATABASE_URL: "postgres://ana:CANARY@db:5432/x?sslmode=require&password=CANARY",
				TICKETRAIL_MASTER_KEY: KEY,
				DATA_DIR: "/srv",
			},
			{ PORT: "9000" },
		);
		const by_name = Object.fromEntries(described.map((row) => [row.name, row]));
		expect(by_name.PORT).toMatchObject({ value: "9000", source: "option", default: "8080" });
		expect(by_name.DATABASE_URL).toMatchObject({
			value: "postgres://ana:redacted@db:5432/x?sslmode=require&password=redacted",
			source: "environment",
		});
		expect(by_name.TICKETRAIL_MASTER_KEY).toMatchObject({ value: "set", source: "environment" });
		expect(by_name.LOG_LEVEL).toMatchObject({ value: "info", source: "default" });
		const text = JSON.stringify(described);
		expect(text).not.toContain("CANARY");
		expect(text).not.toContain(KEY);
		for (const row of described) expect(row.text.length).toBeGreaterThan(10);
	});

	test("without any setting shows what the hub will do", () => {
		const values = Object.fromEntries(describeConfig({}).map(({ name, value }) => [name, value]));
		expect(values).toMatchObject({
			DATABASE_URL: "embedded",
			TICKETRAIL_MASTER_KEY: `file ${resolve("data/master.key")}`,
			TICKETRAIL_SANDBOX: "1",
		});
	});
});

test("a mistyped variable of ours is noticed", () => {
	expect(unknownVariables({ TICKETRAIL_EGRES_ALLOW: "x", TICKETRAIL_ROLES: "api", PATH: "/" })).toEqual([
		"TICKETRAIL_EGRES_ALLOW",
	]);
});
