import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type Desk, openDesk, settled } from "../console-desk.ts";
import { accessibilityFindings, focused, overflowOf, VIEWS } from "../watch-page.ts";

let browser: Browser;
let desk: Desk;
beforeAll(async () => {
	browser = await openBrowser();
	desk = await openDesk(browser);
	const { page, close } = await desk.visit("/orgs");
	await settled(page);
	for (const name of ["Alder Kitchens", "Birch Diners"]) await makeOrg(page, name);
	await close();
});
afterAll(async () => {
	await browser?.close();
	await desk?.close();
});

async function makeOrg(page: Page, name: string): Promise<void> {
	await page.getByRole("button", { name: "New organisation" }).first().click();
	const dialog = page.getByRole("dialog");
	await dialog.getByLabel("Name", { exact: true }).fill(name);
	await dialog.getByRole("button", { name: "Create" }).click();
	await page.getByRole("heading", { level: 1, name }).waitFor();
	await page.goto(`${desk.town.hub.url}/orgs`);
	await settled(page);
}

/** What the list shows of these, in their order. */
const shown = async (page: Page) => ((await page.getByRole("table").textContent()) ?? "").match(/Alder|Birch/g) ?? [];

test("staff narrow a list to one organisation by its name, and widen it again, without a mouse", async () => {
	const { page, complaints, close } = await desk.visit("/audit");
	await settled(page);
	expect(new Set(await shown(page))).toEqual(new Set(["Alder", "Birch"]));

	await page.getByRole("button", { name: "All organisations" }).press("Enter");
	const dialog = page.getByRole("dialog", { name: "Choose an organisation" });
	await dialog.getByText("2 results").waitFor();
	await page.keyboard.type("birch");
	await dialog.getByText("1 result", { exact: true }).waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	await dialog.getByRole("button", { name: /^Birch Diners/ }).press("Enter");
	await dialog.waitFor({ state: "detached" });
	await settled(page);
	expect(new Set(await shown(page))).toEqual(new Set(["Birch"]));
	expect(new URL(page.url()).searchParams.get("org_id")).not.toBeNull();

	// the address alone says it as well
	await page.reload();
	await settled(page);
	await page.getByRole("button", { name: "Only Birch Diners" }).waitFor();
	await page.getByRole("button", { name: "Show all organisations" }).press("Enter");
	await settled(page);
	expect(new Set(await shown(page))).toEqual(new Set(["Alder", "Birch"]));
	expect(await focused(page)).toContain("All organisations");
	expect(complaints).toEqual([]);
	await close();
});

test("a name that no organisation has is said to be found nowhere", async () => {
	const { page, close } = await desk.visit("/orders");
	await page.getByRole("button", { name: "All organisations" }).click();
	await page.keyboard.type("nobody");
	await page.getByRole("dialog").getByText("Nothing found for “nobody”.").waitFor();
	await close();
});

test.each(["orders", "unroutable", "menus", "logs", "webhooks", "audit"])(
	"%s can be narrowed to an organisation",
	async (list) => {
		// where there is least room; one of them everywhere
		for (const view of list === "logs" ? VIEWS : VIEWS.filter(({ width }) => width < 500)) {
			const { page, complaints, close } = await desk.visit(`/${list}`, view);
			await settled(page);
			await page.getByRole("button", { name: "All organisations" }).click();
			await page.getByRole("dialog").getByText("2 results").waitFor();
			await page.screenshot({ path: `test/e2e/screenshots/org-picker-${list}-${view.width}-${view.scheme}.png` });
			await page
				.getByRole("dialog")
				.getByRole("button", { name: /^Alder Kitchens/ })
				.click();
			await page.getByRole("button", { name: "Only Alder Kitchens" }).waitFor();
			expect(await overflowOf(page)).toBe(0);
			expect(await accessibilityFindings(page)).toEqual([]);
			await page.screenshot({ path: `test/e2e/screenshots/org-filter-${list}-${view.width}-${view.scheme}.png` });
			expect(complaints).toEqual([]);
			await close();
		}
	},
);
