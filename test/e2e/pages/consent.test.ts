import { DSP_PATHS, POS_PATHS } from "@ticketrail/contract";
import { SAMPLE_ACCOUNTS as OWNERS, startReferenceDsp } from "@ticketrail/reference-dsp";
import { SAMPLE_ACCOUNTS as MERCHANTS, startReferencePos } from "@ticketrail/reference-pos";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import {
	accessibilityFindings,
	focused,
	overflowOf,
	tabTo,
	VIEWS,
	type WatchedPage,
	watchPage,
} from "../watch-page.ts";
import { CREDENTIALS, type HubSide, startHubSide } from "./hub-side.ts";

interface Example {
	url: string;
	stop(): Promise<void>;
}

const SYSTEMS = [
	{ name: "the POS", start: startReferencePos, path: POS_PATHS.authorize, login: MERCHANTS[0] },
	{ name: "the DSP", start: startReferenceDsp, path: DSP_PATHS.authorize, login: OWNERS[0] },
] as const;

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(SYSTEMS)("a merchant whom the hub sends to $name", ({ start, path, login }) => {
	const { username = "", password = "" } = login ?? {};
	let hub: HubSide;
	let example: Example;

	beforeAll(async () => {
		hub = await startHubSide();
		example = await start({ ...CREDENTIALS, hub_url: hub.url });
	});
	afterAll(async () => {
		await example.stop();
		hub.stop();
	});

	async function arrive(view?: (typeof VIEWS)[number]): Promise<WatchedPage> {
		const watched = await watchPage(browser, [new URL(example.url).host, hub.host], view);
		await watched.page.goto(hub.authorizeUrl(example.url, path));
		return watched;
	}

	test("signs in, approves, and is back at the hub with a code", async () => {
		const { page, complaints, close } = await arrive();
		await page.getByLabel("Username").fill(username);
		await page.getByLabel("Password").fill("not it");
		await page.getByRole("button", { name: "Sign in" }).click();
		expect(await page.getByRole("alert").textContent()).toContain("do not belong together");
		expect(await page.getByLabel("Username").inputValue()).toBe(username);
		await page.getByLabel("Password").fill(password);
		await page.getByRole("button", { name: "Sign in" }).click();
		await page.getByRole("heading", { name: "Ticketrail" }).waitFor();
		await page.getByRole("button", { name: "Approve" }).click();
		await page.getByRole("heading", { name: "Back at the hub" }).waitFor();
		expect(page.url()).toMatch(new RegExp(`^${hub.redirect_uri}\\?code=[\\w-]+$`));
		expect(complaints).toEqual([]);
		await close();
	});

	test("denies, and is back at the hub with the refusal", async () => {
		const { page, close } = await arrive();
		await page.getByLabel("Username").fill(username);
		await page.getByLabel("Password").fill(password);
		await page.keyboard.press("Enter");
		await page.getByRole("button", { name: "Deny" }).click();
		await page.getByRole("heading", { name: "Back at the hub" }).waitFor();
		expect(page.url()).toBe(`${hub.redirect_uri}?error=access_denied`);
		await close();
	});

	test("needs nothing but a keyboard, and sees where it is", async () => {
		const { page, complaints, close } = await arrive();
		await expect.poll(() => focused(page)).toBe("Username");
		await page.keyboard.type(username);
		await page.keyboard.press("Tab");
		await page.keyboard.type(password);
		await tabTo(page, "Sign in");
		await page.keyboard.press("Enter");
		await page.getByRole("button", { name: "Approve" }).waitFor();
		await tabTo(page, "Skip to content");
		await tabTo(page, "Approve");
		const outline = await page
			.getByRole("button", { name: "Approve" })
			.evaluate((button) => getComputedStyle(button).outlineWidth);
		expect(Number.parseFloat(outline)).toBeGreaterThanOrEqual(2);
		await page.keyboard.press("Space");
		await page.getByRole("heading", { name: "Back at the hub" }).waitFor();
		expect(new URL(page.url()).searchParams.get("code")).toMatch(/^[\w-]{40,}$/);
		expect(complaints).toEqual([]);
		await close();
	});

	test("can say that it is somebody else, and signs in anew", async () => {
		const { page, close } = await arrive();
		await page.getByLabel("Username").fill(username);
		await page.getByLabel("Password").fill(password);
		await page.keyboard.press("Enter");
		await page.getByRole("button", { name: "Not you?" }).click();
		await page.getByRole("button", { name: "Sign in" }).waitFor();
		await close();
	});

	test.each(VIEWS)("reads the pages well at $width px, $scheme", async (view) => {
		const { page, complaints, close } = await arrive(view);
		const look = async () => [await accessibilityFindings(page), await overflowOf(page)];
		expect(await look()).toEqual([[], 0]);
		await page.getByLabel("Password").fill("not it");
		await page.getByLabel("Username").fill("nobody");
		await page.keyboard.press("Enter");
		await page.getByRole("alert").waitFor();
		expect(await look()).toEqual([[], 0]);
		await page.getByLabel("Username").fill(username);
		await page.getByLabel("Password").fill(password);
		await page.keyboard.press("Enter");
		await page.getByRole("button", { name: "Approve" }).waitFor();
		expect(await look()).toEqual([[], 0]);
		expect(complaints).toEqual([]);
		await close();
	});
});
