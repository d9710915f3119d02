import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { HubError } from "../base/error.ts";
import { examine } from "./doctor.ts";
import type { DoctorDatabase, DoctorParts } from "./doctor-parts.ts";
import { machineProbes } from "./doctor-probes.ts";

const NOW = 1_763_791_200_000;
const HEALTHY: DoctorDatabase = {
	version: async () => "PostgreSQL 18.4",
	now: async () => NOW,
	pendingMigrations: async () => [],
	writeTest: async () => {},
	close: async () => {},
};

function world(changes: Partial<DoctorParts> = {}, database: Partial<DoctorDatabase> = {}): DoctorParts {
	return {
		env: {},
		node_version: "24.21.0",
		now: () => NOW,
		openDatabase: async () => ({ ...HEALTHY, ...database }),
		writeInto: async () => {},
		keyFileMode: async () => 0o600,
		isPortFree: async () => true,
		...changes,
	};
}

/** The findings that are not fine, as `check verdict message`. */
async function complaints(changes: Partial<DoctorParts>, database: Partial<DoctorDatabase> = {}): Promise<string[]> {
	const findings = await examine(world(changes, database));
	for (const { verdict, fix } of findings) if (verdict === "WARN" || verdict === "FAIL") expect(fix).toMatch(/\w/);
	return findings
		.filter(({ verdict }) => verdict !== "PASS")
		.map(({ check, verdict, message }) => `${check} ${verdict} ${message}`);
}

test("on a healthy machine everything passes, each thing by name", async () => {
	const findings = await examine(world());
	expect(findings.map(({ check, verdict }) => `${verdict} ${check}`)).toEqual(
		[
			"node",
			"config",
			"data-dir",
			"master-key",
			"port",
			"public-url",
			"egress",
			"database",
			"migrations",
			"write",
			"clock",
		].map((check) => `PASS ${check}`),
	);
});

describe("it notices", () => {
	test("an old Node", async () => {
		expect(await complaints({ node_version: "20.20.2" })).toEqual(["node FAIL Node 20.20.2 is older than 24"]);
	});

	test("every wrong variable, and looks no further", async () => {
		expect(await complaints({ env: { PORT: "x", HOST: "a b" } })).toEqual([
			'config FAIL PORT must be a whole number from 0 to 65535, not "x"',
			'config FAIL HOST must be an IP address or host name, without port, not "a b"',
		]);
	});

	test("a mistyped variable", async () => {
		expect(await complaints({ env: { TICKETRAIL_SANBOX: "0" } })).toEqual([
			"config WARN TICKETRAIL_SANBOX is no variable of the hub",
		]);
	});

	test("a data directory that cannot be written", async () => {
		const writeInto = async () => Promise.reject(Object.assign(new Error("x"), { code: "EROFS" }));
		expect(await complaints({ env: { DATA_DIR: "/srv" }, writeInto })).toEqual([
			"data-dir FAIL /srv cannot be written (EROFS)",
		]);
	});

	test("a key that others can read, or that other hubs cannot", async () => {
		expect(await complaints({ keyFileMode: async () => 0o644 })).toEqual([
			"master-key WARN in DATA_DIR, readable by others",
		]);
		const env = { DATABASE_URL: "postgres://db/x", PUBLIC_URL: "https://hub.example.com" };
		expect(await complaints({ env })).toEqual([
			"master-key WARN only in DATA_DIR, while other hubs may share the database",
		]);
		expect(await complaints({ env: { ...env, TICKETRAIL_MASTER_KEY: "00".repeat(32) } })).toEqual([]);
	});

	test("a port in use", async () => {
		expect(await complaints({ isPortFree: async () => false })).toEqual(["port WARN 127.0.0.1:8080 is in use"]);
		expect(await complaints({ isPortFree: async () => false, env: { TICKETRAIL_ROLES: "worker" } })).toEqual([
			"port SKIP this process answers no calls",
		]);
	});

	test("a public URL that is plain or out of reach", async () => {
		expect(await complaints({ env: { PUBLIC_URL: "http://hub.example.com" } })).toEqual([
			"public-url WARN http://hub.example.com carries tokens unencrypted",
		]);
		expect(await complaints({ env: { TICKETRAIL_SANDBOX: "0" } })).toEqual([
			"public-url WARN http://127.0.0.1:8080 is reachable from this machine alone",
		]);
	});

	test("a reach outward that covers the address of cloud credentials", async () => {
		for (const range of ["0.0.0.0/0", "169.254.0.0/16", "::/0"]) {
			expect(await complaints({ env: { TICKETRAIL_EGRESS_ALLOW: `10.0.0.0/8,${range}` } })).toHaveLength(1);
		}
		expect(await complaints({ env: { TICKETRAIL_EGRESS_ALLOW: "127.0.0.0/8,fd00:1::/32" } })).toEqual([]);
	});

	test("a database out of reach, without repeating its password", async () => {
		const refused = Object.assign(new Error("password CANARY"), { code: "ECONNREFUSED" });
		expect(await complaints({ openDatabase: async () => Promise.reject(refused) })).toEqual([
			"database FAIL cannot be reached (ECONNREFUSED)",
		]);
		const ours = new HubError("configuration", { detail: "./data belongs to process 7" });
		expect(await complaints({ openDatabase: async () => Promise.reject(ours) })).toEqual([
			"database FAIL cannot be reached (./data belongs to process 7)",
		]);
		expect(await complaints({ openDatabase: async () => Promise.reject(new Error("CANARY")) })).toEqual([
			"database FAIL cannot be reached (unknown reason)",
		]);
	});

	test("migrations to run, a database that takes no writes, and a clock that is off", async () => {
		let closed = 0;
		const found = await complaints(
			{},
			{
				pendingMigrations: async () => ["0002_menus", "0003_events"],
				writeTest: async () => Promise.reject(Object.assign(new Error("x"), { code: "25006" })),
				now: async () => NOW - 4_000,
				close: async () => {
					closed += 1;
				},
			},
		);
		expect(found).toEqual([
			"migrations WARN 2 to run: 0002_menus, 0003_events",
			"write FAIL the database refused (25006)",
			"clock WARN the database's clock is 4000 ms behind this machine's",
		]);
		expect(closed).toBe(1);
		expect(await complaints({}, { now: async () => NOW + 60_000 })).toEqual([
			"clock FAIL the database's clock is 60000 ms ahead of this machine's",
		]);
	});
});

describe("its look at the machine", () => {
	const dir = mkdtempSync(join(tmpdir(), "ticketrail-doctor-"));
	afterAll(() => rmSync(dir, { recursive: true }));

	test("leaves nothing behind, also where the directory is still to be made", async () => {
		await machineProbes.writeInto(dir);
		await machineProbes.writeInto(join(dir, "not", "yet"));
		expect(readdirSync(dir)).toEqual([]);
		writeFileSync(join(dir, "file"), "");
		await expect(machineProbes.writeInto(join(dir, "file", "x"))).rejects.toMatchObject({ code: "ENOTDIR" });
		await expect(machineProbes.writeInto("/proc/self")).rejects.toHaveProperty("code");
	});

	test("sees the mode of the key file", async () => {
		mkdirSync(join(dir, "data"));
		expect(await machineProbes.keyFileMode(join(dir, "data"))).toBeUndefined();
		writeFileSync(join(dir, "data", "master.key"), "x");
		chmodSync(join(dir, "data", "master.key"), 0o640);
		expect(await machineProbes.keyFileMode(join(dir, "data"))).toBe(0o640);
	});

	test("tells a free port from one in use", async () => {
		const server = createServer().listen(0, "127.0.0.1");
		await new Promise((resolve) => server.once("listening", resolve));
		const { port } = server.address() as { port: number };
		expect(await machineProbes.isPortFree("127.0.0.1", port)).toBe(false);
		await new Promise((resolve) => server.close(resolve));
		expect(await machineProbes.isPortFree("127.0.0.1", port)).toBe(true);
	});
});
