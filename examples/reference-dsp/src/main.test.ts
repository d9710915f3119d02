import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const PROGRAM = fileURLToPath(new URL("./main.ts", import.meta.url));
const ENVIRONMENT = { PORT: "0", CLIENT_ID: "the-hub", CLIENT_SECRET: "s3cret", WEBHOOK_SECRET: "test-secret-1" };

test("the program says in one line where it is reached, and ends with the program that started it", async () => {
	const child = spawn(process.execPath, [PROGRAM], { env: ENVIRONMENT, stdio: ["ignore", "pipe", "inherit", "ipc"] });
	const lines = createInterface({ input: child.stdout as NonNullable<typeof child.stdout> });
	const [line] = (await once(lines, "line")) as [string];
	const { ready, url } = JSON.parse(line) as { ready: boolean; url: string };
	expect(ready).toBe(true);
	expect(await (await fetch(url)).text()).toContain("Joes Pizza (Main Street)");
	child.disconnect();
	expect(await once(child, "exit")).toEqual([0, null]);
});
