import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../base/id.ts";
import { startTestProvider, type TestProviderSystem } from "../test-provider-system.ts";
import { insertTestOrder } from "./test-console-data.ts";
import { startConsoleHub, type TestBrowser, type TestConsoleHub } from "./test-console-hub.ts";

let console_hub: TestConsoleHub;
let [pos, dsp]: TestProviderSystem[] = [];
let owner: TestBrowser & { org_id: string };
let bind = "";
let org = "";

const place = (line: string, postal_code: string) => ({
	...{ address_line_1: line, postal_code, city: "San Francisco", state: "CA", country: "US" },
});

beforeAll(async () => {
	console_hub = await startConsoleHub({ roles: "api" });
	[pos, dsp] = await Promise.all([startTestProvider("pos"), startTestProvider("dsp")]);
	pos.locations = [
		{ provider_id: "4410", name: "Joe's Pizza - Main St", address: place("123 Main St", "94105") },
		{ provider_id: "4411", name: "Joe's Pizza - Mission", address: place("2471 Mission St", "94110") },
	];
	dsp.locations = [
		{ provider_id: "dd-9001", name: "Joes Pizza (Main Street)", address: place("123 Main Street", "94105") },
		{ provider_id: "dd-9002", name: "JOES PIZZA MISSION", address: place("2417 Mission Street", "94110") },
	];
	const common = {
		client_id: "hub",
		client_secret: "provider secret",
		webhook_secrets: ["w"],
		auth: "manual" as const,
	};
	for (const system of [pos, dsp]) {
		const slug = `test-${system.type}`;
		const name = system.type === "pos" ? "The Till" : slug;
		const registered = { ...common, slug, name, type: system.type, base_url: system.url };
		await console_hub.hub.accounts.registerProvider(registered);
	}
	owner = await console_hub.merchant("owner", "bind");
	org = `/console/orgs/${owner.org_id}`;
	const ids: string[] = [];
	for (const system of [pos, dsp]) {
		const made = await owner.send("POST", `${org}/integrations`, {
			source: `test-${system.type}`,
			type: system.type,
		});
		const { _id } = made.body.integration;
		const code = system.newCode();
		const done = await owner.send("PUT", `${org}/integrations/${_id}`, { code });
		expect(done.body.integration, JSON.stringify(done.body)).toMatchObject({ status: "active", health: "ok" });
		ids.push(_id);
	}
	const imported = await owner.send("POST", `${org}/integrations/${ids[0]}/import`, { provider_ids: ["4410", "4411"] });
	expect(imported.status).toBe(201);
	bind = `${org}/integrations/${ids[1]}/bind`;
});
afterAll(async () => {
	await Promise.all([pos?.close(), dsp?.close()]);
	await console_hub.close();
});

const propose = async () => (await owner.get(bind)).body;
const locationOf = async (provider_id: string): Promise<string> =>
	(await propose()).locations.find((row: { provider_id: string }) => row.provider_id === provider_id).location_id;
const confirm = (decisions: unknown[], version: string, key = newId()) =>
	owner.send("POST", `${bind}/confirm`, { decisions }, { "if-match": `"${version}"`, "idempotency-key": key });

test("the store at 2417 and the location at 2471 are never suggested, and linked only with a typed reason", async () => {
	const proposal = await propose();
	const mission = proposal.rows.find(
		(row: { store: { dsp_provider_id: string } }) => row.store.dsp_provider_id === "dd-9002",
	);
	const [candidate] = mission.candidates;
	expect(candidate).toMatchObject({ verdict: "differs", needs: ["reason"] });
	expect(candidate).toMatchObject({ differ: ["house_number"], house_numbers: { pos: "2471", dsp: "2417" } });
	const { location_id } = candidate;
	expect(proposal.locations).toContainEqual(
		expect.objectContaining({ location_id, source: "test-pos", source_name: "The Till" }),
	);
	const same = { dsp_provider_id: "dd-9002", decision: "same", location_id };
	const review = (decisions: unknown[]) =>
		owner.send("POST", `${bind}/review`, { decisions }, { "if-match": `"${proposal.version}"` });
	expect((await review([same])).body).toMatchObject({ rows: [{ outcome: "needs_reason" }], links: 0, is_ready: false });
	const refused = await confirm([same], proposal.version);
	expect(refused.body).toMatchObject({
		linked: 0,
		refused: 1,
		rows: [{ status: "refused", error: { code: "reason_needed" } }],
	});
	const reasoned = { ...same, reason: "The merchant says that the DSP has a typo" };
	expect((await review([reasoned])).body).toMatchObject({
		links: 1,
		is_ready: true,
		rows: [{ outcome: "would_link" }],
	});
	expect((await review([reasoned])).body.left_unlinked).toEqual([
		{ dsp_provider_id: "dd-9001", name: "Joes Pizza (Main Street)", why: "undecided" },
	]);
});

test("what was reviewed is linked once, a repetition gets the same answer, and it can be undone until an order came", async () => {
	const { version } = await propose();
	const location_id = await locationOf("4410");
	const decisions = [{ dsp_provider_id: "dd-9001", decision: "same", location_id }];
	const key = newId();
	const first = await confirm(decisions, version, key);
	expect(first.body).toMatchObject({
		linked: 1,
		refused: 0,
		rows: [{ status: "linked", location_name: "Joe's Pizza - Main St" }],
	});
	expect((await confirm(decisions, version, key)).body).toEqual(first.body);
	expect((await confirm([], version, key)).body.code).toBe("idempotency_mismatch");
	expect((await confirm(decisions, version)).body).toMatchObject({ status: 412, code: "version_mismatch" });

	const [{ link_id }] = first.body.rows;
	const link = (await owner.get(`${org}/links/${link_id}`)).body;
	expect(link).toMatchObject({ link: { state: "awaiting_dsp" }, undo: { bind_id: first.body.bind_id } });
	expect(link.history.map((row: { action: string }) => row.action)).toEqual(["binding.created"]);
	const undone = await owner.send("POST", `${bind}/${first.body.bind_id}/undo`);
	expect(undone.body.rows).toEqual([{ link_id, dsp_provider_id: "dd-9001", status: "undone" }]);
	expect((await propose()).links).toEqual([]);

	const again = (await confirm(decisions, (await propose()).version)).body;
	const binding_id = again.rows[0].link_id;
	await insertTestOrder(console_hub.db, owner.org_id, { location_id, binding_id });
	const kept = await owner.send("POST", `${bind}/${again.bind_id}/undo`);
	expect(kept.body.rows).toMatchObject([{ link_id: binding_id, status: "kept" }]);
	await console_hub.db.query("UPDATE bind_confirmation SET created_at = created_at - 600000 WHERE org_id = $1", [
		owner.org_id,
	]);
	expect((await owner.send("POST", `${bind}/${again.bind_id}/undo`)).body.code).toBe("undo_over");
});

test("a draft is there for the next person, and two who save at once are told", async () => {
	const decisions = [{ dsp_provider_id: "dd-9002", decision: "skip" }];
	const save = (version: string) => owner.send("PUT", `${bind}/draft`, { decisions }, { "if-match": version });
	expect((await save("0")).body).toMatchObject({ version: 1 });
	expect((await save("0")).body.code).toBe("version_mismatch");
	expect((await save("1")).body).toMatchObject({ version: 2 });
	expect((await owner.send("PUT", `${bind}/draft`, { decisions })).status).toBe(428);
	const admin = await console_hub.merchant("admin", "bind");
	const { draft } = (await admin.get(bind)).body;
	expect(draft).toMatchObject({ version: 2, decisions });
});

test("the state of the organisation shows its locations, links and steps", async () => {
	const state = (await owner.get(org)).body;
	expect(state.steps.filter((step: { is_done: boolean }) => step.is_done)).toHaveLength(4);
	expect(state.counts).toMatchObject({ locations: 2, locations_active: 2, links_pending: 1, stores_unlinked: 1 });
	expect(state.attention.map((row: { kind: string }) => row.kind)).toContain("store_unlinked");
	const { rows } = (await owner.get(`${org}/locations`)).body;
	expect(rows.map((row: { name: string }) => row.name)).toEqual(["Joe's Pizza - Main St", "Joe's Pizza - Mission"]);
	expect(rows[0]).toMatchObject({
		status: "active",
		menu: { catalog_version: 1 },
		dsps: [{ dsp_provider_id: "dd-9001" }],
	});
	const page = (await owner.get(`${org}/locations?limit=1`)).body;
	const next = (await owner.get(`${org}/locations?limit=1&cursor=${page.next_cursor}`)).body;
	expect([...page.rows, ...next.rows]).toEqual(rows);
	expect(next.next_cursor).toBeUndefined();
	expect((await owner.get(`${org}/unlinked-stores`)).body.rows).toMatchObject([{ dsp_provider_id: "dd-9002" }]);
	expect((await owner.get(`${org}/locations?q=mission`)).body.rows).toHaveLength(1);
});

/** The id of the one link in force of this store. */
async function linkOf(dsp_location_id: string): Promise<string> {
	const rows = await console_hub.db.query<{ binding_id: string }>(
		"SELECT binding_id FROM binding WHERE org_id = $1 AND dsp_location_id = $2 AND ended_at IS NULL",
		[owner.org_id, dsp_location_id],
	);
	return rows[0]?.binding_id ?? "";
}

describe("a link that staff pause", () => {
	const pause = (link_id: string, body: unknown = {}) => owner.send("POST", `${org}/links/${link_id}/pause`, body);
	const resume = (link_id: string) => owner.send("POST", `${org}/links/${link_id}/resume`);
	const setLocation = (status: string) =>
		console_hub.db.query("UPDATE location SET status = $2 WHERE org_id = $1 AND provider_id = '4410'", [
			owner.org_id,
			status,
		]);

	test("is shown, counted and found as paused, with who did it, and is paused once", async () => {
		const link_id = await linkOf("dd-9001");
		for (let times = 0; times < 2; times++) {
			const paused = await pause(link_id);
			expect(paused).toMatchObject({
				status: 200,
				body: { paused: true, closed_by: ["link"], link: { state: "paused" } },
			});
			expect(paused.body.paused_by).toMatch(/^user:/);
			expect(paused.body).not.toHaveProperty("paused_until");
			expect(paused.body.history.map((row: { action: string }) => row.action)).toEqual([
				"binding.created",
				"binding.paused",
			]);
		}
		expect((await owner.get(org)).body.counts).toMatchObject({ links_paused: 1, links_pending: 0, links_live: 0 });
		const names = async (status: string) =>
			(await owner.get(`${org}/locations?status=${status}`)).body.rows.map((row: { name: string }) => row.name);
		expect(await names("paused")).toEqual(["Joe's Pizza - Main St"]);
		const { dsps } = (await owner.get(`${org}/locations?status=paused`)).body.rows[0];
		expect(dsps).toMatchObject([{ state: "paused", dsp_provider_id: "dd-9001" }]);
		expect((await resume(link_id)).body).toMatchObject({
			paused: false,
			closed_by: [],
			link: { state: "awaiting_dsp" },
		});
		expect(await names("paused")).toEqual([]);
	});

	test("until a moment says until when; one that is past is refused, with the field", async () => {
		const link_id = await linkOf("dd-9001");
		const until_ms = Date.now() + 3_600_000;
		const paused = await pause(link_id, { until_ms });
		expect(paused.body).toMatchObject({ paused_until: until_ms, link: { paused_until: until_ms } });
		for (const wrong of [Date.now() - 1, "soon", -1, 9e15])
			expect([wrong, (await pause(link_id, { until_ms: wrong })).body]).toMatchObject([
				wrong,
				{ status: 400, code: "invalid_field", param: "/until_ms" },
			]);
		expect((await pause(newId())).body.code).toBe("link_not_found");
		await resume(link_id);
	});

	test("says what else keeps its store closed", async () => {
		const link_id = await linkOf("dd-9001");
		await pause(link_id);
		await setLocation("inactive");
		const shown = async () => (await owner.get(`${org}/links/${link_id}`)).body.closed_by;
		expect(await shown()).toEqual(["link", "location"]);
		expect((await resume(link_id)).body).toMatchObject({ paused: false, closed_by: ["location"] });
		await setLocation("active");
		await console_hub.db.query("UPDATE binding SET dsp_status = 'paused' WHERE org_id = $1 AND binding_id = $2", [
			owner.org_id,
			link_id,
		]);
		expect((await owner.get(`${org}/links/${link_id}`)).body).toMatchObject({
			paused: false,
			closed_by: ["dsp"],
			link: { state: "paused" },
		});
		await console_hub.db.query("UPDATE binding SET dsp_status = NULL WHERE org_id = $1 AND binding_id = $2", [
			owner.org_id,
			link_id,
		]);
		expect(await shown()).toEqual([]);
	});

	test("is open where it is moved to, and paused again where undo brings it back", async () => {
		const link_id = await linkOf("dd-9001");
		await pause(link_id);
		const { version } = await propose();
		const location_id = await locationOf("4411");
		const moved = await confirm(
			[{ dsp_provider_id: "dd-9001", decision: "same", location_id, reason: "A test of undo" }],
			version,
		);
		expect(moved.body.rows).toMatchObject([{ status: "moved" }]);
		const shown = async () => (await owner.get(`${org}/links/${await linkOf("dd-9001")}`)).body;
		expect(await shown()).toMatchObject({ paused: false, location: { provider_id: "4411" } });
		expect((await owner.get(`${org}/links/${link_id}`)).body).toMatchObject({ paused: false, closed_by: [] });
		await owner.send("POST", `${bind}/${moved.body.bind_id}/undo`);
		expect(await shown()).toMatchObject({ paused: true, location: { provider_id: "4410" } });
		await resume(await linkOf("dd-9001"));
	});
});

test("a past order is put through today's link and menu, and nothing is sent", async () => {
	const location_id = await locationOf("4411");
	const order_id = await insertTestOrder(console_hub.db, owner.org_id, { dsp_location_id: "dd-9001", location_id });
	const before = pos?.exchanges.length;
	const replay = (await owner.send("POST", `${org}/orders/${order_id}/replay`)).body;
	expect(replay).toMatchObject({
		is_same: false,
		first_difference: { step: "routing" },
		today: { outcome: "refused", failure_reason: "pos_missing_items", location_name: "Joe's Pizza - Main St" },
	});
	expect(replay.first_difference.sentence).toBe(
		"Then its store went to Joe's Pizza - Mission, today it goes to Joe's Pizza - Main St.",
	);
	expect(pos?.exchanges.length).toBe(before);
});

test("who may not see customers sees none, and secrets nobody (reliability.md S1)", async () => {
	const order_id = await insertTestOrder(console_hub.db, owner.org_id, { dsp_location_id: "dd-9001" });
	await console_hub.db.query(
		`INSERT INTO order_event (org_id, order_id, event_id, type, actor, evidence, at) VALUES ($1, $2, $3, 'order.received', 'dsp:test-dsp', NULL, 1)`,
		[owner.org_id, order_id, newId()],
	);
	const full = (await owner.get(`${org}/orders/${order_id}`)).body;
	expect(full.timeline[0].payload).toContain("Cleo Customer");
	expect(full.money).toMatchObject({
		subtotal: 2700,
		lines: 2700,
		is_subtotal_exact: true,
		total: 3270,
		currency: "USD",
	});
	const cook = await console_hub.merchant("team_member", "bind");
	const short = await cook.get(`${org}/orders/${order_id}`);
	expect(short.status).toBe(200);
	expect(JSON.stringify(short.body)).not.toMatch(/Cleo|cleo@|555/);
	expect(short.body.timeline[0]).toMatchObject({ is_redacted: true });
});
