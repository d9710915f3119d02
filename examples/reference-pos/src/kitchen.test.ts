import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { SIGNATURE_HEADER, verifySignature } from "@ticketrail/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ReferencePos } from "./start.ts";
import { CREDENTIALS, connect, orderEvent, press, sendEvent, startTestPos } from "./test-merchant.ts";

let hub: Server;
let told: unknown[];
let pos: ReferencePos;

beforeEach(async () => {
	told = [];
	hub = createServer(async (request, response) => {
		const raw_body = await buffer(request);
		const signature = request.headers[SIGNATURE_HEADER] as string | undefined;
		const { ok } = verifySignature({ raw_body, signature, secrets: [CREDENTIALS.webhook_secret] });
		if (ok && request.url === "/pos/sim-pos/webhook") told.push(JSON.parse(raw_body.toString()));
		response.writeHead(ok ? 200 : 401, { "content-type": "application/json" }).end("{}");
	});
	await new Promise<void>((ready) => hub.listen(0, "127.0.0.1", ready));
	const hub_url = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
	pos = await startTestPos({ hub_url });
});

afterEach(async () => {
	await pos.stop();
	hub.closeAllConnections();
	hub.close();
});

async function ticketId(): Promise<string> {
	await sendEvent(pos, await connect(pos), orderEvent("key-1"));
	return [...pos.state.tickets.keys()][0] ?? "";
}

describe("the kitchen's screen", () => {
	test("takes a dish off the menu, tells the hub, and refuses orders for it", async () => {
		const form = { location_id: "4410", object_type: "item_family", object_id: "lasagne", is_active: "false" };
		expect((await press(pos, "/kitchen/stock", form)).status).toBe(200);
		expect(told).toEqual([
			{
				type: "location.catalog.object.updated",
				object: {
					location_id: "4410",
					object_id: "lasagne",
					object_type: "item_family",
					object_update: { is_active: false },
				},
			},
		]);
		expect((await sendEvent(pos, await connect(pos), orderEvent("key-1"))).status).toBe(400);
	});

	test("takes one location off the line and leaves the others", async () => {
		await press(pos, "/kitchen/service", { location_id: "4410", pause: "open" });
		await press(pos, "/kitchen/service", { location_id: "4410", pause: "none" });
		await press(pos, "/kitchen/service", { location_id: "4411", pause: "30" });
		expect(told).toEqual([
			{ type: "location.status.updated", object: { location_id: "4410", status: "inactive" } },
			{ type: "location.status.updated", object: { location_id: "4410", status: "active" } },
			{
				type: "location.status.updated",
				object: { location_id: "4411", status: "inactive", paused_until: expect.any(Number) },
			},
		]);
		const token = await connect(pos);
		expect((await sendEvent(pos, token, orderEvent("a", { location_id: "4411" }))).status).toBe(400);
		expect((await sendEvent(pos, token, orderEvent("b"))).status).toBe(201);
	});

	test("changes a price and has the hub read the menu again", async () => {
		const form = { location_id: "4410", object_id: "lasagne", price: "15.50", change: "price" };
		await press(pos, "/kitchen/menu", form);
		expect(told).toEqual([{ type: "location.catalog.updated", object: { location_id: "4410" } }]);
		expect(pos.state.kitchens.get("4410")?.sellable.get("lasagne")?.price_amount).toBe(1550);
		expect(pos.state.kitchens.get("4411")?.sellable.get("lasagne")?.price_amount).toBe(1495);
	});

	test("says what is wrong with a price and changes nothing", async () => {
		const response = await press(pos, "/kitchen/menu", {
			location_id: "4410",
			object_id: "lasagne",
			price: "much",
			change: "price",
		});
		expect(response.status).toBe(400);
		expect(await response.text()).toContain("Give the new price as a number");
		expect(told).toEqual([]);
	});

	test("moves an order on and tells the hub each step", async () => {
		const provider_id = await ticketId();
		for (const status of ["ready_for_pickup", "completed"])
			await press(pos, "/kitchen/ticket", { provider_id, status });
		const of = (status: string) => ({
			type: "order.status.updated",
			object: { location_id: "4410", provider_id, status },
		});
		expect(told).toEqual([of("ready_for_pickup"), of("completed")]);
	});

	test("shows what customers wrote as text, never as markup", async () => {
		const note = `<img src=x onerror=alert(1)> "'&`;
		const order = orderEvent("key-1", { special_instructions: note, customers: [{ id: "1", name: "<b>Ana</b>" }] });
		await sendEvent(pos, await connect(pos), order);
		const page = await (await fetch(pos.url)).text();
		expect(page).toContain("&lt;img src=x onerror=alert(1)&gt; &quot;&#39;&amp;");
		expect(page).not.toMatch(/<img|<b>/);
	});

	test("ignores a form that another site sends through the cook's browser", async () => {
		const body = new URLSearchParams({ location_id: "4410", pause: "open" });
		const headers = { "sec-fetch-site": "cross-site" };
		expect((await fetch(`${pos.url}/kitchen/service`, { method: "POST", headers, body })).status).toBe(400);
		expect(told).toEqual([]);
	});
});

describe("a kitchen that takes orders by hand", () => {
	beforeEach(async () => {
		const hub_url = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
		await pos.stop();
		pos = await startTestPos({ hub_url, manual_accept: true });
	});

	test.each([
		["accepted", "order.accepted", "in_progress"],
		["rejected", "order.rejected", "merchant_canceled"],
	])("answers at once that it will answer, and then tells the hub: %s", async (status, type, after) => {
		const answer = await (await sendEvent(pos, await connect(pos), orderEvent("key-1"))).json();
		expect(answer).toMatchObject({ order: { async_acceptance: true } });
		const provider_id = [...pos.state.tickets.keys()][0] ?? "";
		await press(pos, "/kitchen/ticket", { provider_id, status });
		expect(told).toMatchObject([{ type, object: { location_id: "4410", provider_id } }]);
		expect(pos.state.tickets.get(provider_id)?.status).toBe(after);
	});
});
