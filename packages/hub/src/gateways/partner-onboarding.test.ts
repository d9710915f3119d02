import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ERRORS, type ErrorCode } from "../base/error.ts";
import { listAudit } from "../storage/tables/audit.ts";
import { findIntegration, listIntegrations } from "../storage/tables/integration.ts";
import {
	type Answer,
	PUBLIC_URL,
	startTestPartnerApi,
	type TestPartner,
	type TestPartnerApi,
} from "./test-partner-api.ts";

let api: TestPartnerApi;
let partner: TestPartner;
let stranger: TestPartner;
let org_id: string;
let orgs = 0;

beforeAll(async () => {
	api = await startTestPartnerApi();
	partner = await api.newPartner();
	stranger = await api.newPartner();
});
beforeEach(async () => {
	api.pos.answers.clear();
	org_id = (await partner.call("POST", "/onboarding/org", org())).body.org_id;
});
afterAll(() => api.close());

const org = (provider_id = `merchant-${++orgs}`) => ({
	name: "Joe's Pizza LLC",
	provider_id,
	user: { email: "joe@pizza.example", first_name: "Joe", last_name: "Doe" },
});

function expectProblem(answer: Answer, code: ErrorCode, param?: string): void {
	expect(answer.body).toMatchObject({ code, status: ERRORS[code].status, next: ERRORS[code].next });
	expect(answer.status).toBe(ERRORS[code].status);
	expect(answer.headers.get("content-type")).toBe("application/problem+json");
	expect(answer.body.request_id).toBe(answer.headers.get("request-id"));
	if (param !== undefined) expect(answer.body.param).toBe(param);
}

const start = (more: Record<string, unknown> = {}, by = partner) =>
	by.call("POST", "/onboarding/integrations", { org_id, source: "test-pos", type: "pos", ...more });
const put = (id: string, code: unknown, by = partner) => by.call("PUT", `/onboarding/integrations/${id}`, { code });
const idOf = async (answer: Promise<Answer>) => (await answer).body.onboarding._id as string;
const rowOf = (id: string) => findIntegration(api.db, org_id, id);

async function connect(more: Record<string, unknown> = {}): Promise<string> {
	const id = await idOf(start(more));
	const { status } = await put(id, api.pos.newCode());
	expect(status).toBe(200);
	return id;
}

describe("creating an organisation", () => {
	// covers: A.4.1 org
	test("answers with its id and that of its first user", async () => {
		const { status, body } = await partner.call("POST", "/onboarding/org", org());
		expect(status).toBe(201);
		expect(body).toEqual({ org_id: expect.any(String), user_id: expect.any(String) });
		const users = await api.db.query("SELECT user_id, email, first_name, role FROM org_user WHERE org_id = $1", [
			body.org_id,
		]);
		expect(users).toEqual([{ user_id: body.user_id, email: "joe@pizza.example", first_name: "Joe", role: "owner" }]);
	});

	// covers: A.4.1 repeated
	test("again, also many times at once, gives the very same ids and one row", async () => {
		const request = org();
		const answers = await Promise.all(
			Array.from({ length: 16 }, () => partner.call("POST", "/onboarding/org", request)),
		);
		expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
		expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
		const again = await partner.call("POST", "/onboarding/org", { ...request, name: "New name" });
		expect(again.body).toEqual(answers[0]?.body);
		const rows = await api.db.query("SELECT name FROM org WHERE provider_id = $1", [request.provider_id]);
		expect(rows).toEqual([{ name: "Joe's Pizza LLC" }]);
		const users = await api.db.query("SELECT user_id FROM org_user WHERE org_id = $1", [again.body.org_id]);
		expect(users).toHaveLength(1);
	});

	test("by two partners with the same id of theirs gives two organisations", async () => {
		const request = org();
		const mine = await partner.call("POST", "/onboarding/org", request);
		const theirs = await stranger.call("POST", "/onboarding/org", request);
		expect(mine.body.org_id).not.toBe(theirs.body.org_id);
	});

	test("works with the blank e-mail of the published guide and without a user", async () => {
		const blank = { ...org(), user: { email: "", first_name: "John", last_name: "Doe" } };
		expect((await partner.call("POST", "/onboarding/org", blank)).status).toBe(201);
		const { user: _, ...none } = org();
		expect((await partner.call("POST", "/onboarding/org", none)).status).toBe(201);
	});

	test("with fields that make no sense names the field and stores nothing", async () => {
		const count = async () => (await api.db.query("SELECT org_id FROM org")).length;
		const before = await count();
		const wrong: [param: string, body: unknown][] = [
			["/name", { provider_id: "x" }],
			["/name", { ...org(), name: "" }],
			["/name", { ...org(), name: 5 }],
			["/provider_id", { name: "x" }],
			["/provider_id", { name: "x", provider_id: ["x"] }],
			["/user/email", { ...org(), user: { email: 1 } }],
		];
		for (const [param, body] of wrong) {
			expectProblem(await partner.call("POST", "/onboarding/org", body), "invalid_field", param);
		}
		expectProblem(await partner.call("POST", "/onboarding/org", "{"), "invalid_json");
		expect(await count()).toBe(before);
	});

	test("cannot be told which ids to use", async () => {
		const { body } = await partner.call("POST", "/onboarding/org", { ...org(), org_id: "mine", user_id: "mine" });
		expect(body.org_id).not.toBe("mine");
		expect(body.user_id).not.toBe("mine");
	});
});

describe("starting an integration", () => {
	// covers: A.4.2 oauth, A.5 waiting_for_oauth, B.1 query, F-15
	test("with OAuth sends the browser to the provider, with the partner's return_url and no state", async () => {
		const { status, body } = await start({ return_url: "https://app.partner.example/done" });
		expect(status).toBe(201);
		expect(body.onboarding).toMatchObject({ _id: expect.any(String), status: "waiting_for_oauth", type: "pos" });
		const url = new URL(body.onboarding.entry_url);
		expect(url.origin + url.pathname).toBe(`${api.pos.url}/stream-pos/v1/authorize`);
		expect(Object.fromEntries(url.searchParams)).toEqual({
			client_id: "hub",
			response_type: "code",
			redirect_uri: "https://app.partner.example/done",
		});
	});

	test("without a return_url begins at the hub itself", async () => {
		const { body } = await start();
		expect(body.onboarding.entry_url).toBe(`${PUBLIC_URL}/oauth/start/${body.onboarding._id}`);
		expect((await rowOf(body.onboarding._id))?.redirect_uri).toBe(`${PUBLIC_URL}/oauth/callback/test-pos`);
	});

	// covers: A.4.2 manual, A.5 pending, F-15
	test("with a manual provider waits for a code and gives no entry_url", async () => {
		const { status, body } = await start({ source: "manual-pos", return_url: "https://app.partner.example/x?y=1" });
		expect(status).toBe(201);
		expect(body.onboarding.status).toBe("pending");
		expect(body.onboarding).not.toHaveProperty("entry_url");
	});

	// covers: B.1 redirect_uri
	test("is refused for what does not exist, and nothing is stored", async () => {
		expectProblem(await start({ source: "nobody" }), "source_not_found", "/source");
		expectProblem(await start({ source: "test-pos", type: "dsp" }), "source_not_found", "/source");
		expectProblem(await start({ type: "pizza" }), "invalid_field", "/type");
		expectProblem(await start({ org_id: "nothing" }), "org_not_found", "/org_id");
		expectProblem(await start({ org_id: crypto.randomUUID() }), "org_not_found", "/org_id");
		expectProblem(await start({}, stranger), "org_not_found", "/org_id");
		expectProblem(await start({ return_url: 7 }), "invalid_field", "/return_url");
		expectProblem(await start({ return_url: "https://a.example/cb?x=1" }), "invalid_field", "/return_url");
		expectProblem(await start({ return_url: "http://a.example/cb" }), "return_url_not_allowed", "/return_url");
		expectProblem(await start({ return_url: "javascript:alert(1)" }), "invalid_field", "/return_url");
		expect(await listIntegrations(api.db, org_id)).toEqual([]);
	});

	test("keeps a partner with registered origins to them", async () => {
		const strict = await api.newPartner({ return_url_origins: ["https://app.partner.example"] });
		const own = (await strict.call("POST", "/onboarding/org", org())).body.org_id;
		const begin = (return_url: string) => start({ org_id: own, return_url }, strict);
		expect((await begin("https://app.partner.example/cb")).status).toBe(201);
		expectProblem(await begin("https://evil.example/cb"), "return_url_not_allowed", "/return_url");
		expectProblem(await begin("https://app.partner.example@evil.example/"), "invalid_field", "/return_url");
	});
});

describe("completing an integration", () => {
	// covers: A.4.3 oauth code, A.4.3 redirect_uri, A.5 active
	test("with the OAuth code exchanges it with the same redirect_uri and connects", async () => {
		const return_url = "https://app.partner.example/done";
		const id = await idOf(start({ return_url }));
		const answer = await put(id, api.pos.newCode(return_url));
		expect(answer.status).toBe(200);
		expect(answer.body.onboarding).toMatchObject({ _id: id, status: "active", type: "pos" });
		expect(api.pos.exchanges.at(-1)).toMatchObject({ grant_type: "authorization_code", redirect_uri: return_url });
		expect(await rowOf(id)).toMatchObject({ status: "active", health: "ok", lease_owner: null });
	});

	// covers: A.4.2 dsp, F-4, C.2.2 token
	test("of a DSP sends no redirect_uri, which its contract does not have", async () => {
		const id = await idOf(start({ source: "test-dsp", type: "dsp", return_url: "https://app.partner.example/" }));
		expect((await put(id, api.dsp.newCode())).body.onboarding).toMatchObject({ status: "active", type: "dsp" });
		expect(api.dsp.exchanges.at(-1)).not.toHaveProperty("redirect_uri");
	});

	// covers: A.4.3 manual code
	test("with a manual code exchanges it as well", async () => {
		const id = await idOf(start({ source: "manual-pos" }));
		expect((await put(id, api.pos.newCode())).body.onboarding.status).toBe("active");
	});

	// covers: A.4.3 manual code
	test("with a key that is the token itself tries it before it connects", async () => {
		const id = await idOf(start({ source: "key-pos" }));
		for (const key of ["wrong-key", "not a token", "line\nbreak"]) {
			expectProblem(await put(id, key), "code_rejected", "/code");
			expect(await rowOf(id)).toMatchObject({ status: "pending", code_digest: null });
		}
		api.pos.tokens.add("right-key");
		expect((await put(id, "right-key")).body.onboarding.status).toBe("active");
	});

	test("keeps the tokens sealed", async () => {
		const id = await connect();
		const [row] = await api.db.query("SELECT integration::text AS line FROM integration WHERE integration_id = $1", [
			id,
		]);
		for (const token of [...api.pos.tokens, "refresh-"]) {
			expect(row?.line).not.toContain(token);
			expect(row?.line).not.toContain(Buffer.from(token).toString("hex"));
		}
	});

	test("takes each code once: the second time it is a conflict and nothing changes", async () => {
		const id = await idOf(start());
		const code = api.pos.newCode();
		await put(id, code);
		const before = await rowOf(id);
		const exchanges = api.pos.exchanges.length;
		expectProblem(await put(id, code), "code_already_used", "/code");
		expect(api.pos.exchanges).toHaveLength(exchanges);
		expect(await rowOf(id)).toEqual(before);
	});

	// covers: A.5 refused, B.2 refusal
	test("with a code that the provider refuses changes nothing, and the right one still works", async () => {
		const id = await idOf(start());
		const before = await rowOf(id);
		for (const code of ["expired", "x".repeat(8192), "ünïcode ✓"]) {
			const answer = await put(id, code);
			expectProblem(answer, "code_rejected", "/code");
			expect(await rowOf(id)).toEqual(before);
		}
		expect((await put(id, "expired")).body.detail).toBe("Test POS: answered 400: code [hidden] is not valid");
		expect((await put(id, api.pos.newCode())).status).toBe(200);
	});

	// covers: A.5 refused
	test("while the provider is down or talks nonsense changes nothing, and the same code still works", async () => {
		const id = await idOf(start());
		const before = await rowOf(id);
		const code = api.pos.newCode();
		const bad: [code: ErrorCode, answer: { status: number; body: unknown }][] = [
			["provider_refused", { status: 500, body: {} }],
			["provider_refused", { status: 302, body: {} }],
			["provider_unreachable", { status: 201, body: { token: "?" } }],
		];
		for (const [expected, answer] of bad) {
			api.pos.answers.set("token", () => answer);
			expectProblem(await put(id, code), expected);
			expect(await rowOf(id)).toEqual(before);
		}
		api.pos.answers.clear();
		expect((await put(id, code)).status).toBe(200);
	});

	test("by many at once makes exactly one exchange", async () => {
		const id = await idOf(start());
		const code = api.pos.newCode();
		const exchanges = api.pos.exchanges.length;
		const answers = await Promise.all(Array.from({ length: 12 }, () => put(id, code)));
		expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
		for (const answer of answers) if (answer.status !== 200) expectProblem(answer, "code_already_used");
		expect(api.pos.exchanges).toHaveLength(exchanges + 1);
	});

	test("with another code while one is being exchanged asks to come back", async () => {
		const id = await idOf(start());
		const arrived = Promise.withResolvers<void>();
		const answer = Promise.withResolvers<{ status: number; body: unknown }>();
		api.pos.answers.set("token", () => {
			arrived.resolve();
			return answer.promise;
		});
		const first = put(id, "first");
		await arrived.promise;
		const second = await put(id, "second");
		expectProblem(second, "unavailable");
		expect(second.headers.get("retry-after")).toBe("1");
		answer.resolve({ status: 200, body: { access_token: "t", refresh_token: "r", expire_time: Date.now() + 1e6 } });
		expect((await first).status).toBe(200);
	});

	test("goes on after a hub died in the middle of an exchange", async () => {
		const id = await idOf(start());
		const arrived = Promise.withResolvers<void>();
		const answer = Promise.withResolvers<{ status: number; body: unknown }>();
		api.pos.answers.set("token", () => {
			arrived.resolve();
			return answer.promise;
		});
		const lost = put(id, "slow");
		await arrived.promise;
		api.pos.answers.clear();
		// the lease of the dead hub runs out
		await api.db.query("UPDATE integration SET lease_expires_at = 1 WHERE org_id = $1 AND integration_id = $2", [
			org_id,
			id,
		]);
		const code = api.pos.newCode();
		expect((await put(id, code)).status).toBe(200);
		const connected = await rowOf(id);
		// the late one comes back with an answer: it holds nothing any more
		answer.resolve({ status: 200, body: { access_token: "late", refresh_token: "r", expire_time: Date.now() + 1e6 } });
		expectProblem(await lost, "onboarding_not_active");
		expect(await rowOf(id)).toEqual(connected);
	});

	test("again with a new code renews the authorization of what is connected", async () => {
		const id = await connect();
		expect((await put(id, api.pos.newCode())).body.onboarding.status).toBe("active");
	});

	test("is refused for a wrong body and for what does not exist", async () => {
		const id = await idOf(start());
		for (const code of [undefined, null, "", 5, {}, "x".repeat(8193)]) {
			expectProblem(await put(id, code), "invalid_field", "/code");
		}
		for (const unknown of ["nothing", crypto.randomUUID(), "'; DROP TABLE org"]) {
			expectProblem(await put(encodeURIComponent(unknown), "code"), "onboarding_not_found");
		}
	});
});

describe("disconnecting", () => {
	const remove = (id: string, by = partner) => by.call("DELETE", `/onboarding/integrations/${id}`);

	// covers: A.5 deprovisioned
	test("wipes the tokens, and a repetition answers the same", async () => {
		const id = await connect();
		const answer = await remove(id);
		expect(answer.status).toBe(200);
		expect(answer.body.onboarding).toMatchObject({ _id: id, status: "deprovisioned", type: "pos" });
		const tokens = await api.db.query(
			"SELECT access_token_sealed, refresh_token_sealed, token_expires_at, account_id, status FROM integration WHERE integration_id = $1",
			[id],
		);
		expect(tokens).toEqual([
			{
				access_token_sealed: null,
				refresh_token_sealed: null,
				token_expires_at: null,
				account_id: null,
				status: "deprovisioned",
			},
		]);
		expect((await remove(id)).body).toEqual(answer.body);
		const actions = (await listAudit(api.db, org_id)).map((row) => row.action);
		expect(actions).toEqual([
			"org.created",
			"integration.created",
			"integration.connected",
			"integration.disconnected",
		]);
	});

	test("also ends an onboarding that was never completed", async () => {
		expect((await remove(await idOf(start()))).body.onboarding.status).toBe("deprovisioned");
	});

	// covers: A.5 reactivated
	test("is undone by a new code, never by the old one", async () => {
		const id = await idOf(start());
		const code = api.pos.newCode();
		await put(id, code);
		await remove(id);
		expectProblem(await put(id, code), "code_already_used");
		expect((await rowOf(id))?.status).toBe("deprovisioned");
		expect((await put(id, api.pos.newCode())).body.onboarding.status).toBe("active");
	});

	test("is undone by the same key where the key is the token", async () => {
		api.pos.tokens.add("lasting-key");
		const id = await idOf(start({ source: "key-pos" }));
		await put(id, "lasting-key");
		expectProblem(await put(id, "lasting-key"), "code_already_used");
		await remove(id);
		expect((await put(id, "lasting-key")).body.onboarding.status).toBe("active");
	});

	test("while a code is being exchanged wins over the exchange", async () => {
		const id = await idOf(start());
		const arrived = Promise.withResolvers<void>();
		const answer = Promise.withResolvers<{ status: number; body: unknown }>();
		api.pos.answers.set("token", () => {
			arrived.resolve();
			return answer.promise;
		});
		const completing = put(id, "slow");
		await arrived.promise;
		await remove(id);
		answer.resolve({ status: 200, body: { access_token: "late", refresh_token: "r", expire_time: Date.now() + 1e6 } });
		expectProblem(await completing, "onboarding_not_active");
		const rows = await api.db.query("SELECT status, access_token_sealed FROM integration WHERE integration_id = $1", [
			id,
		]);
		expect(rows).toEqual([{ status: "deprovisioned", access_token_sealed: null }]);
	});
});

describe("a foreign or malformed id", () => {
	test("is not found, with an answer that does not tell the two apart", async () => {
		const id = await connect();
		const paths: [method: string, path: (id: string) => string, body?: (id: string) => unknown][] = [
			["PUT", (x) => `/onboarding/integrations/${x}`, () => ({ code: "c" })],
			["DELETE", (x) => `/onboarding/integrations/${x}`],
			["GET", (x) => `/onboarding/locations?onboarding_id=${x}`],
			["POST", () => "/onboarding/locations/ingest", (x) => ({ onboarding_id: x, locations: [{ provider_id: "1" }] })],
			[
				"POST",
				() => "/onboarding/locations/bind",
				(x) => ({ onboarding_id: x, locations: [{ pos_location_id: "1", dsp_provider_id: "1" }] }),
			],
		];
		for (const [method, path, body] of paths) {
			const call = (x: string, by: TestPartner) => by.call(method, path(x), body?.(x));
			const foreign = await call(id, stranger);
			const unknown = await call(crypto.randomUUID(), stranger);
			expectProblem(foreign, "onboarding_not_found");
			expectProblem(await call("nonsense", stranger), "onboarding_not_found");
			const without_id = (answer: Answer) => ({ ...answer.body, request_id: "" });
			expect(without_id(foreign)).toEqual(without_id(unknown));
		}
		expectProblem(await stranger.call("GET", `/onboarding/org/${org_id}/locations`), "org_not_found");
		expectProblem(await partner.call("GET", "/onboarding/org/nonsense/locations"), "org_not_found");
		expect((await rowOf(id))?.status).toBe("active");
	});
});

describe("a call without the right token", () => {
	// covers: A.4 bearer, A.1 scope map
	test("is refused before anything else is looked at", async () => {
		const calls: [string, string][] = [
			["POST", "/onboarding/org"],
			["POST", "/onboarding/integrations"],
			["PUT", "/onboarding/integrations/x"],
			["DELETE", "/onboarding/integrations/x"],
			["GET", "/onboarding/locations"],
			["POST", "/onboarding/locations/ingest"],
			["POST", "/onboarding/locations/bind"],
			["GET", "/onboarding/org/x/locations"],
		];
		const narrow = await api.newPartner({ scopes: ["sso", "billing", "user", "legacy_onboarding"] });
		for (const [method, path] of calls) {
			expectProblem(await api.fetch(path, { method }), "unauthorized");
			const wrong = { authorization: "Bearer tra_wrong" };
			expectProblem(await api.fetch(path, { method, headers: wrong }), "unauthorized");
			expectProblem(await narrow.call(method, path), "insufficient_scope");
		}
	});
});
