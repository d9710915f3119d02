import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ERRORS, type ErrorCode } from "../base/error.ts";
import { showOrg } from "../features/locations/index.ts";
import { listAudit } from "../storage/tables/audit.ts";
import { type Answer, startTestPartnerApi, type TestPartner, type TestPartnerApi } from "./test-partner-api.ts";
import type { ListedByTest } from "./test-provider-system.ts";

let api: TestPartnerApi;
let partner: TestPartner;
let count = 0;

beforeAll(async () => {
	api = await startTestPartnerApi();
	partner = await api.newPartner();
});
beforeEach(() => {
	for (const system of [api.pos, api.dsp]) {
		system.answers.clear();
		system.catalog_status.clear();
		system.catalog_fetches.length = 0;
		system.connections.length = 0;
	}
	api.published.length = 0;
});
afterAll(() => api.close());

function expectProblem(answer: Answer, code: ErrorCode, param?: string): void {
	expect(answer.body).toMatchObject({ code, status: ERRORS[code].status });
	expect(answer.status).toBe(ERRORS[code].status);
	if (param !== undefined) expect(answer.body.param).toBe(param);
}

const place = (provider_id: string, name: string, more: Record<string, unknown> = {}): ListedByTest => ({
	provider_id,
	name,
	address: { address_line_1: "123 Main St", city: "San Francisco", state: "CA", postal_code: "94105", country: "US" },
	...more,
});

const partner_address = {
	address_line_1: "123 Main St",
	locality: "San Francisco",
	administrative_district_level_1: "CA",
	postal_code: "94105",
	country: "US",
};

interface Merchant {
	by: TestPartner;
	org_id: string;
	pos: string;
	dsp: string;
}

/** A merchant with a connected POS and DSP. */
async function newMerchant(by = partner): Promise<Merchant> {
	const org = { name: "Joe's Pizza LLC", provider_id: `merchant-${++count}` };
	const { org_id } = (await by.call("POST", "/onboarding/org", org)).body;
	return { by, org_id, pos: await connect({ by, org_id }, "pos"), dsp: await connect({ by, org_id }, "dsp") };
}

async function connect(merchant: { by: TestPartner; org_id: string }, type: "pos" | "dsp", source = `test-${type}`) {
	const { by, org_id } = merchant;
	const created = await by.call("POST", "/onboarding/integrations", { org_id, source, type });
	const id = created.body.onboarding._id as string;
	const done = await by.call("PUT", `/onboarding/integrations/${id}`, { code: api[type].newCode() });
	expect(done.status).toBe(200);
	return id;
}

const list = (m: Merchant, onboarding_id = m.pos) =>
	m.by.call("GET", `/onboarding/locations?onboarding_id=${onboarding_id}`);
const ingest = (m: Merchant, ids: string[], onboarding_id = m.pos) =>
	m.by.call("POST", "/onboarding/locations/ingest", {
		onboarding_id,
		locations: ids.map((provider_id) => ({ provider_id })),
	});
const bind = (m: Merchant, pairs: [pos: string, dsp: string][], more: Record<string, unknown> = {}) =>
	m.by.call("POST", "/onboarding/locations/bind", {
		onboarding_id: m.dsp,
		locations: pairs.map(([pos_location_id, dsp_provider_id]) => ({ pos_location_id, dsp_provider_id })),
		...more,
	});
const state = async (m: Merchant) => (await m.by.call("GET", `/onboarding/org/${m.org_id}/locations`)).body.locations;
const rowsOf = (table: string, org_id: string) =>
	api.db.query(`SELECT * FROM ${table} WHERE org_id = $1 ORDER BY 1, 2, 3`, [org_id]);

/** Everything about locations and links that is stored for a merchant. */
async function everything(m: Merchant): Promise<unknown> {
	const tables = ["location", "binding", "route_pos_location", "route_dsp_store", "catalog_version", "audit"];
	return Promise.all(tables.map((table) => rowsOf(table, m.org_id)));
}

/** Stores of its own for each test, so that no test sees another's links. */
function newStores(...names: string[]): string[] {
	return names.map((name) => {
		const provider_id = `store-${++count}`;
		api.dsp.locations.push(place(provider_id, name));
		return provider_id;
	});
}

describe("listing locations", () => {
	// covers: A.4.4 locations, A.4.4 address, F-24
	test("shows what the POS has, with the address in the Partner API's words", async () => {
		const m = await newMerchant();
		api.pos.locations = [
			place("4410", "Joe's Pizza - Main St", { timezone: "America/Los_Angeles" }),
			place("4411", "Joe's Pizza"),
		];
		const answer = await list(m);
		expect(answer.status).toBe(200);
		expect(answer.body).toEqual({
			locations: [
				{ provider_id: "4410", name: "Joe's Pizza - Main St", address: partner_address, source: "test-pos" },
				{ provider_id: "4411", name: "Joe's Pizza", address: partner_address, source: "test-pos" },
			],
		});
	});

	// covers: A.4.4 locations, C.2.3 locations
	test("shows a DSP's stores the same way, and remembers them as they are now", async () => {
		const m = await newMerchant();
		api.dsp.locations = [place("s1", "One"), place("s2", "Two")];
		expect((await list(m, m.dsp)).body.locations).toHaveLength(2);
		api.dsp.locations = [place("s2", "Two, renamed"), place("s2", "Two, again"), place("s3", "Three")];
		const { body } = await list(m, m.dsp);
		expect(body.locations.map((row: ListedByTest) => row.name)).toEqual(["Two, renamed", "Three"]);
		const stored = await api.db.query("SELECT name FROM dsp_store WHERE org_id = $1 ORDER BY name", [m.org_id]);
		expect(stored).toEqual([{ name: "Three" }, { name: "Two, renamed" }]);
	});

	test("fills in what a POS leaves out of an address", async () => {
		const m = await newMerchant();
		api.pos.locations = [{ provider_id: "bare", name: "Bare", address: { city: "Austin" } }];
		expect((await list(m)).body.locations[0].address).toEqual({
			...{ address_line_1: "", locality: "Austin", administrative_district_level_1: "", postal_code: "", country: "" },
		});
	});

	test("needs an onboarding id and a connected integration", async () => {
		const m = await newMerchant();
		expectProblem(await partner.call("GET", "/onboarding/locations"), "invalid_field", "onboarding_id");
		const request = { org_id: m.org_id, source: "test-pos", type: "pos" };
		const waiting = (await partner.call("POST", "/onboarding/integrations", request)).body.onboarding._id;
		expectProblem(await list(m, waiting), "onboarding_not_active", "onboarding_id");
	});

	test("says in the provider's own words why it could not", async () => {
		const m = await newMerchant();
		api.pos.answers.set("locations", () => ({ status: 403, body: { message: "merchant unavailable" } }));
		const refused = await list(m);
		expectProblem(refused, "provider_refused");
		expect(refused.body.detail).toBe("Test POS: answered 403: merchant unavailable");
		api.pos.answers.set("locations", () => ({ status: 200, body: { rows: [] } }));
		expectProblem(await list(m), "provider_refused");
	});
});

describe("ingesting locations", () => {
	// covers: A.4.5 ingest, B.4.8 fetched, F-31
	test("imports them with their catalogs", async () => {
		const m = await newMerchant();
		api.pos.locations = [place("4410", "Main"), place("4411", "Pier"), place("4412", "Not chosen")];
		const answer = await ingest(m, ["4410", "4411"]);
		expect(answer.status).toBe(201);
		expect(answer.body.locations).toEqual(
			["4410", "4411"].map((provider_id) => ({
				_id: expect.any(String),
				provider_id,
				name: provider_id === "4410" ? "Main" : "Pier",
				status: "active",
				catalog_version: 1,
				catalog_objects: expect.any(Number),
				warnings: expect.any(Array),
			})),
		);
		expect(answer.body.locations[0].catalog_objects).toBeGreaterThanOrEqual(3);
		const routes = await api.db.query(
			"SELECT pos_location_id, location_id FROM route_pos_location WHERE org_id = $1 ORDER BY pos_location_id",
			[m.org_id],
		);
		expect(routes).toEqual(
			answer.body.locations.map((row: { _id: string; provider_id: string }) => ({
				pos_location_id: row.provider_id,
				location_id: row._id,
			})),
		);
	});

	// covers: A.4.5 repeated, B.4.8 fetched, B.11 location, B.11 channel
	test("again re-syncs, keeps the ids and brings in what changed", async () => {
		const m = await newMerchant();
		api.pos.locations = [place("4410", "Main")];
		const first = await ingest(m, ["4410"]);
		api.pos.locations = [place("4410", "Main, renamed", { prep_time_minutes: 12.4 })];
		const second = await ingest(m, ["4410", "4410"]);
		expect(second.body.locations).toHaveLength(1);
		expect(second.body.locations[0]).toMatchObject({
			_id: first.body.locations[0]._id,
			name: "Main, renamed",
			catalog_version: 1,
		});
		expect(await rowsOf("location", m.org_id)).toMatchObject([{ name: "Main, renamed", prep_time_minutes: 12 }]);
		expect(api.pos.catalog_fetches).toEqual(["4410", "4410"]);
		// the preparation time stands on the menu, although the catalog is the one of before (contract.md B.11)
		expect(api.republished).toEqual([first.body.locations[0]._id]);
	});

	test("by many at once ends in one row for each", async () => {
		const m = await newMerchant();
		api.pos.locations = [place("a", "A"), place("b", "B"), place("c", "C")];
		const orders = [
			["a", "b", "c"],
			["c", "b", "a"],
			["b", "c", "a"],
		];
		const answers = await Promise.all([...orders, ...orders].map((ids) => ingest(m, ids)));
		expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
		expect(await rowsOf("location", m.org_id)).toHaveLength(3);
		expect(await rowsOf("route_pos_location", m.org_id)).toHaveLength(3);
	});

	// covers: B.10 401
	test("keeps going when one catalog cannot be had, and says why in its row", async () => {
		const m = await newMerchant();
		api.pos.locations = ["1", "2", "3", "4", "5", "6"].map((id) => place(id, `Number ${id}`));
		api.pos.catalog_status.set("2", 500).set("5", 400);
		const { status, body } = await ingest(m, ["1", "2", "3", "4", "5", "6"]);
		expect(status).toBe(201);
		expect(body.locations.map((row: { error?: { code: string } }) => row.error?.code)).toEqual(
			[undefined, "provider_unreachable", undefined, undefined, "provider_refused", undefined].map((code) => code),
		);
		expect(body.locations[4].error.detail).toBe("Test POS: answered 400: no menu attached to this platform");
		expect(await rowsOf("catalog_version", m.org_id)).toHaveLength(4);
		api.pos.catalog_status.clear();
		expect((await ingest(m, ["2", "5"])).body.locations[0]).not.toHaveProperty("error");
	});

	// covers: B.3 connection_status
	test("does not ask for the catalog of a location that the POS calls disconnected", async () => {
		const m = await newMerchant();
		api.pos.locations = [
			place("off", "Off", { connection_status: "disconnected" }),
			place("on", "On", { connection_status: "connected" }),
		];
		const { body } = await ingest(m, ["off", "on"]);
		expect(api.pos.catalog_fetches).toEqual(["on"]);
		expect(body.locations[0]).toMatchObject({
			provider_id: "off",
			warnings: [expect.stringContaining("disconnected")],
		});
		expect(body.locations[0]).not.toHaveProperty("catalog_version");
	});

	test("of one unknown location imports none", async () => {
		const m = await newMerchant();
		api.pos.locations = [place("4410", "Main")];
		const before = await everything(m);
		expectProblem(await ingest(m, ["4410", "9999"]), "location_not_found", "/locations/1/provider_id");
		expect(await everything(m)).toEqual(before);
	});

	test("is refused for a DSP, a wrong body, and a POS that does not answer, and leaves nothing behind", async () => {
		const m = await newMerchant();
		const before = await everything(m);
		expectProblem(await ingest(m, ["1"], m.dsp), "wrong_integration_type", "/onboarding_id");
		expectProblem(await ingest(m, []), "invalid_field", "/locations");
		const post = (body: unknown) => partner.call("POST", "/onboarding/locations/ingest", body);
		expectProblem(await post({ onboarding_id: m.pos, locations: [{}] }), "invalid_field", "/locations/0/provider_id");
		expectProblem(await post({ onboarding_id: m.pos, locations: { provider_id: "1" } }), "invalid_field", "/locations");
		expectProblem(await post({ onboarding_id: 5, locations: [] }), "invalid_field");
		expectProblem(await post({ locations: [{ provider_id: "1" }] }), "invalid_field", "/onboarding_id");
		api.pos.answers.set("locations", () => ({ status: 500, body: {} }));
		expectProblem(await ingest(m, ["1"]), "provider_refused");
		expect(await everything(m)).toEqual(before);
	});
});

describe("linking locations with stores", () => {
	async function ready(...locations: string[]): Promise<Merchant> {
		const m = await newMerchant();
		api.pos.locations = locations.map((id) => place(id, `Joe's Pizza ${id}`));
		expect((await ingest(m, locations)).status).toBe(201);
		return m;
	}

	// covers: A.4.6 bind, F-31
	test("lets orders flow: link, route, publication and a line in the audit", async () => {
		const m = await ready("4410");
		const [store = ""] = newStores("Joes Pizza (Main)");
		const answer = await bind(m, [["4410", store]]);
		expect(answer.status).toBe(201);
		expect(answer.body.locations).toEqual([
			{
				_id: expect.any(String),
				pos_location_id: "4410",
				dsp_provider_id: store,
				dsp_store_name: "Joes Pizza (Main)",
				status: "APPROVED",
				pos: { provider_id: "4410", name: "Joe's Pizza 4410", address: partner_address },
				dsp: { provider_id: store, name: "Joes Pizza (Main)", address: partner_address },
				...{ warnings: [], verdict: "suggested", reasons: [], needs: [], facts: expect.any(Array) },
			},
		]);
		const { _id } = answer.body.locations[0];
		expect(await rowsOf("route_dsp_store", m.org_id)).toMatchObject([
			{ slug: "test-dsp", dsp_location_id: store, binding_id: _id },
		]);
		expect(api.published).toEqual([_id]);
		const audit = (await listAudit(api.db, m.org_id)).at(-1);
		expect(audit).toMatchObject({ action: "binding.created", subject: _id, actor: `partner:${partner.client_id}` });
	});

	// covers: A.4.8 state, A.4.8 dsps
	test("shows in the state of the organisation", async () => {
		const m = await ready("4410", "4411");
		const [store = ""] = newStores("Joes Pizza");
		await bind(m, [["4410", store]]);
		expect(await state(m)).toEqual([
			{
				_id: expect.any(String),
				name: "Joe's Pizza 4410",
				source: "test-pos",
				provider_id: "4410",
				status: "active",
				address: partner_address,
				dsps: [
					{
						name: "Test DSP",
						source: "test-dsp",
						status: "APPROVED",
						dsp_provider_id: store,
						dsp_store_name: "Joes Pizza",
					},
				],
			},
			expect.objectContaining({ provider_id: "4411", dsps: [] }),
		]);
	});

	test("shows to the operator too, with the integrations beside it", async () => {
		const m = await ready("4410");
		expect(await showOrg({ ...api, clock: { now: Date.now } }, m.org_id)).toMatchObject({
			org_id: m.org_id,
			partner_id: partner.partner_id,
			integrations: [
				{ _id: m.pos, source: "test-pos", type: "pos", status: "active", health: "ok" },
				{ _id: m.dsp, source: "test-dsp", type: "dsp", status: "active", health: "ok" },
			],
			locations: [{ provider_id: "4410", status: "active" }],
		});
		await expect(showOrg({ ...api, clock: { now: Date.now } }, "nothing")).rejects.toMatchObject({
			code: "org_not_found",
		});
	});

	// covers: F-14
	test("takes the POS's id, or ours, and the store name that the partner shows", async () => {
		const m = await ready("4410");
		const [a = "", b = ""] = newStores("A", "B");
		const [{ _id }] = await state(m);
		const locations = [{ pos_location_id: _id, dsp_provider_id: a, dsp_store_name: "Shown name" }];
		const answer = await m.by.call("POST", "/onboarding/locations/bind", { onboarding_id: m.dsp, locations });
		expect(answer.body.locations[0]).toMatchObject({
			pos_location_id: _id,
			status: "APPROVED",
			dsp_store_name: "Shown name",
		});
		expect((await bind(m, [["4410", b]])).body.locations[0].warnings).toContainEqual(
			expect.stringContaining(`A (${a})`),
		);
	});

	test("refuses an id that two POS of the organisation have", async () => {
		const m = await ready("4410");
		const second = await connect(m, "pos", "manual-pos");
		await ingest(m, ["4410"], second);
		const [store = ""] = newStores("Joes Pizza");
		const answer = await bind(m, [["4410", store]]);
		expectProblem(answer, "invalid_field", "/locations/0/pos_location_id");
		const [{ _id }] = await state(m);
		expect(answer.body.detail).toContain(_id);
		expect((await bind(m, [[_id, store]])).status).toBe(201);
	});

	test("asks the DSP again when a store is not in the remembered list", async () => {
		const m = await ready("4410");
		await list(m, m.dsp);
		const [opened_since = ""] = newStores("Opened since");
		expect((await bind(m, [["4410", opened_since]])).status).toBe(201);
	});

	test("of the same pair again changes nothing, also many times at once", async () => {
		const m = await ready("4410");
		const [store = ""] = newStores("Joes Pizza");
		const answers = await Promise.all(Array.from({ length: 12 }, () => bind(m, [["4410", store]])));
		expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
		expect(new Set(answers.map((answer) => answer.body.locations[0]._id)).size).toBe(1);
		const before = await everything(m);
		expect((await bind(m, [["4410", store]])).body.locations[0].status).toBe("APPROVED");
		expect(await everything(m)).toEqual(before);
		expect(api.published).toHaveLength(1);
	});

	test("never gives one store to two locations, however many try", async () => {
		const merchants = await Promise.all([1, 2, 3, 4].map(async () => newMerchant(await api.newPartner())));
		api.pos.locations = [place("p", "Joe's Pizza"), place("q", "Joe's Pizza Two")];
		await Promise.all(merchants.map((m) => ingest(m, ["p", "q"])));
		const [store = ""] = newStores("Joes Pizza");
		const tries = merchants.flatMap((m) => [bind(m, [["p", store]]), bind(m, [["q", store]])]);
		const answers = await Promise.all(tries);
		expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
		for (const answer of answers) if (answer.status !== 201) expectProblem(answer, "binding_conflict");
		const links = await api.db.query("SELECT binding_id FROM binding WHERE dsp_location_id = $1 AND ended_at IS NULL", [
			store,
		]);
		const routes = await api.db.query("SELECT binding_id FROM route_dsp_store WHERE dsp_location_id = $1", [store]);
		expect(links).toHaveLength(1);
		expect(routes).toEqual(links);
	});

	test("names the other location within the organisation, and nobody beyond it", async () => {
		const m = await ready("4410", "4411");
		const [store = ""] = newStores("Joes Pizza");
		await bind(m, [["4410", store]]);
		const here = await bind(m, [["4411", store]]);
		expectProblem(here, "binding_conflict", "/locations/0/dsp_provider_id");
		expect(here.body.detail).toContain("Joe's Pizza 4410");
		const other = await ready("4410");
		const there = await bind(other, [["4410", store]]);
		expectProblem(there, "binding_conflict", "/locations/0/dsp_provider_id");
		expect(there.body.detail).toBe("This store is linked in another organisation.");
	});

	// covers: A.4.6 checks
	test("links what can be linked and says of each other pair why not", async () => {
		const m = await ready("4410", "4411");
		const [a = "", b = "", taken = ""] = newStores("A", "B", "Taken");
		await bind(await ready("4410"), [["4410", taken]]);
		const answer = await bind(m, [
			["4410", b],
			["9999", a],
			["4411", "no-such-store"],
			["4411", taken],
			["4411", b],
			["4410", b],
		]);
		expect(answer.status).toBe(201);
		expect(
			answer.body.locations.map((row: { status: string; error?: { code: string } }) => row.error?.code ?? row.status),
		).toEqual([
			"APPROVED",
			"location_not_found",
			"dsp_store_not_found",
			"binding_conflict",
			"binding_conflict",
			"APPROVED",
		]);
		expect(await rowsOf("binding", m.org_id)).toHaveLength(1);
	});

	test("of nothing that can be linked is a problem and stores nothing", async () => {
		const m = await ready("4410");
		const stranger = await ready("4410");
		const [store = ""] = newStores("Joes Pizza");
		const [{ _id: foreign }] = await state(stranger);
		const before = await everything(m);
		const wrong: [code: ErrorCode, param: string, pair: [string, string]][] = [
			["location_not_found", "/locations/0/pos_location_id", ["9999", store]],
			["location_not_found", "/locations/0/pos_location_id", [foreign, store]],
			["location_not_found", "/locations/0/pos_location_id", [crypto.randomUUID(), store]],
			["dsp_store_not_found", "/locations/0/dsp_provider_id", ["4410", "nowhere"]],
		];
		for (const [code, param, pair] of wrong) expectProblem(await bind(m, [pair]), code, param);
		expectProblem(
			await bind(m, [["4410", store]], { onboarding_id: m.pos }),
			"wrong_integration_type",
			"/onboarding_id",
		);
		expectProblem(await bind(m, [["4410", store]], { dry_run: "yes" }), "invalid_field", "/dry_run");
		expectProblem(await bind(m, []), "invalid_field", "/locations");
		expect(await everything(m)).toEqual(before);
		expect(api.published).toEqual([]);
	});

	// covers: A.4.6 checks
	test("with dry_run says what would become of each pair and links nothing", async () => {
		const m = await ready("4410", "4411");
		const [a = "", b = ""] = newStores("Joes Pizza", "Blue Dragon");
		const far = api.dsp.locations.find((store) => store.provider_id === b);
		if (far) far.address = { ...far.address, address_line_1: "321 Main St", postal_code: "10001" };
		await bind(m, [["4411", a]]);
		const before = await everything(m);
		const answer = await bind(
			m,
			[
				["4410", b],
				["4411", a],
				["4410", a],
				["9999", b],
			],
			{ dry_run: true },
		);
		expect(answer.status).toBe(200);
		expect(answer.body.dry_run).toBe(true);
		const [differs, linked, conflict, unknown] = answer.body.locations;
		expect(differs).toMatchObject({
			status: "would_link",
			warnings: [
				"House numbers differ: 123 at the POS, 321 at the DSP.",
				"Postcodes differ: 94105 at the POS, 10001 at the DSP.",
				'The names have too little in common: "Joe\'s Pizza 4410" and "Blue Dragon".',
			],
		});
		expect(differs).toMatchObject({ verdict: "differs", needs: ["reason"] });
		expect(differs.facts.slice(0, 2)).toEqual([
			{ fact: "house_number", kind: "hard", verdict: "differ", pos: "123", dsp: "321" },
			{ fact: "postal_code", kind: "hard", verdict: "differ", pos: "94105", dsp: "10001" },
		]);
		expect(differs).not.toHaveProperty("_id");
		expect(linked).toMatchObject({ status: "APPROVED", _id: expect.any(String) });
		expect(conflict).toMatchObject({ status: "refused", error: { code: "binding_conflict" } });
		expect(unknown).toMatchObject({ status: "refused", error: { code: "location_not_found" } });
		expect(await everything(m)).toEqual(before);
		expect(api.published).toHaveLength(1);
	});

	test("of a pair whose house numbers differ warns and goes on, or is refused where the caller asks for reasons", async () => {
		const m = await ready("4410");
		const [swapped = "", twin = ""] = newStores("Joes Pizza 4410", "Joes Wings 4410");
		const far = api.dsp.locations.find((store) => store.provider_id === swapped);
		if (far) far.address = { ...far.address, address_line_1: "132 Main St" };
		const refused = await bind(m, [["4410", swapped]], { require_reasons: true });
		expectProblem(refused, "reason_needed", "/locations/0/reason");
		expect(refused.body.detail).toBe("House numbers differ: 123 at the POS, 132 at the DSP.");
		expect(await rowsOf("binding", m.org_id)).toEqual([]);
		const pair = { pos_location_id: "4410", dsp_provider_id: swapped, reason: "Ana: the DSP has the old number" };
		const post = (row: object) =>
			m.by.call("POST", "/onboarding/locations/bind", {
				onboarding_id: m.dsp,
				locations: [row],
				require_reasons: true,
			});
		expect((await post({ ...pair, reason: "  " })).body.code).toBe("reason_needed");
		expect((await post(pair)).status).toBe(201);
		expect((await listAudit(api.db, m.org_id)).at(-1)?.detail).toMatchObject({
			...{ verdict: "differs", differing: ["house_number"], reason: pair.reason },
		});
		// the link is there: saying so again needs no reason
		expect((await bind(m, [["4410", swapped]], { require_reasons: true })).status).toBe(201);
		const second = { pos_location_id: "4410", dsp_provider_id: twin };
		expectProblem(await post(second), "brand_name_needed", "/locations/0/brand_name");
		expect((await post({ ...second, brand_name: "Joe's Wings" })).status).toBe(201);
		expect((await listAudit(api.db, m.org_id)).at(-1)?.detail).toMatchObject({ brand_name: "Joe's Wings" });
		const third = newStores("Joes Pizza 4410")[0] ?? "";
		const plain = await bind(m, [["4410", third]]);
		expect(plain.body.locations[0]).toMatchObject({
			status: "APPROVED",
			verdict: "brand_needed",
			needs: ["brand_name"],
		});
	});

	test("moves a link to the new integration when the merchant signed in at the DSP anew", async () => {
		const m = await ready("4410");
		const [store = ""] = newStores("Joes Pizza");
		const first = await bind(m, [["4410", store]]);
		const again = { ...m, dsp: await connect(m, "dsp") };
		const moved = await bind(again, [["4410", store]]);
		expect(moved.body.locations[0]._id).toBe(first.body.locations[0]._id);
		await m.by.call("DELETE", `/onboarding/integrations/${m.dsp}`);
		expect((await state(m))[0].dsps).toHaveLength(1);
	});
});

describe("disconnecting", () => {
	async function linked(): Promise<Merchant & { stores: string[] }> {
		const m = await newMerchant();
		api.pos.locations = [place("4410", "Main"), place("4411", "Pier")];
		await ingest(m, ["4410", "4411"]);
		const stores = newStores("Main", "Pier");
		const { status } = await bind(m, [
			["4410", stores[0] ?? ""],
			["4411", stores[1] ?? ""],
		]);
		expect(status).toBe(201);
		return { ...m, stores };
	}
	const remove = (m: Merchant, id: string) => m.by.call("DELETE", `/onboarding/integrations/${id}`);

	// covers: A.5 deprovisioned
	test("a DSP ends its links, frees its stores and forgets its list", async () => {
		const m = await linked();
		expect((await remove(m, m.dsp)).status).toBe(200);
		expect((await rowsOf("binding", m.org_id)).every((row) => row.ended_at !== null && row.status === "ENDED")).toBe(
			true,
		);
		expect(await rowsOf("route_dsp_store", m.org_id)).toEqual([]);
		expect(await rowsOf("dsp_store", m.org_id)).toEqual([]);
		expect(await rowsOf("route_pos_location", m.org_id)).toHaveLength(2);
		expect(await state(m)).toMatchObject([
			{ status: "active", dsps: [] },
			{ status: "active", dsps: [] },
		]);
		const other = await newMerchant();
		await ingest(other, ["4410"]);
		expect((await bind(other, [["4410", m.stores[0] ?? ""]])).status).toBe(201);
	});

	test("a DSP is told of the stores that it shows as connected, and its failure holds nothing up", async () => {
		const m = await linked();
		const connected = "UPDATE binding SET connected_at = 1 WHERE org_id = $1 AND dsp_location_id = $2";
		await api.db.query(connected, [m.org_id, m.stores[0]]);
		await remove(m, m.dsp);
		expect(api.dsp.connections).toEqual([`DELETE ${m.stores[0]}`]);
		const broken = await linked();
		await api.db.query(connected, [broken.org_id, broken.stores[0]]);
		api.dsp.answers.set("locations/connection", () => ({ status: 500, body: {} }));
		expect((await remove(broken, broken.dsp)).body.onboarding.status).toBe("deprovisioned");
	});

	// covers: A.5 deprovisioned, A.5 reactivated
	test("a POS ends the links of its locations, which stay and say so, until it is connected and linked again", async () => {
		const m = await linked();
		await remove(m, m.pos);
		expect(await rowsOf("route_dsp_store", m.org_id)).toEqual([]);
		expect(await rowsOf("route_pos_location", m.org_id)).toEqual([]);
		expect(await state(m)).toMatchObject([
			{ provider_id: "4410", status: "disconnected", dsps: [] },
			{ provider_id: "4411", status: "disconnected", dsps: [] },
		]);
		const again = await bind(m, [["4410", m.stores[0] ?? ""]]);
		expectProblem(again, "onboarding_not_active", "/locations/0/pos_location_id");
		await m.by.call("PUT", `/onboarding/integrations/${m.pos}`, { code: api.pos.newCode() });
		expect(await rowsOf("route_pos_location", m.org_id)).toHaveLength(2);
		expect((await bind(m, [["4410", m.stores[0] ?? ""]])).status).toBe(201);
	});

	test("while links are being made leaves no link on what is disconnected", async () => {
		for (let round = 0; round < 8; round++) {
			const m = await newMerchant();
			api.pos.locations = [place("4410", "Main")];
			await ingest(m, ["4410"]);
			const [store = ""] = newStores("Main");
			await list(m, m.dsp);
			const [bound] = await Promise.all([bind(m, [["4410", store]]), remove(m, round % 2 ? m.dsp : m.pos)]);
			if (bound.status !== 201) expectProblem(bound, "onboarding_not_active");
			expect(await rowsOf("route_dsp_store", m.org_id)).toEqual([]);
			expect((await rowsOf("binding", m.org_id)).filter((row) => row.ended_at === null)).toEqual([]);
		}
	});
});
