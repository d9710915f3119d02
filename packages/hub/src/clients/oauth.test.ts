import { afterEach, describe, expect, test } from "vitest";
import { createDspClient } from "./dsp-client.ts";
import { createEgress } from "./egress.ts";
import { isToken } from "./oauth.ts";
import { createPosClient } from "./pos-client.ts";
import { testProvider } from "./test-provider.ts";
import { type OnRequest, openTestServer, reply, replyJson } from "./test-server.ts";

const NOW = 1_760_000_000_000;
const GOOD = { access_token: "at-1", refresh_token: "rt-1", expire_time: NOW + 3_600_000 };
const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
	await Promise.all(opened.splice(0).map((one) => one.close()));
});

async function start(onRequest: OnRequest) {
	const server = await openTestServer(onRequest);
	const egress = createEgress({ allow_cidrs: ["127.0.0.0/8"], headers_timeout_ms: 100 });
	opened.push(server, egress);
	const parts = { egress, clock: { now: () => NOW } };
	return {
		server,
		pos: createPosClient(parts),
		dsp: createDspClient(parts),
		pos_provider: testProvider({ base_url: server.url }),
		dsp_provider: testProvider({ type: "dsp", base_url: server.url }),
		body: (number: number) => JSON.parse(server.requests[number - 1]?.split("\r\n\r\n")[1] ?? ""),
	};
}

const exchange = async (status: number, reply_body: unknown) => {
	const { pos, pos_provider } = await start((socket) => socket.write(replyJson(status, reply_body)));
	return pos.exchangeCode(pos_provider, { code: "c", redirect_uri: "https://partner.example.test/cb" });
};

describe("the sign-in page of a provider", () => {
	// covers: B.1 query, C.2.1 authorize
	test("gets exactly client, response type and redirect", async () => {
		const { pos, dsp } = await start(() => {});
		const provider = testProvider({ base_url: "https://pos.example.test/x", client_id: "a b&c" });
		const url = new URL(pos.authorizeUrl(provider, "https://partner.example.test/cb/7"));
		expect(url.origin + url.pathname).toBe("https://pos.example.test/x/stream-pos/v1/authorize");
		expect(Object.fromEntries(url.searchParams)).toEqual({
			client_id: "a b&c",
			response_type: "code",
			redirect_uri: "https://partner.example.test/cb/7",
		});
		expect(dsp.authorizeUrl(testProvider({ type: "dsp" }), "https://x.example.test/cb")).toMatch(
			/^https:\/\/pos\.example\.test\/stream-dsp\/v1\/authorize\?client_id=/,
		);
	});
});

describe("exchanging a code", () => {
	// covers: B.2 code, C.2.2 token, F-4
	test("at a POS sends the same redirect_uri, at a DSP none", async () => {
		const { pos, dsp, pos_provider, dsp_provider, server, body } = await start((socket) =>
			socket.write(replyJson(201, GOOD)),
		);
		const grant = { code: "the.long.code", redirect_uri: "https://partner.example.test/cb" };
		const client = { client_id: "the-client-id", client_secret: "the-client-secret" };
		expect(await pos.exchangeCode(pos_provider, grant)).toMatchObject({ ok: true });
		expect(body(1)).toEqual({ ...client, grant_type: "authorization_code", ...grant });
		expect(await dsp.exchangeCode(dsp_provider, grant)).toMatchObject({ ok: true });
		expect(body(2)).toEqual({ ...client, grant_type: "authorization_code", code: grant.code });
		expect(server.requests[0]).toMatch(/^POST \/stream-pos\/v1\/token HTTP/);
		expect(server.requests[0]).toContain("content-type: application/json\r\n");
		expect(server.requests[1]).toMatch(/^POST \/stream-dsp\/v1\/token HTTP/);
	});

	// covers: B.2 answer, B.2 id, B.2 sso_details
	test("brings tokens, expiry, account and who signed in", async () => {
		const sso_details = { email: "ana@example.test", full_name: "Ana Lopez", extra: 1 };
		expect(await exchange(200, { ...GOOD, id: "acct-7", sso_details })).toEqual({
			ok: true,
			value: {
				access_token: "at-1",
				refresh_token: "rt-1",
				expires_at: NOW + 3_600_000,
				account_id: "acct-7",
				sso_details: { email: "ana@example.test", full_name: "Ana Lopez", phone_number: null },
			},
		});
	});

	// covers: B.2 answer, F-2, E.1 milliseconds
	test.each([
		["epoch milliseconds", NOW + 7_200_000, NOW + 7_200_000],
		["epoch seconds", NOW / 1000 + 7_200, NOW + 7_200_000],
		["a lifetime in seconds", 3600, NOW + 3_600_000],
		["nothing", undefined, NOW + 300_000],
		["zero", 0, NOW + 300_000],
		["a negative number", -1, NOW + 300_000],
		["an absurd number", 1e20, NOW + 300_000],
		["a text", "soon", NOW + 300_000],
	])("understands %s as the expiry", async (_name, expire_time, expires_at) => {
		expect(await exchange(200, { ...GOOD, expire_time })).toMatchObject({ ok: true, value: { expires_at } });
	});

	// covers: C.2.2 answer
	test("at a DSP brings the same, with its expiry in epoch milliseconds", async () => {
		const { dsp, dsp_provider } = await start((socket) => socket.write(replyJson(200, { ...GOOD, id: "acct-8" })));
		expect(await dsp.exchangeCode(dsp_provider, { code: "c", redirect_uri: "https://x.example.test/cb" })).toEqual({
			ok: true,
			value: {
				access_token: "at-1",
				refresh_token: "rt-1",
				expires_at: NOW + 3_600_000,
				account_id: "acct-8",
				sso_details: null,
			},
		});
	});

	test("works without a refresh token and with a number as the account", async () => {
		for (const refresh_token of [undefined, null, ""]) {
			expect(await exchange(200, { ...GOOD, refresh_token, id: 42 })).toMatchObject({
				ok: true,
				value: { refresh_token: null, account_id: "42", sso_details: null },
			});
		}
	});

	test.each([
		["no token", { refresh_token: "rt" }],
		["an empty token", { ...GOOD, access_token: "" }],
		["a token with a line break", { ...GOOD, access_token: "at\r\nx-admin: 1" }],
		["a token with a space", { ...GOOD, access_token: "a t" }],
		["a token with a letter beyond ASCII", { ...GOOD, access_token: "tök" }],
		["a token that is an object", { ...GOOD, access_token: { a: 1 } }],
		["an endless token", { ...GOOD, access_token: "x".repeat(9000) }],
		["a broken refresh token", { ...GOOD, refresh_token: "r\nt" }],
		["a list", [GOOD]],
		["null", null],
	])("is in doubt after a success with %s", async (_name, body) => {
		expect(await exchange(200, body)).toMatchObject({
			ok: false,
			refused: false,
			outcome: { stage: "unknown", reason: "bad_answer", status: 200 },
		});
	});
});

describe("a token endpoint that says no", () => {
	// covers: B.2 refusal
	test.each([
		[400, true],
		[401, true],
		[403, true],
		[410, true],
		[422, true],
		[302, false],
		[404, false],
		[405, false],
		[408, false],
		[415, false],
		[429, false],
		[500, false],
		[503, false],
	])("with %i: refused is %s", async (status, refused) => {
		expect(await exchange(status, { message: "no" })).toMatchObject({
			ok: false,
			refused,
			message: `answered ${status}: no`,
			outcome: { stage: "answered", status },
		});
	});

	test("is quoted without the secrets that it repeats", async () => {
		const { pos, pos_provider } = await start((socket, request) => {
			socket.write(replyJson(400, { error_description: `cannot use ${request.split("\r\n\r\n")[1]}\u0007` }));
		});
		const refused = await pos.refresh(pos_provider, "the-refresh-token");
		const text = JSON.stringify({ ...refused, outcome: undefined });
		expect(text).toContain("[hidden]");
		expect(text).not.toContain("the-refresh-token");
		expect(text).not.toContain("the-client-secret");
		expect(text).not.toContain("\\u0007");
	});

	test("is quoted in whatever way it speaks, and briefly", async () => {
		for (const body of [{ error: "no" }, { detail: "no" }, { message: ["no", "never"] }, "no"]) {
			expect(await exchange(400, body)).toMatchObject({ message: "answered 400: no" });
		}
		const long = await exchange(400, { message: "x".repeat(5000) });
		expect(!long.ok && long.message.length).toBeLessThan(400);
		for (const body of [{}, null, 7, { message: 7 }]) {
			expect(await exchange(400, body)).toMatchObject({ message: "answered 400" });
		}
	});
});

describe("refreshing", () => {
	// covers: B.2 refresh, F-3
	test("sends the refresh token and never a redirect_uri", async () => {
		const { pos, dsp, pos_provider, dsp_provider, body } = await start((socket) => socket.write(replyJson(200, GOOD)));
		await pos.refresh(pos_provider, "rt-0");
		await dsp.refresh(dsp_provider, "rt-0");
		for (const number of [1, 2]) {
			expect(body(number)).toEqual({
				client_id: "the-client-id",
				client_secret: "the-client-secret",
				grant_type: "refresh_token",
				refresh_token: "rt-0",
			});
		}
	});

	test("without an answer is in doubt, without a connection it did not happen", async () => {
		const { pos, pos_provider, server } = await start(() => {});
		expect(await pos.refresh(pos_provider, "rt-0")).toMatchObject({ ok: false, outcome: { stage: "unknown" } });
		await server.close();
		expect(await pos.refresh(pos_provider, "rt-0")).toMatchObject({ ok: false, outcome: { stage: "never_sent" } });
	});

	test("takes an answer of at most 64 kB", async () => {
		const { pos, pos_provider } = await start((socket) =>
			socket.write(reply(200, JSON.stringify({ ...GOOD, padding: "x".repeat(70_000) }))),
		);
		expect(await pos.refresh(pos_provider, "rt")).toMatchObject({ ok: false, outcome: { reason: "body_too_large" } });
	});
});

test("a token is visible ASCII of a sane length", () => {
	for (const token of ["a", "eyJ.x-y_z~+/=", "!".repeat(8192)]) expect(isToken(token)).toBe(true);
	for (const token of ["", " ", "a b", "a\n", "é", "x".repeat(8193), 7, null]) expect(isToken(token)).toBe(false);
});
