import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type Desk, openDesk, settled } from "../console-desk.ts";
import { openForBusiness, untilQuiet } from "../town.ts";
import { accessibilityFindings, overflowOf, VIEWS } from "../watch-page.ts";

let browser: Browser;
let desk: Desk;
let path: string;
beforeAll(async () => {
	browser = await openBrowser();
	desk = await openDesk(browser);
	const { org_id } = await openForBusiness(desk.town);
	await desk.town.dsp.placeOrder();
	await untilQuiet(desk.town);
	const [order] = await desk.town.look<{ order_id: string }>("SELECT order_id FROM orders");
	path = `/orders/${org_id}/${order?.order_id}`;
});
afterAll(async () => {
	await browser?.close();
	await desk?.close();
});

test.each([VIEWS[0], VIEWS[3]])(
	"a time tells the other zones to the keyboard and a finger, $width px",
	async (view) => {
		const { page, complaints, close } = await desk.visit(path, view);
		await settled(page);
		const time = page.locator("time[tabindex]").first();
		const tip = page.locator(`[id="${await time.getAttribute("aria-describedby")}"]`);
		expect(await tip.isVisible()).toBe(false);
		await time.focus();
		await tip.waitFor({ state: "visible" });
		expect(await tip.textContent()).toMatch(/UTC[\s\S]*your/i);
		const box = await tip.boundingBox();
		expect(box?.x).toBeGreaterThanOrEqual(0);
		expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(view.width);
		expect(await accessibilityFindings(page)).toEqual([]);
		expect(await overflowOf(page)).toBe(0);
		await page.screenshot({ path: `test/e2e/screenshots/time-${view.width}-${view.scheme}.png` });
		await page.locator("h1").click();
		await tip.waitFor({ state: "hidden" });
		await time.click();
		await tip.waitFor({ state: "visible" });
		expect(complaints).toEqual([]);
		await close();
	},
);

test("times in a list are no stops of the keyboard", async () => {
	const { page, close } = await desk.visit("/orders");
	await page.locator("tbody tr[data-index]").first().waitFor();
	expect(await page.locator("tbody time").count()).toBeGreaterThan(0);
	expect(await page.locator("tbody time[tabindex]").count()).toBe(0);
	await close();
});
