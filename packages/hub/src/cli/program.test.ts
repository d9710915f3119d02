import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { runCli } from "./program.ts";
import { memoryActions } from "./test-actions.ts";

const PROGRAM = new URL("./test-program.ts", import.meta.url).pathname;
const dir = mkdtempSync(join(tmpdir(), "ticketrail-cli-"));
afterAll(() => rmSync(dir, { recursive: true }));

type Run = { code: number | null; stdout: string; stderr: string };

/** The command line in this process, without a terminal. */
async function run(words: string[], env: Record<string, string> = {}): Promise<Run> {
	let stdout = "";
	let stderr = "";
	const code = await runCli(words, {
		env: { DATA_DIR: dir, ...env },
		stdout: { write: (text) => (stdout += text) },
		stderr: { write: (text) => (stderr += text) },
		version: "1.2.3",
		actions: memoryActions,
		stopSignal: () => new Promise(() => {}),
	});
	return { code, stdout, stderr };
}

/** The command line as a process of its own. */
function spawnIt(words: string[], env: Record<string, string> = {}): Promise<Run> {
	return new Promise((resolve) => {
		const options = { env: { PATH: process.env.PATH, DATA_DIR: dir, ...env } };
		const child = execFile(process.execPath, [PROGRAM, ...words], options, (_error, stdout, stderr) => {
			resolve({ code: child.exitCode, stdout, stderr });
		});
		child.stdin?.end("secret from stdin\n");
	});
}

describe("exit codes", () => {
	test.each<[string, string[], Record<string, string>, number]>([
		["0 when it did it", ["order", "show", "x"], {}, 0],
		["1 when there is no such thing", ["order", "show", "missing"], {}, 1],
		["2 for an unknown command", ["ordr", "show"], {}, 2],
		["2 for an unknown verb", ["order", "shwo", "x"], {}, 2],
		["2 for a noun alone", ["order"], {}, 2],
		["2 for nothing at all", [], {}, 2],
		["2 for an unknown option", ["order", "show", "x", "--color-me"], {}, 2],
		["2 for a missing word", ["order", "show"], {}, 2],
		["2 for a word too many", ["order", "show", "x", "y"], {}, 2],
		["2 for a missing option", ["order", "list"], {}, 2],
		["2 for a choice that there is not", ["provider", "add", "--type", "till"], {}, 2],
		["2 for an unknown scope", ["partner", "add", "--name", "x", "--scopes", "admin"], {}, 2],
		["2 for a limit that is no number", ["order", "list", "--org", "x", "--limit", "many"], {}, 2],
		["2 for a reason that is too long", ["order", "cancel", "x", "--reason", "x".repeat(201)], {}, 2],
		["3 when the environment is wrong", ["order", "show", "x"], { PORT: "x" }, 3],
		["3 when an option that stands for a variable is wrong", ["start", "--port", "x"], {}, 3],
		["4 when the database cannot be reached", ["order", "show", "down"], {}, 4],
		["5 when it is not allowed", ["order", "show", "denied"], {}, 5],
		["6 when the state is another one", ["deliveries", "replay", "taken"], {}, 6],
		["6 when an order is over", ["order", "cancel", "over"], {}, 6],
		["70 when it is our fault", ["order", "show", "bug"], {}, 70],
	])("%s", async (_name, words, env, code) => {
		const result = await run(words, env);
		expect(result.code, result.stderr).toBe(code);
		if (code !== 0) {
			expect(result.stdout).toBe("");
			expect(result.stderr).not.toBe("");
			expect(result.stderr).not.toMatch(/\n\s+at /);
		}
	});
});

describe("what is said", () => {
	test("a wrong environment is named variable by variable, with what to do, without a stack trace", async () => {
		const { stderr } = await run(["start"], { PORT: "x", LOG_LEVEL: "loud", DATABASE_URL: "mysql://CANARY@x" });
		expect(stderr.split("\n")).toEqual([
			'✗ PORT must be a whole number from 0 to 65535, not "x"',
			"✗ DATABASE_URL must be a URL of the form postgres://user:password@host:5432/database, not what it is set to",
			'✗ LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, not "loud"',
			"Correct the variables named in detail.",
			"",
		]);
	});

	test("a mistyped command gets the one that was probably meant", async () => {
		expect((await run(["ordr"])).stderr).toContain("Did you mean order?");
	});

	test("our own fault leaves a report without secrets, and says where", async () => {
		const { stderr } = await run(["order", "show", "bug"]);
		const file = /Report it with (\S+\.json)/.exec(stderr)?.[1];
		const report = readFileSync(file!, "utf8");
		expect(JSON.parse(report)).toMatchObject({
			version: "1.2.3",
			command: "ticketrail order show",
			error: { name: "TypeError", cause: { name: "Error" } },
		});
		expect(report + stderr).not.toContain("CANARY");
	});

	test("what came from outside cannot command the terminal", async () => {
		const { stdout } = await run(["order", "list", "--org", "x"]);
		expect(stdout).toContain("D-1001\ufffd[2J");
		expect(stdout).not.toContain("\u001b");
		expect(stdout).toContain("2025-11-22T06:00:00.000Z");
	});

	test("without a terminal nothing is coloured or cut; FORCE_COLOR colours, --no-color and NO_COLOR win", async () => {
		const words = ["order", "list", "--org", "x"];
		const bold = "\u001b[1m";
		expect((await run(words)).stdout).not.toContain(bold);
		expect((await run(words, { FORCE_COLOR: "1" })).stdout).toContain(bold);
		expect((await run([...words, "--no-color"], { FORCE_COLOR: "1" })).stdout).not.toContain(bold);
		expect((await run(words, { FORCE_COLOR: "1", NO_COLOR: "1" })).stdout).not.toContain(bold);
		expect((await run(words)).stdout).toContain("0198c2a4-7b61-7c3e-9d57-1f4b6a2e8c90");
	});
});

describe("--json", () => {
	test.each([
		[["order", "show", "x"]],
		[["order", "list", "--org", "x"]],
		[["order", "cancel", "x", "--reason", "The oven is broken"]],
		[["org", "show", "x"]],
		[["catalog", "show", "x", "--org", "o"]],
		[["provider", "list"]],
		[["deliveries", "list", "--state", "dead", "--order", "o"]],
		[["deliveries", "replay", "x"]],
		[["deliveries", "replay", "x", "y"]],
		[["deliveries", "replay", "--all", "--provider", "p", "--since", "2026-01-31"]],
		[["provider", "pause", "x"]],
		[["provider", "resume", "x"]],
		[["migrate"]],
		[["migrate", "--dry-run"]],
		[["config", "print"]],
		[["doctor"]],
		[["demo", "--once"]],
		[["partner", "add", "--name", "x", "--scopes", "onboarding"]],
	])("%s: stdout is one document", async (words) => {
		const { code, stdout, stderr } = await run([...words, "--json"]);
		expect(code, stderr).toBe(0);
		expect(() => JSON.parse(stdout)).not.toThrow();
		expect(stdout.endsWith("\n")).toBe(true);
	});

	test("of a failure is a document too", async () => {
		const missing = await run(["order", "show", "missing", "--json"]);
		expect(JSON.parse(missing.stdout)).toEqual({
			error: {
				code: "order_not_found",
				title: "No such order",
				detail: "There is no order missing.",
				next: "List orders with ticketrail order list --org ORG.",
			},
		});
		const usage = await run(["order", "show", "--json"]);
		expect([usage.code, JSON.parse(usage.stdout)]).toEqual([
			2,
			{ error: { code: "usage", title: "The command was used wrongly", detail: "missing required argument 'order'" } },
		]);
	});

	test("of the demo has the fields that scripts rely on", async () => {
		const { stdout } = await run(["demo", "--once", "--json"]);
		expect(JSON.parse(stdout)).toMatchObject({ org_id: "o1", order: { verdict: "accepted" }, elapsed_ms: 900 });
		expect((await run(["demo", "--once"])).stdout).toContain("D-1001  DSP → hub → POS   accepted in 118 ms   ticket 7");
	});
});

describe("options", () => {
	const base = [
		"provider",
		"add",
		"--type",
		"pos",
		"--slug",
		"my-pos",
		"--name",
		"My POS",
		"--base-url",
		"https://pos.example.com",
		"--auth",
		"oauth",
		"--client-id",
		"hub",
		"--json",
	];
	const added = async (words: string[], how = run) => {
		const { code, stdout, stderr } = await how([...base, ...words]);
		expect(code, stderr).toBe(0);
		return JSON.parse((JSON.parse(stdout) as { provider_id: string }).provider_id) as Record<string, unknown>;
	};

	test("of provider add arrive, repeated ones as lists, once or one by one", async () => {
		expect(
			await added([
				"--client-secret",
				"c",
				"--webhook-secret",
				"new",
				"--webhook-secret",
				"old",
				"--path",
				"token=/t",
				"locations=/l",
				"--set",
				"menu_version=v2",
			]),
		).toEqual({
			type: "pos",
			slug: "my-pos",
			name: "My POS",
			base_url: "https://pos.example.com",
			auth: "oauth",
			client_id: "hub",
			client_secret: "c",
			webhook_secrets: ["new", "old"],
			paths: ["token=/t", "locations=/l"],
			settings: ["menu_version=v2"],
		});
	});

	test("secrets may come from a file or from stdin, so that the process list does not show them", async () => {
		const file = join(dir, "webhook.secret");
		writeFileSync(file, "from file\n");
		const words = ["--client-secret-file", "-", "--webhook-secret-file", file];
		expect(await added(words, spawnIt)).toMatchObject({
			client_secret: "secret from stdin",
			webhook_secrets: ["from file"],
		});
	});

	test("a provider without a secret is refused, naming the options", async () => {
		const none = await run([...base, "--client-secret", "c"]);
		expect([none.code, none.stderr.split("\n")[0]]).toEqual([
			2,
			"✗ --webhook-secret or --webhook-secret-file: one of them must be given",
		]);
		const unreadable = await run([...base, "--client-secret", "c", "--webhook-secret-file", join(dir, "nothing")]);
		expect([unreadable.code, unreadable.stderr.split("\n")[0]]).toEqual([
			2,
			"✗ --webhook-secret-file: the file cannot be read (ENOENT)",
		]);
	});

	test("of partner add: scopes parted by commas, several origins", async () => {
		const { stdout } = await run([
			"partner",
			"add",
			"--name",
			"x",
			"--scopes",
			"onboarding, sso,sso",
			"--return-url-origin",
			"https://a.example",
			"https://b.example",
			"--json",
		]);
		expect(JSON.parse(JSON.parse(stdout).partner_id)).toEqual({
			name: "x",
			scopes: ["onboarding", "sso"],
			return_url_origins: ["https://a.example", "https://b.example"],
		});
	});
});

test("options of event-partner add arrive, locations as a list and events split (interface.md, contract.md D)", async () => {
	const words = ["event-partner", "add", "--slug", "fleet", "--url", "https://f.example/hook", "--json"];
	expect(await run(words)).toMatchObject({ code: 2 });
	const more = [
		"--secret",
		"s",
		"--events",
		"order.confirmed, order.canceled",
		"--location",
		"L1=a",
		"--location",
		"L2=b",
	];
	const { code, stdout } = await run([...words, ...more]);
	expect(code).toBe(0);
	const made = JSON.parse(stdout) as { slug: string; webhook_url: string };
	expect(made.slug).toBe("fleet");
	expect(JSON.parse(made.webhook_url)).toEqual({
		slug: "fleet",
		url: "https://f.example/hook",
		secret: "s",
		events: ["order.confirmed", "order.canceled"],
		locations: ["L1=a", "L2=b"],
	});
});

test("event partners are changed, removed and listed, a change of nothing is said to be one", async () => {
	const update = (...words: string[]) => run(["event-partner", "update", "--slug", "fleet", "--json", ...words]);
	expect(await update()).toMatchObject({ code: 2, stdout: expect.stringContaining("there is nothing to change") });
	const changeOf = ({ stdout }: { stdout: string }) => JSON.parse(JSON.parse(stdout).url);
	const words = [
		"--url",
		"https://n.example/hook",
		"--secret",
		"s2",
		"--events",
		"order.updated",
		"--location",
		"L1=a",
	];
	expect(changeOf(await update(...words))).toEqual({
		...{ slug: "fleet", url: "https://n.example/hook", secret: "s2", events: ["order.updated"], locations: ["L1=a"] },
	});
	expect(changeOf(await update("--all-locations"))).toEqual({ slug: "fleet", locations: [] });
	expect(await run(["event-partner", "remove", "--slug", "fleet", "--json"])).toMatchObject({
		...{ code: 0, stdout: '{"slug":"fleet","removed":true}\n' },
	});
	expect(await run(["event-partner", "remove", "--slug", "missing"])).toMatchObject({ code: 1 });
	expect((await run(["event-partner", "list"])).stdout).toMatch(/fleet +https:\/\/f\.example\/hook/);
});

describe("help", () => {
	test.each([
		"",
		"start",
		"demo",
		"partner add",
		"provider add",
		"provider list",
		"event-partner add",
		"event-partner update",
		"event-partner remove",
		"event-partner list",
		"org show",
		"catalog show",
		"order show",
		"order list",
		"order cancel",
		"deliveries list",
		"deliveries replay",
		"provider pause",
		"provider resume",
		"migrate",
		"doctor",
		"config print",
	])("of ticketrail %s starts with usage and examples", async (words) => {
		const { code, stdout } = await run([...words.split(" ").filter(Boolean), "--help"]);
		expect(code).toBe(0);
		expect(stdout).toMatch(new RegExp(`^Usage: ticketrail ${words}.*\\n\\nExamples:\\n  \\S`));
		for (const [, line] of stdout.matchAll(/^ {2}(ticketrail .*)$/gm)) expect(line).toContain("ticketrail");
	});

	test("--version prints the version", async () => {
		expect(await run(["--version"])).toMatchObject({ code: 0, stdout: "1.2.3\n" });
	});
});

describe("as a process of its own", () => {
	test.each<[number, string[], Record<string, string>]>([
		[0, ["order", "show", "x", "--json"], {}],
		[2, ["ordr"], {}],
		[3, ["order", "show", "x"], { PORT: "x" }],
		[4, ["order", "show", "down"], {}],
		[70, ["order", "show", "bug"], {}],
	])("it ends with %i, data and talk apart", async (code, words, env) => {
		const spawned = await spawnIt(words, env);
		expect(spawned.code, spawned.stderr).toBe(code);
		expect(spawned.stdout !== "").toBe(code === 0);
		expect(spawned.stderr !== "").toBe(code !== 0);
		expect(spawned.stderr).not.toMatch(/\n\s+at |Warning/);
	});

	test("a long document reaches a slow reader whole, and a reader that goes away ends it quietly", async () => {
		const words = [PROGRAM, "order", "list", "--org", "many", "--limit", "10000", "--json"];
		const start = () => spawn(process.execPath, words, { env: { PATH: process.env.PATH, DATA_DIR: dir } });
		const slow = start();
		await once(slow.stdout, "readable"); // it has begun, and fills the pipe that nobody reads yet
		const chunks: Buffer[] = [];
		slow.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
		slow.stderr.resume();
		await once(slow, "close");
		expect(JSON.parse(Buffer.concat(chunks).toString())).toHaveLength(10_000);

		const cut = start();
		let said = "";
		cut.stderr.on("data", (chunk: Buffer) => {
			said += chunk.toString();
		});
		cut.stdout.once("data", () => cut.stdout.destroy());
		const [code] = (await once(cut, "close")) as [number];
		expect([code, said]).toEqual([0, ""]);
	});

	test.each([
		["SIGINT", 130],
		["SIGTERM", 143],
	] as const)("%s stops cleanly and ends with %i", async (signal, code) => {
		const child = spawn(process.execPath, [PROGRAM, "start", "--port", "9999"], {
			env: { PATH: process.env.PATH, DATA_DIR: dir },
			stdio: ["ignore", "pipe", "pipe"],
		});
		let said = "";
		child.stderr.on("data", (chunk: Buffer) => {
			said += chunk.toString();
		});
		await expect.poll(() => said, { timeout: 10_000 }).toContain("listening on http://127.0.0.1:9999");
		child.kill(signal);
		const [exit_code] = (await once(child, "close")) as [number];
		expect([exit_code, said]).toEqual([code, expect.stringContaining("stopped cleanly")]);
	});
});
