import { describe, expect, test } from "vitest";
import { CLIENT, createTestPos, REDIRECT_URI } from "./test-pos.ts";

describe("a merchant whom the hub sends to the POS", () => {
	test("returns to exactly the hub's address with a code when she approves", async () => {
		const response = await createTestPos().authorize();
		expect(response.status).toBe(302);
		expect(response.headers.get("location")).toMatch(
			new RegExp(`^${REDIRECT_URI.replaceAll(".", "\\.")}\\?code=[\\w-]{43}$`),
		);
	});

	test("returns with access_denied and no code when she denies", async () => {
		const pos = createTestPos();
		pos.consent.answer = { kind: "denied" };
		const location = (await pos.authorize({}, "POST")).headers.get("location");
		expect(location).toBe(`${REDIRECT_URI}?error=access_denied`);
	});

	test("sees the POS's own page until she has decided", async () => {
		const pos = createTestPos();
		pos.consent.answer = { kind: "page", response: new Response("sign in here") };
		expect(await (await pos.authorize()).text()).toBe("sign in here");
	});

	test("gets no state back, because the contract has none", async () => {
		const location = (await createTestPos().authorize({ state: "abc" })).headers.get("location");
		expect(location).not.toContain("state");
	});

	test("keeps a query string that the hub's address already has", async () => {
		const redirect_uri = "https://hub.example/back?slug=my%20pos";
		const location = (await createTestPos().authorize({ redirect_uri })).headers.get("location") ?? "";
		expect(location.startsWith(`${redirect_uri}&code=`)).toBe(true);
	});
});

describe("somebody who is not a hub of this POS", () => {
	test.each([
		["an unknown client", { client_id: "somebody" }],
		["a relative address", { redirect_uri: "/oauth/callback" }],
		["a script address", { redirect_uri: "javascript:alert(1)" }],
		["an address with a fragment", { redirect_uri: "https://hub.example/#x" }],
		["an address with credentials", { redirect_uri: "https://hub.example@evil.example/" }],
	])("is answered 400 and not redirected: %s", async (_, query) => {
		const response = await createTestPos().authorize(query);
		expect(response.status).toBe(400);
		expect(response.headers.get("location")).toBeNull();
	});

	test("is answered 400 for an address that the POS did not register", async () => {
		const pos = createTestPos({
			mayRedirect: ({ client_id }, uri) => client_id === CLIENT.client_id && uri === REDIRECT_URI,
		});
		expect((await pos.authorize({ redirect_uri: "https://hub.example/other" })).status).toBe(400);
		expect((await pos.authorize()).status).toBe(302);
	});

	test("is sent back with an error for another response type than code", async () => {
		const location = (await createTestPos().authorize({ response_type: "token" })).headers.get("location");
		expect(location).toBe(`${REDIRECT_URI}?error=unsupported_response_type`);
	});
});
