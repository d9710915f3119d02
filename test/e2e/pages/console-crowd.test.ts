import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openBrowser } from "../browser.ts";
import { CROWD, seedConsoleCrowd, unlinkCrowd } from "../console-crowd.ts";
import { enterScreen, type ScreenFigures, screensOf, scrollThrough } from "../console-crowd-screens.ts";
import { type Desk, openDesk } from "../console-desk.ts";
import { openForBusiness, untilQuiet } from "../town.ts";
import { PATIENCE_MS } from "../until.ts";
import { accessibilityFindings } from "../watch-page.ts";

/** Tens of thousands of rows are scrolled through to their end, on a machine that draws in software. */
vi.setConfig({ testTimeout: 400_000, hookTimeout: 400_000 });

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
	await seedConsoleCrowd(town);
});
afterAll(async () => {
	await browser?.close();
	await desk?.close();
});

/** How far each list is scrolled: row numbers. Locations to the last one, orders to the last that is kept in view. */
const DEPTHS: Readonly<Record<string, number>> = {
	"org state": CROWD.locations + 1,
	menus: 500,
	orders: 499,
	logs: 1_500,
	bind: 40,
};

/** Enter a screen and scroll its list as deep as `DEPTHS` says; how long it took is printed, and asserted nowhere. */
async function goThrough(name: string): Promise<ScreenFigures & { complaints: string[] }> {
	const screen = (await screensOf(desk, org_id)).find((candidate) => candidate.name === name);
	if (screen === undefined) throw new Error(`there is no screen ${name}`);
	const { page, complaints, close } = await desk.visit("/settings");
	await page.getByRole("heading", { level: 1 }).waitFor();
	const ms = await enterScreen(page, desk.town.hub.url, screen);
	const depth = DEPTHS[name] ?? 0;
	const seen = await scrollThrough(page, (deepest) => deepest >= depth, PATIENCE_MS);
	process.stdout.write(
		`${name}: ${ms.toFixed(0)} ms, at most ${seen.most_rows} rows, ${seen.blank_frames} of ${seen.frames} frames blank\n`,
	);
	await close();
	return { ...seen, ms, complaints };
}

test.each([
	["org state", "5,000 locations: the first are there at once, the last after scrolling"],
	["logs", "50,000 log rows"],
	["orders", "10,000 orders: the newest are there at once, at most 500 are kept in view"],
	["menus", "the menus of 5,000 locations"],
	["bind", "5,000 stores that are linked with 5,000 locations"],
])("%s: %s; few rows are in the page, and no frame is blank", async (name) => {
	const { most_rows, frames, blank_frames, complaints } = await goThrough(name);
	expect(most_rows).toBeLessThan(MAX_ROWS);
	expect(frames).toBeGreaterThan(10);
	expect(blank_frames).toBe(0);
	expect(complaints).toEqual([]);
});

test("one of 5,000 locations is found by its name", async () => {
	const { page, complaints, close } = await desk.visit(`/orgs/${org_id}?q=store%2004321`);
	await page.getByRole("link", { name: "Store 04321 Fairview", exact: true }).waitFor();
	expect(complaints).toEqual([]);
	await close();
});

test("a review of 5,000 pairs has few rows in the page, and each says which of how many it is", async () => {
	const screen = (await screensOf(desk, org_id)).find(({ name }) => name === "bind");
	const { page, complaints, close } = await desk.visit("/settings");
	// nobody compares so many at once, and the hub takes fewer: its own answer for one pair is drawn 5,000 times
	await page.route("**/bind/review", async (route) => {
		const answer = await route.fetch();
		const review = (await answer.json()) as { rows: { dsp_provider_id: string }[] };
		const [one] = review.rows;
		const rows = Array.from({ length: 5_000 }, (_, n) => ({ ...one, dsp_provider_id: `store-${n + 1}` }));
		await route.fulfill({ response: answer, json: { ...review, rows } });
	});
	// nothing of this is kept for whoever comes next
	await page.route("**/bind/draft", (route) =>
		route.fulfill({ json: { saved_at: 1, saved_by: "nobody", version: 1 } }),
	);
	await page.goto(desk.town.hub.url + (screen?.path ?? ""));
	await page.getByRole("radio", { name: "Same store" }).first().check();
	await page.getByRole("button", { name: "Review 1 link" }).click();
	const rows = page.getByRole("list", { name: "Links to be made" }).getByRole("listitem");
	await rows.first().waitFor();
	expect(await rows.count()).toBeLessThan(50);
	expect(await rows.first().getAttribute("aria-setsize")).toBe("5000");
	await page.keyboard.press("End");
	await page.getByText("store-5000", { exact: true }).waitFor();
	expect(await page.locator("*").evaluateAll((all) => all.filter((one) => one.matches("li, tr")).length)).toBeLessThan(
		MAX_ROWS,
	);
	expect(await rows.last().getAttribute("aria-posinset")).toBe("5000");
	expect(await accessibilityFindings(page)).toEqual([]);
	expect(complaints).toEqual([]);
	await close();
});

test("5,000 stores that wait to be linked: as many as a person can compare are accepted, reviewed and linked", async () => {
	await unlinkCrowd(desk.town);
	const screen = (await screensOf(desk, org_id)).find(({ name }) => name === "bind");
	const { page, complaints, close } = await desk.visit(screen?.path ?? "");
	await page.getByRole("button", { name: "Accept the first 150 suggested" }).click();
	await page.getByRole("button", { name: "Review 150 links" }).click();
	await page.getByRole("list", { name: /./ }).first().waitFor();
	expect(await page.getByRole("listitem").count()).toBeLessThan(MAX_ROWS);
	await page.getByLabel("I have compared each pair above.").check();
	await page.getByRole("button", { name: /^Link 150 stores/ }).click();
	await page.getByRole("heading", { name: "150 linked" }).waitFor();
	expect(complaints).toEqual([]);
	await close();
});
