import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestPartnerApi, type TestPartner, type TestPartnerApi } from "./test-partner-api.ts";

let api: TestPartnerApi;
let partner: TestPartner;
let org_id: string;
const address = { address_line_1: "1 Main St", city: "Seattle", state: "WA", postal_code: "98101", country: "US" };

beforeAll(async () => {
	api = await startTestPartnerApi();
	partner = await api.newPartner();
	org_id = (await partner.call("POST", "/onboarding/org", { name: "Ana", provider_id: "ana" })).body.org_id;
	api.pos.locations = [{ provider_id: "loc-1", name: "Main", address }];
	api.dsp.locations = ["store-1", "store-2"].map((provider_id) => ({ provider_id, name: "Main", address }));
});
afterAll(() => api.close());

async function connect(type: "pos" | "dsp"): Promise<string> {
	const request = { org_id, source: `test-${type}`, type };
	const { _id } = (await partner.call("POST", "/onboarding/integrations", request)).body.onboarding;
	const code = api[type].newCode();
	expect((await partner.call("PUT", `/onboarding/integrations/${_id}`, { code })).status).toBe(200);
	return _id;
}

// covers: C.2.4 disconnect
test("one store is unlinked while the other stays, its DSP hears of it, and it can be linked again (contract.md A.4.6, C.2.4)", async () => {
	const pos = await connect("pos");
	const locations = [{ provider_id: "loc-1" }];
	await partner.call("POST", "/onboarding/locations/ingest", { onboarding_id: pos, locations });
	const onboarding_id = await connect("dsp");
	const bind = (...stores: string[]) =>
		partner.call("POST", "/onboarding/locations/bind", {
			onboarding_id,
			locations: stores.map((dsp_provider_id) => ({ pos_location_id: "loc-1", dsp_provider_id })),
		});
	const [first, second] = (await bind("store-1", "store-2")).body.locations;
	const path = (link: string, org = org_id) => `/onboarding/org/${org}/links/${link}`;
	const shown = { _id: first._id, source: "test-dsp", dsp_provider_id: "store-1", dsp_store_name: "Main" };
	expect(await partner.call("GET", path(first._id))).toMatchObject({
		status: 200,
		body: { ...shown, status: "APPROVED" },
	});

	for (let times = 0; times < 2; times++)
		expect(await partner.call("DELETE", path(first._id))).toMatchObject({
			status: 200,
			body: { ...shown, status: "ENDED" },
		});
	expect((await partner.call("GET", path(first._id))).body.status).toBe("ENDED");
	expect(api.disconnected).toEqual([first._id]);
	const state = await partner.call("GET", `/onboarding/org/${org_id}/locations`);
	expect(state.body.locations[0].dsps.map((store: { dsp_provider_id: string }) => store.dsp_provider_id)).toEqual([
		"store-2",
	]);
	const again = (await bind("store-1")).body.locations[0];
	expect(again.status).toBe("APPROVED");
	expect(again._id).not.toBe(first._id);

	const other = await api.newPartner();
	for (const method of ["GET", "DELETE"]) {
		expect((await other.call(method, path(second._id))).body.code).toBe("org_not_found");
		expect((await partner.call(method, path(crypto.randomUUID()))).body.code).toBe("link_not_found");
		expect((await partner.call(method, path("nobody"))).body.code).toBe("link_not_found");
		expect((await partner.call(method, path(second._id, "nobody"))).body.code).toBe("org_not_found");
	}
	expect((await partner.call("GET", path(second._id))).body.status).toBe("APPROVED");
});
