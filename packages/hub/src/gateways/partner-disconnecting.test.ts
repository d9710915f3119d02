import { describe, expect, test } from "vitest";
import { expectProblem, type Merchant, place, testMerchants } from "./test-merchants.ts";

const here = testMerchants();
const { newMerchant, list, ingest, bind, state, rowsOf, newStores } = here;

describe("disconnecting", () => {
	async function linked(): Promise<Merchant & { stores: string[] }> {
		const m = await newMerchant();
		here.api.pos.locations = [place("4410", "Main"), place("4411", "Pier")];
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
		await here.api.db.query(connected, [m.org_id, m.stores[0]]);
		await remove(m, m.dsp);
		expect(here.api.dsp.connections).toEqual([`DELETE ${m.stores[0]}`]);
		const broken = await linked();
		await here.api.db.query(connected, [broken.org_id, broken.stores[0]]);
		here.api.dsp.answers.set("locations/connection", () => ({ status: 500, body: {} }));
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
		await m.by.call("PUT", `/onboarding/integrations/${m.pos}`, { code: here.api.pos.newCode() });
		expect(await rowsOf("route_pos_location", m.org_id)).toHaveLength(2);
		expect((await bind(m, [["4410", m.stores[0] ?? ""]])).status).toBe(201);
	});

	test("while links are being made leaves no link on what is disconnected", async () => {
		for (let round = 0; round < 8; round++) {
			const m = await newMerchant();
			here.api.pos.locations = [place("4410", "Main")];
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
