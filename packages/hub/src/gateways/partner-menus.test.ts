import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestPartnerApi, type TestPartner, type TestPartnerApi } from "./test-partner-api.ts";

const address = { address_line_1: "123 Main St", city: "Austin", state: "TX", postal_code: "78701", country: "US" };

let api: TestPartnerApi;
let partner: TestPartner;
let org_id: string;
let location_id: string;

beforeAll(async () => {
	api = await startTestPartnerApi();
	partner = await api.newPartner();
	const org = { name: "Joe's Pizza LLC", provider_id: "merchant-1" };
	org_id = (await partner.call("POST", "/onboarding/org", org)).body.org_id;
	api.pos.locations = [{ provider_id: "4410", name: "Joe's Pizza", address }];
	api.dsp.locations = [{ provider_id: "store-1", name: "Joe's Pizza", address }];
	await partner.call("POST", "/onboarding/locations/ingest", {
		onboarding_id: await connect("pos"),
		locations: [{ provider_id: "4410" }],
	});
	await partner.call("POST", "/onboarding/locations/bind", {
		onboarding_id: await connect("dsp"),
		locations: [{ pos_location_id: "4410", dsp_provider_id: "store-1" }],
	});
	location_id = (await partner.call("GET", `/onboarding/org/${org_id}/locations`)).body.locations[0]._id;
});
afterAll(() => api.close());

async function connect(type: "pos" | "dsp"): Promise<string> {
	const created = await partner.call("POST", "/onboarding/integrations", { org_id, source: `test-${type}`, type });
	const id = created.body.onboarding._id as string;
	await partner.call("PUT", `/onboarding/integrations/${id}`, { code: api[type].newCode() });
	return id;
}

const path = (what: string, ids = { org_id, location_id }) =>
	`/onboarding/org/${ids.org_id}/locations/${ids.location_id}/${what}`;
const plan = (query = "dsp_provider_id=store-1") => partner.call("GET", path(`menu-plan?${query}`));
const publish = (body: object) => partner.call("POST", path("publish"), body);

describe("a location's catalog (contract.md B.4)", () => {
	test("is shown with its warnings and the time of its sync", async () => {
		const { status, body } = await partner.call("GET", path("catalog"));
		expect(status).toBe(200);
		expect(body).toEqual({
			...{ _id: location_id, catalog_version: 1, catalog_objects: 3, warnings: [] },
			synced_at: expect.any(Number),
		});
	});

	test("is nobody else's to see", async () => {
		const stranger = await api.newPartner();
		expect((await stranger.call("GET", path("catalog"))).body.code).toBe("org_not_found");
		expect((await partner.call("GET", path("catalog", { org_id, location_id: org_id }))).body.code).toBe(
			"location_not_found",
		);
		expect((await partner.call("GET", path("catalog", { org_id, location_id: "7" }))).body.code).toBe(
			"location_not_found",
		);
	});
});

describe("a menu plan (contract.md C.6)", () => {
	test("shows what a publication would put on the store's menu", async () => {
		const { status, body } = await plan("dsp_provider_id=store-1&source=test-dsp");
		expect(status).toBe(200);
		expect(body).toMatchObject({ source: "test-dsp", dsp_provider_id: "store-1", is_changed: true });
		expect(body.changes).toContainEqual({
			...{ change: "added", kind: "item_family", name: "Margherita", stream_id: expect.any(String) },
		});
	});

	test("of a store that is not linked here, or to a stranger, does not exist", async () => {
		expect((await plan("dsp_provider_id=store-9")).body.code).toBe("dsp_store_not_found");
		expect((await plan("")).body).toMatchObject({ code: "invalid_field", param: "dsp_provider_id" });
		const stranger = await api.newPartner();
		expect((await stranger.call("GET", path("menu-plan?dsp_provider_id=store-1"))).body.code).toBe("org_not_found");
	});

	test("is published by its hash, and by no other", async () => {
		const { plan_hash, menu_hash } = (await plan()).body;
		const stale = await publish({ dsp_provider_id: "store-1", plan_hash: "of yesterday" });
		expect(stale).toMatchObject({ status: 409, body: { code: "menu_plan_stale" } });
		const { status, body } = await publish({ dsp_provider_id: "store-1", plan_hash });
		expect(status).toBe(202);
		expect(body).toEqual({ delivery_id: expect.any(String), menu_hash, status: "queued" });
		const stored = await api.db.query("SELECT type FROM delivery WHERE org_id = $1 ORDER BY delivery_id", [org_id]);
		expect(stored).toEqual([{ type: "connection.create" }, { type: "location.publish" }]);
	});
});

describe("holidays (contract.md C.6.3, E.13)", () => {
	const put = (...holidays: object[]) => partner.call("PUT", path("holidays"), { holidays });
	const christmas = { date: "12-25", recurring_yearly: true, name: "Christmas" };

	// covers: C.6.3 holiday, E.13 holidays
	test("are set at the hub, with hours as channels read them, and stand in the menu", async () => {
		const open_day = {
			date: "02-29",
			recurring_yearly: false,
			specific_years: [2032, 2028, 2028],
			hours: ["9:00-14:30"],
		};
		const { status, body } = await put(christmas, open_day);
		expect(status).toBe(200);
		expect(body.holidays).toEqual([
			christmas,
			{ date: "02-29", recurring_yearly: false, specific_years: [2028, 2032], hours: ["09:00-14:30"] },
		]);
		expect((await plan()).body.changes).toContainEqual(expect.objectContaining({ kind: "location" }));
	});

	// covers: C.6.3 holiday
	test.each([
		["on a day that no year has", { ...christmas, date: "02-30" }, "/holidays/0/date"],
		["in years although it recurs", { ...christmas, specific_years: [2027] }, "/holidays/0/specific_years"],
		["in no year at all", { ...christmas, recurring_yearly: false }, "/holidays/0/specific_years"],
		["with hours over midnight", { ...christmas, hours: ["18:00-02:00"] }, "/holidays/0/hours/0"],
		["with hours that are none", { ...christmas, hours: ["noon"] }, "/holidays/0/hours/0"],
	])("%s are refused", async (_case, holiday, param) => {
		expect(await put(holiday)).toMatchObject({ status: 400, body: { code: "invalid_field", param } });
	});
});
