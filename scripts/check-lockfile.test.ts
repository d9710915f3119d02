import { expect, test } from "vitest";
import { runGate } from "./test-planting.ts";

const PINNED = JSON.stringify({ name: "root", dependencies: { pg: "8.23.1", beta: "18.4.0-beta.17" } });
const lockOf = (entry: object) => JSON.stringify({ packages: { "": {}, "node_modules/pg": entry } });
const gate = (files: Record<string, string>) =>
	runGate("check-lockfile.ts", {
		"package.json": PINNED,
		"package-lock.json": lockOf({ integrity: "sha512-x" }),
		...files,
	});

test("exact versions, hashes and no addresses pass", () => {
	expect(gate({})).toEqual({ status: 0, saw: "saw 1 locked packages, 1 package.json files", findings: "" });
});

test.each([
	[
		"an address to download from",
		lockOf({ integrity: "sha512-x", resolved: "https://example.test/pg.tgz" }),
		"pg  is locked to an address",
	],
	["a package without its hash", lockOf({}), "pg  is locked without an integrity hash"],
	[
		"an install script that nobody decided on",
		lockOf({ integrity: "sha512-x", hasInstallScript: true }),
		"pg  has an install script",
	],
])("%s is found", (_title, lockfile, finding) => {
	const { status, findings } = gate({ "package-lock.json": lockfile });
	expect(status).toBe(1);
	expect(findings).toContain(finding);
});

test("only a tool's package for another platform may lack its hash", () => {
	const foreign = { dev: true, optional: true, os: ["android"] };
	expect(gate({ "package-lock.json": lockOf(foreign) }).status).toBe(0);
	expect(gate({ "package-lock.json": lockOf({ ...foreign, dev: false }) }).status).toBe(1);
	expect(gate({ "package-lock.json": lockOf({ ...foreign, os: undefined }) }).status).toBe(1);
});

test("a package that came inside the archive of another needs no hash of its own", () => {
	expect(gate({ "package-lock.json": lockOf({ inBundle: true }) }).status).toBe(0);
});

test("an install script that is allowed by name passes", () => {
	const lockfile = lockOf({ integrity: "sha512-x", hasInstallScript: true });
	const manifest = JSON.stringify({ name: "root", allowScripts: { pg: true } });
	expect(gate({ "package.json": manifest, "package-lock.json": lockfile }).status).toBe(0);
});

test.each(["^1.0.0", "*", "latest", "file:../a", "1.x"])("the version %s is not exact", (version) => {
	const manifest = JSON.stringify({ name: "a", devDependencies: { a: version } });
	expect(gate({ "packages/a/package.json": manifest }).findings).toBe(
		`packages/a/package.json  pins a not exactly: ${version}`,
	);
});

test("a second lockfile is found", () => {
	expect(gate({ "packages/a/package-lock.json": "{}" }).findings).toContain("is a second lockfile");
});

test("a lockfile that locks nothing fails", () => {
	expect(gate({ "package-lock.json": JSON.stringify({ packages: {} }) }).status).toBe(1);
});
