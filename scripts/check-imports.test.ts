import { describe, expect, test } from "vitest";
import { readProject } from "./imports/graph.ts";
import { findViolations } from "./imports/rules.ts";
import { plantFiles, runGate } from "./test-planting.ts";

const manifest = (name: string, dependencies: Record<string, string> = {}, more: object = {}) =>
	JSON.stringify({ name, exports: { ".": "./src/index.ts" }, dependencies, ...more });

/** A project in which every rule holds; each test plants one fault into it. */
const SOUND = {
	"package.json": JSON.stringify({
		name: "root",
		workspaces: ["packages/*", "examples/*", "bench", "chaos", "test/e2e"],
		devDependencies: { vitest: "1" },
	}),
	"packages/contract/package.json": manifest("@ticketrail/contract"),
	"packages/contract/src/index.ts": "export const ORDER = 1;",
	"packages/pos-kit/package.json": manifest("@ticketrail/pos-kit", { "@ticketrail/contract": "1" }),
	"packages/pos-kit/src/index.ts": 'export { ORDER } from "@ticketrail/contract";',
	"packages/conformance/package.json": manifest("@ticketrail/conformance", {
		"@ticketrail/contract": "1",
		"@ticketrail/hub": "1",
		"@ticketrail/pos-kit": "1",
	}),
	"packages/conformance/src/index.ts": "export const cases = [];",
	"examples/reference-pos/package.json": manifest("@ticketrail/reference-pos", { "@ticketrail/pos-kit": "1" }),
	"examples/reference-pos/src/index.ts": 'export * from "@ticketrail/pos-kit";',
	"bench/package.json": manifest("@ticketrail/bench", { "@ticketrail/hub": "1" }),
	"bench/src/index.ts": 'import { startHub } from "@ticketrail/hub";\nexport const bench = () => startHub();',
	"chaos/package.json": manifest("@ticketrail/chaos", { "@ticketrail/hub": "1" }),
	"chaos/src/town.ts": 'import { startHub } from "@ticketrail/hub";\nexport const town = () => startHub();',
	"chaos/src/check/judge.ts": 'import { rule } from "./rule.ts";\nexport const judge = () => rule;',
	"chaos/src/check/rule.ts": "export const rule = 1;",
	"packages/hub/package.json": manifest("@ticketrail/hub", {
		"@ticketrail/contract": "1",
		"@ticketrail/pos-kit": "1",
		"@ticketrail/reference-pos": "1",
		fastify: "1",
		pg: "1",
		undici: "1",
	}),
	"packages/hub/src/index.ts": 'export { startHub } from "./hub.ts";',
	"packages/hub/src/hub.ts": [
		'import { mount } from "./gateways/http.ts";',
		'import { connect } from "./storage/postgres.ts";',
		'const pos = import.meta.resolve("@ticketrail/reference-pos");',
		"export const startHub = () => [mount, connect, pos];",
	].join("\n"),
	"packages/hub/src/gateways/http.ts": [
		'import fastify from "fastify";',
		'import type { IncomingMessage } from "node:http";',
		'import { place } from "../features/orders/index.ts";',
		"export const mount = (request: IncomingMessage) => [fastify, place, request];",
	].join("\n"),
	"packages/hub/src/features/orders/index.ts": 'export { place } from "./place.ts";',
	"packages/hub/src/features/orders/place.ts": [
		'import { findLocation } from "../locations/index.ts";',
		'import { insertOrder } from "../../storage/tables/order.ts";',
		"export const place = () => [findLocation, insertOrder];",
	].join("\n"),
	"packages/hub/src/features/locations/index.ts": "export const findLocation = 1;",
	"packages/hub/src/clients/egress.ts": 'import { Pool } from "undici";\nexport const egress = Pool;',
	"packages/hub/src/storage/database.ts": "export interface Sql { query(text: string): void }",
	"packages/hub/src/storage/postgres.ts": 'import { Pool } from "pg";\nexport const connect = Pool;',
	"packages/hub/src/storage/tables/order.ts": [
		'import type { Sql } from "../database.ts";',
		'import { newId } from "../../base/id.ts";',
		"export const insertOrder = (sql: Sql) => sql.query(newId());",
	].join("\n"),
	"packages/hub/src/base/id.ts": 'import { randomUUID } from "node:crypto";\nexport const newId = randomUUID;',
};

function violationsWith(planted: Record<string, string>): string[] {
	const root = plantFiles({ ...SOUND, ...planted });
	return findViolations(readProject(root)).map(({ path, line, text }) => `${path}:${line} ${text}`);
}

const hub = (path: string, text: string) => violationsWith({ [`packages/hub/src/${path}`]: text });

test("a project that follows the rules has no finding", () => {
	expect(violationsWith({})).toEqual([]);
});

describe("as a command", () => {
	test("it says how much it saw", () => {
		const saw = "saw 19 files, 20 imports, 8 packages";
		expect(runGate("check-imports.ts", SOUND)).toEqual({ status: 0, saw, findings: "" });
	});

	test("it fails when it finds something, and names the place", () => {
		const { status, findings } = runGate("check-imports.ts", { ...SOUND, "bench/src/a.ts": "\nexport default 1;" });
		expect({ status, findings }).toEqual({ status: 1, findings: "bench/src/a.ts:2  default export; name it" });
	});

	test("it fails when it saw nothing", () => {
		const { status, findings } = runGate("check-imports.ts", { "package.json": '{ "name": "root" }' });
		expect({ status, findings }).toEqual({ status: 1, findings: "saw no files and no imports: the gate is blind" });
	});
});

describe("between packages", () => {
	test.each([
		[
			"the hub and the POS kit are strangers",
			"packages/hub/src/hub.ts",
			'import "@ticketrail/pos-kit";',
			"must not import packages/pos-kit",
		],
		[
			"even a type is too much to share with a stranger",
			"packages/hub/src/hub.ts",
			'import type { X } from "@ticketrail/pos-kit";',
			"must not import packages/pos-kit",
		],
		[
			"the hub starts the sandbox as a process, never as a module",
			"packages/hub/src/hub.ts",
			'import "@ticketrail/reference-pos";',
			"the sandbox runs as processes of its own",
		],
		[
			"the certificate is written without the hub",
			"packages/conformance/src/index.ts",
			'import "@ticketrail/hub";',
			"must not import packages/hub",
		],
		[
			"the certificate is written without the POS kit",
			"packages/conformance/src/index.ts",
			'export * from "@ticketrail/pos-kit";',
			"must not import packages/pos-kit",
		],
		[
			"a POS that embeds the kit does not get the hub",
			"packages/pos-kit/src/index.ts",
			'import "@ticketrail/hub";',
			"nothing imports the hub",
		],
		[
			"the checker of the crash campaign takes nothing from the hub",
			"chaos/src/check/rule.ts",
			'import "@ticketrail/hub";',
			"judges the hub and takes nothing from it, not packages/hub/src/index.ts",
		],
		[
			"the checker of the crash campaign takes nothing from those who know the hub",
			"chaos/src/check/rule.ts",
			'import "../town.ts";',
			"judges the hub and takes nothing from it, not chaos/src/town.ts",
		],
		[
			"a package declares what it uses",
			"packages/pos-kit/src/index.ts",
			'import "fastify";',
			"fastify is not in the dependencies of packages/pos-kit",
		],
		[
			"a package declares the workspace packages that it uses",
			"examples/reference-pos/src/index.ts",
			'import "@ticketrail/contract";',
			"@ticketrail/contract is not in the dependencies",
		],
		[
			"a test tool is no dependency of production code",
			"packages/pos-kit/src/index.ts",
			'import "vitest";',
			"vitest is not in the dependencies",
		],
		[
			"nobody reaches past another package's door",
			"packages/pos-kit/src/index.ts",
			'import "@ticketrail/contract/src/order.ts";',
			"not among the exports",
		],
		[
			"nobody climbs out of a package by dots",
			"packages/pos-kit/src/index.ts",
			'import "../../contract/src/index.ts";',
			"leads out of its package",
		],
		[
			"nobody climbs out of a package to name a path either",
			"packages/pos-kit/src/index.ts",
			'new URL("../../contract/src/index.ts", import.meta.url);',
			"leads out of its package",
		],
	])("%s", (_title, path, text, finding) => {
		expect(violationsWith({ [path]: text }).join("\n")).toContain(finding);
	});

	test("tests may use the tools of the root", () => {
		expect(violationsWith({ "packages/pos-kit/src/a.test.ts": 'import "vitest";' })).toEqual([]);
	});
});

describe("inside the hub", () => {
	test.each([
		[
			"a table does not know the gateways",
			"storage/tables/order.ts",
			'import "../../gateways/http.ts";',
			"storage must not import gateways",
		],
		[
			"an upward import of a type is upward too",
			"base/id.ts",
			'import type { Sql } from "../storage/database.ts";',
			"base must not import storage",
		],
		[
			"a type asked for in place is an import too",
			"base/id.ts",
			'export type A = import("../hub.ts").A;',
			"base must not import entry",
		],
		[
			"an import made while running counts",
			"base/id.ts",
			'export const late = () => import("../storage/postgres.ts");',
			"base must not import storage",
		],
		[
			"clients do not know the database",
			"clients/pos-client.ts",
			'import "../storage/database.ts";',
			"clients must not import storage",
		],
		[
			"storage does not know the queue",
			"storage/postgres.ts",
			'import "../delivery/queue.ts";',
			"storage must not import delivery",
		],
		[
			"a gateway asks a feature, not a table",
			"gateways/http.ts",
			'import "../storage/tables/order.ts";',
			"gateways must not import storage",
		],
		[
			"a feature is entered by its door",
			"features/locations/index.ts",
			'import "../orders/place.ts";',
			"its door is features/orders/index.ts",
		],
		[
			"a gateway enters a feature by its door",
			"gateways/http.ts",
			'import "../features/orders/place.ts";',
			"its door is features/orders/index.ts",
		],
		[
			"features never use one another in a circle",
			"features/locations/index.ts",
			'export { place } from "../orders/index.ts";',
			"features use one another in a circle: locations → orders → locations",
		],
		[
			"a table's file knows only the port and base",
			"storage/tables/order.ts",
			'import "../postgres.ts";',
			"knows storage/database.ts and base",
		],
		["a folder outside the layers is refused", "helpers/text.ts", "export const a = 1;", "lies outside the layers"],
		["base stands on nothing of ours", "base/id.ts", 'import "@ticketrail/contract";', "base imports nothing of ours"],
		[
			"production code does not lean on test support",
			"storage/postgres.ts",
			'import "./test-database.ts";',
			"is for tests",
		],
	])("%s", (_title, path, text, finding) => {
		const support = { "packages/hub/src/storage/test-database.ts": "", "packages/hub/src/delivery/queue.ts": "" };
		expect(violationsWith({ ...support, [`packages/hub/src/${path}`]: text }).join("\n")).toContain(finding);
	});

	test("a test may reach anywhere inside the hub", () => {
		expect(hub("base/id.test.ts", 'import "../gateways/http.ts";\nimport "../storage/tables/order.ts";')).toEqual([]);
	});
});

describe("the one door to the network", () => {
	test.each([
		[
			"undici",
			"clients/pos-client.ts",
			'import { request } from "undici";',
			"undici is known only to clients/egress.ts",
		],
		[
			"the global fetch",
			"features/orders/place.ts",
			"export const place = () => fetch('x');",
			"fetch opens a connection",
		],
		[
			"fetch handed on as a value",
			"features/orders/place.ts",
			"export const place = { fetch };",
			"fetch opens a connection",
		],
		[
			"fetch by way of globalThis",
			"features/orders/place.ts",
			"export const place = globalThis.fetch;",
			"globalThis.fetch opens a connection",
		],
		[
			"a request of node:http",
			"features/orders/place.ts",
			'import { request } from "node:http";',
			"node:http (request) opens connections",
		],
		[
			"all of node:https",
			"features/orders/place.ts",
			'import https from "node:https";',
			"node:https (default) opens connections",
		],
		[
			"a socket of node:net",
			"features/orders/place.ts",
			'import { connect, isIP } from "node:net";',
			"node:net (connect) opens connections",
		],
		["the database driver outside storage", "features/orders/place.ts", 'import "pg";', "pg is known only to storage/"],
	])("%s is found", (_title, path, text, finding) => {
		expect(hub(path, text).join("\n")).toContain(finding);
	});

	test("the file that opens the door's sockets belongs to the door alone", () => {
		const connect = {
			"packages/hub/src/clients/connect.ts": 'import { connect } from "node:net";\nexport const open = connect;',
		};
		const use = 'import { open } from "./connect.ts";\nexport const egress = open;';
		expect(violationsWith({ ...connect, "packages/hub/src/clients/egress.ts": use })).toEqual([]);
		expect(violationsWith({ ...connect, "packages/hub/src/clients/pos-client.ts": use }).join()).toContain(
			"clients/connect.ts is a part of clients/egress.ts",
		);
	});

	test("a field, a parameter or a comment that is called fetch is no use of the network", () => {
		const text = "// fetch('x')\nexport const place = (menu: { fetch(): string }) => menu.fetch() + 'fetch(1)';";
		expect(hub("features/orders/place.ts", text)).toEqual([]);
	});

	test("a neighbour of the door may name the library's types", () => {
		expect(
			hub("clients/exchange.ts", 'import type { Dispatcher } from "undici";\nexport type A = Dispatcher;'),
		).toEqual([]);
	});

	test("asking whether a text is an address opens nothing", () => {
		expect(hub("features/orders/place.ts", 'import { isIP } from "node:net";\nexport const place = isIP;')).toEqual([]);
	});
});

describe("everywhere", () => {
	test("files that import one another in a circle are named in walking order", () => {
		const planted = {
			"bench/src/a.ts": 'import type { B } from "./b.ts";\nexport type A = B;',
			"bench/src/b.ts": 'export type { C as B } from "./c.ts";',
			"bench/src/c.ts": 'import type { A } from "./a.ts";\nexport type C = A;',
		};
		expect(violationsWith(planted)).toEqual([
			"bench/src/a.ts:0 imports in a circle: bench/src/a.ts → bench/src/b.ts → bench/src/c.ts → bench/src/a.ts",
		]);
	});

	test.each([
		["an import of nothing", 'import "./gone.ts";', "./gone.ts does not exist"],
		["a default export", "export default 1;", "default export; name it"],
		["a default export in disguise", "const a = 1;\nexport { a as default };", "default export; name it"],
		[
			"an import of a computed name",
			"const a = 'x';\nexport const b = () => import(a);",
			"computed name cannot be checked",
		],
		["a require", 'require("pg");', "require() is not an ES module import"],
		["a file that cannot be read", "export const = ;", "cannot be read"],
	])("%s is found with its line", (_title, text, finding) => {
		const found = violationsWith({ "bench/src/a.ts": text });
		expect(found.join("\n")).toContain(finding);
		expect(found[0]).toMatch(new RegExp(`^bench/src/a.ts:${text.split("\n").length} `));
	});

	test("a tool's configuration file may export its default", () => {
		expect(violationsWith({ "vitest.config.ts": "export default {};" })).toEqual([]);
	});
});
