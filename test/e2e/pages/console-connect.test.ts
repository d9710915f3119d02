import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type Desk, openDesk } from "../console-desk.ts";
import { LOGIN } from "../town.ts";
import { accessibilityFindings } from "../watch-page.ts";

let browser: Browser;
let desk: Desk;
beforeAll(async () => {
	browser = await openBrowser();
	desk = await openDesk(browser);
});
afterAll(async () => {
	await browser?.close();
	await desk?.close();
});

/** Choose that system in the dialog that is open, and sign in there as the merchant. */
async function signInAt(page: Page, name: string, login: { username: string; password: string }): Promise<void> {
	await page
		.getByRole("dialog")
		.getByRole("button", { name: new RegExp(`^${name}`) })
		.click();
	await signInBeside(page, name, login);
}

/** The sign-in page of that system, in the window that opens beside the dialog. */
async function signInBeside(page: Page, name: string, login: { username: string; password: string }): Promise<void> {
	const dialog = page.getByRole("dialog");
	const link = dialog.getByRole("link", { name: `Sign in at ${name}` });
	await link.waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	const [beside] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
	const approve = beside.getByRole("button", { name: "Approve" });
	await beside.getByLabel("Username").or(approve).waitFor();
	// whoever is still signed in there is asked at once
	if ((await approve.count()) === 0) {
		await beside.getByLabel("Username").fill(login.username);
		await beside.getByLabel("Password").fill(login.password);
		await beside.keyboard.press("Enter");
	}
	await approve.click();
	await beside.getByText("The connection is made.").waitFor();
	await beside.close();
	await page.keyboard.press("Escape");
	await dialog.waitFor({ state: "detached" });
}

test("staff make an organisation, connect its POS, import its locations and link a DSP, all at the console", async () => {
	const { page, complaints, visits, close } = await desk.visit("/orgs");
	const partners = Promise.withResolvers<void>();
	await page.route("**/console/settings", async (route) => {
		await partners.promise;
		await route.continue();
	});
	await page.getByRole("button", { name: "New organisation" }).first().click();
	await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("Joe's Pizza LLC");
	const create = page.getByRole("dialog").getByRole("button", { name: "Create" });
	// nobody creates anything before the partners are there to choose from
	expect(await create.isDisabled()).toBe(true);
	partners.resolve();
	await create.click();
	await page.getByRole("heading", { level: 1, name: "Joe's Pizza LLC" }).waitFor();

	await page.getByRole("button", { name: "Connect a POS" }).first().click();
	const dialog = page.getByRole("dialog", { name: "Connect a POS" });
	await dialog.getByRole("button", { name: /^Reference POS/ }).waitFor();
	expect(await dialog.getByRole("button", { name: /^Reference DSP/ }).count()).toBe(0);
	expect(await accessibilityFindings(page)).toEqual([]);
	await page.screenshot({ path: "test/e2e/screenshots/connect-pos.png" });
	await signInAt(page, "Reference POS", LOGIN.pos);

	await page.getByRole("button", { name: "Import locations" }).click();
	const offered = page.getByRole("dialog", { name: "Import locations from Reference POS" });
	await offered.getByLabel(/^Select all that match/).check();
	await page.screenshot({ path: "test/e2e/screenshots/connect-import.png" });
	await offered.getByRole("button", { name: /^Import \d+ locations?$/ }).click();
	await offered.getByText(/^\d+ locations? imported$/).waitFor();
	await offered.getByRole("button", { name: "Close" }).last().click();

	await page.getByRole("button", { name: "Link a DSP" }).first().click();
	await signInAt(page, "Reference DSP", LOGIN.dsp);
	await page.getByRole("link", { name: "Link stores" }).first().waitFor();
	const connected = await desk.town.look("SELECT slug FROM integration WHERE status = 'active' ORDER BY slug");
	expect(connected).toEqual([{ slug: "sim-dsp" }, { slug: "sim-pos" }]);

	const [before] = await desk.town.look<{ at: number }>(
		"SELECT updated_at AS at FROM integration WHERE slug = 'sim-dsp'",
	);
	await page.getByRole("link", { name: "Reference DSP" }).first().click();
	await page.getByRole("button", { name: "Reconnect" }).click();
	await page.getByRole("dialog", { name: "Reconnect Reference DSP" }).waitFor();
	await page.screenshot({ path: "test/e2e/screenshots/reconnect.png" });
	await signInBeside(page, "Reference DSP", LOGIN.dsp);
	const [after] = await desk.town.look<{ at: number; status: string }>(
		"SELECT updated_at AS at, status FROM integration WHERE slug = 'sim-dsp'",
	);
	expect(after?.status).toBe("active");
	expect(after?.at).toBeGreaterThan(before?.at ?? 0);
	expect(complaints).toEqual([]);
	// the merchant went to both sign-in pages by a link; the console itself asked nobody but its hub
	const { pos_line, dsp_line } = desk.town;
	expect(new Set(visits.map((url) => new URL(url).origin))).toEqual(new Set([pos_line.url, dsp_line.url]));
	await close();
});
