import { describe, expect, test } from "vitest";
import { expectProblem, partner_address, place, testMerchants } from "./test-merchants.ts";
import type { ListedByTest } from "./test-provider-system.ts";

const here = testMerchants();
const { newMerchant, list, ingest, rowsOf, everything } = here;

describe("listing locations", () => {
	// covers: A.4.4 locations, A.4.4 address, F-24
	test("shows what the POS has, with the address in the Partner API's words", async () => {
		const m = await newMerchant();
		here.api.pos.locations = [
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
		here.api.dsp.locations = [place("s1", "One"), place("s2", "Two")];
		expect((await list(m, m.dsp)).body.locations).toHaveLength(2);
		here.api.dsp.locations = [place("s2", "Two, renamed"), place("s2", "Two, again"), place("s3", "Three")];
		const { body } = await list(m, m.dsp);
		expect(body.locations.map((row: ListedByTest) => row.name)).toEqual(["Two, renamed", "Three"]);
		const stored = await here.api.db.query("SELECT name FROM dsp_store WHERE org_id = $1 ORDER BY name", [m.org_id]);
		expect(stored).toEqual([{ name: "Three" }, { name: "Two, renamed" }]);
	});

	test("fills in what a POS leaves out of an address", async () => {
		const m = await newMerchant();
		here.api.pos.locations = [{ provider_id: "bare", name: "Bare", address: { city: "Austin" } }];
		expect((await list(m)).body.locations[0].address).toEqual({
			...{ address_line_1: "", locality: "Austin", administrative_district_level_1: "", postal_code: "", country: "" },
		});
	});

	test("needs an onboarding id and a connected integration", async () => {
		const m = await newMerchant();
		expectProblem(await here.partner.call("GET", "/onboarding/locations"), "invalid_field", "onboarding_id");
		const request = { org_id: m.org_id, source: "test-pos", type: "pos" };
		const waiting = (await here.partner.call("POST", "/onboarding/integrations", request)).body.onboarding._id;
		expectProblem(await list(m, waiting), "onboarding_not_active", "onboarding_id");
	});

	test("says in the provider's own words why it could not", async () => {
		const m = await newMerchant();
		here.api.pos.answers.set("locations", () => ({ status: 403, body: { message: "merchant unavailable" } }));
		const refused = await list(m);
		expectProblem(refused, "provider_refused");
		expect(refused.body.detail).toBe("Test POS: answered 403: merchant unavailable");
		here.api.pos.answers.set("locations", () => ({ status: 200, body: { rows: [] } }));
		expectProblem(await list(m), "provider_refused");
	});
});

describe("ingesting locations", () => {
	// covers: A.4.5 ingest, B.4.8 fetched, F-31
	test("imports them with their catalogs", async () => {
		const m = await newMerchant();
		here.api.pos.locations = [place("4410", "Main"), place("4411", "Pier"), place("4412", "Not chosen")];
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
		const routes = await here.api.db.query(
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
		here.api.pos.locations = [place("4410", "Main")];
		const first = await ingest(m, ["4410"]);
		here.api.pos.locations = [place("4410", "Main, renamed", { prep_time_minutes: 12.4 })];
		const second = await ingest(m, ["4410", "4410"]);
		expect(second.body.locations).toHaveLength(1);
		expect(second.body.locations[0]).toMatchObject({
			_id: first.body.locations[0]._id,
			name: "Main, renamed",
			catalog_version: 1,
		});
		expect(await rowsOf("location", m.org_id)).toMatchObject([{ name: "Main, renamed", prep_time_minutes: 12 }]);
		expect(here.api.pos.catalog_fetches).toEqual(["4410", "4410"]);
		// the preparation time stands on the menu, although the catalog is the one of before (contract.md B.11)
		expect(here.api.republished).toEqual([first.body.locations[0]._id]);
	});

	test("by many at once ends in one row for each", async () => {
		const m = await newMerchant();
		here.api.pos.locations = [place("a", "A"), place("b", "B"), place("c", "C")];
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
		here.api.pos.locations = ["1", "2", "3", "4", "5", "6"].map((id) => place(id, `Number ${id}`));
		here.api.pos.catalog_status.set("2", 500).set("5", 400);
		const { status, body } = await ingest(m, ["1", "2", "3", "4", "5", "6"]);
		expect(status).toBe(201);
		expect(body.locations.map((row: { error?: { code: string } }) => row.error?.code)).toEqual(
			[undefined, "provider_unreachable", undefined, undefined, "provider_refused", undefined].map((code) => code),
		);
		expect(body.locations[4].error.detail).toBe("Test POS: answered 400: no menu attached to this platform");
		expect(await rowsOf("catalog_version", m.org_id)).toHaveLength(4);
		here.api.pos.catalog_status.clear();
		expect((await ingest(m, ["2", "5"])).body.locations[0]).not.toHaveProperty("error");
	});

	// covers: B.3 connection_status
	test("does not ask for the catalog of a location that the POS calls disconnected", async () => {
		const m = await newMerchant();
		here.api.pos.locations = [
			place("off", "Off", { connection_status: "disconnected" }),
			place("on", "On", { connection_status: "connected" }),
		];
		const { body } = await ingest(m, ["off", "on"]);
		expect(here.api.pos.catalog_fetches).toEqual(["on"]);
		expect(body.locations[0]).toMatchObject({
			provider_id: "off",
			warnings: [expect.stringContaining("disconnected")],
		});
		expect(body.locations[0]).not.toHaveProperty("catalog_version");
	});

	test("of one unknown location imports none", async () => {
		const m = await newMerchant();
		here.api.pos.locations = [place("4410", "Main")];
		const before = await everything(m);
		expectProblem(await ingest(m, ["4410", "9999"]), "location_not_found", "/locations/1/provider_id");
		expect(await everything(m)).toEqual(before);
	});

	test("is refused for a DSP, a wrong body, and a POS that does not answer, and leaves nothing behind", async () => {
		const m = await newMerchant();
		const before = await everything(m);
		expectProblem(await ingest(m, ["1"], m.dsp), "wrong_integration_type", "/onboarding_id");
		expectProblem(await ingest(m, []), "invalid_field", "/locations");
		const post = (body: unknown) => here.partner.call("POST", "/onboarding/locations/ingest", body);
		expectProblem(await post({ onboarding_id: m.pos, locations: [{}] }), "invalid_field", "/locations/0/provider_id");
		expectProblem(await post({ onboarding_id: m.pos, locations: { provider_id: "1" } }), "invalid_field", "/locations");
		expectProblem(await post({ onboarding_id: 5, locations: [] }), "invalid_field");
		expectProblem(await post({ locations: [{ provider_id: "1" }] }), "invalid_field", "/onboarding_id");
		here.api.pos.answers.set("locations", () => ({ status: 500, body: {} }));
		expectProblem(await ingest(m, ["1"]), "provider_refused");
		expect(await everything(m)).toEqual(before);
	});
});
