import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Browser, FrameLocator, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { LOGIN, openTown, PATIENCE, type Town } from "../town.ts";
import { accessibilityFindings, overflowOf, VIEWS, watchPage } from "../watch-page.ts";

const MAIN = fileURLToPath(new URL("../../../packages/hub/src/main.ts", import.meta.url));
let browser: Browser;
let town: Town;
let shop: { url: string; server: Server; page: string };

beforeAll(async () => {
	[browser, town, shop] = await Promise.all([openBrowser(), openTown(), openShop()]);
});
afterAll(async () => {
	await browser.close();
	await town.close();
	shop.server.closeAllConnections();
	shop.server.close();
});

/** A partner's own page, on an origin of its own. */
async function openShop() {
	const shop = {
		url: "",
		page: "",
		server: createServer((_, response) => {
			response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(shop.page);
		}),
	};
	await new Promise<void>((resolve) => shop.server.listen(0, "127.0.0.1", resolve));
	shop.url = `http://127.0.0.1:${(shop.server.address() as AddressInfo).port}`;
	return shop;
}

const hosts = () =>
	[town.hub.url, town.pos.url, town.pos_line.url, town.dsp.url, town.dsp_line.url, shop.url].map(
		(url) => new URL(url).host,
	);

/** A partner of its own with a merchant, and calls in its name. */
async function newMerchant(return_url_origins: string[] = []) {
	const partner = await town.hub.accounts.createPartner({
		name: "Partner",
		scopes: ["onboarding"],
		return_url_origins,
	});
	const { access_token } = await town.hub.accounts.issueToken({ ...partner, grant_type: "client_credentials" });
	const call = async (path: string, body: object) => {
		const response = await fetch(`${town.hub.url}${path}`, {
			...{ method: "POST", body: JSON.stringify(body) },
			headers: { authorization: `Bearer ${access_token}`, "content-type": "application/json" },
		});
		expect(response.status).toBe(201);
		return (await response.json()) as Record<string, string>;
	};
	const { org_id = "" } = await call("/onboarding/org", { name: "Joe's Pizza", provider_id: crypto.randomUUID() });
	return { partner, org_id, link: (more: object = {}) => call("/onboarding/links", { org_id, ...more }) };
}

type Place = Page | FrameLocator | Locator;

async function signIn(page: Page, login: { username: string; password: string }) {
	await page.getByLabel("Username").fill(login.username);
	await page.getByLabel("Password").fill(login.password);
	await page.getByRole("button", { name: "Sign in" }).click();
	await page.getByRole("button", { name: "Approve" }).click();
}

/** Choose a system, and sign in there: in the window that opens, or in this one. */
async function connect(
	place: Place,
	page: Page,
	button: string,
	system: string,
	login: { username: string; password: string },
	opens_window: boolean,
) {
	await place.getByRole("button", { name: button }).first().click();
	await place.getByRole("button", { name: system }).click();
	const link = place.getByRole("link", { name: `Sign in at ${system}` }).first();
	if (!opens_window) {
		await link.click();
		return signIn(page, login);
	}
	const [popup] = await Promise.all([page.waitForEvent("popup"), link.click()]);
	await signIn(popup, login);
	await popup.getByRole("heading", { name: "Connected" }).waitFor();
	await popup.close();
}

/** From nothing to three linked stores, by the screens alone. */
async function onboard(place: Place, page: Page, opens_window: boolean) {
	await connect(place, page, "Connect a POS", "Reference POS", LOGIN.pos, opens_window);
	await closeDialog(place, page);
	await place.getByRole("button", { name: "Import locations" }).first().click();
	await place.getByRole("checkbox", { name: "Select all that match" }).check();
	await place.getByRole("button", { name: "Import 3 locations" }).click();
	await place.getByText("3 locations imported").first().waitFor();
	await closeDialog(place, page);
	await connect(place, page, "Link a DSP", "Reference DSP", LOGIN.dsp, opens_window);
	await closeDialog(place, page);
	await place.getByRole("link", { name: "Link stores" }).first().click();
	await place.getByRole("button", { name: "Accept all 3 suggested" }).click();
	await place.getByRole("button", { name: "Review 3 links" }).click();
	await place.getByRole("checkbox", { name: "I have compared each pair above." }).check();
	await place.getByRole("button", { name: "Link 3 stores to Joe's Pizza" }).click();
	await place.getByText("3 linked").first().waitFor();
}

async function closeDialog(place: Place, page: Page) {
	if (await place.getByRole("dialog").isVisible()) await page.keyboard.press("Escape");
	await place.getByRole("dialog").waitFor({ state: "hidden" });
}

test("a merchant with a link onboards on the hub's page, and the link is good once", { timeout: 120_000 }, async () => {
	const { link } = await newMerchant();
	const { url = "" } = await link();
	const { page, complaints, close } = await watchPage(browser, hosts());
	try {
		await page.goto(url);
		await page.getByRole("heading", { name: "Joe's Pizza" }).waitFor();
		expect(page.url()).toBe(`${town.hub.url}/onboard`);
		await onboard(page, page, true);
	} catch (e) {
		await page.screenshot({ path: "/tmp/link.png", fullPage: true });
		console.log(complaints);
		throw e;
	}
	await page.reload();
	await page.getByRole("status").filter({ hasText: "All done" }).waitFor();
	expect(complaints).toEqual([]);
	await close();
	const second = await watchPage(browser, hosts());
	await second.page.goto(url);
	await second.page.getByText("This onboarding link was opened before").waitFor();
	await second.close();
});
