import type { DspOrder } from "@ticketrail/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type Desk, openDesk, settled } from "../console-desk.ts";
import { counterOf, orderOf } from "../counter.ts";
import { orderLine } from "../menu.ts";
import { LOGIN, openForBusiness, untilQuiet } from "../town.ts";
import { PATIENCE_MS, until } from "../until.ts";
import { accessibilityFindings, focused, overflowOf, tabTo, VIEWS } from "../watch-page.ts";

let browser: Browser;
let desk: Desk;
let org_id: string;
let dsp_id: string;
beforeAll(async () => {
	browser = await openBrowser();
	desk = await openDesk(browser);
	const onboarded = await openForBusiness(desk.town);
	({ org_id } = onboarded);
	dsp_id = onboarded.dsp.onboarding_id;
	await untilQuiet(desk.town);
});
afterAll(async () => {
	await browser?.close();
	await desk?.close();
});

async function linkOf(store: string): Promise<string> {
	const [link] = await desk.town.look<{ binding_id: string }>(
		"SELECT binding_id FROM binding WHERE dsp_location_id = $1 AND ended_at IS NULL",
		[store],
	);
	return `/orgs/${org_id}?link=${link?.binding_id}`;
}

/** On the bind screen: that store is this location, reviewed and confirmed. */
async function linkHere(page: Page, store: RegExp): Promise<void> {
	await settled(page);
	await page.getByRole("group", { name: store }).getByLabel("Same store").check();
	await page.getByRole("button", { name: "Review 1 link" }).click();
	await page.getByLabel("I have compared each pair above.").check();
	await page.getByRole("button", { name: /^Link 1 store to/ }).click();
	await page.getByRole("heading", { name: "1 linked" }).waitFor();
}

/** The merchant signs in at the DSP, in the window beside. */
async function signIn(page: Page): Promise<void> {
	const link = page.getByRole("link", { name: "Sign in at Reference DSP" });
	await link.waitFor();
	const [beside] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
	await beside.getByLabel("Username").fill(LOGIN.dsp.username);
	await beside.getByLabel("Password").fill(LOGIN.dsp.password);
	await beside.keyboard.press("Enter");
	await beside.getByRole("button", { name: "Approve" }).click();
	await beside.getByText("The connection is made.").waitFor();
	await beside.close();
}

const soup = () => orderOf([orderLine(desk.town.dsp.menus.get("dd-9001"), "Soup of the day")]);
const cardOf = (page: Page, order: DspOrder) =>
	page.getByRole("listitem").filter({ hasText: order.customer_facing_id ?? order.id });

test("a test order is seen in the kitchen, and somebody says that it arrived at the right store", async () => {
	const { town } = desk;
	const before = new Set(town.pos.state.tickets.keys());
	const { page, complaints, close } = await desk.visit(await linkOf("dd-9002"));
	const drawer = page.getByRole("dialog");
	await drawer.getByRole("button", { name: /^Send a test order to/ }).click();
	await drawer.getByText(/took the test order/).waitFor();
	const made = [...town.pos.state.tickets].filter(([id]) => !before.has(id)).map(([, ticket]) => ticket);
	expect(made).toHaveLength(1);
	expect(JSON.stringify(made[0]?.order)).toMatch(/test/i);
	expect(await accessibilityFindings(page)).toEqual([]);
	await page.screenshot({ path: "test/e2e/screenshots/link-test-order-1440-light.png" });
	await drawer.getByRole("button", { name: "It arrived at the right store" }).click();
	await drawer.getByRole("button", { name: "It arrived at the right store" }).waitFor({ state: "detached" });
	expect(await town.look("SELECT 1 AS one FROM orders WHERE dsp_order_id LIKE 'test%'")).toEqual([]);
	expect(complaints).toEqual([]);
	await close();
});

describe("a store that somebody pauses by keyboard", () => {
	const store = () => desk.town.dsp.stores.get("dd-9001");

	test("is closed at its channel and says so everywhere, until it is resumed", async () => {
		const { page, complaints, close } = await desk.visit(await linkOf("dd-9001"));
		const drawer = page.getByRole("dialog");
		await drawer.getByRole("button", { name: "Pause", exact: true }).waitFor();
		await tabTo(page, "Pause");
		await page.keyboard.press("Enter");
		const asks = drawer.getByText(/^Reference DSP stops showing “Joes Pizza \(Main Street\)” to customers/);
		await asks.filter({ hasText: "until you resume it." }).waitFor();
		await tabTo(page, "Until I resume it");
		await page.keyboard.press("ArrowDown");
		await asks.filter({ hasText: /until \d\d:\d\d.*, and opens it again by itself/ }).waitFor();
		await page.keyboard.press("ArrowUp");
		expect(await accessibilityFindings(page)).toEqual([]);
		await page.screenshot({ path: "test/e2e/screenshots/link-pause-1440-light.png" });
		await tabTo(page, "Pause “Joes Pizza (Main Street)”");
		await page.keyboard.press("Enter");
		await drawer.getByText("Paused by").waitFor();
		expect(await focused(page)).toBe("Resume");
		await until("the channel has closed the store", () => store()?.paused_until === Number.POSITIVE_INFINITY);
		expect(await accessibilityFindings(page)).toEqual([]);

		await page.keyboard.press("Escape");
		await page.getByText("1 paused").waitFor();
		const cell = page.getByRole("link", { name: /Main St, Reference DSP, Paused/ });
		await cell.filter({ visible: true }).waitFor();
		await page.getByLabel("Status").selectOption({ label: "With a paused store" });
		await page.getByText("1 of 1", { exact: true }).waitFor();
		await cell.filter({ visible: true }).focus();
		await page.keyboard.press("Enter");
		await tabTo(page, "Resume");
		await page.keyboard.press("Enter");
		await drawer.getByText(/^Reference DSP shows “Joes Pizza \(Main Street\)” to customers again/).waitFor();
		await tabTo(page, "Resume “Joes Pizza (Main Street)”");
		await page.keyboard.press("Enter");
		await drawer.getByText("Paused by").waitFor({ state: "detached" });
		expect(await focused(page)).toBe("Pause");
		await until("the channel has opened the store", () => store()?.paused_until === 0);
		expect(complaints).toEqual([]);
		await close();
	});

	test("stays closed when it is resumed while its POS has paused the location, which is said before", async () => {
		const { town } = desk;
		const counter = counterOf(town);
		await counter.tell("location.status.updated", { location_id: "4410", status: "inactive" });
		for (const view of [VIEWS[1], VIEWS[2]]) {
			const { page, complaints, close } = await desk.visit(await linkOf("dd-9001"), view);
			const drawer = page.getByRole("dialog");
			await drawer.getByText(/^The POS has paused Joe's Pizza - Main St/).waitFor();
			await drawer.getByRole("button", { name: "Pause", exact: true }).click();
			await drawer.getByLabel(/^The rest of the day, until/).check();
			await drawer.getByRole("button", { name: /^Pause ./ }).click();
			await drawer.getByText("Paused until").waitFor();
			await drawer.getByRole("button", { name: "Resume", exact: true }).click();
			await drawer.getByText(/It stays closed at Reference DSP/).waitFor();
			expect([await overflowOf(page), await accessibilityFindings(page)]).toEqual([0, []]);
			await page.screenshot({ path: `test/e2e/screenshots/link-resume-${view.width}-${view.scheme}.png` });
			await drawer.getByRole("button", { name: /^Resume ./ }).click();
			await drawer.getByText("Paused until").waitFor({ state: "detached" });
			await untilQuiet(town);
			expect(store()?.paused_until).toBe(Number.POSITIVE_INFINITY);
			expect(complaints).toEqual([]);
			await close();
		}
		await counter.tell("location.status.updated", { location_id: "4410", status: "active" });
		await until("the channel has opened the store", () => store()?.paused_until === 0);
	});
});

test("an order for a store that was unlinked is in the tray with what the channel was told, and leads to the binding", async () => {
	const { town } = desk;
	const { page, complaints, close } = await desk.visit(await linkOf("dd-9001"));
	const drawer = page.getByRole("dialog");
	await drawer.getByRole("button", { name: "Unlink", exact: true }).click();
	await drawer.getByRole("button", { name: /^Unlink ./ }).click();
	await drawer.getByText(/^This link was ended\./).waitFor();
	await untilQuiet(town);

	const order = soup();
	await town.dsp.placeOrder({ location_id: "dd-9001", order });
	const { event } = await town.dsp.waitForVerdict(order.id, PATIENCE_MS);
	expect(event.type).toBe("location.order.fail");
	await page.goto(`${town.hub.url}/unroutable`);
	const card = cardOf(page, order);
	await card.getByText("Answered").waitFor();
	expect(await card.getByRole("button", { name: "Release" }).getAttribute("aria-disabled")).toBe("true");
	await card
		.getByText(/The channel was told that it failed/)
		.filter({ visible: true })
		.first()
		.waitFor();
	await card.getByText("Joes Pizza (Main Street)").waitFor();
	await card.getByText("Joe's Pizza - Main St").waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	await page.screenshot({ path: "test/e2e/screenshots/unroutable-answered-1440-light.png" });
	await card.getByRole("link", { name: "Bind this store" }).click();
	await linkHere(page, /Main Street/);
	const again = soup();
	await town.dsp.placeOrder({ location_id: "dd-9001", order: again });
	expect((await town.dsp.waitForVerdict(again.id, PATIENCE_MS)).event.type).toBe("location.order.accept");
	expect(complaints).toEqual([]);
	await close();
});

test("an order for a store that nobody has waits, and is released into the kitchen once its store is linked", async () => {
	const { town } = desk;
	const { page, complaints, close } = await desk.visit(`/orgs/${org_id}/integrations/${dsp_id}`);
	await page.getByRole("button", { name: "Disconnect", exact: true }).click();
	await page.getByRole("button", { name: "Disconnect Reference DSP" }).click();
	await page.getByText("Disconnected").first().waitFor();
	await untilQuiet(town);

	const order = soup();
	const placed = await town.dsp.placeOrder({ location_id: "dd-9001", order });
	expect(placed).toMatchObject({ kind: "sent", submission: { kind: "refused", status: 404 } });
	await page.goto(`${town.hub.url}/unroutable`);
	const card = cardOf(page, order);
	await card.getByText("Waiting").waitFor();
	const release = card.getByRole("button", { name: "Release" });
	expect(await release.getAttribute("aria-disabled")).toBe("true");
	await card
		.getByText(/Link it first/)
		.filter({ visible: true })
		.first()
		.waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	await page.screenshot({ path: "test/e2e/screenshots/unroutable-waiting-1440-light.png" });

	await page.goto(`${town.hub.url}/orgs/${org_id}`);
	await page.getByRole("button", { name: "Link a DSP" }).first().click();
	await page
		.getByRole("dialog")
		.getByRole("button", { name: /^Reference DSP/ })
		.click();
	await signIn(page);
	await page.keyboard.press("Escape");
	await page.getByRole("link", { name: "Link stores" }).first().click();
	await linkHere(page, /Main Street/);
	await page.goto(`${town.hub.url}/unroutable`);
	await until("it may be released", async () => (await release.getAttribute("aria-disabled")) === null);
	await release.click();
	const verdict = await town.dsp.waitForVerdict(order.id, PATIENCE_MS);
	expect(verdict.event.type).toBe("location.order.accept");
	expect(counterOf(town).ticketOf(order)?.order.dsp_order_id).toBe(order.id);
	await card.getByText("Released", { exact: true }).waitFor();
	expect(await release.count()).toBe(0);
	await card.getByRole("link", { name: "See order" }).click();
	await page.getByRole("heading", { level: 2, name: "Timeline" }).waitFor();
	expect(complaints).toEqual([]);
	await close();
});
