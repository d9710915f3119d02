import { compile, PosCatalog, PosLocationsReply } from "@ticketrail/contract";
import { describe, expect, test } from "vitest";
import { createMemoryGrants } from "./grants.ts";
import { createTestPos } from "./test-pos.ts";

describe("a call with a merchant's token", () => {
	test("lists that merchant's locations", async () => {
		const pos = createTestPos();
		const { access_token } = await pos.signIn();
		const reply = await (await pos.call("locations", access_token)).json();
		expect(compile(PosLocationsReply)(reply)).toMatchObject({
			ok: true,
			value: { locations: [{ provider_id: "loc-of-merchant-1" }] },
		});
	});

	test("gets the catalog of the location that the header names", async () => {
		const pos = createTestPos();
		const { access_token } = await pos.signIn();
		const response = await pos.call("catalog", access_token, { headers: { "X-Provider-Location-Id": "pos-loc-7" } });
		expect(response.status).toBe(200);
		expect(compile(PosCatalog)(await response.json()).ok).toBe(true);
	});

	test("gets 404 for a location or merchant that is not there", async () => {
		const pos = createTestPos();
		const { access_token } = await pos.signIn();
		for (const name of ["X-Provider-Location-Id", "X-Provider-Merchant-Id"]) {
			expect((await pos.call("catalog", access_token, { headers: { [name]: "nowhere" } })).status).toBe(404);
		}
	});

	test("gets 400 for a catalog of nobody, or of two at once", async () => {
		const pos = createTestPos();
		const { access_token } = await pos.signIn();
		const headers = { "X-Provider-Location-Id": "pos-loc-7", "X-Provider-Merchant-Id": "merchant-1" };
		expect((await pos.call("catalog", access_token)).status).toBe(400);
		expect((await pos.call("catalog", access_token, { headers })).status).toBe(400);
	});

	test("gets a catalog that the POS keeps as text byte for byte", async () => {
		const pos = createTestPos({ loadCatalog: () => '{ "category": [], "item_family": [] }' });
		const { access_token } = await pos.signIn();
		const response = await pos.call("catalog", access_token, { headers: { "X-Provider-Location-Id": "any" } });
		expect(await response.text()).toBe('{ "category": [], "item_family": [] }');
	});
});

describe("a call without a good token gets 401", () => {
	test.each(["locations", "catalog", "orders"] as const)("on %s", async (path) => {
		const pos = createTestPos();
		const { refresh_token } = await pos.signIn();
		const method = path === "orders" ? "POST" : "GET";
		for (const token of [undefined, "", "made-up", refresh_token]) {
			const response = await pos.call(path, token, { method });
			expect(response.status).toBe(401);
			expect(response.headers.get("www-authenticate")).toBe("Bearer");
		}
	});

	test("once the merchant has disconnected the hub at the POS", async () => {
		const grants = createMemoryGrants({ now: () => 1_760_000_000_000 });
		const pos = createTestPos({ grants });
		const { access_token, refresh_token } = await pos.signIn();
		await grants.revokeAccount("merchant-1");
		expect((await pos.call("locations", access_token)).status).toBe(401);
		expect((await pos.token({ grant_type: "refresh_token", refresh_token })).status).toBe(401);
	});
});
