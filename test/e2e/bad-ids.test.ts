import { consent } from "@ticketrail/hub";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jsonOf } from "./counter.ts";
import { readLedger, type TableState } from "./ledger.ts";
import { type Expected, expectProblem } from "./problem.ts";
import { openTwoTenants, type TwoTenants } from "./tenants.ts";
import { CREDENTIALS, LOGIN, RETURN_URL, untilQuiet } from "./town.ts";
import type { Reply } from "./wire.ts";

let world: TwoTenants;
let before: Record<string, TableState>;
let pos_clock_skew_ms = 0;
/** An API client of Ana's. */
let api_client: string;

beforeAll(async () => {
	const pos = { now: () => Date.now() + pos_clock_skew_ms };
	world = await openTwoTenants({ pos, scopes: ["onboarding", "user"] });
	const client = { org_id: world.ana.org_id, token_name: "Till", scopes: ["onboarding"] };
	api_client = String((await asAna("POST", "/oauth/tokens", client)).body._id);
	before = await readLedger(world.town);
});
afterAll(() => world.town.close());

const asAna = (method: string, path: string, json?: unknown) => world.as(world.ana, method, path, json);
const asBen = (method: string, path: string, json?: unknown) => world.as(world.ben, method, path, json);

describe("a partner names something that is not its own", () => {
	const NEVER = "0190a5b0-0000-7000-8000-000000000000";
	const started = { source: "sim-pos", type: "pos", return_url: RETURN_URL };
	const locations = [{ provider_id: "4410" }];
	const pairs = [{ pos_location_id: "4410", dsp_provider_id: "dd-9001" }];
	const foreign: [
		endpoint: string,
		named: "org_id" | "pos" | "dsp" | "location_id" | "api_client",
		ask: (id: string) => Promise<Reply>,
		Expected,
	][] = [
		[
			"POST /onboarding/integrations",
			"org_id",
			(org_id) => asBen("POST", "/onboarding/integrations", { ...started, org_id }),
			on(404, "org_not_found", "/org_id"),
		],
		[
			"PUT /onboarding/integrations/{onboarding_id}",
			"pos",
			(id) => asBen("PUT", `/onboarding/integrations/${id}`, { code: "x" }),
			on(404, "onboarding_not_found"),
		],
		[
			"DELETE /onboarding/integrations/{onboarding_id}",
			"dsp",
			(id) => asBen("DELETE", `/onboarding/integrations/${id}`),
			on(404, "onboarding_not_found"),
		],
		[
			"GET /onboarding/locations",
			"pos",
			(id) => asBen("GET", `/onboarding/locations?onboarding_id=${id}`),
			on(404, "onboarding_not_found", "onboarding_id"),
		],
		[
			"POST /onboarding/locations/ingest",
			"pos",
			(onboarding_id) => asBen("POST", "/onboarding/locations/ingest", { onboarding_id, locations }),
			on(404, "onboarding_not_found", "/onboarding_id"),
		],
		[
			"POST /onboarding/locations/bind",
			"dsp",
			(onboarding_id) => asBen("POST", "/onboarding/locations/bind", { onboarding_id, locations: pairs }),
			on(404, "onboarding_not_found", "/onboarding_id"),
		],
		[
			"POST /onboarding/locations/menus",
			"dsp",
			(onboarding_id) =>
				asBen("POST", "/onboarding/locations/menus", {
					onboarding_id,
					locations: [{ pos_location_id: "4410", dsp_provider_id: "dd-9001", menu_ids: ["menu"] }],
				}),
			on(404, "onboarding_not_found", "/onboarding_id"),
		],
		[
			"POST /onboarding/locations/bind",
			"location_id",
			(pos_location_id) => {
				const pair = { pos_location_id, dsp_provider_id: "dd-9003" };
				return asBen("POST", "/onboarding/locations/bind", { onboarding_id: world.ben.dsp, locations: [pair] });
			},
			on(404, "location_not_found", "/locations/0/pos_location_id"),
		],
		[
			"POST /onboarding/links",
			"org_id",
			(org_id) => asBen("POST", "/onboarding/links", { org_id }),
			on(404, "org_not_found", "/org_id"),
		],
		[
			"POST /onboarding/links",
			"pos",
			(onboarding_id) => asBen("POST", "/onboarding/links", { org_id: world.ben.org_id, onboarding_id }),
			on(404, "onboarding_not_found", "/onboarding_id"),
		],
		[
			"GET /onboarding/org/{org_id}/locations",
			"org_id",
			(id) => asBen("GET", `/onboarding/org/${id}/locations`),
			on(404, "org_not_found"),
		],
		[
			"GET /onboarding/org/{org_id}/links/{link_id}",
			"org_id",
			(id) => asBen("GET", `/onboarding/org/${id}/links/${NEVER}`),
			on(404, "org_not_found"),
		],
		[
			"DELETE /onboarding/org/{org_id}/links/{link_id}",
			"org_id",
			(id) => asBen("DELETE", `/onboarding/org/${id}/links/${NEVER}`),
			on(404, "org_not_found"),
		],
		[
			"GET /onboarding/org/{org_id}/locations/{location_id}/catalog",
			"org_id",
			(id) => asBen("GET", `/onboarding/org/${id}/locations/${NEVER}/catalog`),
			on(404, "org_not_found"),
		],
		[
			"GET /onboarding/org/{org_id}/locations/{location_id}/menu-plan",
			"org_id",
			(id) => asBen("GET", `/onboarding/org/${id}/locations/${NEVER}/menu-plan?dsp_provider_id=dd-9001`),
			on(404, "org_not_found"),
		],
		[
			"POST /onboarding/org/{org_id}/locations/{location_id}/publish",
			"org_id",
			(id) =>
				asBen("POST", `/onboarding/org/${id}/locations/${NEVER}/publish`, {
					dsp_provider_id: "dd-9001",
					plan_hash: "0",
				}),
			on(404, "org_not_found"),
		],
		[
			"PUT /onboarding/org/{org_id}/locations/{location_id}/holidays",
			"org_id",
			(id) => asBen("PUT", `/onboarding/org/${id}/locations/${NEVER}/holidays`, { holidays: [] }),
			on(404, "org_not_found"),
		],
		[
			"GET /oauth/tokens",
			"org_id",
			(org_id) => asBen("GET", `/oauth/tokens?org_id=${org_id}`),
			on(404, "org_not_found", "org_id"),
		],
		[
			"POST /oauth/tokens",
			"org_id",
			(org_id) => asBen("POST", "/oauth/tokens", { org_id, token_name: "Till", scopes: ["onboarding"] }),
			on(404, "org_not_found", "/org_id"),
		],
		[
			"PUT /oauth/tokens/{token_id}",
			"api_client",
			(id) => asBen("PUT", `/oauth/tokens/${id}`, { token_name: "Mine" }),
			on(404, "token_not_found"),
		],
		[
			"PATCH /oauth/tokens/{token_id}",
			"api_client",
			(id) => asBen("PATCH", `/oauth/tokens/${id}`, { token_name: "Mine" }),
			on(404, "token_not_found"),
		],
		[
			"DELETE /oauth/tokens/{token_id}",
			"api_client",
			(id) => asBen("DELETE", `/oauth/tokens/${id}`),
			on(404, "token_not_found"),
		],
	];
	test.each(foreign)("%s: another's %s and one that never was look the same", async (what, named, ask, expected) => {
		const seen = new Set<string>();
		const own = named === "api_client" ? api_client : world.ana[named];
		for (const id of [own, NEVER, NEVER.toUpperCase(), "not-an-id"]) {
			const reply = await ask(id);
			expectProblem(reply, expected, `${what} ${id}`);
			seen.add(reply.text.replaceAll(id, "ID").replace(String(reply.body.request_id), "REQUEST"));
		}
		expect([...seen]).toHaveLength(1);
	});

	test("every endpoint that takes an id was asked", async () => {
		const asked = new Set(foreign.map(([endpoint]) => endpoint));
		const described = (await world.routes()).flatMap(([path, methods]) => methods.map((method) => `${method} ${path}`));
		// what a partner's token opens; the other doors take a slug, a signed document or a link that works once
		const takes_id = described.filter((endpoint) => / \/(?:onboarding|oauth\/tokens)(?:\/|$)/.test(endpoint));
		expect(takes_id.filter((endpoint) => !asked.has(endpoint))).toEqual(["POST /onboarding/org"]);
		const others = described.filter((endpoint) => /\{\w+_id\}/.test(endpoint) && !takes_id.includes(endpoint));
		expect(others).toEqual(["GET /oauth/start/{onboarding_id}"]);
	});

	test("a store that another merchant is linked to stays where it is, and nobody learns whose it is", async () => {
		const reply = await asBen("POST", "/onboarding/locations/bind", { onboarding_id: world.ben.dsp, locations: pairs });
		expectProblem(reply, on(409, "binding_conflict", "/locations/0/dsp_provider_id"));
		for (const secret of [world.ana.org_id, "Joe's", world.ana.location_id]) expect(reply.text).not.toContain(secret);
	});
});

describe("an id leads to something else than was meant", () => {
	const locations = [{ provider_id: "4410" }, { provider_id: "9999" }];
	const pair = { pos_location_id: "4410", dsp_provider_id: "dd-9001" };
	const started = () => ({ org_id: world.ana.org_id, source: "sim-pos", type: "pos" });
	const refusals: [what: string, path: string, body: () => object, Expected][] = [
		[
			"a DSP's onboarding to ingest from",
			"locations/ingest",
			() => ({ onboarding_id: world.ana.dsp, locations }),
			on(400, "wrong_integration_type", "/onboarding_id"),
		],
		[
			"a POS's onboarding to bind to",
			"locations/bind",
			() => ({ onboarding_id: world.ana.pos, locations: [pair] }),
			on(400, "wrong_integration_type", "/onboarding_id"),
		],
		[
			"a source that is not there",
			"integrations",
			() => ({ ...started(), source: "nowhere" }),
			on(404, "source_not_found", "/source"),
		],
		[
			"a source of the other kind",
			"integrations",
			() => ({ ...started(), source: "sim-dsp" }),
			on(404, "source_not_found", "/source"),
		],
		[
			"a location that the POS does not list, among others that it does",
			"locations/ingest",
			() => ({ onboarding_id: world.ana.pos, locations }),
			on(404, "location_not_found", "/locations/1/provider_id"),
		],
		[
			"a location that was not ingested",
			"locations/bind",
			() => ({ onboarding_id: world.ana.dsp, locations: [{ ...pair, pos_location_id: "9999" }] }),
			on(404, "location_not_found", "/locations/0/pos_location_id"),
		],
		[
			"a store of Ana's that is linked to another location",
			"locations/bind",
			() => ({ onboarding_id: world.ana.dsp, locations: [{ ...pair, pos_location_id: "4411" }] }),
			on(409, "binding_conflict", "/locations/0/dsp_provider_id"),
		],
	];
	test.each(refusals)("%s: it is said, and nothing is done by halves", async (what, path, body, expected) => {
		expectProblem(await asAna("POST", `/onboarding/${path}`, body()), expected, what);
	});
});

describe("a code is no good", () => {
	const complete = (onboarding_id: string, code: string) =>
		asAna("PUT", `/onboarding/integrations/${onboarding_id}`, { code });
	const rejected = on(400, "code_rejected", "/code");

	test("one that the POS never gave: its refusal is passed on in its own words", async () => {
		const reply = await complete(world.ana.pos, "never-given");
		expectProblem(reply, rejected);
		expect(reply.body.detail).toMatch(/^Reference POS: .*unknown, used or expired/);
	});

	test("one that stood for too long: the POS refuses it, and the onboarding stays as it was", async () => {
		const code = await consent(authorizeUrl(), LOGIN.pos);
		pos_clock_skew_ms = 6 * 60_000;
		const reply = await complete(world.ana.pos, code);
		pos_clock_skew_ms = 0;
		expectProblem(reply, rejected);
		expect((await asAna("GET", `/onboarding/locations?onboarding_id=${world.ana.pos}`)).status).toBe(200);
	});

	test("one that was used: not a second time here, and nowhere else either", async () => {
		const used = world.town.pos_line.to("POST /stream-pos/v1/token").map((exchange) => jsonOf(exchange).code);
		const of_ana = String(used[0]);
		expectProblem(await complete(world.ana.pos, of_ana), on(409, "code_already_used", "/code"), "again");
		expectProblem(
			await asBen("PUT", `/onboarding/integrations/${world.ben.pos}`, { code: of_ana }),
			rejected,
			"elsewhere",
		);
		const anew = await asAna("GET", `/onboarding/locations?onboarding_id=${world.ana.pos}`);
		expect(anew.status).toBe(200);
	});
});

test("after all that, not one row of any tenant has come, gone or changed, and nothing waits to be done", async () => {
	await untilQuiet(world.town);
	expect(await readLedger(world.town)).toEqual(before);
	const due = "SELECT name FROM pgboss.job WHERE state < 'completed' AND start_after <= now()";
	expect(await world.town.look(due)).toEqual([]);
});

/** The page on which Ana's merchant signs in, as the hub sent the browser there. */
function authorizeUrl(): string {
	const { client_id } = CREDENTIALS;
	const query = new URLSearchParams({ client_id, response_type: "code", redirect_uri: RETURN_URL });
	return `${world.town.pos_line.url}/stream-pos/v1/authorize?${query}`;
}

function on(status: number, code: string, param?: string): Expected {
	return { status, code, ...(param === undefined ? {} : { param }) };
}
