import { AssignMenusReply, compile } from "@ticketrail/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestPartnerApi, type TestPartner, type TestPartnerApi } from "./test-partner-api.ts";

const address = { address_line_1: "123 Main St", city: "Austin", state: "TX", postal_code: "78701", country: "US" };
const tea = { provider_id: "tea", name: "Tea", price_amount: 300, price_currency: "USD" };
const soup = { ...tea, provider_id: "soup", name: "Soup" };
const catalog = {
	item_family: [tea, soup],
	category: [
		{ provider_id: "hot", name: "Hot", item_family_ids: ["tea"] },
		{ provider_id: "bowls", name: "Bowls", item_family_ids: ["soup"] },
	],
	menu: [
		{ provider_id: "breakfast", name: "Breakfast", category_ids: ["hot"] },
		{ provider_id: "lunch", name: "Lunch", category_ids: ["bowls"] },
	],
};

let api: TestPartnerApi;
let partner: TestPartner;
let org_id: string;
let location_id: string;
let dsp_onboarding: string;
let pos_onboarding: string;

beforeAll(async () => {
	api = await startTestPartnerApi();
	partner = await api.newPartner();
	org_id = (await partner.call("POST", "/onboarding/org", { name: "Joe's", provider_id: "merchant-1" })).body.org_id;
	api.pos.locations = [{ provider_id: "4410", name: "Joe's", address }];
	serve(catalog);
	api.dsp.locations = ["store-1", "store-2"].map((provider_id) => ({ provider_id, name: "Joe's", address }));
	pos_onboarding = await connect("pos");
	dsp_onboarding = await connect("dsp");
	await ingest();
	await partner.call("POST", "/onboarding/locations/bind", {
		onboarding_id: dsp_onboarding,
		locations: [{ pos_location_id: "4410", dsp_provider_id: "store-1" }],
	});
	location_id = (await state())._id;
});
afterAll(() => api.close());

async function connect(type: "pos" | "dsp"): Promise<string> {
	const created = await partner.call("POST", "/onboarding/integrations", { org_id, source: `test-${type}`, type });
	const id = created.body.onboarding._id as string;
	await partner.call("PUT", `/onboarding/integrations/${id}`, { code: api[type].newCode() });
	return id;
}

const serve = (body: unknown) => void api.pos.answers.set("catalog", () => ({ status: 200, body }));
const ingest = () =>
	partner.call("POST", "/onboarding/locations/ingest", {
		onboarding_id: pos_onboarding,
		locations: [{ provider_id: "4410" }],
	});
const state = async () => (await partner.call("GET", `/onboarding/org/${org_id}/locations`)).body.locations[0];
const plan = async () =>
	(await partner.call("GET", `/onboarding/org/${org_id}/locations/${location_id}/menu-plan?dsp_provider_id=store-1`))
		.body;
const assign = (menu_ids?: unknown, row: object = {}, onboarding_id = dsp_onboarding) =>
	partner.call("POST", "/onboarding/locations/menus", {
		onboarding_id,
		locations: [{ pos_location_id: "4410", dsp_provider_id: "store-1", menu_ids, ...row }],
	});
const shown = (body: { changes: { kind: string; name: string }[] }) =>
	body.changes.filter(({ kind }) => kind === "menu").map(({ name }) => name);

describe("menu assignment (contract.md A.4.7)", () => {
	// covers: A.4.7 menus
	test("is optional: without it a store shows every menu", async () => {
		expect(shown(await plan())).toEqual(["Breakfast", "Lunch"]);
		expect((await state()).dsps[0]).not.toHaveProperty("menu_ids");
	});

	// covers: A.4.7 menus
	test("leaves a store with the menus that it was given, by the POS's ids or by ours", async () => {
		const given = await assign(["lunch"]);
		expect(given.status).toBe(200);
		expect(compile(AssignMenusReply)(given.body)).toMatchObject({ ok: true });
		expect(given.body.locations).toMatchObject([
			{
				dsp_provider_id: "store-1",
				is_default: false,
				is_changed: true,
				menus: [{ provider_id: "lunch", name: "Lunch" }],
			},
		]);
		const { stream_id } = given.body.locations[0].menus[0];
		expect((await assign([stream_id])).body.locations[0]).toMatchObject({ is_changed: false });
		expect((await state()).dsps[0].menu_ids).toEqual(["lunch"]);
		const planned = await plan();
		expect(planned.menu_ids).toEqual(["lunch"]);
		expect(shown(planned)).toEqual(["Lunch"]);
		expect(planned.counts.losses).toBe(0);
	});

	test("said again in other words changes nothing, and without menu_ids it is taken back", async () => {
		await assign(["breakfast", "lunch"]);
		expect((await assign(["lunch", "breakfast", "lunch"])).body.locations[0].is_changed).toBe(false);
		const back = await assign();
		expect(back.body.locations[0]).toMatchObject({ is_default: true, is_changed: true });
		expect(back.body.locations[0].menus).toHaveLength(2);
		expect((await assign(null)).body.locations[0].is_changed).toBe(false);
		expect((await state()).dsps[0]).not.toHaveProperty("menu_ids");
	});

	test.each([
		["of a menu that the catalog does not have", ["supper"], {}, 400, "/locations/0/menu_ids/0"],
		["of no menu at all", [], {}, 400, "/locations/0/menu_ids"],
		["of a menu as a number", [7], {}, 400, "/locations/0/menu_ids/0"],
		["of menus as a text", "lunch", {}, 400, "/locations/0/menu_ids"],
		["to an unknown location", ["lunch"], { pos_location_id: "9" }, 404, "/locations/0/pos_location_id"],
		["to an unknown store", ["lunch"], { dsp_provider_id: "store-9" }, 404, "/locations/0/dsp_provider_id"],
		["to a store that is not linked", ["lunch"], { dsp_provider_id: "store-2" }, 404, "/locations/0/dsp_provider_id"],
	])("%s is refused and names the field", async (_case, menu_ids, row, status, param) => {
		const answer = await assign(menu_ids, row);
		expect(answer.status).toBe(status);
		expect(answer.body.param).toBe(param);
	});

	test("needs the DSP's own onboarding", async () => {
		expect((await assign(["lunch"], {}, pos_onboarding)).body.code).toBe("wrong_integration_type");
		expect((await assign(["lunch"], {}, org_id)).body.code).toBe("onboarding_not_found");
		const stranger = await api.newPartner();
		const body = {
			onboarding_id: dsp_onboarding,
			locations: [{ pos_location_id: "4410", dsp_provider_id: "store-1" }],
		};
		expect((await stranger.call("POST", "/onboarding/locations/menus", body)).body.code).toBe("onboarding_not_found");
	});

	test("holds for all its rows or for none", async () => {
		const row = { pos_location_id: "4410", dsp_provider_id: "store-1", menu_ids: ["lunch"] };
		for (const other of [{ ...row, menu_ids: ["supper"] }, row]) {
			const body = { onboarding_id: dsp_onboarding, locations: [row, other] };
			const answer = await partner.call("POST", "/onboarding/locations/menus", body);
			expect(answer.status).toBe(400);
			expect(answer.body.param).toMatch(/^\/locations\/1\//);
		}
		expect((await state()).dsps[0]).not.toHaveProperty("menu_ids");
	});

	test("of a menu that is gone later is an error of the plan", async () => {
		await assign(["lunch"]);
		serve({ ...catalog, menu: [{ provider_id: "all-day", name: "All day", category_ids: ["hot"] }] });
		await ingest();
		const planned = await plan();
		expect(planned.findings[0]).toMatchObject({ level: "error", rule: "menu_gone", name: "lunch" });
		serve(catalog);
		await ingest();
		await assign();
	});
});
