import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type Desk, openDesk, settled } from "../console-desk.ts";
import { type MerchantPerson, visitAs } from "../merchant-desk.ts";
import { openForBusiness, untilQuiet } from "../town.ts";
import { accessibilityFindings, overflowOf, VIEWS } from "../watch-page.ts";

const OWNER: MerchantPerson = { role: "owner", provider_org_id: "merchant-771" };
/** A red square of one dot. */
const LOGO = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==";
/** Colours that are hard to use: paler than paper, darker than night, and in the middle where neither ink is good. */
const HARD = ["#ffe14d", "#0b1f4b", "#7a7a7a"];

let browser: Browser;
let desk: Desk;
let org_path: string;
let bind_path: string;
beforeAll(async () => {
	browser = await openBrowser();
	desk = await openDesk(browser, { scopes: ["onboarding", "sso"] });
	const { org_id, dsp } = await openForBusiness(desk.town, OWNER.provider_org_id);
	org_path = `/orgs/${org_id}`;
	bind_path = `/orgs/${org_id}/link/${dsp.onboarding_id}`;
	await untilQuiet(desk.town);
});
afterAll(async () => {
	await browser?.close();
	await desk?.close();
});

/** Open the form of the town's partner at the settings, as staff. */
async function openForm(page: Page) {
	await settled(page);
	const card = page.getByRole("region", { name: "Test partner" });
	await card.getByRole("button", { name: "Look" }).click();
	return card;
}

async function save(colour: string, scheme: "Light" | "Dark" | "Like the system"): Promise<void> {
	const { page, complaints, close } = await desk.visit("/settings");
	const card = await openForm(page);
	await card.getByLabel("Name", { exact: true }).fill("Crumb & Co");
	await card.getByLabel("Colour").fill(colour);
	await card.getByLabel("Corner radius in pixels").fill("2");
	await card
		.getByLabel("Logo")
		.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: Buffer.from(LOGO, "base64") });
	await card.getByText(scheme, { exact: true }).click();
	expect(await accessibilityFindings(page)).toEqual([]);
	await page.screenshot({ path: "test/e2e/screenshots/settings-look-1440-light.png" });
	await card.getByRole("button", { name: "Save" }).click();
	await card.getByLabel("Corner radius in pixels").waitFor({ state: "detached" });
	expect(complaints).toEqual([]);
	await close();
}

/** Relative luminance of a computed `rgb(r, g, b)`, as WCAG defines it. */
function luminance(colour: string): number {
	const [r = 0, g = 0, b = 0] = [...colour.matchAll(/\d+/g)]
		.map(([digits]) => Number(digits) / 255)
		.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** How well the outline of what has the focus stands out from the page. */
async function focusContrast(page: Page): Promise<number> {
	const [line = "", ground = ""] = await page.evaluate(() => [
		getComputedStyle(document.activeElement as Element).outlineColor,
		getComputedStyle(document.documentElement).backgroundColor,
	]);
	const [dark = 0, light = 0] = [luminance(line), luminance(ground)].sort((a, b) => a - b);
	return (light + 0.05) / (dark + 0.05);
}

describe.each(HARD)("a partner whose colour is %s", (colour) => {
	test("is seen by its merchants under its own name, logo and colour, readable at every size and in both schemes", async () => {
		await save(colour, "Like the system");
		for (const view of VIEWS) {
			const { page, complaints, close } = await visitAs(browser, desk.town, OWNER, org_path, view);
			await settled(page);
			const bar = page.getByRole(view.width < 640 ? "banner" : "navigation").first();
			expect(await bar.textContent()).toContain("Crumb & Co");
			expect(await page.locator("body").textContent()).not.toContain("Ticketrail");
			const logo = page.locator(`img[src="data:image/png;base64,${LOGO}"]`);
			expect(await logo.evaluateAll((all) => all.some((one) => (one as HTMLImageElement).naturalWidth > 0))).toBe(true);
			expect(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--accent"))).toBe(
				colour,
			);
			for (const path of [org_path, bind_path, "/orders"]) {
				await page.goto(desk.town.hub.url + path);
				await settled(page);
				expect([path, await accessibilityFindings(page)]).toEqual([path, []]);
				expect([path, await overflowOf(page)]).toEqual([path, 0]);
			}
			await page.keyboard.press("Tab");
			await page.keyboard.press("Tab");
			expect(await focusContrast(page)).toBeGreaterThanOrEqual(3);
			await page.goto(desk.town.hub.url + bind_path);
			await settled(page);
			const name = `look-${colour.slice(1)}-${view.width}-${view.scheme}`;
			await page.screenshot({ path: `test/e2e/screenshots/${name}.png` });
			expect(complaints).toEqual([]);
			await close();
		}
	});
});

test("a partner that is dark is dark on a light machine, until somebody chooses otherwise; staff see our own look", async () => {
	await save("#0b1f4b", "Dark");
	const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
	const { page, close } = await visitAs(browser, desk.town, OWNER, org_path);
	await settled(page);
	expect(await ground(page)).toBe("rgb(19, 18, 17)");
	await page.getByRole("button", { name: "Appearance" }).click();
	await page.getByRole("menuitemradio", { name: "Light" }).click();
	expect(await ground(page)).toBe("rgb(250, 249, 246)");
	await close();
	const staff = await desk.visit(org_path);
	await settled(staff.page);
	expect(await staff.page.getByRole("navigation").first().textContent()).toContain("Ticketrail");
	expect(await ground(staff.page)).toBe("rgb(250, 249, 246)");
	await staff.close();
});

test("a logo that is too large is refused beside its field", async () => {
	const { page, close } = await desk.visit("/settings");
	const card = await openForm(page);
	await card
		.getByLabel("Logo")
		.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: Buffer.alloc(48_001) });
	await card.getByText("This file is larger than 48 kB.").waitFor();
	expect(await card.getByLabel("Logo").getAttribute("aria-invalid")).toBe("true");
	expect(await accessibilityFindings(page)).toEqual([]);
	await close();
});
