import { CONSOLE_ROLES, type ConsolePermission, type ConsoleRole, mayDo } from "@ticketrail/contract";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../browser.ts";
import { type Desk, openDesk, settled } from "../console-desk.ts";
import { visitAs } from "../merchant-desk.ts";
import { openForBusiness, untilQuiet } from "../town.ts";
import { accessibilityFindings, type WatchedPage } from "../watch-page.ts";

const ORG = "merchant-771";

interface Place {
	org_id: string;
	pos_id: string;
	dsp_id: string;
	location_id: string;
	link_id: string;
	order_id: string;
}

/** One control of each screen that not everybody may use: where it is, what it is called, and what it asks the hub. */
const CONTROLS: {
	screen: string;
	path: (place: Place) => string;
	control: string | RegExp;
	permission: ConsolePermission;
	call: (place: Place) => [method: string, path: string, body?: unknown];
}[] = [
	{
		screen: "organisation",
		path: ({ org_id }) => `/orgs/${org_id}`,
		control: "Import locations",
		permission: "integration.write",
		call: ({ org_id, pos_id }) => [
			"POST",
			`/console/orgs/${org_id}/integrations/${pos_id}/import`,
			{ provider_ids: [] },
		],
	},
	{
		screen: "link",
		path: ({ org_id, link_id }) => `/orgs/${org_id}?link=${link_id}`,
		control: /^Unlink/,
		permission: "link.write",
		call: ({ org_id, link_id }) => ["DELETE", `/console/orgs/${org_id}/links/${link_id}`],
	},
	{
		screen: "link, its pause",
		path: ({ org_id, link_id }) => `/orgs/${org_id}?link=${link_id}`,
		control: "Pause",
		permission: "link.write",
		call: ({ org_id, link_id }) => ["POST", `/console/orgs/${org_id}/links/${link_id}/pause`, {}],
	},
	{
		screen: "link, its test order",
		path: ({ org_id, link_id }) => `/orgs/${org_id}?link=${link_id}`,
		control: /^Send a test order/,
		permission: "link.test",
		call: ({ org_id, link_id }) => ["POST", `/console/orgs/${org_id}/links/${link_id}/test-order`],
	},
	{
		screen: "bind",
		path: ({ org_id, dsp_id }) => `/orgs/${org_id}/link/${dsp_id}`,
		control: "Save draft",
		permission: "link.write",
		call: ({ org_id, dsp_id }) => [
			"PUT",
			`/console/orgs/${org_id}/integrations/${dsp_id}/bind/draft`,
			{ decisions: [] },
		],
	},
	{
		screen: "integration",
		path: ({ org_id, dsp_id }) => `/orgs/${org_id}/integrations/${dsp_id}`,
		control: "Disconnect",
		permission: "integration.write",
		call: ({ org_id, dsp_id }) => ["DELETE", `/console/orgs/${org_id}/integrations/${dsp_id}`],
	},
	{
		screen: "integration, its sync",
		path: ({ org_id, pos_id }) => `/orgs/${org_id}/integrations/${pos_id}`,
		control: "Re-sync",
		permission: "integration.resync",
		call: ({ org_id, pos_id }) => ["POST", `/console/orgs/${org_id}/integrations/${pos_id}/resync`],
	},
	{
		screen: "order",
		path: ({ org_id, order_id }) => `/orders/${org_id}/${order_id}`,
		control: "Replay without sending",
		permission: "order.replay",
		call: ({ org_id, order_id }) => ["POST", `/console/orgs/${org_id}/orders/${order_id}/replay`],
	},
	{
		screen: "order, its message",
		path: ({ org_id, order_id }) => `/orders/${org_id}/${order_id}`,
		control: "Resend",
		permission: "delivery.replay",
		call: ({ org_id }) => ["POST", `/console/orgs/${org_id}/deliveries/replay`, { delivery_ids: [] }],
	},
	{
		screen: "order, its cancellation",
		path: ({ org_id, order_id }) => `/orders/${org_id}/${order_id}`,
		control: "Cancel order",
		permission: "order.cancel",
		call: ({ org_id, order_id }) => ["POST", `/console/orgs/${org_id}/orders/${order_id}/cancel`, {}],
	},
	{
		screen: "menu",
		path: ({ org_id, location_id }) => `/orgs/${org_id}/menus/${location_id}`,
		control: "Publish",
		permission: "menu.publish",
		call: ({ org_id, location_id }) => [
			"POST",
			`/console/orgs/${org_id}/locations/${location_id}/publish`,
			{ dsp_provider_id: "dd-9001", source: "sim-dsp", plan_hash: "0" },
		],
	},
	{
		screen: "unroutable",
		path: () => "/unroutable",
		control: "Release",
		permission: "order.release",
		call: ({ order_id }) => ["POST", `/console/unroutable/${order_id}/release`],
	},
];

/** Screens that are not for everybody: whoever may not see one has no way to it, and the hub refuses its data. */
const SCREENS: [link: string, permission: ConsolePermission, call: string][] = [
	["Logs", "log.read", "/console/logs"],
	["Webhooks", "delivery.read", "/console/deliveries"],
	["System", "system.read", "/console/system"],
	["Settings", "settings.read", "/console/settings"],
];

let browser: Browser;
let desk: Desk;
let place: Place;
beforeAll(async () => {
	browser = await openBrowser();
	desk = await openDesk(browser, { scopes: ["onboarding", "sso"] });
	const { town } = desk;
	const { org_id, pos, dsp } = await openForBusiness(town, ORG);
	const placed = await town.dsp.placeOrder();
	if (placed.kind !== "sent") throw new Error(placed.problem);
	await town.dsp.waitForVerdict(placed.order_id, 30_000);
	await untilQuiet(town);
	// one store is unlinked, and an order comes for it: something lies in the tray
	const [gone] = await town.look<{ dsp_location_id: string }>(
		"UPDATE binding SET ended_at = 1 WHERE binding_id = (SELECT binding_id FROM binding ORDER BY dsp_location_id DESC LIMIT 1) RETURNING dsp_location_id",
	);
	await town.dsp.placeOrder({ location_id: gone?.dsp_location_id ?? "" });
	await untilQuiet(town);
	const [order] = await town.look<{ order_id: string }>("SELECT order_id FROM orders ORDER BY order_id LIMIT 1");
	const [link] = await town.look<{ binding_id: string; location_id: string }>(
		"SELECT binding_id, location_id FROM binding WHERE ended_at IS NULL ORDER BY dsp_location_id LIMIT 1",
	);
	place = {
		...{ org_id, pos_id: pos.onboarding_id, dsp_id: dsp.onboarding_id },
		...{ location_id: link?.location_id ?? "", link_id: link?.binding_id ?? "", order_id: order?.order_id ?? "" },
	};
});
afterAll(async () => {
	await browser?.close();
	await desk?.close();
});

function visit(role: ConsoleRole, path: string): Promise<WatchedPage> {
	return role === "operator" ? desk.visit(path) : visitAs(browser, desk.town, { role, provider_org_id: ORG }, path);
}

/** What the hub answers to that call out of the page, with everything that the console would send along. */
async function ask(page: Page, call: [method: string, path: string, body?: unknown]): Promise<[number, string]> {
	return page.evaluate(async ([method, path, body]) => {
		const { csrf_token } = await (await fetch("/console/session")).json();
		const answer = await fetch(path, {
			method,
			headers: {
				"x-csrf-token": csrf_token,
				"if-match": "0",
				"idempotency-key": "12345678",
				...(body === undefined ? {} : { "content-type": "application/json" }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		return [answer.status, (await answer.json()).code];
	}, call);
}

/** The words beside a control that is off, which its focus must bring into sight; undefined: it is not off. */
async function reasonOf(control: Locator): Promise<string | undefined> {
	if ((await control.getAttribute("aria-disabled")) !== "true") return undefined;
	await control.focus();
	const id = await control.getAttribute("aria-describedby");
	const reason = control.page().locator(`[id="${id}"]`);
	await reason.waitFor({ state: "visible" });
	return (await reason.textContent()) ?? "";
}

describe.each(CONSOLE_ROLES)("the role %s", (role) => {
	test("has every control that it may use, and is told of the others who can", async () => {
		const watched = await visit(role, "/");
		const { page, complaints, close } = watched;
		for (const { screen, path, control, permission, call } of CONTROLS) {
			await page.goto(desk.town.hub.url + path(place));
			await settled(page);
			const button = page.getByRole("button", { name: control, exact: true }).first();
			await button.waitFor();
			const reason = await reasonOf(button);
			const is_told = reason?.startsWith("Only ") ?? false;
			expect([screen, is_told], reason).toEqual([screen, !mayDo(role, permission)]);
			if (mayDo(role, permission)) continue;
			expect(reason).toMatch(/^Only .*operator can do this\. You are signed in as .+\.$/);
			expect(await accessibilityFindings(page)).toEqual([]);
			expect([screen, await ask(page, call(place))]).toEqual([screen, [403, "not_permitted"]]);
		}
		expect(complaints).toEqual([]);
		await close();
	});

	test("is led to the screens that are for it, and to no other", async () => {
		const { page, close } = await visit(role, "/orders");
		await settled(page);
		const navigation = page.getByRole("navigation", { name: "Main" });
		for (const [link, permission, path] of SCREENS) {
			const is_there = (await navigation.getByRole("link", { name: link, exact: true }).count()) > 0;
			expect([link, is_there]).toEqual([link, mayDo(role, permission)]);
			const [status, code] = await ask(page, ["GET", path]);
			expect([link, status === 403 ? code : status]).toEqual([link, mayDo(role, permission) ? 200 : "not_permitted"]);
		}
		await close();
	});
});

test("a team member reads who can, at a phone too", async () => {
	const phone = { width: 390, height: 844, scheme: "light" } as const;
	const person = { role: "team_member", provider_org_id: ORG } as const;
	const path = `/orgs/${place.org_id}/menus/${place.location_id}`;
	const { page, close } = await visitAs(browser, desk.town, person, path, phone);
	await settled(page);
	await page.getByRole("button", { name: "Publish" }).first().click({ force: true });
	const reason = page.getByText(
		"Only owner, admin, manager, or operator can do this. You are signed in as team member.",
	);
	await reason.first().waitFor({ state: "visible" });
	const box = await reason.first().boundingBox();
	expect(box?.x).toBeGreaterThanOrEqual(0);
	expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
	await page.screenshot({ path: "test/e2e/screenshots/role-team-member-390-light.png" });
	await close();
});
