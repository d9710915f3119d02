import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type Desk, openDesk, settled } from "../console-desk.ts";
import { openForBusiness, SECRETS, untilQuiet } from "../town.ts";
import { until } from "../until.ts";
import { accessibilityFindings } from "../watch-page.ts";
import { send, sendSigned } from "../wire.ts";

let browser: Browser;
let desk: Desk;
let org_id: string;
beforeAll(async () => {
	browser = await openBrowser();
	desk = await openDesk(browser);
	({ org_id } = await openForBusiness(desk.town));
	await untilQuiet(desk.town);
});
afterAll(async () => {
	await browser?.close();
	await desk?.close();
});

/** What stands beside that name in a list of facts. */
async function fact(page: Page, name: string): Promise<string> {
	const shown = page.getByRole("status").filter({ hasText: "Shown only this once" });
	await shown.waitFor();
	return (await shown.locator("dt", { hasText: name }).locator("+ dd").locator("code").textContent()) ?? "";
}

/** Whether a client gets a token, and whether that token opens the partner API. */
async function signsIn(client: { client_id: string; client_secret: string }): Promise<[number, number | undefined]> {
	const { url } = desk.town.hub;
	const reply = await send<{ access_token?: string }>("POST", `${url}/oauth/token`, {
		json: { ...client, grant_type: "client_credentials" },
	});
	if (reply.body?.access_token === undefined) return [reply.status, undefined];
	const org = await send("GET", `${url}/onboarding/org/${org_id}/locations`, { token: reply.body.access_token });
	return [reply.status, org.status];
}

test("a partner's key is changed for a new one: the new works, the old ends at once", async () => {
	const { page, complaints, close } = await desk.visit("/settings");
	await settled(page);
	const { partner } = desk.town;
	const card = page.getByRole("region", { name: "Test partner" });
	await card.getByRole("button", { name: "New key" }).click();
	const made = { client_id: await fact(page, "client_id"), client_secret: await fact(page, "client_secret") };
	expect(await accessibilityFindings(page)).toEqual([]);
	await page.screenshot({ path: "test/e2e/screenshots/settings-new-key-1440-light.png" });
	const before = await signsIn(partner);
	expect(await signsIn(made)).toEqual(before);
	expect(before).toEqual([201, 200]);
	const old = card.getByRole("listitem").filter({ hasText: partner.client_id });
	await old.getByRole("button", { name: "Revoke" }).click();
	await old.getByText("Its tokens stop working at once.").waitFor();
	await old.getByRole("button", { name: "Revoke key" }).click();
	await old.getByText("Revoked").waitFor();
	expect((await signsIn(partner))[0]).toBe(401);
	expect(await signsIn(made)).toEqual(before);
	await page.reload();
	await settled(page);
	expect(await page.content()).not.toContain(made.client_secret);
	expect(complaints).toEqual([]);
	await close();
});

test("a provider's webhook secret is changed while it goes on signing, and the old one is ended", async () => {
	const url = `${desk.town.hub.url}/pos/sim-pos/webhook`;
	const bytes = JSON.stringify({ type: "location.catalog.updated", object: { location_id: "4410" } });
	const accepted = async (secret: string) => (await sendSigned(url, secret, bytes)).status === 200;
	const { page, complaints, close } = await desk.visit("/settings?show=providers");
	await settled(page);
	const card = page.getByRole("region", { name: "Reference POS" });
	const end = card.getByRole("button", { name: "End the old" });
	expect(await end.getAttribute("aria-disabled")).toBe("true");
	expect(await page.content()).not.toContain(SECRETS.pos);
	await card.getByRole("button", { name: "Bring in the next" }).click();
	const next = await fact(page, "Webhook secret");
	await card.getByText("Both secrets are accepted until you end the old one.").waitFor();
	expect(await accessibilityFindings(page)).toEqual([]);
	await page.screenshot({ path: "test/e2e/screenshots/settings-rotate-1440-light.png" });
	await until("what is signed with the new one is taken", () => accepted(next));
	expect(await accepted(SECRETS.pos)).toBe(true);
	expect(await accepted("some-other-secret")).toBe(false);
	await end.click();
	await until("what is signed with the old one is refused", async () => !(await accepted(SECRETS.pos)));
	expect(await accepted(next)).toBe(true);
	await until("there is only one again", async () => (await end.getAttribute("aria-disabled")) === "true");
	expect(complaints).toEqual([]);
	await close();
});
