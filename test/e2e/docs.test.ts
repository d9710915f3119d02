import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import * as contract from "@ticketrail/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { blocksOf, pagesOf, tagProblem } from "../../scripts/docs-blocks.ts";
import { commandProblems, type KnownCommands } from "../../scripts/docs-commands.ts";
import { runSession } from "../../scripts/docs-session.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const MAIN = join(ROOT, "packages/hub/src/main.ts");
const pages = pagesOf(ROOT).map((path) => ({ path, blocks: blocksOf(ROOT, path) }));
const blocks = pages.flatMap((page) => page.blocks);
const placed = (found: typeof blocks) => found.map((block) => ({ place: `${block.path}:${block.line}`, block }));

test("the documentation has pages, and blocks of every kind", () => {
	const kinds = new Set(blocks.map(({ language, tags }) => [language, ...tags.keys()].slice(0, 2).join(" ")));
	expect([...kinds].sort()).toEqual(["json check", "sh cmd", "sh run", "text"]);
	expect(blocks.map(tagProblem).filter(Boolean)).toEqual([]);
});

describe("what is shown as JSON is what travels on the wire", () => {
	test.each(placed(blocks.filter(({ language }) => language === "json")))("$place", ({ block }) => {
		const name = block.tags.get("check") ?? "";
		const schema = (contract as Record<string, unknown>)[name];
		if (schema === undefined) throw new Error(`@ticketrail/contract has no schema ${name}`);
		const check = contract.compile(schema as Parameters<typeof contract.compile>[0], { every_problem: true });
		expect(check(JSON.parse(block.text))).toMatchObject({ ok: true });
	});
});

describe("what a reader is told to type exists", () => {
	const known: KnownCommands = {
		scripts: JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).scripts,
		variables: new Set(
			readFileSync(join(ROOT, "docs/reference/configuration.md"), "utf8").match(/(?<=^\| `)[A-Z_]+(?=` \|)/gm),
		),
		help: async (words) => {
			// asked for a command that it does not have, the tool shows the help of what it does have
			const { stdout } = await promisify(execFile)(process.execPath, [MAIN, ...words, "--help"]);
			return stdout.startsWith(`Usage: ${["ticketrail", ...words].join(" ")} `) ? stdout : undefined;
		},
	};
	test.each(placed(blocks.filter(({ tags }) => tags.has("cmd"))))("$place", async ({ block }) => {
		expect(await commandProblems(block, known)).toEqual([]);
	});
});

describe("what a page runs works against a started hub", () => {
	const data_dir = mkdtempSync(join(tmpdir(), "ticketrail-docs-hub-"));
	const environment: Record<string, string> = {
		PATH: `${join(ROOT, "node_modules/.bin")}:${process.env.PATH}`,
		HOME: data_dir,
		DATA_DIR: join(data_dir, "data"),
		TICKETRAIL_SANDBOX: "1",
		LOG_LEVEL: "warn",
	};
	let hub: ReturnType<typeof spawn> | undefined;
	let said = "";

	beforeAll(async () => {
		environment.PORT = String(await freePort());
		environment.BASE = `http://127.0.0.1:${environment.PORT}`;
		const started = spawn(process.execPath, [MAIN, "start"], { cwd: ROOT, env: environment });
		hub = started;
		for (const stream of [started.stdout, started.stderr]) stream.on("data", (text) => (said += text));
		await ready(`${environment.BASE}/readyz`, () => started.exitCode === null);
	}, 60_000);

	afterAll(async () => {
		if (hub !== undefined && hub.exitCode === null) {
			const gone = once(hub, "exit");
			hub.kill("SIGTERM");
			await gone;
		}
		rmSync(data_dir, { recursive: true, force: true });
	}, 60_000);

	const sessions = pages.map(({ path, blocks }) => ({ path, runs: blocks.filter(({ tags }) => tags.has("run")) }));
	test.each(sessions.filter(({ runs }) => runs.length > 0))("$path", async ({ runs }) => {
		const results = await runSession(runs, { folder: ROOT, environment, deadline_ms: 50_000 });
		expect(results.flatMap(({ failure }) => failure ?? []).join("\n")).toBe("");
	});

	async function ready(url: string, isAlive: () => boolean): Promise<void> {
		for (;;) {
			const answer = await fetch(url).catch(() => undefined);
			if (answer?.ok) return;
			if (!isAlive()) throw new Error(`the hub did not start:\n${said}`);
			await new Promise((later) => setTimeout(later, 100));
		}
	}
});

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	server.close();
	await once(server, "close");
	if (address === null || typeof address === "string") throw new Error("no port");
	return address.port;
}
