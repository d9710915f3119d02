import { afterEach, describe, expect, test } from "vitest";
import { newId } from "../base/id.ts";
import { findIntegration } from "../storage/tables/integration.ts";
import { place, testMerchants } from "./test-merchants.ts";
import type { TestPartner } from "./test-partner-api.ts";

const HOUR = 3_600_000;
const here = testMerchants();

/** A merchant with two linked stores, the DSP told of the first one only. */
async function linked() {
	const by = await here.api.newPartner();
	const org = await by.call("POST", "/onboarding/org", { name: "Ana", provider_id: newId() });
	const { org_id } = org.body;
	const m = { by, org_id, pos: await connect(by, org_id, "pos"), dsp: await connect(by, org_id, "dsp") };
	here.api.pos.locations = [place("4410", "Main"), place("4411", "Pier")];
	await here.ingest(m, ["4410", "4411"]);
	const [main = "", pier = ""] = here.newStores("Main", "Pier");
	const pairs: [string, string][] = [
		["4410", main],
		["4411", pier],
	];
	expect((await here.bind(m, pairs)).status).toBe(201);
	await here.api.db.query("UPDATE binding SET connected_at = 1 WHERE dsp_location_id = $1", [main]);
	expect(await here.api.reconcile.scheduleAll()).toBeGreaterThan(1);
	const health = async () => {
		const { health, health_reason } = (await findIntegration(here.api.db, m.org_id, m.dsp)) ?? {};
		return { health, health_reason };
	};
	const stores = () => here.api.db.query("SELECT name FROM dsp_store WHERE integration_id = $1 ORDER BY name", [m.dsp]);
	const said = () =>
		here.api.reconcile.log_lines
			.map((line) => JSON.parse(line))
			.filter(({ integration_id }) => integration_id === m.dsp);
	return { ...m, main, pier, health, stores, said };
}

/** A system whose token has no end. */
async function connect(by: TestPartner, org_id: string, type: "pos" | "dsp"): Promise<string> {
	const request = { org_id, source: `key-${type}`, type };
	const { onboarding } = (await by.call("POST", "/onboarding/integrations", request)).body;
	const code = newId();
	here.api[type].tokens.add(code);
	expect((await by.call("PUT", `/onboarding/integrations/${onboarding._id}`, { code })).status).toBe(200);
	return onboarding._id;
}

/** Let that many hours pass, one by one, with everything that is due in each. */
async function hours(count: number): Promise<void> {
	for (let n = 0; n < count; n++) {
		here.api.pass(HOUR);
		await here.api.reconcile.runDue();
	}
}

const fine = { health: "ok", health_reason: null };

afterEach(async () => {
	here.api.dsp.unconnected.clear();
	here.api.dsp.locations = [];
	// the next test's merchants alone are looked at
	await here.api.db.query("UPDATE integration SET status = 'deprovisioned'");
});

describe("a sweep of a DSP (contract.md C.2.3, C.2.4)", () => {
	// covers: C.2.4 state
	test("says which connected store the DSP shows as not connected, once, until it is connected again", async () => {
		const { main, pier, health, said } = await linked();
		here.api.dsp.unconnected.add(main).add(pier);
		await hours(8);
		// nobody told the DSP of the other one yet
		expect(await health()).toEqual({
			health: "attention",
			health_reason: "store_disconnected: the DSP shows as not connected Main",
		});
		expect(said().map(({ event }) => event)).toEqual(["sweep.stores_differ"]);
		// it is for people to say whether that was meant
		expect(here.api.dsp.connections).toEqual([]);
		here.api.dsp.unconnected.clear();
		await hours(6);
		expect(await health()).toEqual(fine);
	});

	// covers: C.2.3 locations
	test("names a linked store that the DSP lists no more, and takes over its list", async () => {
		const { pier, health, stores, main } = await linked();
		here.api.dsp.locations = [place(main, "Main Street"), place("new", "Opened since")];
		await hours(1);
		expect(await health()).toEqual({
			health: "attention",
			health_reason: "store_missing: the DSP no longer lists Pier",
		});
		expect(await stores()).toEqual([{ name: "Main Street" }, { name: "Opened since" }]);
		here.api.dsp.locations.push(place(pier, "Pier"));
		await hours(6);
		expect(await health()).toEqual(fine);
	});

	test("takes an empty list for a fault: its stores are named, and the list that is known stays", async () => {
		const { health, stores } = await linked();
		here.api.dsp.locations = [];
		await hours(1);
		expect((await health()).health_reason).toBe("store_missing: the DSP no longer lists Main, Pier");
		expect(await stores()).toHaveLength(2);
	});

	test("asks no further where a DSP has no such question, and raises no alarm for it", async () => {
		const { health, said } = await linked();
		here.api.dsp.answers.set("locations/connection", () => ({ status: 404, body: {} }));
		await hours(1);
		expect(await health()).toEqual(fine);
		expect(said()).toEqual([]);
	});

	test("that fails changes nothing and is tried again in an hour", async () => {
		const { main, health, said } = await linked();
		here.api.dsp.unconnected.add(main);
		await hours(1);
		const known = await health();
		expect(known.health).toBe("attention");
		here.api.dsp.answers.set("locations/connection", () => ({ status: 500, body: {} }));
		await hours(7);
		expect(await health()).toEqual(known);
		expect(said().filter(({ event }) => event === "sweep.failed").length).toBeGreaterThan(1);
		here.api.dsp.answers.clear();
		here.api.dsp.unconnected.clear();
		await hours(1);
		expect(await health()).toEqual(fine);
	});

	test("never comes where the DSP's setting says so", async () => {
		const { main, health } = await linked();
		await here.api.db.query(`UPDATE provider SET settings = '{"sweep_hours":0}' WHERE slug = 'key-dsp'`);
		here.api.pass(6_000);
		here.api.dsp.unconnected.add(main);
		await hours(8);
		expect(await health()).toEqual(fine);
	});
});
