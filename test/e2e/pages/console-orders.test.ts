import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type Desk, openDesk, settled } from "../console-desk.ts";
import { counterOf } from "../counter.ts";
import { openForBusiness, untilQuiet } from "../town.ts";
import { PATIENCE_MS, until } from "../until.ts";
import { accessibilityFindings, focused, overflowOf, tabTo, VIEWS } from "../watch-page.ts";

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

/** The address of an order's own page. */
async function pageOf(dsp_order_id: string): Promise<string> {
	const [row] = await desk.town.look<{ order_id: string }>("SELECT order_id FROM orders WHERE dsp_order_id = $1", [
		dsp_order_id,
	]);
	return `/orders/${org_id}/${row?.order_id}`;
}

const ticketOf = (dsp_order_id: string) =>
	[...desk.town.pos.state.tickets.values()].find((one) => one.order.dsp_order_id === dsp_order_id);

async function openCancelDialog(page: Page) {
	await settled(page);
	await page.getByRole("button", { name: "Cancel order", exact: true }).click();
	const dialog = page.getByRole("dialog", { name: /^Cancel order .+\?$/ });
	await dialog.waitFor();
	return dialog;
}

test("staff cancels an order by keyboard alone: who hears what is said before, and both hear it", async () => {
	const dsp_order_id = await order();
	const board = await desk.visit("/orders");
	await settled(board.page);
	await board.page.locator("[data-live=live]").waitFor();
	const { page, complaints, close } = await desk.visit(await pageOf(dsp_order_id));
	await settled(page);
	await tabTo(page, "Cancel order");
	await page.keyboard.press("Enter");
	const dialog = page.getByRole("dialog", { name: /^Cancel order .+\?$/ });
	await dialog.getByText("From Reference DSP, for Joe's Pizza - Main St").waitFor();
	await dialog.getByText("Reference DSP is told that the store cancelled the order.").waitFor();
	await dialog.getByText("Reference POS is told to take back the ticket.").waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	expect(await focused(page)).toBe("Reason (optional)");
	await page.keyboard.type("The oven is broken");
	await tabTo(page, "Cancel order ");
	await page.keyboard.press("Enter");
	await dialog.waitFor({ state: "detached" });
	const timeline = page.getByRole("region", { name: "Timeline" });
	const hop = (type: string) => timeline.locator("code").filter({ hasText: new RegExp(`^${type}$`) });
	await hop("order.canceled_by_staff").waitFor();
	const button = page.getByRole("button", { name: "Cancel order", exact: true });
	await page.getByText("It is cancelled already.").waitFor({ state: "attached" });
	expect(await button.getAttribute("aria-disabled")).toBe("true");
	await until("the focus is back", async () => (await focused(page)) === "Cancel order");
	await until("both have heard it", () => {
		const record = desk.town.dsp.orders.get(dsp_order_id);
		return record?.cancelled_by === "restaurant" && ticketOf(dsp_order_id)?.status === "dsp_canceled";
	});
	await hop("location.order.cancel").waitFor();
	await hop("order.canceled").waitFor();
	await timeline.getByRole("button", { name: "Show payload order.canceled_by_staff" }).click();
	await timeline.getByText("The oven is broken").waitFor();
	const row = board.page.locator("tbody tr[data-index]").first();
	await until("the board says so too", async () => (await row.textContent())?.includes("Cancelled"));
	expect([...complaints, ...board.complaints]).toEqual([]);
	await close();
	await board.close();
});

test("an order that waits for its POS is refused at its channel and never sent, and says so before", async () => {
	const { accounts } = desk.town.hub;
	await accounts.setPaused("sim-pos", true);
	const placed = await desk.town.dsp.placeOrder();
	if (placed.kind !== "sent") throw new Error(placed.problem);
	const { page, complaints, close } = await desk.visit(await pageOf(placed.order_id));
	const dialog = await openCancelDialog(page);
	await dialog
		.getByText("Reference DSP still waits for an answer; it is told that the store does not take the order.")
		.waitFor();
	await dialog.getByText("Reference POS has no ticket and gets none.").waitFor();
	await dialog.getByRole("button", { name: /^Cancel order/ }).click();
	const { kind, event } = await desk.town.dsp.waitForVerdict(placed.order_id, PATIENCE_MS);
	expect([kind, event]).toMatchObject(["failed", { failure_reason: "restaurant_not_accepting_orders" }]);
	await accounts.setPaused("sim-pos", false);
	await untilQuiet(desk.town);
	expect(ticketOf(placed.order_id)).toBeUndefined();
	expect(complaints).toEqual([]);
	await close();
});

test("an order that ends while somebody is asked is not cancelled, and the dialog says why", async () => {
	const dsp_order_id = await order();
	const { page, complaints, close } = await desk.visit(await pageOf(dsp_order_id));
	await page.locator("[data-live=live]").waitFor();
	const dialog = await openCancelDialog(page);
	const ticket = ticketOf(dsp_order_id);
	await counterOf(desk.town).tell("order.status.updated", {
		...{ location_id: ticket?.order.location_id, provider_id: ticket?.provider_id, status: "completed" },
	});
	const confirm = dialog.getByRole("button", { name: /^Cancel order/ });
	await until("it cannot be confirmed", async () => (await confirm.getAttribute("aria-disabled")) === "true");
	await dialog.getByText("It is completed: nothing can be taken back.").first().waitFor();
	await confirm.click({ force: true });
	await page.keyboard.press("Escape");
	await dialog.waitFor({ state: "detached" });
	await untilQuiet(desk.town);
	expect(desk.town.dsp.orders.get(dsp_order_id)?.cancelled_by).toBeUndefined();
	expect(complaints).toEqual([]);
	await close();
});

test.each(VIEWS)("the question fits at $width pixels, $scheme", async (view) => {
	const dsp_order_id = await order();
	const { page, complaints, close } = await desk.visit(await pageOf(dsp_order_id), view);
	const name = `${view.width}-${view.scheme}`;
	await settled(page);
	await page.screenshot({ path: `test/e2e/screenshots/order-${name}.png` });
	const dialog = await openCancelDialog(page);
	expect(await accessibilityFindings(page)).toEqual([]);
	expect(await overflowOf(page)).toBe(0);
	await page.screenshot({ path: `test/e2e/screenshots/order-cancel-${name}.png` });
	await dialog.getByRole("button", { name: "Keep order" }).click();
	await dialog.waitFor({ state: "detached" });
	await until("the focus is back", async () => (await focused(page)) === "Cancel order");
	await untilQuiet(desk.town);
	expect(desk.town.dsp.orders.get(dsp_order_id)?.cancelled_by).toBeUndefined();
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
