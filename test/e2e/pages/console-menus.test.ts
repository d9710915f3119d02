import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type Desk, openDesk, settled } from "../console-desk.ts";
import { counterOf } from "../counter.ts";
import { findItem } from "../menu.ts";
import { openForBusiness, untilQuiet } from "../town.ts";
import { until } from "../until.ts";
import { accessibilityFindings } from "../watch-page.ts";

let browser: Browser;
let desk: Desk;
let path: string;
let renames = 0;
beforeAll(async () => {
	browser = await openBrowser();
	desk = await openDesk(browser);
	const { org_id } = await openForBusiness(desk.town);
	await untilQuiet(desk.town);
	const [location] = await desk.town.look<{ location_id: string }>(
		"SELECT location_id FROM binding WHERE dsp_location_id = 'dd-9001'",
	);
	path = `/orgs/${org_id}/menus/${location?.location_id}`;
});
beforeEach(() => desk.town.dsp.planFaults(undefined));
afterAll(async () => {
	await browser?.close();
	await desk?.close();
});

/** The kitchen gives its soup another name, and the channel takes no menu meanwhile: it keeps the older one. */
async function renameSoupUnseen(): Promise<string> {
	const { dsp, pos } = desk.town;
	const name = `Soup no. ${++renames}`;
	const families = pos.state.kitchens.get("4410")?.catalog.item_family ?? [];
	const soup = families.find((family) => family.name.startsWith("Soup"));
	if (soup === undefined) throw new Error("the kitchen has no soup");
	soup.name = name;
	dsp.planFaults((endpoint) => (endpoint === "event" ? { kind: "status", status: 409 } : undefined));
	await counterOf(desk.town).tell("location.catalog.updated", { location_id: "4410" });
	const dead = "SELECT 1 AS one FROM delivery WHERE state = 'dead' AND type = 'location.publish'";
	await until("the channel refused the menu", async () => (await desk.town.look(dead)).length >= renames);
	await untilQuiet(desk.town);
	dsp.planFaults(undefined);
	return name;
}

const soupAtChannel = (name: string) => {
	try {
		return findItem(desk.town.dsp.menus.get("dd-9001"), name).name === name;
	} catch {
		return false;
	}
};

async function openPlan(page: Page): Promise<void> {
	await settled(page);
	await page.getByRole("button", { name: "See diff" }).click();
	await page.getByRole("heading", { name: "What would change" }).waitFor();
}

test("a menu is published by button, once its difference was seen", async () => {
	const name = await renameSoupUnseen();
	expect(soupAtChannel(name)).toBe(false);
	const { page, complaints, close } = await desk.visit(path);
	await settled(page);
	const publish = page.getByRole("button", { name: "Publish" });
	expect(await publish.getAttribute("aria-disabled")).toBe("true");
	await publish.focus();
	await page.getByText("Look at the diff first.").waitFor({ state: "visible" });
	await openPlan(page);
	await page.getByText(name).first().waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	await page.screenshot({ path: "test/e2e/screenshots/menu-diff-1440-light.png", fullPage: true });
	await publish.click();
	await page
		.getByText(/^The menu is on its way to/)
		.first()
		.waitFor();
	await until("the channel shows the soup's new name", () => soupAtChannel(name));
	await untilQuiet(desk.town);
	await page.reload();
	await settled(page);
	await page.getByRole("button", { name: "See diff" }).click();
	await page.getByText("The channel has this menu already.").filter({ visible: true }).first().waitFor();
	expect(await publish.getAttribute("aria-disabled")).toBe("true");
	expect(complaints).toEqual([]);
	await close();
});

test("what changed since somebody looked is not published: it says so, and shows the new difference", async () => {
	const seen = await renameSoupUnseen();
	const { page, close } = await desk.visit(path);
	await openPlan(page);
	await page.getByText(seen).first().waitFor();
	const unseen = await renameSoupUnseen();
	await page.getByRole("button", { name: "Publish" }).click();
	const alert = page.getByRole("alert").filter({ hasText: "menu_plan_stale" });
	await alert.waitFor();
	expect(await alert.textContent()).toMatch(/look at it|Look/);
	expect(soupAtChannel(seen) || soupAtChannel(unseen)).toBe(false);
	expect(await accessibilityFindings(page)).toEqual([]);
	await page.screenshot({ path: "test/e2e/screenshots/menu-stale-1440-light.png" });
	await alert.getByRole("button", { name: "Retry" }).click();
	await page.getByText(unseen).first().waitFor();
	await page.getByRole("button", { name: "Publish" }).click();
	await until("the channel shows the newest name", () => soupAtChannel(unseen));
	await close();
});
