import { describe, expect, test } from "vitest";
import type { ErrorCode } from "../base/error.ts";
import { showOrg } from "../features/locations/index.ts";
import { listAudit } from "../storage/tables/audit.ts";
import { expectProblem, type Merchant, partner_address, place, testMerchants } from "./test-merchants.ts";

const here = testMerchants();
const { newMerchant, connect, list, ingest, bind, state, rowsOf, everything, newStores } = here;

describe("linking locations with stores", () => {
	async function ready(...locations: string[]): Promise<Merchant> {
		const m = await newMerchant();
		here.api.pos.locations = locations.map((id) => place(id, `Joe's Pizza ${id}`));
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
		expect(here.api.published).toEqual([_id]);
		const audit = (await listAudit(here.api.db, m.org_id)).at(-1);
		expect(audit).toMatchObject({
			action: "binding.created",
			subject: _id,
			actor: `partner:${here.partner.client_id}`,
		});
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
		expect(await showOrg({ ...here.api, clock: { now: Date.now } }, m.org_id)).toMatchObject({
			org_id: m.org_id,
			partner_id: here.partner.partner_id,
			integrations: [
				{ _id: m.pos, source: "test-pos", type: "pos", status: "active", health: "ok" },
				{ _id: m.dsp, source: "test-dsp", type: "dsp", status: "active", health: "ok" },
			],
			locations: [{ provider_id: "4410", status: "active" }],
		});
		await expect(showOrg({ ...here.api, clock: { now: Date.now } }, "nothing")).rejects.toMatchObject({
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
		expect(here.api.published).toHaveLength(1);
	});

	test("never gives one store to two locations, however many try", async () => {
		const merchants = await Promise.all([1, 2, 3, 4].map(async () => newMerchant(await here.api.newPartner())));
		here.api.pos.locations = [place("p", "Joe's Pizza"), place("q", "Joe's Pizza Two")];
		await Promise.all(merchants.map((m) => ingest(m, ["p", "q"])));
		const [store = ""] = newStores("Joes Pizza");
		const tries = merchants.flatMap((m) => [bind(m, [["p", store]]), bind(m, [["q", store]])]);
		const answers = await Promise.all(tries);
		expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
		for (const answer of answers) if (answer.status !== 201) expectProblem(answer, "binding_conflict");
		const links = await here.api.db.query(
			"SELECT binding_id FROM binding WHERE dsp_location_id = $1 AND ended_at IS NULL",
			[store],
		);
		const routes = await here.api.db.query("SELECT binding_id FROM route_dsp_store WHERE dsp_location_id = $1", [
			store,
		]);
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
		expect(here.api.published).toEqual([]);
	});

	// covers: A.4.6 checks
	test("with dry_run says what would become of each pair and links nothing", async () => {
		const m = await ready("4410", "4411");
		const [a = "", b = ""] = newStores("Joes Pizza", "Blue Dragon");
		const far = here.api.dsp.locations.find((store) => store.provider_id === b);
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
		expect(here.api.published).toHaveLength(1);
	});

	test("of a pair whose house numbers differ warns and goes on, or is refused where the caller asks for reasons", async () => {
		const m = await ready("4410");
		const [swapped = "", twin = ""] = newStores("Joes Pizza 4410", "Joes Wings 4410");
		const far = here.api.dsp.locations.find((store) => store.provider_id === swapped);
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
		expect((await listAudit(here.api.db, m.org_id)).at(-1)?.detail).toMatchObject({
			...{ verdict: "differs", differing: ["house_number"], reason: pair.reason },
		});
		// the link is there: saying so again needs no reason
		expect((await bind(m, [["4410", swapped]], { require_reasons: true })).status).toBe(201);
		const second = { pos_location_id: "4410", dsp_provider_id: twin };
		expectProblem(await post(second), "brand_name_needed", "/locations/0/brand_name");
		expect((await post({ ...second, brand_name: "Joe's Wings" })).status).toBe(201);
		expect((await listAudit(here.api.db, m.org_id)).at(-1)?.detail).toMatchObject({ brand_name: "Joe's Wings" });
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
