import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, POS_PATHS, PosCatalog } from "@ticketrail/contract";
import type { HistoryLine } from "@ticketrail/history";
import { afterEach, describe, expect, test } from "vitest";
import { type MerchantAccount, SAMPLE_ACCOUNTS } from "./accounts.ts";
import type { ReferencePos } from "./start.ts";
import {
	authorizeUrl,
	connect,
	decide,
	orderEvent,
	press,
	REDIRECT_URI,
	sendEvent,
	startTestPos,
} from "./test-merchant.ts";

const running: ReferencePos[] = [];
const folders: string[] = [];

async function start(options: Parameters<typeof startTestPos>[0] = {}): Promise<ReferencePos> {
	const pos = await startTestPos(options);
	running.push(pos);
	return pos;
}

afterEach(async () => {
	await Promise.all(running.splice(0).map((pos) => pos.stop()));
	await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

describe("a merchant who connects a hub", () => {
	test("is asked to sign in first, on a page that loads nothing from elsewhere and cannot be framed", async () => {
		const response = await fetch(authorizeUrl(await start()));
		expect(response.status).toBe(200);
		expect(await response.text()).toContain("Sign in");
		const policy = response.headers.get("content-security-policy") ?? "";
		expect(policy).toContain("default-src 'none'");
		expect(policy).toContain("frame-ancestors 'none'");
		expect(policy).not.toMatch(/https?:|unsafe/);
	});

	test("lets a script approve with two form posts, and deny the same way", async () => {
		const pos = await start();
		expect(await decide(pos, "approve")).toMatch(/^http:\/\/hub\.example\/oauth\/callback\/sim-pos\?code=[\w-]+$/);
		expect(await decide(pos, "deny")).toBe(`${REDIRECT_URI}?error=access_denied`);
	});

	test("cannot approve without having signed in, nor with a wrong password", async () => {
		const pos = await start();
		const post = (form: Record<string, string>) =>
			fetch(authorizeUrl(pos), { method: "POST", redirect: "manual", body: new URLSearchParams(form) });
		const forms: Record<string, string>[] = [
			{ step: "decide", decision: "approve" },
			{ step: "sign-in", username: "ana", password: "guess" },
			{ step: "sign-in", username: "nobody", password: "stone-oven" },
		];
		for (const form of forms) {
			const response = await post(form);
			expect(response.status).toBe(401);
			expect(response.headers.get("set-cookie")).toBeNull();
		}
	});

	test("is not signed in by a form on another site", async () => {
		const response = await fetch(authorizeUrl(await start()), {
			method: "POST",
			redirect: "manual",
			headers: { "sec-fetch-site": "cross-site" },
			body: new URLSearchParams({ step: "sign-in", username: "ana", password: "stone-oven" }),
		});
		expect(response.status).toBe(403);
	});

	test("gives the hub her three kitchens and the card of each", async () => {
		const pos = await start();
		const headers = { authorization: `Bearer ${await connect(pos)}` };
		const reply = await (await fetch(`${pos.url}${POS_PATHS.locations}`, { headers })).json();
		const ids = (reply as { locations: { provider_id: string }[] }).locations.map(({ provider_id }) => provider_id);
		expect(ids).toEqual(["4410", "4411", "4412"]);
		for (const id of ids) {
			const catalog = await fetch(`${pos.url}${POS_PATHS.catalog}`, {
				headers: { ...headers, "X-Provider-Location-Id": id },
			});
			expect(catalog.status).toBe(200);
		}
	});
});

test("a merchant with one catalog for all kitchens gets it with what differs per kitchen", async () => {
	const pos = await start();
	const headers = { authorization: `Bearer ${await connect(pos)}`, "X-Provider-Merchant-Id": "merchant-771" };
	await press(pos, "/kitchen/menu", { location_id: "4411", object_id: "lasagne", price: "16", change: "price" });
	await press(pos, "/kitchen/stock", {
		location_id: "4412",
		object_type: "item",
		object_id: "lemonade-l",
		is_active: "false",
	});
	const catalog = compile(PosCatalog)(await (await fetch(`${pos.url}${POS_PATHS.catalog}`, { headers })).json());
	if (!catalog.ok) throw new Error(catalog.problems[0]?.message);
	const { item_family, item = [] } = catalog.value;
	const changed = [...item_family, ...item].filter(({ location_overrides }) => location_overrides);
	expect(changed).toMatchObject([
		{
			provider_id: "lasagne",
			location_overrides: [{ provider_location_id: "4411", override: { price_amount: 1600 } }],
		},
		{
			provider_id: "lemonade-l",
			location_overrides: [{ provider_location_id: "4412", override: { is_active: false } }],
		},
	]);
});

test("a login reaches its own kitchens only", async () => {
	const [sample] = SAMPLE_ACCOUNTS as [MerchantAccount];
	const pos = await start({ accounts: [{ ...sample, location_ids: ["4411"] }] });
	const token = await connect(pos);
	const headers = { authorization: `Bearer ${token}` };
	const reply = await (await fetch(`${pos.url}${POS_PATHS.locations}`, { headers })).json();
	expect(reply).toMatchObject({ locations: [{ provider_id: "4411" }] });
	const foreign = { headers: { ...headers, "X-Provider-Location-Id": "4410" } };
	expect((await fetch(`${pos.url}${POS_PATHS.catalog}`, foreign)).status).toBe(404);
	expect((await sendEvent(pos, token, orderEvent("a"))).status).toBe(400);
	expect((await sendEvent(pos, token, orderEvent("b", { location_id: "4411" }))).status).toBe(201);
});

describe("an order that reaches the kitchen", () => {
	test("hangs on the rail once, however often it comes", async () => {
		const pos = await start();
		const token = await connect(pos);
		const first = await sendEvent(pos, token, orderEvent("key-1"));
		const second = await sendEvent(pos, token, orderEvent("key-1"));
		expect([first.status, second.status]).toEqual([201, 201]);
		expect(await second.json()).toEqual(await first.json());
		expect(pos.state.tickets.size).toBe(1);
	});

	test.each([
		[
			"something sold out",
			{ line_items: [line("panna-cotta")] },
			{ stockValidation: [{ type: "item", provider_id: "panna-cotta", quantity: 0 }] },
		],
		["something unknown", { line_items: [line("sushi")] }, { orderValidation: [{ order_error: "invalid_cart" }] }],
		["too little money", { subtotal: 1494 }, { orderTotalsValidation: [{ posTotal: 1495, streamTotal: 1494 }] }],
		[
			"a kitchen that is not there",
			{ location_id: "9999" },
			{ orderValidation: [{ order_error: "store_unavailable" }] },
		],
	])("is refused in the contract's words for %s", async (_, change, posValidation) => {
		const pos = await start();
		const response = await sendEvent(pos, await connect(pos), orderEvent("key-1", change));
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ posValidation });
		expect(pos.state.tickets.size).toBe(0);
	});

	test("is taken with a markup line, which names no item", async () => {
		const pos = await start();
		const markup = { name: "Uber Markup", quantity: 1, price_amount: 200, price_currency: "usd", modifiers: [] };
		const order = orderEvent("key-1", { line_items: [line("lasagne"), markup], subtotal: 1695 });
		expect((await sendEvent(pos, await connect(pos), order)).status).toBe(201);
	});

	test("is refused or spoilt on demand, so that hubs can be tested", async () => {
		const pos = await start();
		const token = await connect(pos);
		pos.faults.refuseNext({ orderValidation: [{ order_error: "pos_offline", order_error_reason: "power cut" }] });
		expect(await (await sendEvent(pos, token, orderEvent("a"))).json()).toMatchObject({ posValidation: {} });
		pos.faults.failNext("orders", { kind: "status", status: 500 });
		expect((await sendEvent(pos, token, orderEvent("b"))).status).toBe(500);
		expect(pos.state.tickets.size).toBe(0);
		pos.faults.failNext("orders", { kind: "status", status: 502, after_effect: true });
		expect((await sendEvent(pos, token, orderEvent("b"))).status).toBe(502);
		expect(pos.state.tickets.size).toBe(1);
		expect((await sendEvent(pos, token, orderEvent("b"))).status).toBe(201);
		expect(pos.state.tickets.size).toBe(1);
	});

	test("gets no answer when the POS hangs, and the POS still stops", async () => {
		const pos = await start();
		const token = await connect(pos);
		pos.faults.failNext("orders", { kind: "hang", after_effect: true });
		const cut = expect(sendEvent(pos, token, orderEvent("a"))).rejects.toThrow();
		await expect.poll(() => pos.state.tickets.size).toBe(1);
		await pos.stop();
		running.splice(0);
		await cut;
	});

	test("leaves a line in the history that says whether it changed anything", async () => {
		const folder = await mkdtemp(join(tmpdir(), "reference-pos-"));
		folders.push(folder);
		const history_file = join(folder, "history.jsonl");
		const pos = await start({ history_file });
		const token = await connect(pos);
		const fresh = await (await sendEvent(pos, token, orderEvent("a"))).json();
		await sendEvent(pos, token, orderEvent("a"));
		await sendEvent(pos, token, orderEvent("b", { location_id: "9999" }));
		pos.faults.failNext("orders", { kind: "status", status: 500 });
		await sendEvent(pos, token, orderEvent("c"));
		// half of a refusal says that it is one, half of an acceptance says nothing
		pos.faults.failNext("orders", { kind: "half" });
		await sendEvent(pos, token, orderEvent("d", { location_id: "9999" })).catch(() => {});
		pos.faults.failNext("orders", { kind: "half" });
		await sendEvent(pos, token, orderEvent("e")).catch(() => {});
		const { provider_id } = (fresh as { order: { provider_id: string } }).order;
		await sendEvent(pos, token, { type: "order.canceled", object: { location_id: "4410", provider_id } });
		const lines = readFileSync(history_file, "utf8")
			.trim()
			.split("\n")
			.map((text) => JSON.parse(text) as HistoryLine);
		const orders = lines.filter(({ op }) => op.startsWith("order."));
		expect(orders.filter(({ kind }) => kind === "invoke").map(({ op, key, attempt }) => [op, key, attempt])).toEqual([
			["order.created", "a", 1],
			["order.created", "a", 2],
			["order.created", "b", 1],
			["order.created", "c", 1],
			["order.created", "d", 1],
			["order.created", "e", 1],
			["order.canceled", null, 1],
		]);
		const ends = orders.filter(({ kind }) => kind !== "invoke");
		expect(ends.map(({ kind, status, effect }) => [kind, status, effect])).toEqual([
			["ok", 201, true],
			["ok", 201, false],
			["fail", 400, false],
			["fail", 500, false],
			["fail", 400, false],
			["info", null, true],
			["ok", 200, true],
		]);
		expect(ends[6]).toMatchObject({ actor: "pos:sim-pos", order: orders[0]?.order });
		expect(orders[0]?.bytes_sha256).toBe(orders[2]?.bytes_sha256);
		expect(orders[0]?.bytes_sha256).toMatch(/^[0-9a-f]{64}$/);
		expect(readFileSync(history_file, "utf8")).not.toContain(token);
	});
});

function line(provider_id: string) {
	return { provider_id, name: provider_id, quantity: 1, price_amount: 1495, price_currency: "usd", modifiers: [] };
}
