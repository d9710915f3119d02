import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestPartnerApi, type TestPartner, type TestPartnerApi } from "./test-partner-api.ts";

let api: TestPartnerApi;
let partner: TestPartner;
let org_id: string;

beforeAll(async () => {
	api = await startTestPartnerApi();
	partner = await api.newPartner({ scopes: ["user", "onboarding"] });
	org_id = (await partner.call("POST", "/onboarding/org", { name: "Ana", provider_id: "ana" })).body.org_id;
});
afterAll(() => api.close());

const create = (more: object = {}, by = partner) =>
	by.call("POST", "/oauth/tokens", { org_id, token_name: "Till", scopes: ["onboarding"], ...more });
const list = async () => (await partner.call("GET", `/oauth/tokens?org_id=${org_id}`)).body;
const login = (credentials: { client_id: string; client_secret: string }) =>
	api.fetch("/oauth/token", {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ ...credentials, grant_type: "client_credentials" }),
	});

// covers: A.2 getPartnerTokens, A.2 createPartnerToken, A.2 renamePartnerToken, A.2 deletePartnerToken
test("an API client is made, listed without its secret, renamed and put out of use (contract.md A.2)", async () => {
	const made = await create();
	expect(made.status).toBe(201);
	expect(made.headers.get("cache-control")).toBe("no-store");
	const { _id, client_id, client_secret } = made.body;
	const shown = { _id, client_id, token_name: "Till", scopes: ["onboarding"] };
	expect(made.body).toEqual({ ...shown, client_secret });
	expect(await list()).toEqual([shown]);

	const token = await login({ client_id, client_secret });
	expect(token).toMatchObject({ status: 201, body: { scopes: ["onboarding"] } });
	const bearer = { headers: { authorization: `Bearer ${token.body.access_token}` } };
	expect((await api.fetch(`/onboarding/org/${org_id}/locations`, bearer)).status).toBe(200);

	for (const method of ["PUT", "PATCH"]) {
		const token_name = `by ${method}`;
		const renamed = await partner.call(method, `/oauth/tokens/${_id}`, { token_name });
		expect(renamed).toMatchObject({ status: 200, body: { ...shown, token_name } });
	}
	expect((await partner.call("DELETE", `/oauth/tokens/${_id}`)).status).toBe(204);
	expect((await partner.call("DELETE", `/oauth/tokens/${_id}`)).body.code).toBe("token_not_found");
	expect(await list()).toEqual([]);
	expect((await login({ client_id, client_secret })).status).toBe(401);
	expect((await api.fetch(`/onboarding/org/${org_id}/locations`, bearer)).status).toBe(401);
});

// covers: A.2 createPartnerToken, A.1 scope map
test("nobody gets more than the token that asks may do, and unknown scopes grant nothing (contract.md A.2, F.1.1)", async () => {
	const made = await create({ scopes: ["billing", "onboarding", "flying"] });
	expect(made).toMatchObject({ status: 201, body: { scopes: ["onboarding"] } });
	expect(await create({ scopes: ["billing"] })).toMatchObject({ status: 400, body: { code: "invalid_scope" } });
	const without = await api.newPartner({ scopes: ["onboarding"] });
	expect(await create({}, without)).toMatchObject({ status: 403, body: { code: "insufficient_scope" } });
});

test("another partner's organisation and API clients are not found (contract.md A.2)", async () => {
	const { _id } = (await create()).body;
	const other = await api.newPartner({ scopes: ["user", "onboarding"] });
	expect((await create({}, other)).body.code).toBe("org_not_found");
	expect((await other.call("GET", `/oauth/tokens?org_id=${org_id}`)).body.code).toBe("org_not_found");
	for (const id of [_id, "not-an-id"]) {
		expect((await other.call("PUT", `/oauth/tokens/${id}`, { token_name: "mine" })).body.code).toBe("token_not_found");
		expect((await other.call("DELETE", `/oauth/tokens/${id}`)).body.code).toBe("token_not_found");
	}
	expect((await list()).map((row: { _id: string }) => row._id)).toContain(_id);
});
