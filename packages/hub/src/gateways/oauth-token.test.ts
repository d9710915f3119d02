import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	type Answer,
	PUBLIC_URL,
	startTestPartnerApi,
	type TestPartner,
	type TestPartnerApi,
} from "./test-partner-api.ts";

let api: TestPartnerApi;
let partner: TestPartner;

beforeAll(async () => {
	api = await startTestPartnerApi();
	partner = await api.newPartner({ scopes: ["onboarding", "sso"] });
});
afterAll(() => api.close());

type Fields = Record<string, unknown>;
const credentials = () => ({ client_id: partner.client_id, client_secret: partner.client_secret });
const basic = (client_id = partner.client_id, secret = partner.client_secret) => ({
	authorization: `Basic ${btoa(`${client_id}:${secret}`)}`,
});

function postJson(path: string, body: Fields | string, headers: Record<string, string> = {}): Promise<Answer> {
	return api.fetch(path, {
		method: "POST",
		headers: { "content-type": "application/json", ...headers },
		body: typeof body === "string" ? body : JSON.stringify(body),
	});
}

function postForm(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
	return api.fetch(path, { method: "POST", headers, body: new URLSearchParams(fields) });
}

const grant = { grant_type: "client_credentials" };

function expectOAuthError(answer: Answer, status: number, error: string): void {
	expect(answer.status).toBe(status);
	expect(answer.headers.get("content-type")).toBe("application/problem+json");
	expect(answer.headers.get("cache-control")).toBe("no-store");
	expect(answer.body).toMatchObject({ error, error_description: expect.any(String), status, next: expect.any(String) });
	expect(answer.body.request_id).toBe(answer.headers.get("request-id"));
}

describe("POST /oauth/token", () => {
	// covers: A.1 client_credentials, A.1 scopes, A.1 answer, A.1 bodies, E.15 ours
	test("answers the documented request with the documented reply", async () => {
		const answer = await postJson("/oauth/token", { ...grant, ...credentials(), scopes: ["onboarding"] });
		expect(answer.status).toBe(201);
		expect(answer.body).toEqual({
			access_token: expect.any(String),
			token_type: "bearer",
			refresh_token: expect.any(String),
			expires_in: 3600,
			refresh_token_expires_in: 7200,
			scopes: ["onboarding"],
		});
		expect(answer.headers.get("content-type")).toContain("application/json");
		expect(answer.headers.get("cache-control")).toBe("no-store");
		expect(answer.headers.get("pragma")).toBe("no-cache");
	});

	// covers: A.1 scope, A.1 bodies
	test("takes a form with the scope string of RFC 6749 just as well", async () => {
		const answer = await postForm("/oauth/token", { ...grant, ...credentials(), scope: "sso onboarding" });
		expect(answer.status).toBe(201);
		expect(answer.body.scopes).toEqual(["onboarding", "sso"]);
	});

	// covers: A.1 scope, A.1 scopes
	test("takes the scope string in JSON too; the array decides where both are given", async () => {
		const both = { ...grant, ...credentials(), scope: "sso" };
		expect((await postJson("/oauth/token", both)).body.scopes).toEqual(["sso"]);
		expect((await postJson("/oauth/token", { ...both, scopes: ["onboarding"] })).body.scopes).toEqual(["onboarding"]);
	});

	test("takes the credentials in the Authorization header instead of the body", async () => {
		expect((await postForm("/oauth/token", grant, basic())).status).toBe(201);
		expect((await postJson("/oauth/token", grant, basic())).status).toBe(201);
		expect((await postJson("/oauth/token", { ...grant, client_id: partner.client_id }, basic())).status).toBe(201);
	});

	test("never takes credentials from both places", async () => {
		expectOAuthError(await postJson("/oauth/token", { ...grant, ...credentials() }, basic()), 400, "invalid_request");
		const other_id = { ...grant, client_id: crypto.randomUUID() };
		expectOAuthError(await postJson("/oauth/token", other_id, basic()), 400, "invalid_request");
	});

	// covers: A.1 refresh_token, F.1.2
	test("refreshes, and null fields count as missing", async () => {
		const first = await postJson("/oauth/token", { ...grant, ...credentials(), scopes: null, exp: null });
		const refresh = { grant_type: "refresh_token", ...credentials(), refresh_token: first.body.refresh_token };
		const second = await postJson("/oauth/token", refresh);
		expect(second.status).toBe(201);
		expect(second.body.access_token).not.toBe(first.body.access_token);
	});

	// covers: A.1 errors
	test("answers what cannot be granted in the words of RFC 6749 and as a problem", async () => {
		const all = { ...grant, ...credentials() };
		const wrong: [status: number, error: string, body: Fields | string, headers?: Record<string, string>][] = [
			[401, "invalid_client", { ...all, client_secret: "wrong" }],
			[401, "invalid_client", { ...all, client_id: "unknown" }],
			[401, "invalid_client", grant, basic(partner.client_id, "wrong")],
			[401, "invalid_client", grant, { authorization: `Basic ${btoa("%zz:x")}` }],
			[400, "unsupported_grant_type", { ...all, grant_type: "password" }],
			[400, "unsupported_grant_type", { ...all, grant_type: "authorization_code" }],
			[400, "invalid_grant", { ...all, grant_type: "refresh_token", refresh_token: "unknown" }],
			[400, "invalid_request", { ...all, grant_type: "refresh_token" }],
			[400, "invalid_scope", { ...all, scopes: ["admin"] }],
			[400, "invalid_scope", { ...all, scopes: [] }],
			[400, "invalid_request", { ...all, scopes: "onboarding" }],
			[400, "invalid_request", { ...all, exp: "soon" }],
			[400, "invalid_request", { ...all, exp: 1 }],
			[400, "invalid_request", { ...all, grant_type: 1 }],
			[400, "invalid_request", { ...credentials() }],
			[400, "invalid_request", { ...grant, client_id: partner.client_id }],
			[400, "invalid_request", { ...grant, client_secret: partner.client_secret }],
			[400, "invalid_request", "[]"],
			[400, "invalid_request", '{"grant_type":'],
			[400, "invalid_request", '{"grant_type":"client_credentials","grant_type":"refresh_token"}'],
		];
		for (const [status, error, body, headers] of wrong) {
			expectOAuthError(await postJson("/oauth/token", body, headers), status, error);
		}
	});

	test("names the field at fault", async () => {
		expect((await postJson("/oauth/token", { ...credentials() })).body.param).toBe("/grant_type");
		expect((await postJson("/oauth/token", { ...grant, ...credentials(), exp: "x" })).body.param).toBe("/exp");
		expect((await postJson("/oauth/token", grant)).body.param).toBe("/client_id");
	});

	test("asks a client that failed by header for its header again", async () => {
		const answer = await postJson("/oauth/token", grant, basic(partner.client_id, "wrong"));
		expect(answer.headers.get("www-authenticate")).toBeTruthy();
	});

	test("takes no other media type and no large body", async () => {
		const body = JSON.stringify({ ...grant, ...credentials() });
		expect((await postJson("/oauth/token", body, { "content-type": "text/plain" })).status).toBe(415);
		expect((await postJson("/oauth/token", { ...grant, ...credentials(), x: "y".repeat(40_000) })).status).toBe(413);
	});
});

describe("POST /oauth/revoke", () => {
	// covers: A.1 revocation
	test("ends a token, and says nothing of one that it does not know", async () => {
		const { body } = await postJson("/oauth/token", { ...grant, ...credentials() });
		const call = () =>
			api.fetch("/onboarding/org/unknown/locations", { headers: { authorization: `Bearer ${body.access_token}` } });
		expect((await call()).status).toBe(404);
		const revoked = await postForm("/oauth/revoke", {
			...credentials(),
			token: body.refresh_token,
			token_type_hint: "x",
		});
		expect([revoked.status, revoked.body, revoked.headers.get("cache-control")]).toEqual([200, "", "no-store"]);
		expect((await call()).status).toBe(401);
		expect((await postForm("/oauth/revoke", { token: "unknown" }, basic())).status).toBe(200);
	});

	test("needs the client's credentials and a token", async () => {
		expectOAuthError(await postForm("/oauth/revoke", { token: "x" }), 400, "invalid_request");
		expectOAuthError(await postForm("/oauth/revoke", credentials()), 400, "invalid_request");
		const wrong = { ...credentials(), client_secret: "wrong", token: "x" };
		expectOAuthError(await postForm("/oauth/revoke", wrong), 401, "invalid_client");
	});
});

// covers: A.1 metadata
test("the server's metadata says where and how to get tokens", async () => {
	const { status, body } = await api.fetch("/.well-known/oauth-authorization-server");
	expect(status).toBe(200);
	expect(body).toMatchObject({
		issuer: PUBLIC_URL,
		token_endpoint: `${PUBLIC_URL}/oauth/token`,
		revocation_endpoint: `${PUBLIC_URL}/oauth/revoke`,
		grant_types_supported: ["client_credentials", "refresh_token"],
		token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
	});
});

test("whoever guesses secrets is slowed down with Retry-After, while everybody else gets in (reliability.md A9)", async () => {
	const victim = await api.newPartner();
	const guess = (client_id: string) => postJson("/oauth/token", { ...grant, client_id, client_secret: "guess" });
	for (let count = 0; count < 30; count++) expect((await guess(victim.client_id)).status).toBe(401);
	const refused = await guess(victim.client_id);
	expect(refused).toMatchObject({ status: 429, body: { code: "rate_limited" } });
	expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
	expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(60);
	const many = await Promise.all(Array.from({ length: 300 }, () => guess(crypto.randomUUID())));
	expect(many.some(({ status }) => status === 429)).toBe(true);
	expect((await postJson("/oauth/token", { ...grant, ...credentials() })).status).toBe(201);
	api.pass(60_000);
	const { client_id, client_secret } = victim;
	expect((await postJson("/oauth/token", { ...grant, client_id, client_secret })).status).toBe(201);
});
