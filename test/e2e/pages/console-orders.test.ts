import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type Desk, openDesk, settled } from "../console-desk.ts";
import { counterOf } from "../counter.ts";
import { openForBusiness } from "../town.ts";
import { PATIENCE_MS, until } from "../until.ts";

let browser: Browser;
let desk: Desk;
let org_id: string;
beforeAll(async () => {
	browser = await openBrowser();
	desk = await openDesk(browser);
	({ org_id } = await openForBusiness(desk.town));
});
afterAll(async () => {
	await browser?.close();
	await desk?.close();
});

async function order(): Promise<string> {
	const placed = await desk.town.dsp.placeOrder();
	if (placed.kind !== "sent") throw new Error(placed.problem);
	await desk.town.dsp.waitForVerdict(placed.order_id, PATIENCE_MS);
	return placed.order_id;
}

test("an order that comes while somebody looks waits to be shown, and nothing jumps", async () => {
	await order();
	const { page, complaints, close } = await desk.visit("/orders");
	await settled(page);
	await page.locator("[data-live=live]").waitFor();
	const rows = page.locator("tbody tr[data-index]");
	expect(await rows.count()).toBe(1);
	await rows.first().locator("a").focus();
	await order();
	await order();
	const show = page.getByRole("button", { name: "2 new orders, show" });
	await show.waitFor();
	expect(await rows.count()).toBe(1);
	expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("A");
	await show.click();
	await until("the new orders are shown", async () => (await rows.count()) === 3);
	expect(complaints).toEqual([]);
	await close();
});

test("a state that changes is seen in its row without a reload", async () => {
	const dsp_order_id = await order();
	const { page, close } = await desk.visit("/orders");
	await settled(page);
	await page.locator("[data-live=live]").waitFor();
	const row = page.locator("tbody tr[data-index]").first();
	expect(await row.textContent()).toContain("Accepted");
	const ticket = [...desk.town.pos.state.tickets.values()].find((one) => one.order.dsp_order_id === dsp_order_id);
	if (ticket === undefined) throw new Error("the kitchen has no such ticket");
	const kitchen = counterOf(desk.town);
	await kitchen.tell("order.status.updated", {
		...{ location_id: ticket.order.location_id, provider_id: ticket.provider_id, status: "ready_for_pickup" },
	});
	await until("the row says that it is ready", async () => (await row.textContent())?.includes("Ready"));
	await close();
});

test("an order shows every hop with its payload, that its sums hold, and what would happen today", async () => {
	await order();
	const { page, complaints, close } = await desk.visit("/orders");
	await settled(page);
	await page.locator("tbody tr[data-index] a").first().click();
	await page.getByRole("heading", { level: 2, name: "Timeline" }).waitFor();
	await settled(page);
	const timeline = page.getByRole("region", { name: "Timeline" });
	for (const hop of ["From the channel", "To the POS", "To the channel"]) {
		expect(await timeline.getByText(hop, { exact: true }).count()).toBeGreaterThan(0);
	}
	await timeline
		.getByRole("button", { name: /^Show payload/ })
		.first()
		.click();
	await timeline
		.getByRole("region", { name: /^Payload of/ })
		.first()
		.waitFor();
	expect(await page.getByRole("heading", { name: /Money check/ }).textContent()).toContain("Adds up");
	const resend = page.getByRole("button", { name: "Resend" });
	expect(await resend.getAttribute("aria-disabled")).toBe("true");
	await page.getByRole("button", { name: "Replay without sending" }).click();
	await page.getByText("It would go the same way today.").waitFor();
	expect(complaints).toEqual([]);
	await close();
});

test("a lost line is said, and what came meanwhile is there when it is back", async () => {
	const { page, close } = await desk.visit("/orgs");
	await settled(page);
	let is_cut = true;
	await page.route("**/console/events*", (route) => (is_cut ? route.abort() : route.continue()));
	await page.goto(`${desk.town.hub.url}/orders?org_id=${org_id}`);
	await settled(page);
	await page.getByText(/Reconnecting…|Checking every 10 s/).waitFor();
	const rows = page.locator("tbody tr[data-index]");
	const before = await rows.count();
	await order();
	is_cut = false;
	await page.locator("[data-live=live]").waitFor({ timeout: PATIENCE_MS });
	await until("the order that came meanwhile is there", async () => (await rows.count()) > before);
	await page.getByRole("button", { name: "Pause live updates" }).click();
	await page.getByText("Paused", { exact: true }).waitFor();
	await close();
});
