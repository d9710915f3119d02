import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, FrameLocator, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { startOnboardingApp } from "../app-process.ts";
import { openBrowser } from "../browser.ts";
import { LOGIN, openTown, PATIENCE, type Town } from "../town.ts";
import { accessibilityFindings, overflowOf, tabTo, VIEWS, watchPage } from "../watch-page.ts";
import { pseudo, speakPseudo, untranslated } from "./untranslated.ts";

/** A whole onboarding in a browser, on a busy machine. */
const PATIENT = { timeout: 300_000 };
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

/** The sample stores are free again for the next merchant. */
async function free() {
	const rows = await town.look<{ org_id: string; integration_id: string; partner_id: string }>(
		"SELECT org_id, integration_id, partner_id FROM route_integration",
	);
	await Promise.all(
		rows.map((row) =>
			town.look("UPDATE binding SET ended_at = 1 WHERE org_id = $1 AND ended_at IS NULL", [row.org_id]),
		),
	);
	await town.look("DELETE FROM route_dsp_store");
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

/** No finding of axe, and nothing to scroll sideways for. */
async function expectGood(page: Page) {
	// colours that are on their way are judged when they are there
	await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
	expect(await accessibilityFindings(page)).toEqual([]);
	expect(await overflowOf(page)).toBe(0);
}

test("a merchant with a link onboards on the hub's page, and the link is good once", PATIENT, async () => {
	const { link } = await newMerchant();
	const { url = "" } = await link();
	const { page, complaints, close } = await watchPage(browser, hosts(), VIEWS[1]);
	await page.goto(url);
	await page.getByRole("heading", { name: "Joe's Pizza" }).waitFor();
	expect(page.url()).toBe(`${town.hub.url}/onboard`);
	await onboard(page, page, true);
	// the same tab again goes on; the token is used up, and only the tab remembers
	await page.reload();
	await page.getByRole("status").filter({ hasText: "All done" }).waitFor();
	await expectGood(page);
	expect(complaints).toEqual([]);
	await close();
	const second = await watchPage(browser, hosts());
	await second.page.goto(url);
	await second.page.getByText("This onboarding link was opened before").waitFor();
	await expectGood(second.page);
	await second.close();
	await free();
});

test("a blocked sign-in window leaves a visible link", PATIENT, async () => {
	const { link } = await newMerchant();
	const { url = "" } = await link({ source: "sim-pos" });
	const { page, close } = await watchPage(browser, hosts());
	await page.addInitScript("window.open = () => null");
	await page.goto(url);
	await page.getByRole("button", { name: "Connect a POS" }).click();
	await page.getByRole("button", { name: "Reference POS" }).click();
	await page.getByRole("link", { name: "Sign in at Reference POS" }).first().click();
	await page.keyboard.press("Escape");
	const way_out = page.getByRole("link", { name: "Open the sign-in page" });
	const [opened] = await Promise.all([page.waitForEvent("popup"), way_out.click()]);
	await opened.getByLabel("Username").waitFor();
	await close();
});

test(
	"a partner's app takes a merchant all the way by keyboard alone, in light and dark, without a finding",
	PATIENT,
	async () => {
		const { partner } = await newMerchant();
		const app = await startOnboardingApp(town.hub.url, partner);
		onTestFinished(() => void app.child.kill("SIGTERM"));
		const { page, complaints, close } = await watchPage(browser, [...hosts(), new URL(app.url).host], VIEWS[2]);
		const look = async () => {
			for (const colorScheme of ["light", "dark"] as const) {
				await page.emulateMedia({ colorScheme });
				await expectGood(page);
			}
		};
		const press = async (name: string, key = "Enter") => {
			await tabTo(page, name);
			await page.keyboard.press(key);
		};
		const signInByKeyboard = async ({ username, password }: typeof LOGIN.pos) => {
			await page.getByLabel("Username").waitFor();
			await page.keyboard.type(username);
			await page.keyboard.press("Tab");
			await page.keyboard.type(password);
			await page.keyboard.press("Enter");
			await page.getByRole("button", { name: "Approve" }).waitFor();
			await press("Approve");
			await page.getByRole("status").filter({ hasText: "Connected" }).waitFor();
		};
		await page.goto(app.url);
		await page.getByLabel("Name of the restaurant").waitFor();
		await look();
		await tabTo(page, "Name of the restaurant");
		await page.keyboard.type("Joe's Pizza");
		await page.keyboard.press("Tab");
		await page.keyboard.type(`merchant-${crypto.randomUUID()}`);
		await press("Start or continue");
		await page.getByRole("button", { name: "Connect a POS" }).waitFor();
		await look();
		await press("Connect a POS");
		await page.getByRole("button", { name: "Reference POS" }).waitFor();
		await look();
		await press("Reference POS");
		await page.getByRole("link", { name: "Sign in at Reference POS" }).first().waitFor();
		await press("Sign in at Reference POS");
		await signInByKeyboard(LOGIN.pos);
		await look();
		await press("Import locations");
		await page.getByRole("checkbox", { name: "Select all that match" }).waitFor();
		await look();
		await press("Select all that match", "Space");
		await press("Import 3 locations");
		await page.getByText("3 locations imported").first().waitFor();
		await closeDialog(page, page);
		await press("Link a DSP");
		await page.getByRole("button", { name: "Reference DSP" }).waitFor();
		await press("Reference DSP");
		await page.getByRole("link", { name: "Sign in at Reference DSP" }).first().waitFor();
		await press("Sign in at Reference DSP");
		await signInByKeyboard(LOGIN.dsp);
		await look();
		await press("Link stores");
		await page.getByRole("button", { name: "Accept all 3 suggested" }).waitFor();
		await look();
		await press("Accept all 3 suggested");
		await press("Review 3 links");
		await page.getByRole("checkbox", { name: "I have compared each pair above." }).waitFor();
		await look();
		await press("I have compared each pair above.", "Space");
		await press("Link 3 stores to Joe's Pizza");
		await page.getByText("3 linked").first().waitFor();
		await look();
		await page.setViewportSize({ width: 390, height: 844 });
		await look();
		expect(complaints).toEqual([]);
		await close();
		await free();
	},
);

test("no word of the app's screens is left in English where another language is chosen", PATIENT, async () => {
	const { partner } = await newMerchant();
	const app = await startOnboardingApp(town.hub.url, partner);
	onTestFinished(() => void app.child.kill("SIGTERM"));
	const { page, complaints, close } = await watchPage(browser, [...hosts(), new URL(app.url).host], VIEWS[0]);
	const data = await speakPseudo(page);
	for (const name of ["Joe's Pizza", "Reference POS", "Reference DSP", "Ticketrail"]) data.add(name);
	const look = async (name: string) => {
		await page.screenshot({ path: `test/e2e/screenshots/app-pseudo-${name}-390.png`, fullPage: true });
		expect([name, await untranslated(page, data)]).toEqual([name, []]);
		expect([name, await overflowOf(page)]).toEqual([name, 0]);
	};
	const press = (name: string) =>
		page
			.getByRole("button", { name: pseudo(name) })
			.first()
			.click();
	const connectHere = async (system: string, login: typeof LOGIN.pos) => {
		await page.getByRole("button", { name: system }).click();
		await page
			.getByRole("link", { name: pseudo("Sign in at") })
			.first()
			.waitFor();
		await look(`sign-in-at-${system.toLowerCase().replace(" ", "-")}`);
		await page
			.getByRole("link", { name: pseudo("Sign in at") })
			.first()
			.click();
		await signIn(page, login);
		await page
			.getByRole("status")
			.filter({ hasText: pseudo("Connected. You can go on.") })
			.waitFor();
	};
	await page.goto(app.url);
	await page.getByLabel(pseudo("Name of the restaurant")).fill("Joe's Pizza");
	await page.getByLabel(pseudo("Your id for it")).fill(`merchant-${crypto.randomUUID()}`);
	await look("start");
	await press("Start or continue");
	await page
		.getByRole("button", { name: pseudo("Connect a POS") })
		.first()
		.waitFor();
	await look("no-pos");
	await press("Connect a POS");
	await page.getByRole("button", { name: "Reference POS" }).waitFor();
	await look("choose");
	await connectHere("Reference POS", LOGIN.pos);
	await look("connected");
	await press("Import locations");
	await page.getByRole("checkbox", { name: pseudo("Select all that match") }).check();
	await look("import");
	await press("Import 3 locations");
	await page.getByText(pseudo("3 locations imported")).first().waitFor();
	await look("imported");
	await closeDialog(page, page);
	await press("Link a DSP");
	await connectHere("Reference DSP", LOGIN.dsp);
	await look("dsp");
	await page
		.getByRole("link", { name: pseudo("Link stores") })
		.first()
		.click();
	await page.getByRole("button", { name: pseudo("Accept all 3 suggested") }).waitFor();
	await look("match");
	await press("Accept all 3 suggested");
	await press("Review 3 links");
	await page.getByRole("checkbox", { name: pseudo("I have compared each pair above.") }).check();
	await look("review");
	await press("Link 3 stores to");
	await page.getByText(pseudo("3 linked")).first().waitFor();
	await look("done");
	for (const returned of ["declined", "failed", "unknown"]) {
		await page.goto(`${app.url}/?returned=${returned}`);
		await page.getByRole("status").first().waitFor();
		await look(returned);
	}
	expect(complaints).toEqual([]);
	await close();
	await free();
});

test("no word of a link's pages is left in English where another language is chosen", PATIENT, async () => {
	const { page, close } = await watchPage(browser, hosts(), VIEWS[0]);
	const data = await speakPseudo(page);
	for (const name of ["Ticketrail", "Joe's Pizza"]) data.add(name);
	await page.goto(`${town.hub.url}/onboard`);
	await page
		.getByRole("status")
		.filter({ hasText: pseudo("Ask whoever invited you") })
		.waitFor();
	expect(await untranslated(page, data)).toEqual([]);
	const { link } = await newMerchant();
	const { url = "" } = await link();
	await page.goto(url);
	await page.reload();
	await page.getByRole("heading", { name: "Joe's Pizza" }).waitFor();
	await page
		.getByRole("button", { name: pseudo("Connect a POS") })
		.first()
		.waitFor();
	expect(await untranslated(page, data)).toEqual([]);
	await close();
});

describe("the widget on a partner's page", () => {
	const embed = (
		token: string,
		hub = town.hub.url,
	) => `<!doctype html><html lang="en"><title>Shop</title><main><h1>Shop</h1>
<button id="open">Connect</button></main><script src="${hub}/embed/v1.js"></script><script>
window.heard = [];
document.getElementById("open").onclick = () => TicketrailOnboard.open({ token: ${JSON.stringify(token)},
	onReady: () => heard.push(["ready"]), onStep: (detail) => heard.push(["step", detail.step]),
	onDone: (detail) => heard.push(["done", detail]), onExit: () => heard.push(["exit"]),
	onError: (detail) => heard.push(["error", detail.code]) });
</script></html>`;
	const heard = (page: Page) => page.evaluate("window.heard") as Promise<[type: string, detail?: unknown][]>;

	test("onboards in a frame, tells the page each step and ids alone, and closes", PATIENT, async () => {
		const { link, org_id } = await newMerchant([shop.url]);
		const { token = "" } = await link({ kind: "widget", origin: shop.url });
		shop.page = embed(token);
		const { page, complaints, close } = await watchPage(browser, hosts());
		await page.goto(shop.url);
		await page.getByRole("button", { name: "Connect" }).click();
		const frame = page.frameLocator("iframe");
		await frame.getByRole("heading", { name: "Joe's Pizza" }).waitFor();
		expect(await accessibilityFindings(page)).toEqual([]);
		await onboard(frame, page, true);
		await frame.getByRole("link", { name: "Go to Joe's Pizza" }).click();
		await frame.getByRole("status").filter({ hasText: "All done" }).waitFor();
		await frame.getByRole("button", { name: "Finish" }).click();
		await page.locator("iframe").waitFor({ state: "detached" });
		const told = await heard(page);
		expect(told.map(([type, detail]) => (type === "step" ? detail : type))).toEqual([
			...["ready", "pos", "locations", "dsp", "done", "done", "exit"],
		]);
		const done = told.find(([type]) => type === "done")?.[1];
		expect(done).toEqual({ org_id, onboarding_ids: [expect.any(String), expect.any(String)], links: 3 });
		expect(await page.evaluate("document.activeElement.id")).toBe("open");
		expect(complaints).toEqual([]);
		await close();
		await free();
	});

	test(
		"sends the browser to the hub's page where the partner's page asks for that, and is opened once all the same",
		PATIENT,
		async () => {
			const { link } = await newMerchant();
			const { token = "" } = await link();
			shop.page = embed(token).replace("open({ token", 'open({ mode: "redirect", token');
			const { page, complaints, close } = await watchPage(browser, hosts());
			await page.goto(shop.url);
			await page.getByRole("button", { name: "Connect" }).click();
			await page.getByRole("heading", { name: "Joe's Pizza" }).waitFor();
			// the token is nowhere to be seen, neither in the address nor in what was asked for it
			expect(page.url()).toBe(`${town.hub.url}/onboard`);
			expect(page.frames()).toHaveLength(1);
			await onboard(page, page, true);
			await page.reload();
			await page.getByRole("status").filter({ hasText: "All done" }).waitFor();
			await expectGood(page);
			await page.goto(shop.url);
			await page.getByRole("button", { name: "Connect" }).click();
			await page.getByText("This onboarding link was opened before").waitFor();
			expect(complaints).toEqual([]);
			await close();
			await free();
		},
	);

	test("is framed by no other page than the one it was made for", PATIENT, async () => {
		const { link } = await newMerchant([shop.url, "https://other.example"]);
		const { token = "" } = await link({ kind: "widget", origin: "https://other.example" });
		shop.page = embed(token);
		const { page, close } = await watchPage(browser, hosts());
		await page.goto(shop.url);
		await page.getByRole("button", { name: "Connect" }).click();
		await expect.poll(() => page.frames().length, PATIENCE).toBe(2);
		await page.waitForLoadState("networkidle");
		expect(await heard(page)).toEqual([]);
		await close();
		const frame = `${town.hub.url}/onboard/frame?link=${token.split(".")[0]}&origin=`;
		const mine = await fetch(`${frame}${encodeURIComponent("https://other.example")}`);
		expect(mine.headers.get("content-security-policy")).toContain("frame-ancestors https://other.example");
		for (const origin of [shop.url, "", "*", "'none'; script-src *"]) {
			const refused = await fetch(`${frame}${encodeURIComponent(origin)}`);
			expect([origin, refused.status]).toEqual([origin, 400]);
			expect(refused.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
		}
	});

	test("says with a code that its token was used, and hears nobody but the page around it", PATIENT, async () => {
		const { link } = await newMerchant([shop.url]);
		const { token = "" } = await link({ kind: "widget", origin: shop.url });
		shop.page = embed(token);
		const { page, close } = await watchPage(browser, hosts());
		await page.goto(shop.url);
		await page.getByRole("button", { name: "Connect" }).click();
		await page.frameLocator("iframe").getByRole("button", { name: "Close" }).waitFor();
		// what another window says in the widget's words changes nothing
		await page.evaluate("window.postMessage({ ticketrail: 1, type: 'done', detail: 'forged' }, '*')");
		await page.frameLocator("iframe").getByRole("button", { name: "Close" }).click();
		await page.getByRole("button", { name: "Connect" }).click();
		await page.frameLocator("iframe").getByText("This onboarding link was opened before").waitFor();
		await expect.poll(() => heard(page), PATIENCE).toContainEqual(["error", "onboarding_link_used"]);
		expect((await heard(page)).filter(([type]) => type === "done")).toEqual([]);
		await close();
	});

	test("is opened by a script of 3 kB at most", async () => {
		const script = await fetch(`${town.hub.url}/embed/v1.js`);
		expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
		expect((await script.arrayBuffer()).byteLength).toBeLessThanOrEqual(3072);
	});
});
