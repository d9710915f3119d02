import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type Desk, openDesk, settled } from "../console-desk.ts";
import { until } from "../until.ts";
import { accessibilityFindings, focused, overflowOf, tabTo, VIEWS } from "../watch-page.ts";

const PASSWORD = "a long enough password";

let browser: Browser;
let desk: Desk;
beforeAll(async () => {
	browser = await openBrowser();
	desk = await openDesk(browser);
});
afterAll(async () => {
	await browser?.close();
	await desk?.close();
});

test.each(VIEWS)("whoever is not signed in is asked to, readably at $width px, $scheme", async (view) => {
	const { page, complaints, close } = await desk.stranger("/", view);
	await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	expect(await overflowOf(page)).toBe(0);
	await page.screenshot({ path: `test/e2e/screenshots/sign-in-${view.width}-${view.scheme}.png` });
	expect(complaints).toEqual([]);
	await close();
});

test("the first page is less than 250 kB, and its policy allows nothing inline", async () => {
	const { page, complaints, close } = await desk.stranger("/orgs");
	await page.getByRole("heading", { level: 1 }).waitFor();
	const bytes = await page.evaluate(() =>
		[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].reduce(
			(sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize,
			0,
		),
	);
	expect(bytes).toBeGreaterThan(50_000);
	expect(bytes).toBeLessThan(250_000);
	const { headers } = await fetch(`${desk.town.hub.url}/orgs`);
	const policy = headers.get("content-security-policy") ?? "";
	expect(policy).toContain("script-src 'self'");
	expect(policy).not.toContain("unsafe");
	expect(complaints).toEqual([]);
	await close();
});

test("a one-time link signs in once, and its token does not stay in the address", async () => {
	const link = await desk.signInLink();
	const path = link.slice(desk.town.hub.url.length);
	const first = await desk.stranger(path);
	await first.page.getByRole("heading", { level: 1, name: "Organisations" }).waitFor();
	expect(first.page.url()).not.toContain("token");
	expect(first.complaints).toEqual([]);
	await first.close();
	const second = await desk.stranger(path);
	await second.page.getByRole("heading", { name: "This link cannot be used" }).waitFor();
	expect(await second.page.getByRole("alert").first().textContent()).toContain("sign_in_link_invalid");
	expect(await accessibilityFindings(second.page)).toEqual([]);
	await second.close();
});

test("an ended session is said over the page, which stays; a password leads back, without a mouse", async () => {
	const { page, complaints, close } = await desk.visit("/settings?show=password");
	await page.getByLabel("New password").fill(PASSWORD);
	await page.getByRole("button", { name: "Set password" }).click();
	await page.getByText("The password is set.").waitFor();
	await page.goto(`${desk.town.hub.url}/orgs?q=joe`);
	await settled(page);
	await page.context().clearCookies();
	await page.getByRole("button", { name: "Refresh" }).click();
	const dialog = page.getByRole("dialog", { name: "Your session has ended" });
	await dialog.waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	await dialog.getByLabel("Password", { exact: true }).fill("not it");
	await page.keyboard.press("Enter");
	await dialog.getByText("sign_in_failed").waitFor();
	await dialog.getByLabel("Password", { exact: true }).fill(PASSWORD);
	await page.keyboard.press("Enter");
	await dialog.waitFor({ state: "detached" });
	expect(await page.getByRole("searchbox", { name: "Search by name or id" }).inputValue()).toBe("joe");
	expect(complaints).toEqual([]);
	await close();
});

test("signing out ends the session", async () => {
	const { page, close } = await desk.stranger("/sign-in");
	await page.getByLabel("E-mail address").fill("ops@example.test");
	await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
	await page.keyboard.press("Enter");
	await page.getByRole("heading", { level: 1, name: "Organisations" }).waitFor();
	await page.getByRole("button", { name: "Account of ops@example.test" }).click();
	await page.getByRole("menuitem", { name: "Sign out" }).click();
	await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
	await page.goto(`${desk.town.hub.url}/orgs`);
	await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
	await close();
});

test("the keyboard reaches everything, sees where it is, and single keys can be turned off", async () => {
	const { page, complaints, close } = await desk.stranger((await desk.signInLink()).slice(desk.town.hub.url.length));
	await page.getByRole("heading", { level: 1, name: "Organisations" }).waitFor();
	await page.goto(`${desk.town.hub.url}/orgs`);
	await settled(page);
	await page.keyboard.press("Tab");
	expect(await focused(page)).toBe("Skip to content");
	await tabTo(page, "Orders");
	const width = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineWidth);
	expect(Number.parseFloat(width)).toBeGreaterThanOrEqual(2);
	await page.keyboard.press("Enter");
	await page.getByRole("heading", { level: 1, name: "Orders" }).waitFor();
	await until("the new page's heading has the focus", async () => (await focused(page)) === "Orders");
	await page.keyboard.press("?");
	const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
	await list.waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	await list.getByLabel("Use single-key shortcuts").uncheck();
	await page.keyboard.press("Escape");
	await list.waitFor({ state: "detached" });
	await page.keyboard.press("?");
	expect(await list.count()).toBe(0);
	expect(complaints).toEqual([]);
	await close();
});
