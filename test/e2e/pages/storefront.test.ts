import { DSP_PATHS } from "@ticketrail/contract";
import { type ReferenceDsp, SAMPLE_ACCOUNTS, startReferenceDsp } from "@ticketrail/reference-dsp";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { accessibilityFindings, overflowOf, tabTo, VIEWS, type WatchedPage, watchPage } from "../watch-page.ts";
import { CREDENTIALS, type HubSide, newOrders, startHubSide } from "./hub-side.ts";
import { SAMPLE_MENU } from "./sample-menu.ts";

let browser: Browser;
let hub: HubSide;
let dsp: ReferenceDsp;
let access_token: string;
let opened: WatchedPage[];

beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
	opened = [];
	hub = await startHubSide(SAMPLE_MENU);
	dsp = await startReferenceDsp({ ...CREDENTIALS, hub_url: hub.url });
	const { username = "", password = "" } = SAMPLE_ACCOUNTS[0] ?? {};
	access_token = await hub.connect(dsp.url, DSP_PATHS, { username, password });
	await event({ type: "location.publish", download_url: `${hub.url}/menu` });
});

afterEach(async () => {
	for (const { complaints, close } of opened) {
		expect(complaints).toEqual([]);
		await close();
	}
	await dsp.stop();
	hub.stop();
});

async function event(body: object): Promise<void> {
	const { status } = await hub.post(`${dsp.url}${DSP_PATHS.event}`, access_token, { location_id: "dd-9001", ...body });
	expect(status).toBe(200);
}

async function visit(path: string, view?: (typeof VIEWS)[number]): Promise<Page> {
	const watched = await watchPage(browser, [new URL(dsp.url).host], view);
	opened.push(watched);
	await watched.page.goto(`${dsp.url}${path}`);
	return watched.page;
}

const dish = (page: Page, name: string) => page.locator("summary").filter({ hasText: name });

describe("a customer in the storefront", () => {
	test("sees which store has a menu, and what is on it", async () => {
		const page = await visit("/");
		await page.getByRole("listitem").filter({ hasText: "JOES PIZZA MISSION" }).getByText("No menu yet").waitFor();
		await page.getByRole("link", { name: "Joes Pizza (Main Street)" }).click();
		await page.getByRole("heading", { name: "Pizza", exact: true }).waitFor();
		expect(await dish(page, "Margherita").textContent()).toContain("from $11.50");
		expect(await page.getByRole("listitem").filter({ hasText: "Panna cotta" }).textContent()).toContain("Sold out");
		expect(await dish(page, "Panna cotta").count()).toBe(0);
	});

	test("chooses, orders, and watches the order go from waiting to accepted to ready", async () => {
		const page = await visit("/stores/dd-9001");
		await dish(page, "Margherita").click();
		await page.getByLabel("16 inch").check();
		await page.getByLabel("Gluten-free").check();
		expect(await page.getByLabel("House lemonade").isVisible()).toBe(false);
		await page.getByLabel("Add a drink").check();
		await page.getByLabel("House lemonade").check();
		await page.getByLabel("Quantity").and(page.locator(":visible")).fill("2");
		await page.getByRole("button", { name: "Add to basket" }).and(page.locator(":visible")).click();
		await page.getByRole("button", { name: "Remove Margherita, 16 inch" }).waitFor();
		await page.getByLabel("Note to the kitchen").fill("Please cut it");
		await page.getByRole("button", { name: /^Order for \$49\.91/ }).click();
		await page.getByRole("status").getByText("Waiting", { exact: true }).waitFor();

		const [submitted] = newOrders(hub);
		expect(submitted).toMatchObject({
			location_id: "dd-9001",
			order: {
				customers: [{ name: "Ana Lopez" }],
				fulfillment_type: "pickup",
				special_instructions: "Please cut it",
				subtotal: 2 * (1700 + 250 + 300 + 50),
				tax: 391,
				items: [
					{
						id: "st-margherita-16",
						item_id: "st-margherita",
						quantity: 2,
						price: 1700,
						modifiers: [
							{ id: "st-gluten-free", modifier_group_id: "st-crust" },
							{ id: "st-with-drink", modifiers: [{ id: "st-lemonade", modifiers: [] }] },
						],
					},
				],
			},
		});
		const order_id = submitted?.order.id;
		await event({ type: "location.order.accept", order_id, estimated_ready_at_ms: Date.now() + 900_000 });
		await page.getByRole("status").getByText("The kitchen has it. Ready at about").waitFor();
		await event({ type: "location.order.notify_status_change", order_id, order_status_update: "ready_for_pickup" });
		await page.getByRole("status").getByText("Your order is ready.").waitFor();
	});

	test("is told what the dish still needs, and loses nothing", async () => {
		const page = await visit("/stores/dd-9001");
		await dish(page, "Margherita").click();
		await page.getByLabel("16 inch").check();
		await page.getByLabel("Add a drink").check();
		await page.getByRole("button", { name: "Add to basket" }).and(page.locator(":visible")).click();
		expect(await page.getByRole("alert").textContent()).toContain("choose one for “Combo drink”");
		expect(await page.getByLabel("16 inch").isChecked()).toBe(true);
		expect(await page.getByLabel("Add a drink").isChecked()).toBe(true);
	});

	test("learns why an order was refused", async () => {
		const page = await visit("/");
		const { order_id } = (await dsp.placeOrder()) as { order_id: string };
		await page.goto(`${dsp.url}/orders/${order_id}`);
		await event({
			type: "location.order.fail",
			order_id,
			failure_reason: "items_unavailable",
			failure_details: { invalid_item_ids: ["st-margherita-12"] },
		});
		await page.getByRole("status").getByText("It is about: Margherita, 12 inch.").waitFor();
		expect(await page.getByRole("button", { name: "Cancel this order" }).count()).toBe(0);
	});

	test("takes an order back", async () => {
		const { order_id } = (await dsp.placeOrder()) as { order_id: string };
		const page = await visit(`/orders/${order_id}`);
		await page.getByRole("button", { name: "Cancel this order" }).click();
		await page.getByRole("status").getByText("You cancelled this order.").waitFor();
		expect(hub.submissions.at(-1)).toMatchObject({ type: "cancel_order", order_id, cancel_source: "customer" });
	});

	test("cannot order from a store that the restaurant paused", async () => {
		await event({ type: "location.pause" });
		const page = await visit("/stores/dd-9001");
		await page.getByText("The restaurant takes no orders now.").waitFor();
		expect(await page.getByRole("button").count()).toBe(0);
	});

	test("orders with the keyboard alone", async () => {
		const page = await visit("/stores/dd-9001");
		await tabTo(page, "Tiramisu");
		await page.keyboard.press("Enter");
		await tabTo(page, "Add to basket");
		await page.keyboard.press("Enter");
		await page.getByRole("button", { name: "Remove Tiramisu" }).waitFor();
		await tabTo(page, "Order for");
		await page.keyboard.press("Enter");
		await page.getByRole("status").getByText("Waiting", { exact: true }).waitFor();
		expect(newOrders(hub)[0]?.order.items).toMatchObject([{ id: "st-tiramisu-one", quantity: 1 }]);
	});

	test.each(VIEWS)("reads every page well at $width px, $scheme", async (view) => {
		const page = await visit("/stores/dd-9001", view);
		const look = async () => [await accessibilityFindings(page), await overflowOf(page)];
		await dish(page, "Margherita").click();
		await page.getByLabel("Add a drink").check();
		expect(await look()).toEqual([[], 0]);
		await page.getByLabel("Cola").check();
		await page.getByRole("button", { name: "Add to basket" }).and(page.locator(":visible")).click();
		await page.getByRole("button", { name: "Remove Margherita" }).waitFor();
		expect(await look()).toEqual([[], 0]);
		await page.getByRole("button", { name: "Order for" }).click();
		await page.getByRole("status").waitFor();
		expect(await look()).toEqual([[], 0]);
		await page.getByRole("link", { name: "Doorstep" }).click();
		await page.getByRole("heading", { name: "Latest orders" }).waitFor();
		expect(await look()).toEqual([[], 0]);
	});
});
