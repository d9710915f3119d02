import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readLedger, type TableState } from "./ledger.ts";
import { type Expected, expectProblem } from "./problem.ts";
import { openTwoTenants, type TwoTenants } from "./tenants.ts";
import { RETURN_URL, untilQuiet } from "./town.ts";
import { sendBare } from "./wire.ts";

let world: TwoTenants;
/** A token of a partner that may do what nobody can, since its operations are not public, and nothing else. */
let doorman: string;
let before: Record<string, TableState>;

beforeAll(async () => {
	world = await openTwoTenants({ scopes: ["onboarding", "sso", "user"] });
	const { accounts } = world.town.hub;
	doorman = await world.tokenOf(
		await accounts.createPartner({ name: "Doorman", scopes: ["billing", "legacy_onboarding"] }),
	);
	before = await readLedger(world.town);
});
afterAll(() => world.town.close());

type Operations = Record<string, { security?: object[] }>;

/** Method and path of everything that wants a partner's token, as the hub itself describes it. */
async function partnerRoutes(): Promise<[method: string, path: string][]> {
	const { paths } = (await world.call("GET", "/openapi.json")).body as { paths: Record<string, Operations> };
	return Object.entries(paths).flatMap(([path, operations]) =>
		Object.entries(operations)
			.filter(([, { security }]) => security?.some((one) => "partner_token" in one))
			.map(([method]): [string, string] => [method.toUpperCase(), path]),
	);
}

/** A path with an id in it that is Ana's own. */
const filled = (route: string) => route.replaceAll(/\{\w+\}/g, world.ana.pos);

describe("somebody asks for a token", () => {
	const refusals: [what: string, change: () => Record<string, unknown>, Expected][] = [
		["with an unknown grant", () => ({ grant_type: "password" }), on(400, "unsupported_grant_type", "/grant_type")],
		["without a grant", () => ({ grant_type: undefined }), on(400, "invalid_request", "/grant_type")],
		["without a client", () => ({ client_id: undefined }), on(400, "invalid_request", "/client_id")],
		["without a secret", () => ({ client_secret: undefined }), on(400, "invalid_request", "/client_secret")],
		["as an unknown client", () => ({ client_id: world.ana.org_id }), on(401, "invalid_client")],
		["as no client at all", () => ({ client_id: "nobody" }), on(401, "invalid_client")],
		["with a wrong secret", () => ({ client_secret: "wrong" }), on(401, "invalid_client")],
		[
			"with another's secret",
			() => ({ client_secret: world.ben.credentials.client_secret }),
			on(401, "invalid_client"),
		],
		["for an unknown scope", () => ({ scopes: ["admin"] }), on(400, "invalid_scope", "/scopes")],
		["for a scope that it was not given", () => ({ scopes: ["billing"] }), on(400, "invalid_scope", "/scopes")],
		["for scopes that are no list", () => ({ scopes: "onboarding" }), on(400, "invalid_request", "/scopes")],
		["for a time that is over", () => ({ exp: 1 }), on(400, "invalid_request", "/exp")],
		["with a refresh token that never was", () => refresh("x"), on(400, "invalid_grant")],
		["with an access token to refresh", () => refresh(world.ana.token), on(400, "invalid_grant")],
		["with no refresh token", () => refresh(undefined), on(400, "invalid_request", "/refresh_token")],
	];
	const refresh = (refresh_token: string | undefined) => ({ grant_type: "refresh_token", refresh_token });
	test.each(refusals)("%s: it is told which word was wrong", async (what, change, expected) => {
		const { client_id, client_secret } = world.ana.credentials;
		const grant = { grant_type: "client_credentials", client_id, client_secret };
		const reply = await world.call("POST", "/oauth/token", { json: { ...grant, ...change() } });
		expectProblem(reply, expected, what);
		// RFC 6749 section 5.2 as well, for clients of any other make
		expect(reply.body.error).toBe(expected.code);
	});
});

describe("somebody calls the Partner API without the right to", () => {
	const path = "/onboarding/org";
	const json = { name: "Joe's", provider_id: "never" };

	test("with no token, a wrong one, one of another kind or two at once: 401, and how to get one", async () => {
		const unauthorized = on(401, "unauthorized");
		const { ana, ben, call, town } = world;
		expectProblem(await call("POST", path, { json }), unauthorized, "none");
		for (const token of ["nonsense", "tra_nonsense", `${ana.token}x`, ana.credentials.client_secret]) {
			expectProblem(await call("POST", path, { json, token }), unauthorized, "wrong");
		}
		const basic = { authorization: `Basic ${Buffer.from("a:b").toString("base64")}` };
		expectProblem(await call("POST", path, { json, headers: basic }), unauthorized, "Basic");
		const authorization = [`Bearer ${ana.token}`, `Bearer ${ben.token}`];
		const twice = { "content-type": "application/json", authorization };
		expectProblem(await sendBare("POST", town.hub.url + path, twice, JSON.stringify(json)), unauthorized, "two");
	});

	// covers: A.7 scopes, F-30, A.1 scope map
	test("with a token for something else: 403 on every endpoint, before anything is read", async () => {
		const routes = await partnerRoutes();
		for (const prefix of ["/onboarding/", "/oauth/tokens", "/white-label/"])
			expect(
				routes.some(([, path]) => path.startsWith(prefix)),
				prefix,
			).toBe(true);
		for (const [method, route] of routes) {
			const reply = await world.call(method, filled(route), {
				token: doorman,
				...(method === "GET" ? {} : { raw: "{" }),
			});
			expectProblem(reply, on(403, "insufficient_scope"), `${method} ${route}`);
		}
	});
});

describe("a partner sends a body that cannot be right", () => {
	const bodies: [what: string, raw: () => string | Uint8Array, Expected][] = [
		["nothing", () => "", on(400, "invalid_json")],
		["half a document", () => '{"name":', on(400, "invalid_json")],
		["two documents", () => "{}{}", on(400, "invalid_json")],
		["no UTF-8", () => Buffer.from('{"name":"ö"}', "latin1"), on(400, "invalid_json")],
		["a byte order mark", () => "\ufeff{}", on(400, "invalid_json")],
		["a list", () => "[]", on(400, "invalid_field")],
		["a number", () => "7", on(400, "invalid_field")],
		["null", () => "null", on(400, "invalid_field")],
		["a field twice", () => '{"name":"a","name":"b"}', on(400, "invalid_json", "/name")],
		["a name that is never accepted", () => '{"__proto__":{}}', on(400, "invalid_json", "/__proto__")],
		["the character NUL", () => '{"name":"a\\u0000b"}', on(400, "invalid_json", "/name")],
		["half a character", () => '{"name":"\\ud83c"}', on(400, "invalid_json", "/name")],
		["a number past all counting", () => '{"name":1e400}', on(400, "invalid_json", "/name")],
		["nesting without end", () => "[".repeat(5_000), on(400, "invalid_json")],
		["more than it takes", () => `{"name":"${"x".repeat(1_100_000)}"}`, on(413, "payload_too_large")],
	];
	// covers: A.6 errors, F-32
	test.each(bodies)("%s: every endpoint refuses it and says why", async (what, raw, expected) => {
		for (const [method, route] of await partnerRoutes()) {
			if (method === "GET" || method === "DELETE") continue;
			const reply = await world.call(method, filled(route), { token: world.ana.token, raw: raw() });
			expectProblem(reply, expected, `${what}: ${method} ${route}`);
		}
	});

	test("of another media type: 415 wherever a body is read", async () => {
		const types = [
			"text/plain",
			"application/xml",
			"multipart/form-data; boundary=b",
			"application/json; charset=latin1",
		];
		for (const type of [...types, undefined]) {
			const headers = {
				authorization: `Bearer ${world.ana.token}`,
				...(type === undefined ? {} : { "content-type": type }),
			};
			const reply = await sendBare("POST", `${world.town.hub.url}/onboarding/org`, headers, "{}");
			expectProblem(reply, on(415, "unsupported_media_type"), type ?? "none");
		}
	});

	const fields: [endpoint: string, good: () => object, faults: [param: string, fault: object][]][] = [
		[
			"POST /onboarding/org",
			() => ({ name: "Joe's", provider_id: "m" }),
			[
				["/name", { name: undefined }],
				["/name", { name: 7 }],
				["/name", { name: null }],
				["/provider_id", { provider_id: "" }],
				["/provider_id", { provider_id: "x".repeat(300) }],
				["/user", { user: [] }],
				["/user/email", { user: { email: 1 } }],
			],
		],
		[
			"POST /onboarding/integrations",
			() => ({ org_id: world.ana.org_id, source: "sim-pos", type: "pos", return_url: RETURN_URL }),
			[
				["/org_id", { org_id: undefined }],
				["/source", { source: {} }],
				["/type", { type: "till" }],
				["/return_url", { return_url: 1 }],
				["/return_url", { return_url: "javascript:alert(1)" }],
				["/return_url", { return_url: "/\\evil.example" }],
				["/return_url", { return_url: `${RETURN_URL}?state=1` }],
			],
		],
		[
			"PUT /onboarding/integrations/{onboarding_id}",
			() => ({ code: "x" }),
			[
				["/code", { code: undefined }],
				["/code", { code: "" }],
				["/code", { code: ["x"] }],
				["/code", { code: "x".repeat(10_000) }],
			],
		],
		[
			"POST /onboarding/locations/ingest",
			() => ({ onboarding_id: world.ana.pos, locations: [{ provider_id: "4410" }] }),
			[
				["/onboarding_id", { onboarding_id: undefined }],
				["/locations", { locations: [] }],
				["/locations", { locations: {} }],
				["/locations/0/provider_id", { locations: [{}] }],
				["/locations/0/provider_id", { locations: [{ provider_id: 4410 }] }],
			],
		],
		[
			"POST /onboarding/locations/bind",
			() => ({ onboarding_id: world.ana.dsp, locations: [{ pos_location_id: "4410", dsp_provider_id: "dd-9001" }] }),
			[
				["/locations", { locations: "all" }],
				["/locations/0", { locations: [7] }],
				["/locations/0/dsp_provider_id", { locations: [{ pos_location_id: "4410" }] }],
				["/dry_run", { dry_run: "yes" }],
			],
		],
	];
	test.each(fields)("%s: a wrong or missing field is named", async (endpoint, good, faults) => {
		const [method = "", route = ""] = endpoint.split(" ");
		for (const [param, fault] of faults) {
			const reply = await world.as(world.ana, method, filled(route), { ...good(), ...fault });
			expectProblem(reply, on(400, "invalid_field", param), JSON.stringify(fault).slice(0, 80));
		}
	});

	test("GET /onboarding/locations: the query is named without a slash, since it is no document", async () => {
		const { as, ana } = world;
		expectProblem(await as(ana, "GET", "/onboarding/locations"), on(400, "invalid_field", "onboarding_id"));
		const twice = await as(ana, "GET", `/onboarding/locations?onboarding_id=${ana.pos}&onboarding_id=${ana.pos}`);
		expectProblem(twice, on(400, "invalid_field", "onboarding_id"));
	});
});

describe("somebody knocks at the wrong door", () => {
	test("a path that is not there: 404", async () => {
		for (const path of ["/onboarding", "/onboarding/orgs", "/oauth", "/pos/sim-pos", "/admin", "/onboarding/org/"]) {
			expectProblem(await world.as(world.ana, "POST", path, {}), on(404, "route_not_found"), path);
		}
	});

	test("a method that a path does not take: 405, and Allow names those that it takes", async () => {
		for (const [route, methods] of await world.routes()) {
			const path = route.replaceAll(/\{\w+\}/g, "x");
			for (const method of ["PUT", "PATCH", "DELETE", "POST"].filter((one) => !methods.includes(one))) {
				const reply = await world.as(world.ana, method, path);
				expectProblem(reply, on(405, "method_not_allowed"), `${method} ${path}`);
				expect(reply.headers.get("allow")?.split(", ")).toEqual(expect.arrayContaining(methods));
			}
		}
	});
});

test("after all that, not one row of any tenant has come, gone or changed, and nothing waits to be done", async () => {
	await untilQuiet(world.town);
	expect(await readLedger(world.town)).toEqual(before);
	const due = "SELECT name FROM pgboss.job WHERE state < 'completed' AND start_after <= now()";
	expect(await world.town.look(due)).toEqual([]);
});

function on(status: number, code: string, param?: string): Expected {
	return { status, code, ...(param === undefined ? {} : { param }) };
}
