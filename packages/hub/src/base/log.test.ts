import { spawn } from "node:child_process";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { HubError } from "./error.ts";
import { createLog, type LogFields } from "./log.ts";

function recordedLog(level: "info" | "debug" = "info") {
	const stream = new PassThrough();
	const text: string[] = [];
	stream.on("data", (chunk: Buffer) => text.push(chunk.toString()));
	const lines = () =>
		text
			.join("")
			.split("\n")
			.filter(Boolean)
			.map((line) => JSON.parse(line) as Record<string, unknown>);
	return { log: createLog({ level, destination: stream }), lines, text: () => text.join("") };
}

test("a happening is one line of JSON with its name, level, time and fields", () => {
	const { log, lines } = recordedLog();
	log.info("delivery.attempted", { slug: "fonda", attempt: 2, status: 200, latency_ms: 12.5 });
	expect(lines()).toEqual([
		{
			level: "info",
			time: expect.any(Number),
			event: "delivery.attempted",
			slug: "fonda",
			attempt: 2,
			status: 200,
			latency_ms: 12.5,
		},
	]);
});

test("a child log carries its fields on every line", () => {
	const { log, lines } = recordedLog();
	log.child({ request_id: "r1" }).child({ org_id: "o1" }).warn("x", { code: "internal" });
	expect(lines()[0]).toMatchObject({ level: "warn", request_id: "r1", org_id: "o1", code: "internal" });
});

test("lines below the level are not written", () => {
	const { log, text } = recordedLog();
	log.debug("quiet", { slug: "x" });
	expect(text()).toBe("");
});

test("neither a secret nor a guest's data reaches the log, whatever the caller puts in", () => {
	const canary = (name: string) => `CANARY-${name}-7f3a`;
	const careless: Record<string, unknown> = {};
	for (const name of [
		"access_token",
		"client_secret",
		"authorization",
		"body",
		"customer",
		"email",
		"phone",
		"name",
		"notes",
		"url",
		"headers",
		"message",
		"msg",
		"password",
	]) {
		careless[name] = canary(name);
	}
	careless.slug = { nested: canary("nested") };
	careless.outcome = [canary("list")];
	Object.setPrototypeOf(careless, { reason: canary("inherited") });
	const failure = new Error(canary("message"), {
		cause: new SyntaxError(`Unexpected token, "${canary("cause")}" is not valid JSON`),
	});
	Object.assign(failure, {
		detail: canary("detail"),
		code: `23505 ${canary("code")}`,
		body: canary("error-body"),
		where: canary("where"),
	});

	const { log, text, lines } = recordedLog("debug");
	for (const level of ["debug", "info", "warn", "error"] as const) {
		log[level]("happened", { ...(careless as LogFields), error: failure });
		log[level]("happened", {
			error: `Error: ${canary("text")}\n    at deliver (file:///srv/packages/hub/src/x.ts:1:2)`,
		});
		log[level]("happened", { error: { secret: canary("object") } });
		log.child(careless as LogFields)[level]("happened");
	}
	expect(text()).not.toContain("CANARY");
	expect(lines()).toHaveLength(16);
});

test("a failure is logged by name, code and place, with its causes", () => {
	const refused = Object.assign(new Error("connect ECONNREFUSED 10.1.2.3:5432"), {
		code: "ECONNREFUSED",
		syscall: "connect",
		address: "10.1.2.3",
		port: 5432,
	});
	const { log, lines } = recordedLog();
	log.error("http.failed", {
		error: new TypeError("Cannot read properties of undefined (reading 'org_id')", { cause: refused }),
	});
	expect(lines()[0]).toMatchObject({
		error: {
			name: "TypeError",
			message: "Cannot read properties of undefined (reading 'org_id')",
			stack: expect.arrayContaining([expect.stringContaining("log.test.ts")]),
			cause: { name: "Error", code: "ECONNREFUSED", syscall: "connect", address: "10.1.2.3", port: 5432 },
		},
	});
});

test("a condition that every request meets is logged in one short line, by its cause", () => {
	const cause = Object.assign(new Error("the database system is starting up"), { code: "57P03" });
	const { log, lines } = recordedLog();
	log.warn("http.failed", { error: new HubError("unavailable", { cause }) });
	expect(lines()[0]).toMatchObject({ error: { name: "HubError", code: "unavailable", cause: { code: "57P03" } } });
	expect(JSON.stringify(lines()[0])).not.toContain("stack");
});

test("a reader that stopped reading neither blocks the hub nor fills its memory, and the loss is owned up to", async () => {
	const program = `
		import { createLog } from ${JSON.stringify(new URL("./log.ts", import.meta.url).href)};
		const log = createLog({ level: "info", destination: process.stdout });
		const before = process.memoryUsage().rss;
		let worst_ms = 0;
		for (let round = 0; round < 40; round += 1) {
			const start = performance.now();
			for (let line = 0; line < 1000; line += 1) log.info("flood", { reason: "x".repeat(280), count: line });
			await new Promise((resolve) => setImmediate(resolve));
			worst_ms = Math.max(worst_ms, performance.now() - start);
		}
		process.send({ worst_ms, grown_mb: (process.memoryUsage().rss - before) / 1e6, waiting: process.stdout.writableLength });
		process.once("message", () => {
			let is_said = false;
			setInterval(() => {
				if (process.stdout.writableLength > 0) return;
				if (is_said) process.exit(0);
				is_said = true;
				log.info("after");
			}, 5);
		});`;
	const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
		stdio: ["ignore", "pipe", "inherit", "ipc"],
	});
	const [report] = (await once(child, "message")) as [{ worst_ms: number; grown_mb: number; waiting: number }];
	expect(report.waiting).toBeGreaterThan(4_000_000);
	expect(report.waiting).toBeLessThan(5_000_000);
	expect(report.grown_mb).toBeLessThan(100);
	expect(report.worst_ms).toBeLessThan(2_000);

	const text: string[] = [];
	child.stdout!.on("data", (chunk: Buffer) => text.push(chunk.toString()));
	child.send("read on");
	await once(child, "close");
	const lines = text
		.join("")
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line) as Record<string, unknown>);
	const dropped = lines.find((line) => line.event === "log.dropped");
	expect(dropped).toBeDefined();
	expect(lines.filter((line) => line.event === "flood").length + Number(dropped!.lines)).toBe(40_000);
});
