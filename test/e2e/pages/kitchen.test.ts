import { examples, POS_PATHS } from "@ticketrail/contract";
import { type ReferencePos, SAMPLE_ACCOUNTS, startReferencePos } from "@ticketrail/reference-pos";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
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

let browser: Browser;
let hub: HubSide;
let pos: ReferencePos;
let access_token: string;
let opened: WatchedPage[];

beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
	opened = [];
	hub = await startHubSide();
	pos = await startReferencePos({ ...CREDENTIALS, hub_url: hub.url });
	const { username = "", password = "" } = SAMPLE_ACCOUNTS[0] ?? {};
	access_token = await hub.connect(pos.url, POS_PATHS, { username, password });
});

afterEach(async () => {
	for (const { complaints, close } of opened) {
		expect(complaints).toEqual([]);
		await close();
	}
	await pos.stop();
	hub.stop();
});

async function order(key: string): Promise<string> {
	const line = { provider_id: "lasagne", name: "Lasagne", quantity: 1, price_amount: 1495, price_currency: "usd" };
	const object = {
		...examples.order_created.object,
		idempotency_key: key,
		location_id: "4410",
		line_items: [{ ...line, modifiers: [], special_instructions: "Hot, please" }],
		subtotal: 1495,
	};
	const response = await hub.post(`${pos.url}${POS_PATHS.orders}`, access_token, { type: "order.created", object });
	return ((await response.json()) as { order: { provider_id: string } }).order.provider_id;
}

async function visit(path = "/", view?: (typeof VIEWS)[number]): Promise<Page> {
	const watched = await watchPage(browser, [new URL(pos.url).host], view);
	opened.push(watched);
	await watched.page.goto(`${pos.url}${path}`);
	return watched.page;
}

describe("a cook at the kitchen's screen", () => {
	test("sees a new order hang itself up, without touching anything", async () => {
		const page = await visit();
		await page.getByText("No orders yet").waitFor();
		await order("key-1");
		await page.getByRole("heading", { name: "#1" }).waitFor();
		await page.getByText("Hot, please").waitFor();
		expect(await page.locator("#announce").textContent()).toBe("1 new order");
	});

	test("moves it on with one button per step, and keeps the place when the screen changes", async () => {
		const provider_id = await order("key-1");
		const page = await visit();
		await page.getByRole("button", { name: "Ready order 1" }).click();
		await page.getByRole("button", { name: "Completed order 1" }).focus();
		await order("key-2");
		await page.getByRole("heading", { name: "#2" }).waitFor();
		expect(await focused(page)).toBe("Completed order 1");
		await page.keyboard.press("Enter");
		await page.getByText("Done", { exact: true }).waitFor();
		const statuses = hub.webhooks.map(({ type, object }) => [type, object.provider_id, object.status]);
		expect(statuses).toEqual([
			["order.status.updated", provider_id, "ready_for_pickup"],
			["order.status.updated", provider_id, "completed"],
		]);
	});

	test("takes a dish off and puts it back, with the keyboard", async () => {
		const page = await visit();
		await tabTo(page, "Pasta");
		await page.keyboard.press("Enter");
		await tabTo(page, "Mark sold out Lasagne");
		await page.keyboard.press("Enter");
		await page.getByRole("button", { name: "Back in stock Lasagne" }).waitFor();
		expect(await focused(page)).toBe("Back in stock Lasagne");
		await page.keyboard.press("Enter");
		await page.getByRole("button", { name: "Mark sold out Lasagne" }).waitFor();
		expect(hub.webhooks.map(({ object }) => object.object_update)).toEqual([{ is_active: false }, { is_active: true }]);
	});

	test("pauses one location and reopens it", async () => {
		const page = await visit("/?location=4411");
		await page.getByRole("button", { name: "Pause 30 minutes" }).click();
		await page.getByRole("button", { name: "Reopen" }).click();
		await page.getByRole("button", { name: "Pause 30 minutes" }).waitFor();
		const statuses = hub.webhooks.map(({ object }) => [object.location_id, object.status]);
		expect(statuses).toEqual([
			["4411", "inactive"],
			["4411", "active"],
		]);
	});

	test("is told what is wrong with a price, and what became of a good one", async () => {
		const page = await visit();
		await page.getByLabel("New price, in dollars").fill("a lot");
		await page.getByRole("button", { name: "Change price" }).click();
		await page.getByRole("alert").getByText("Give the new price as a number").waitFor();
		await page.getByLabel("Item").selectOption({ label: "Lasagne ($14.95)" });
		await page.getByLabel("New price, in dollars").fill("15.50");
		await page.getByRole("button", { name: "Change price" }).click();
		await page.getByRole("region", { name: "Told to the hub" }).getByText("location.catalog.updated").waitFor();
		expect(await page.getByLabel("Item").inputValue()).toBe("lasagne");
		expect(await page.getByLabel("New price, in dollars").inputValue()).toBe("");
		expect(await page.getByRole("alert").count()).toBe(0);
		expect(await page.getByLabel("Item").locator("option", { hasText: "Lasagne" }).textContent()).toBe(
			"Lasagne ($15.50)",
		);
	});

	test.each(VIEWS)("reads it well at $width px, $scheme", async (view) => {
		await order("key-1");
		const page = await visit("/", view);
		const look = async () => [await accessibilityFindings(page), await overflowOf(page)];
		await page.getByRole("button", { name: "Pause until reopened" }).click();
		await page.locator("#summary-cat-pizza").click();
		await page.getByRole("button", { name: "Mark sold out Funghi" }).click();
		await page.getByRole("button", { name: "Back in stock Funghi" }).waitFor();
		expect(await look()).toEqual([[], 0]);
		await page.getByRole("link", { name: "Joe's Pizza - Airport kiosk" }).click();
		await page.getByText("No orders yet").waitFor();
		expect(await look()).toEqual([[], 0]);
	});
});
