import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { examples, POS_PATHS } from "@ticketrail/contract";
import { afterEach, expect, test } from "vitest";
import { createNodeListener, type NodeListenerSettings } from "./node-listener.ts";
import { createTestPos, type TestPos } from "./test-pos.ts";

const servers: Server[] = [];

async function serve(more: Partial<NodeListenerSettings> = {}): Promise<{ url: string; pos: TestPos }> {
	const pos = createTestPos();
	const server = createServer(createNodeListener({ handlers: pos.handlers, ...more }));
	servers.push(server);
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, pos };
}

afterEach(() => {
	for (const server of servers.splice(0)) {
		server.closeAllConnections();
		server.close();
	}
});

test("an order over a real socket gets the answer that the web-standard handler gives", async () => {
	const { url, pos } = await serve();
	const { access_token } = await pos.signIn();
	const headers = { authorization: `Bearer ${access_token}` };
	const body = JSON.stringify(examples.order_created);
	const response = await fetch(`${url}${POS_PATHS.orders}`, { method: "POST", headers, body });
	const direct = await pos.order(access_token, examples.order_created);
	expect([response.status, await response.text()]).toEqual([direct.status, await direct.text()]);
	expect(pos.placed).toHaveLength(1);
});

test("the sign-in page is reached by GET and POST with its query and its form", async () => {
	const { url, pos } = await serve();
	pos.consent.answer = {
		kind: "page",
		response: new Response("page", {
			headers: [
				["set-cookie", "a=1"],
				["set-cookie", "b=2"],
			],
		}),
	};
	const query = new URLSearchParams({
		client_id: "the-hub",
		response_type: "code",
		redirect_uri: "https://hub.example/back",
	});
	const address = `${url}${POS_PATHS.authorize}?${query}`;
	const response = await fetch(address, { method: "POST", body: new URLSearchParams({ step: "sign-in" }) });
	expect(await response.text()).toBe("page");
	expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
});

test("a body that is too large is answered 413 and reaches nobody", async () => {
	const { url, pos } = await serve({ body_limit: 1000 });
	const { access_token } = await pos.signIn();
	const headers = { authorization: `Bearer ${access_token}` };
	const response = await fetch(`${url}${POS_PATHS.orders}`, { method: "POST", headers, body: "x".repeat(1001) });
	expect(response.status).toBe(413);
});

test("any other address goes to the POS's own pages, or is 404", async () => {
	const { url } = await serve();
	expect((await fetch(`${url}/kitchen`)).status).toBe(404);
	const with_pages = await serve({ otherwise: async (request) => new Response(new URL(request.url).pathname) });
	expect(await (await fetch(`${with_pages.url}/kitchen`)).text()).toBe("/kitchen");
});

test("a kitchen that fails costs a 500 without its secrets, and the POS hears of it", async () => {
	const errors: unknown[] = [];
	const { url, pos } = await serve({ onError: (error) => errors.push(error) });
	const { access_token } = await pos.signIn();
	pos.kitchen.decision = () => Promise.reject(new Error("password of the database"));
	const headers = { authorization: `Bearer ${access_token}` };
	const body = JSON.stringify(examples.order_created);
	const response = await fetch(`${url}${POS_PATHS.orders}`, { method: "POST", headers, body });
	expect(response.status).toBe(500);
	expect(await response.text()).not.toContain("password");
	expect(String(errors[0])).toContain("password of the database");
});
