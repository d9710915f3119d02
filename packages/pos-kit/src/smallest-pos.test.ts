import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { examples, POS_PATHS } from "@ticketrail/contract";
import { expect, test } from "vitest";
import { createNodeListener, createPosHandlers } from "./index.ts";

/** All that a POS has to bring: who its hubs are, a consent page, its locations, its catalogs, and what it does with orders. */
function createSmallestPos(tickets: string[]) {
	const address = { address_line_1: "1 Pier", city: "Seattle", state: "WA", postal_code: "98101", country: "US" };
	const handlers = createPosHandlers({
		clients: [{ client_id: "the-hub", client_secret: "s3cret", name: "The hub" }],
		consent: () => ({ kind: "approved", account: { id: "merchant-1" } }),
		listLocations: () => [{ provider_id: "pos-loc-7", name: "Harbor Tea House", address }],
		loadCatalog: () => examples.pos_catalog,
		desk: {
			place: ({ idempotency_key }) => ({ kind: "accepted", provider_id: `ticket-${tickets.push(idempotency_key)}` }),
			update: () => true,
			cancel: () => true,
		},
	});
	return createServer(createNodeListener({ handlers }));
}

test("a whole POS fits on half a screen: a hub signs in, reads the menu and places an order", async () => {
	const tickets: string[] = [];
	const server = createSmallestPos(tickets);
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	const base_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

	const hub = { client_id: "the-hub", redirect_uri: "https://hub.example/oauth/callback/my-pos" };
	const query = new URLSearchParams({ ...hub, response_type: "code" });
	const sent_back = await fetch(`${base_url}${POS_PATHS.authorize}?${query}`, { redirect: "manual" });
	const code = new URL(sent_back.headers.get("location") ?? "").searchParams.get("code");
	const exchange = { ...hub, client_secret: "s3cret", grant_type: "authorization_code", code };
	const token = await fetch(`${base_url}${POS_PATHS.token}`, { method: "POST", body: JSON.stringify(exchange) });
	const { access_token } = (await token.json()) as { access_token: string };

	const authorization = `Bearer ${access_token}`;
	const headers = { authorization, "X-Provider-Location-Id": "pos-loc-7" };
	const catalog = await fetch(`${base_url}${POS_PATHS.catalog}`, { headers });
	expect(await catalog.json()).toEqual(examples.pos_catalog);
	const body = JSON.stringify(examples.order_created);
	const order = await fetch(`${base_url}${POS_PATHS.orders}`, { method: "POST", headers: { authorization }, body });
	expect([order.status, await order.json()]).toEqual([201, { order: { provider_id: "ticket-1" } }]);
	expect(tickets).toEqual([examples.order_created.object.idempotency_key]);
	server.closeAllConnections();
	server.close();
});
