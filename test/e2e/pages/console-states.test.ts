import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type Desk, openDesk, settled } from "../console-desk.ts";
import { openForBusiness } from "../town.ts";
import { accessibilityFindings, overflowOf, VIEWS } from "../watch-page.ts";

let browser: Browser;
let desk: Desk;
let org_id: string;
beforeAll(async () => {
	browser = await openBrowser();
	desk = await openDesk(browser);
});
afterAll(async () => {
	await browser?.close();
	await desk?.close();
});

/** Until the returned function is called, the hub's answers to these calls are held back. */
async function hold(page: Page, path: string): Promise<() => void> {
	const { promise, resolve } = Promise.withResolvers<void>();
	await page.route(path, async (route) => {
		await promise;
		await route.continue();
	});
	return resolve;
}

test("an empty list says why it is empty, what to do, and the same by API", async () => {
	const { page, complaints, close } = await desk.visit("/orgs");
	await page.getByText("No organisation yet").waitFor();
	expect(await page.getByRole("button", { name: "New organisation" }).count()).toBeGreaterThan(0);
	expect(await page.getByText("curl -X POST").textContent()).toContain("/onboarding/org");
	expect(await accessibilityFindings(page)).toEqual([]);
	await page.screenshot({ path: "test/e2e/screenshots/state-empty.png" });
	expect(complaints).toEqual([]);
	await close();
});

test("what takes long shows rows of its final height; what is quick shows none", async () => {
	const { page, close } = await desk.visit("/unroutable");
	await settled(page);
	const letGo = await hold(page, "**/console/orgs?*");
	await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Organisations" }).click();
	await page.locator(".skeleton").first().waitFor();
	expect(await page.locator("[aria-busy=true]").count()).toBeGreaterThan(0);
	expect(await accessibilityFindings(page)).toEqual([]);
	letGo();
	await page.getByText("No organisation yet").waitFor();
	expect(await page.locator(".skeleton").count()).toBe(0);
	await close();
});

test("a filter that nothing matches says so, keeps itself in the address, and can be cleared", async () => {
	({ org_id } = await openForBusiness(desk.town));
	const { page, complaints, close } = await desk.visit("/orgs");
	await page.getByRole("link", { name: "Joe's Pizza LLC" }).waitFor();
	await page.getByRole("searchbox", { name: "Search by name or id" }).fill("zzz");
	await page.getByText("Nothing matches this filter").waitFor();
	expect(page.url()).toContain("q=zzz");
	await page.getByRole("button", { name: "Clear filters" }).click();
	await page.getByRole("link", { name: "Joe's Pizza LLC" }).waitFor();
	expect(page.url()).not.toContain("q=");
	expect(complaints).toEqual([]);
	await close();
});

test("when the hub fails, the old rows stay, the error names its code and request, and Retry mends it", async () => {
	const { page, close } = await desk.visit("/orgs");
	const row = page.getByRole("link", { name: "Joe's Pizza LLC" });
	await row.waitFor();
	let is_broken = true;
	await page.route("**/console/orgs?*", (route) =>
		is_broken
			? route.fulfill({
					status: 503,
					contentType: "application/problem+json",
					body: JSON.stringify({
						...{ status: 503, code: "unavailable", title: "Not available", detail: "The hub is stopping." },
						...{ next: "Try again.", request_id: "0199-request" },
					}),
				})
			: route.continue(),
	);
	await page.getByRole("button", { name: "Refresh" }).click();
	const alert = page.getByRole("alert").filter({ hasText: "The hub is stopping." });
	await alert.waitFor();
	const text = await alert.textContent();
	expect(text).toContain("unavailable");
	expect(text).toContain("0199-request");
	expect(await row.count()).toBe(1);
	expect(await accessibilityFindings(page)).toEqual([]);
	await page.screenshot({ path: "test/e2e/screenshots/state-error.png" });
	is_broken = false;
	await alert.getByRole("button", { name: "Retry" }).click();
	await alert.waitFor({ state: "detached" });
	await close();
});

test("a half that failed is named while the other half stays", async () => {
	const { page, close } = await desk.visit("/orgs");
	await settled(page);
	await page.route("**/console/orgs/*/locations?*", (route) => route.abort());
	await page.goto(`${desk.town.hub.url}/orgs/${org_id}`);
	await page.getByRole("heading", { level: 2, name: "Connections" }).waitFor();
	await page.getByText("The hub does not answer. Check the connection.").waitFor();
	expect(await page.getByText("Connected").count()).toBeGreaterThan(0);
	await close();
});

test("a longer language fits at every size", async () => {
	for (const view of [VIEWS[0], VIEWS[2]]) {
		const { page, close } = await desk.visit("/orgs", view);
		await page.evaluate(() => localStorage.setItem("ticketrail.preferences", JSON.stringify({ locale: "pseudo" })));
		for (const path of ["/orgs", `/orgs/${org_id}`, "/orders", "/webhooks"]) {
			await page.goto(desk.town.hub.url + path);
			await settled(page);
			expect([path, await overflowOf(page)]).toEqual([path, 0]);
			const name = path.startsWith("/orgs/") ? "-org" : path.replace("/", "-");
			await page.screenshot({ path: `test/e2e/screenshots/pseudo${name}-${view.width}.png`, fullPage: true });
		}
		expect(await page.locator("h1").textContent()).toContain("~");
		await close();
	}
});

test("at 400 % zoom nobody scrolls sideways, and without motion nothing moves", async () => {
	const { page, close } = await desk.visit("/orgs", { width: 390, height: 844, scheme: "light" });
	await page.setViewportSize({ width: 320, height: 256 });
	await page.emulateMedia({ reducedMotion: "reduce", forcedColors: "active" });
	for (const path of ["/orgs", `/orgs/${org_id}`, "/orders"]) {
		await page.goto(desk.town.hub.url + path);
		await settled(page);
		expect([path, await overflowOf(page)]).toEqual([path, 0]);
		expect(await accessibilityFindings(page)).toEqual([]);
	}
	await close();
});

test("a chosen appearance stays, against the system's", async () => {
	const { page, complaints, close } = await desk.visit("/orgs");
	await settled(page);
	await page.getByRole("button", { name: "Appearance" }).click();
	await page.getByRole("menuitemradio", { name: "Dark" }).click();
	await page.reload();
	await settled(page);
	const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
	expect(ground).toBe("rgb(19, 18, 17)");
	expect(complaints).toEqual([]);
	await close();
});
