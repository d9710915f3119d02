import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type Desk, openDesk, settled } from "../console-desk.ts";
import { openForBusiness, untilQuiet } from "../town.ts";
import { accessibilityFindings, overflowOf, VIEWS } from "../watch-page.ts";

/** Every screen by name: its address, given the merchant of the town and what it has. */
const SCREENS = {
	organisations: () => "/orgs",
	organisation: ({ org_id }: Place) => `/orgs/${org_id}`,
	location: ({ org_id, location_id }: Place) => `/orgs/${org_id}?location=${location_id}`,
	link: ({ org_id, link_id }: Place) => `/orgs/${org_id}?link=${link_id}`,
	bind: ({ org_id, dsp_id }: Place) => `/orgs/${org_id}/link/${dsp_id}`,
	integration: ({ org_id, pos_id }: Place) => `/orgs/${org_id}/integrations/${pos_id}`,
	orders: () => "/orders",
	order: ({ org_id, order_id }: Place) => `/orders/${org_id}/${order_id}`,
	unroutable: () => "/unroutable",
	logs: () => "/logs?direction=out",
	webhooks: () => "/webhooks",
	menus: () => "/menus",
	menu: ({ org_id, location_id }: Place) => `/orgs/${org_id}/menus/${location_id}`,
	audit: () => "/audit",
	system: () => "/system",
	partners: () => "/settings",
	providers: () => "/settings?show=providers",
	operators: () => "/settings?show=operators",
	nowhere: () => "/orgs/a/b/c",
} as const;

interface Place {
	org_id: string;
	pos_id: string;
	dsp_id: string;
	location_id: string;
	link_id: string;
	order_id: string;
}

let browser: Browser;
let desk: Desk;
let place: Place;
beforeAll(async () => {
	browser = await openBrowser();
	desk = await openDesk(browser);
	const { town } = desk;
	const { org_id, pos, dsp } = await openForBusiness(town);
	const placed = await town.dsp.placeOrder();
	if (placed.kind !== "sent") throw new Error(placed.problem);
	await town.dsp.waitForVerdict(placed.order_id, 30_000);
	await untilQuiet(town);
	const [order] = await town.look<{ order_id: string }>("SELECT order_id FROM orders LIMIT 1");
	const [link] = await town.look<{ binding_id: string; location_id: string }>(
		"SELECT binding_id, location_id FROM binding LIMIT 1",
	);
	place = {
		...{ org_id, pos_id: pos.onboarding_id, dsp_id: dsp.onboarding_id },
		...{ location_id: link?.location_id ?? "", link_id: link?.binding_id ?? "", order_id: order?.order_id ?? "" },
	};
});
afterAll(async () => {
	await browser?.close();
	await desk?.close();
});

describe.each(Object.entries(SCREENS))("the screen %s", (name, pathOf) => {
	test.each(VIEWS)("is good at $width px, $scheme", async (view) => {
		const { page, complaints, close } = await desk.visit(pathOf(place), view);
		try {
			await settled(page);
			await page.screenshot({
				path: `test/e2e/screenshots/${name}-${view.width}-${view.scheme}.png`,
				fullPage: true,
			});
			expect(await page.locator("h1").count()).toBe(1);
			expect(await page.getByRole("alert").filter({ hasText: "Request" }).count()).toBe(0);
			expect(await accessibilityFindings(page)).toEqual([]);
			expect(await overflowOf(page)).toBe(0);
			expect(complaints).toEqual([]);
		} finally {
			await close();
		}
	});
});
