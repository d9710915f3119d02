import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const PROGRAM = fileURLToPath(new URL("./main.ts", import.meta.url));
const ENVIRONMENT = { CLIENT_ID: "the-hub", CLIENT_SECRET: "s3cret", WEBHOOK_SECRET: "test-secret-1" };

test("the program says in one line where it is reached, and ends when told to", async () => {
	const child = spawn(process.execPath, [PROGRAM, "--port", "0"], {
		env: ENVIRONMENT,
		stdio: ["ignore", "pipe", "inherit"],
	});
	const lines = createInterface({ input: child.stdout });
	const [line] = (await once(lines, "line")) as [string];
	const { ready, url } = JSON.parse(line) as { ready: boolean; url: string };
	expect(ready).toBe(true);
	expect((await fetch(url)).status).toBe(200);
	child.kill("SIGTERM");
	expect(await once(child, "exit")).toEqual([0, null]);
});

test("the program names everything that is wrong with its settings and exits with 3", () => {
	const { status, stderr, stdout } = spawnSync(process.execPath, [PROGRAM], {
		env: { CLIENT_ID: "the-hub", PORT: "nine", HUB_URL: "somewhere" },
		encoding: "utf8",
	});
	expect(status).toBe(3);
	expect(stdout).toBe("");
	const named = stderr
		.trim()
		.split("\n")
		.map((line) => line.split(" ")[0]);
	expect(named).toEqual(["CLIENT_SECRET", "WEBHOOK_SECRET", "PORT", "HUB_URL"]);
});
