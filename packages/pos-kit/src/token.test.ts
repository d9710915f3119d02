import { compile, PosTokenReply } from "@ticketrail/contract";
import { describe, expect, test } from "vitest";
import { CLIENT, createTestPos, REDIRECT_URI } from "./test-pos.ts";

const HOUR = 3_600_000;
const exchange = (code: string, more = {}) => ({
	grant_type: "authorization_code",
	code,
	redirect_uri: REDIRECT_URI,
	...more,
});

describe("a hub with a code", () => {
	test("gets tokens whose ends are told in epoch milliseconds", async () => {
		const pos = createTestPos();
		const response = await pos.token(exchange(await pos.code()));
		const reply = compile(PosTokenReply)(await response.json());
		expect(response.status).toBe(201);
		expect(reply).toMatchObject({ ok: true, value: { expire_time: pos.clock.now + HOUR, id: "merchant-1" } });
		expect(response.headers.get("cache-control")).toBe("no-store");
	});

	test("hears who signed in where the POS tells", async () => {
		const pos = createTestPos();
		const sso_details = { email: "ana@example.test", full_name: "Ana Lopez" };
		pos.consent.answer = { kind: "approved", account: { id: "merchant-1", sso_details } };
		expect(await pos.signIn()).toMatchObject({ sso_details });
	});

	test("can use it once", async () => {
		const pos = createTestPos();
		const code = await pos.code();
		expect((await pos.token(exchange(code))).status).toBe(201);
		expect((await pos.token(exchange(code))).status).toBe(400);
	});

	test("can use it only once when two requests race", async () => {
		const pos = createTestPos();
		const code = await pos.code();
		const both = await Promise.all([pos.token(exchange(code)), pos.token(exchange(code))]);
		expect(both.map(({ status }) => status).sort()).toEqual([201, 400]);
	});

	test("is refused after five minutes", async () => {
		const pos = createTestPos();
		const code = await pos.code();
		pos.clock.now += 5 * 60_000;
		expect((await pos.token(exchange(code))).status).toBe(400);
	});

	test("is refused with another redirect_uri, and the code is spent", async () => {
		const pos = createTestPos();
		const code = await pos.code();
		expect((await pos.token(exchange(code, { redirect_uri: `${REDIRECT_URI}/` }))).status).toBe(400);
		expect((await pos.token(exchange(code))).status).toBe(400);
	});

	test("cannot use another hub's code", async () => {
		const other = { client_id: "other-hub", client_secret: "other-secret", name: "Other hub" };
		const pos = createTestPos({ clients: [CLIENT, other] });
		const { client_id, client_secret } = other;
		expect((await pos.token(exchange(await pos.code(), { client_id, client_secret }))).status).toBe(400);
	});

	test.each([
		["a wrong secret", { client_secret: "s3cret-of-the-huB" }],
		["an unknown client", { client_id: "somebody" }],
		["no secret", { client_secret: undefined }],
		["an unknown grant", { grant_type: "password" }],
		["a number for a code", { code: 7 }],
	])("is answered 400 with a message for %s", async (_, wrong) => {
		const pos = createTestPos();
		const response = await pos.token(exchange(await pos.code(), wrong));
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ status: 400, message: expect.any(String) });
	});
});

describe("a hub with a refresh token", () => {
	test("gets a new access token and keeps the refresh token", async () => {
		const pos = createTestPos();
		const first = await pos.signIn();
		pos.clock.now += HOUR;
		const { refresh_token } = first;
		const second = (await (await pos.token({ grant_type: "refresh_token", refresh_token })).json()) as PosTokenReply;
		expect(second).toMatchObject({ refresh_token, expire_time: pos.clock.now + HOUR });
		expect(second.refresh_token_expire_time).toBe(first.refresh_token_expire_time);
		expect((await pos.call("locations", first.access_token)).status).toBe(401);
		expect((await pos.call("locations", second.access_token)).status).toBe(200);
	});

	test("is answered 401 once the refresh token is over, unknown, or no refresh token at all", async () => {
		const pos = createTestPos();
		const { access_token, refresh_token } = await pos.signIn();
		const refresh = (token: string) => pos.token({ grant_type: "refresh_token", refresh_token: token });
		expect((await refresh("made-up")).status).toBe(401);
		expect((await refresh(access_token)).status).toBe(401);
		pos.clock.now += 90 * 24 * HOUR;
		expect((await refresh(refresh_token)).status).toBe(401);
	});
});
