import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type Desk, openDesk, settled } from "../console-desk.ts";
import { counterOf, orderOf } from "../counter.ts";
import { orderLine } from "../menu.ts";
import { LOGIN, openForBusiness, SECRETS, untilQuiet } from "../town.ts";
import { PATIENCE_MS, until } from "../until.ts";
import { accessibilityFindings } from "../watch-page.ts";

let browser: Browser;
let desk: Desk;
beforeAll(async () => {
	browser = await openBrowser();
	desk = await openDesk(browser);
	await openForBusiness(desk.town);
	await untilQuiet(desk.town);
});
afterAll(async () => {
	await browser?.close();
	await desk?.close();
});

/** An order that the kitchen has, and whose verdict its channel refused to take: a dead letter. */
async function orderWithoutVerdict(): Promise<string> {
	const { dsp } = desk.town;
	dsp.failNextEvents(1, 409);
	const placed = await dsp.placeOrder();
	if (placed.kind !== "sent") throw new Error(placed.problem);
	await untilDead("location.order.accept");
	return placed.order_id;
}

async function untilDead(type: string): Promise<void> {
	const dead = "SELECT 1 AS one FROM delivery WHERE state = 'dead' AND type = $1";
	await until(`a dead ${type}`, async () => (await desk.town.look(dead, [type])).length > 0);
	await untilQuiet(desk.town);
}

async function openDeadLetters(page: Page): Promise<void> {
	await settled(page);
	await page.getByLabel("State").selectOption({ label: "Dead letter" });
	await page.waitForFunction(() => {
		const rows = [...document.querySelectorAll("tbody tr[data-index]")];
		return rows.length > 0 && rows.every((row) => row.textContent?.includes("Dead letter"));
	});
	await settled(page);
}

const lastRow = (page: Page) => page.locator("tbody tr[data-index]").last();

test("a dead letter is shown with its reason, resent, and its channel has it", async () => {
	const order_id = await orderWithoutVerdict();
	expect(desk.town.dsp.verdicts.has(order_id)).toBe(false);
	const { page, complaints, close } = await desk.visit("/webhooks");
	await page.getByText("1 dead letter").waitFor();
	await openDeadLetters(page);
	expect(await lastRow(page).textContent()).toContain("409");
	await page.screenshot({ path: "test/e2e/screenshots/webhooks-dead-1440-light.png", fullPage: true });
	await page.getByRole("link", { name: "location.order.accept" }).click();
	const drawer = page.getByRole("dialog", { name: "location.order.accept" });
	await drawer.getByText("Dead letter").waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	await page.screenshot({ path: "test/e2e/screenshots/delivery-dead-1440-light.png" });
	await drawer.getByRole("button", { name: "Resend" }).click();
	const verdict = await desk.town.dsp.waitForVerdict(order_id, PATIENCE_MS);
	expect(verdict.event.type).toBe("location.order.accept");
	await until("the drawer shows that it arrived", async () =>
		(await drawer.textContent())?.includes("Already delivered: no action is needed."),
	);
	expect(await drawer.getByRole("button", { name: "Resend" }).getAttribute("aria-disabled")).toBe("true");
	expect(await drawer.getByRole("listitem").count()).toBe(2);
	await page.keyboard.press("Escape");
	await page.getByText("Nothing matches this filter").waitFor();
	expect(complaints).toEqual([]);
	await close();
});

test("a message that is tried again later says when", async () => {
	const { town } = desk;
	town.dsp.failNextEvents(1, 503);
	const placed = await town.dsp.placeOrder();
	if (placed.kind !== "sent") throw new Error(placed.problem);
	// the channel asks for so much patience
	const retry = (span: string) =>
		town.look(
			`UPDATE pgboss.job SET start_after = now() + $1::interval WHERE name = 'order.to-dsp' AND state = 'retry' RETURNING id`,
			[span],
		);
	await until("it failed, and waits", async () => (await retry("10 minutes")).length > 0);
	const { page, complaints, close } = await desk.visit("/webhooks?state=pending");
	await settled(page);
	const row = page.getByRole("row", { name: /location\.order\.accept/ }).first();
	await row.getByRole("cell", { name: /^in (9|10) min/ }).waitFor();
	await page.screenshot({ path: "test/e2e/screenshots/webhooks-waiting-1440-light.png" });
	await retry("0");
	await town.dsp.waitForVerdict(placed.order_id, PATIENCE_MS);
	await untilQuiet(town);
	expect(complaints).toEqual([]);
	await close();
});

test("many are replayed together, and what was delivered is left out and said", async () => {
	const orders = [await orderWithoutVerdict(), await orderWithoutVerdict(), await orderWithoutVerdict()];
	const { page, complaints, close } = await desk.visit("/webhooks");
	await settled(page);
	await page.getByRole("checkbox", { name: "Select all" }).check();
	await page.getByText(/need no replay/).waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	await page.screenshot({ path: "test/e2e/screenshots/webhooks-replay-1440-light.png" });
	await page.getByRole("button", { name: "Replay 3" }).click();
	await page.getByText("3 messages are being sent again.").first().waitFor();
	for (const order_id of orders) await desk.town.dsp.waitForVerdict(order_id, PATIENCE_MS);
	await until(
		"every row says that it arrived",
		async () => !(await page.locator("tbody").textContent())?.match(/Dead letter|Waiting/),
	);
	expect(await desk.town.look("SELECT 1 AS one FROM delivery WHERE state = 'dead'")).toEqual([]);
	expect(complaints).toEqual([]);
	await close();
});

test("a cancellation that the POS would not take is resent from the log, and the kitchen takes the ticket down", async () => {
	const { town } = desk;
	const counter = counterOf(town);
	const order = orderOf([orderLine(town.dsp.menus.get("dd-9001"), "Soup of the day")]);
	await counter.place(order);
	town.pos.faults.failNext("orders", { kind: "status", status: 422 });
	await town.dsp.cancelOrder(order.id);
	await untilDead("order.canceled");
	expect(counter.ticketOf(order)?.status).not.toBe("dsp_canceled");
	const { page, complaints, close } = await desk.visit("/logs?direction=out&status=4xx");
	await page
		.getByRole("link", { name: /order\.canceled/ })
		.first()
		.click();
	const drawer = page.getByRole("dialog");
	await drawer.getByRole("button", { name: "Resend" }).click();
	await until("the kitchen has taken it down", () => counter.ticketOf(order)?.status === "dsp_canceled");
	await drawer.getByText("It is being sent again").first().waitFor();
	expect(complaints).toEqual([]);
	await close();
});

test("what is copied as curl runs as it is, and holds no secret", async () => {
	const { town } = desk;
	const { page, complaints, close } = await desk.visit("/logs?direction=out&status=2xx");
	await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
	await page
		.getByRole("link", { name: /order\.canceled/ })
		.first()
		.click();
	await page.getByRole("dialog").getByRole("button", { name: "Copy as curl" }).click();
	await page.getByText("Copied curl").first().waitFor();
	const curl = await page.evaluate(() => navigator.clipboard.readText());
	const sent = town.pos_line.to("POST /stream-pos/v1/orders").at(-1);
	const bearer = String(sent?.headers.authorization);
	expect(bearer).toMatch(/^Bearer .{16}/);
	const exchanges = [...town.pos_line.exchanges, ...town.dsp_line.exchanges];
	const tokens = new Set(exchanges.flatMap(({ headers }) => headers.authorization?.split(" ")[1] ?? []));
	for (const secret of [...tokens, ...Object.values(SECRETS), LOGIN.pos.password]) expect(curl).not.toContain(secret);
	const env = { PATH: process.env.PATH, ACCESS_TOKEN: bearer.slice("Bearer ".length) };
	await promisify(execFile)("bash", ["-c", `${curl} --silent --show-error --fail-with-body`], { env });
	const again = town.pos_line.to("POST /stream-pos/v1/orders").at(-1);
	expect(again?.n).toBeGreaterThan(sent?.n ?? Number.POSITIVE_INFINITY);
	expect(again?.status).toBe(200);
	expect(again?.body.toString()).toBe(sent?.body.toString());
	for (const name of ["authorization", "content-type", "idempotency-key"])
		expect([name, again?.headers[name]]).toEqual([name, sent?.headers[name]]);
	expect(complaints).toEqual([]);
	await close();
});

test.each([
	["incoming", "/logs?surface=order", /\/order\/:provider_slug/],
	["outgoing", "/logs?direction=out", /order\.created/],
])("the %s log follows live, newest first, while the tail is on", async (_, path, row) => {
	const { page, complaints, close } = await desk.visit(path);
	await settled(page);
	await page.getByRole("button", { name: "Tail" }).click();
	await page.getByText("0 new rows").waitFor();
	const before = await page.locator("tbody tr[data-index]").count();
	await desk.town.dsp.placeOrder();
	await until("the order's row is there", async () => (await page.locator("tbody tr[data-index]").count()) > before);
	await page.getByText(/^[1-9]\d* new rows?$/).waitFor();
	await page.getByRole("link", { name: row }).first().waitFor();
	const times = await page
		.locator("tbody tr[data-index] time")
		.evaluateAll((all) => all.map((one) => one.getAttribute("datetime")));
	expect(times).toEqual([...times].sort().reverse());
	await page.getByRole("button", { name: "Tail" }).click();
	expect(complaints).toEqual([]);
	await close();
});
