import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type Desk, openDesk, settled } from "../console-desk.ts";
import { openForBusiness, untilQuiet } from "../town.ts";
import { PATIENCE_MS, until } from "../until.ts";

const LOCATIONS = 5_000;
const ORDERS = 10_000;
const LOG_ROWS = 50_000;
/** More rows than this are never in the page, however long the list is. */
const MAX_ROWS = 200;

let browser: Browser;
let desk: Desk;
let org_id: string;
beforeAll(async () => {
	browser = await openBrowser();
	desk = await openDesk(browser);
	const { town } = desk;
	({ org_id } = await openForBusiness(town));
	await town.dsp.placeOrder();
	await untilQuiet(town);
	await town.look(
		`INSERT INTO location (org_id, location_id, integration_id, slug, provider_id, name, address, timezone, status,
			catalog_version, synced_at, created_at, updated_at)
		SELECT org_id, gen_random_uuid(), integration_id, slug, 'crowd-' || n, 'Store ' || lpad(n::text, 5, '0'), address, timezone,
			status, catalog_version, synced_at, created_at, updated_at
		FROM (SELECT * FROM location LIMIT 1) one, generate_series(1, $1::int) n`,
		[LOCATIONS],
	);
	await town.look(
		`INSERT INTO orders (org_id, order_id, slug, dsp_location_id, dsp_order_id, integration_id, binding_id, location_id, state,
			injection, body, pos_order_id, estimated_ready_at, verdict, received_at, deadline_at, updated_at)
		SELECT org_id, uuidv7(make_interval(secs => n - 20000)), slug, dsp_location_id, 'crowd-' || n, integration_id, binding_id,
			location_id, state, injection, body, pos_order_id, estimated_ready_at, verdict, received_at - n * 1000, deadline_at, updated_at
		FROM (SELECT * FROM orders LIMIT 1) one, generate_series(1, $1::int) n`,
		[ORDERS],
	);
	await town.look(
		`INSERT INTO request_log (log_id, at, surface, method, route, status, ms, request_id)
		SELECT uuidv7(make_interval(secs => n - 60000)), (extract(epoch FROM now()) * 1000)::bigint - n * 1000, 'partner', 'GET',
			'/onboarding/locations', 200, 3.5, gen_random_uuid()
		FROM generate_series(1, $1::int) n`,
		[LOG_ROWS],
	);
});
afterAll(async () => {
	await browser?.close();
	await desk?.close();
});

/** Scrolls down until `reached`, and meanwhile counts the rows in the page and looks whether the window is ever without one. */
async function scrollUntil(page: Page, reached: () => Promise<boolean>): Promise<number> {
	let most = 0;
	await until(
		"the list's end is reached",
		async () => {
			await page.mouse.wheel(0, 4_000);
			most = Math.max(most, await page.locator("tr").count());
			return reached();
		},
		4 * PATIENCE_MS,
	);
	return most;
}

test("5,000 locations: the first are there at once, the last after scrolling, few rows are in the page", async () => {
	const { page, complaints, close } = await desk.visit(`/orgs/${org_id}`);
	await page.locator("tbody tr[data-index]").first().waitFor();
	await settled(page);
	const most = await scrollUntil(page, async () => (await page.getByText("Store 05000").count()) > 0);
	expect(most).toBeLessThan(MAX_ROWS);
	await page.goto(`${desk.town.hub.url}/orgs/${org_id}?q=store%2004321`);
	await page.getByRole("link", { name: "Store 04321", exact: true }).waitFor();
	expect(complaints).toEqual([]);
	await close();
});

test("50,000 log rows: there at once, searched by the hub, few rows in the page", async () => {
	const { page, complaints, close } = await desk.visit("/logs");
	await page.locator("tbody tr[data-index]").first().waitFor();
	const deep = async () => (await page.locator("tbody tr[data-index]").last().getAttribute("data-index")) ?? "0";
	const most = await scrollUntil(page, async () => Number(await deep()) > 1_500);
	expect(most).toBeLessThan(MAX_ROWS);
	expect(complaints).toEqual([]);
	await close();
});

test("10,000 orders: the newest are there at once, at most 500 are kept in view", async () => {
	const { page, complaints, close } = await desk.visit("/orders");
	await page.locator("tbody tr[data-index]").first().waitFor();
	const last = async () => Number((await page.locator("tbody tr[data-index]").last().getAttribute("data-index")) ?? 0);
	const most = await scrollUntil(page, async () => (await last()) === 499);
	expect(most).toBeLessThan(MAX_ROWS);
	expect(complaints).toEqual([]);
	await close();
});
