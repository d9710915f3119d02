import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog, type Hub, loadConfig, startHub } from "@ticketrail/hub";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { accessibilityFindings, overflowOf, tabTo, VIEWS, watchPage } from "../watch-page.ts";

let browser: Browser;
let hub: Hub;
const data_dir = mkdtempSync(join(tmpdir(), "ticketrail-pages-"));

beforeAll(async () => {
	const config = loadConfig({ PORT: String(await freePort()), DATA_DIR: data_dir, TICKETRAIL_SANDBOX: "0" });
	hub = await startHub(config, { log: createLog({ level: "silent" }) });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser?.close();
	await hub?.stop();
	rmSync(data_dir, { recursive: true, force: true });
});

describe.each(["/docs"])("the hub's page %s", (path) => {
	test.each(VIEWS)("is good at $width px, $scheme", async (view) => {
		const { page, complaints, close } = await watchPage(browser, [new URL(hub.url).host], view);
		try {
			await page.goto(hub.url + path);
			expect(await page.locator("h1").count()).toBe(1);
			expect(await accessibilityFindings(page)).toEqual([]);
			expect(await overflowOf(page)).toBe(0);
			expect(complaints).toEqual([]);
		} finally {
			await close();
		}
	});
});

test("from the front page the keyboard leads to an endpoint, its errors and what to do about them", async () => {
	const { page, complaints, close } = await watchPage(browser, [new URL(hub.url).host]);
	try {
		await page.goto(hub.url);
		await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
		await tabTo(page, "API reference");
		await page.keyboard.press("Enter");
		await page.waitForURL("**/docs");
		await tabTo(page, "POST /oauth/token");
		await page.keyboard.press("Enter");
		await expect.poll(() => page.url()).toContain("#post_oauth_token");
		const operation = page.locator("article#post_oauth_token");
		expect(await operation.textContent()).toContain("grant_type");
		await operation.getByRole("link", { name: "invalid_client" }).click();
		expect(await page.locator("tr:target").textContent()).toContain("Check client_id and client_secret.");
		expect(complaints).toEqual([]);
	} finally {
		await close();
	}
});

async function freePort(): Promise<number> {
	const server = createServer().listen(0, "127.0.0.1");
	await new Promise((resolve) => server.once("listening", resolve));
	const { port } = server.address() as { port: number };
	await new Promise((resolve) => server.close(resolve));
	return port;
}
