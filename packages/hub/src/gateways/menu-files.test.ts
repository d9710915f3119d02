import { afterEach, beforeEach, expect, test } from "vitest";
import { createLog } from "../base/log.ts";
import { createMetrics } from "../base/metrics.ts";
import { openRestaurant } from "../features/menus/test-restaurant.ts";
import { createHttp } from "./http.ts";
import { menuFileEndpoints } from "./menu-files.ts";
import { mountEndpoints } from "./mount-endpoints.ts";

let shop: Awaited<ReturnType<typeof openRestaurant>>;
let app: ReturnType<typeof createHttp>;
beforeEach(async () => {
	shop = await openRestaurant();
	app = createHttp({
		log: createLog({ level: "silent" }),
		metrics: createMetrics(),
		config: { public_url: "https://hub.example.test" },
	});
	mountEndpoints(app, menuFileEndpoints({ menus: shop.menus }), {
		authenticate: () => Promise.reject(new Error("nobody signs in to read a menu")),
	});
});
afterEach(async () => {
	await app.close();
	await shop.close();
});

/** The path of the menu that the store was sent to. */
async function publish(): Promise<string> {
	await shop.sync({ item_family: [{ provider_id: "tea", name: "茶", price_amount: 300, price_currency: "USD" }] });
	await shop.bind("dsp-loc-3");
	await shop.send();
	return new URL(shop.take().at(-1)?.body.download_url).pathname;
}

// covers: C.6 address
test("a DSP fetches its menu without a token, by the address alone (contract.md C.6)", async () => {
	const answer = await app.inject({ url: await publish() });
	expect(answer.statusCode).toBe(200);
	expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
	expect(answer.headers["cache-control"]).toContain("immutable");
	expect(answer.json().menus[0].categories[0].items[0].name).toBe("茶");
});

test("who has the file already is told so, and gets nothing again", async () => {
	const url = await publish();
	const { etag } = (await app.inject({ url })).headers;
	const again = await app.inject({ url, headers: { "if-none-match": String(etag) } });
	expect(again.statusCode).toBe(304);
	expect(again.body).toBe("");
});

test.each([
	["a guessed one", `/menus/${"A".repeat(43)}.json`],
	["one without its end", `/menus/${"A".repeat(43)}`],
	["one that is too short", "/menus/AAAA.json"],
	["somebody's path", "/menus/..%2f..%2fetc%2fpasswd"],
	["a NUL", "/menus/%00.json"],
])("an address that is not ours, such as %s, is not found", async (_case, url) => {
	const answer = await app.inject({ url });
	expect([400, 404]).toContain(answer.statusCode);
	expect(answer.headers["content-type"]).toContain("application/problem+json");
});
