import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listAudit } from "../storage/tables/audit.ts";
import { type Answer, startTestPartnerApi, type TestPartner, type TestPartnerApi } from "./test-partner-api.ts";

const ORIGIN = "https://shop.example";
let api: TestPartnerApi;
let partner: TestPartner;
let org_id: string;

beforeAll(async () => {
	api = await startTestPartnerApi();
	partner = await api.newPartner({ return_url_origins: [ORIGIN] });
});
afterAll(() => api.close());
beforeEach(async () => {
	const body = { name: "Joe's Pizza", provider_id: crypto.randomUUID() };
	org_id = (await partner.call("POST", "/onboarding/org", body)).body.org_id;
});

const makeLink = (more: object = {}, by = partner) => by.call("POST", "/onboarding/links", { org_id, ...more });
const post = (path: string, body: unknown, bearer?: string): Promise<Answer> =>
	api.fetch(path, {
		...{ method: "POST", body: JSON.stringify(body) },
		headers: { "content-type": "application/json", ...(bearer && { authorization: `Bearer ${bearer}` }) },
	});
const open = (token: string, origin?: string) => post("/onboard/open", { token, ...(origin && { origin }) });
async function enter(more: object = {}) {
	const link = (await makeLink(more)).body;
	const { session } = (await open(link.token)).body;
	return { link, session, door: (name: string, body: object = {}) => post(`/onboard/door/${name}`, body, session) };
}

describe("a link for a merchant", () => {
	test("opens once, within half an hour, and says whose it is", async () => {
		const link = await makeLink();
		expect(link.status).toBe(201);
		const { url, token, expires_at } = link.body;
		expect(url).toBe(`http://hub.example/onboard#token=${token}`);
		expect(Math.round((expires_at - Date.now()) / 60_000)).toBe(30);
		const tries = await Promise.all([open(token), open(token), open(token)]);
		expect(tries.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
		const opened = tries.find(({ status }) => status === 200)?.body;
		expect(opened).toMatchObject({ org_id, org_name: "Joe's Pizza", session: expect.stringMatching(/^trw_/) });
		expect((await open(token)).body.code).toBe("onboarding_link_used");
		const actions = (await listAudit(api.db, org_id)).map(({ action }) => action);
		expect(actions).toEqual(["org.created", "onboarding_link.created", "onboarding_link.opened"]);
	});

	test("is refused when it is too old, unknown, or guessed from its public half", async () => {
		const { token } = (await makeLink()).body;
		for (const wrong of ["nothing", "", `${token}x`, `${token.split(".")[0]}.trl_guess`, `${crypto.randomUUID()}.x`]) {
			expect([wrong, (await open(wrong)).body.code]).toEqual([wrong, "onboarding_link_invalid"]);
		}
		api.pass(31 * 60_000);
		expect((await open(token)).body.code).toBe("onboarding_link_invalid");
		api.pass(-31 * 60_000);
	});

	test("leads to one organisation, and to nobody else's", async () => {
		const { door } = await enter();
		expect((await door("org", { org_id })).body).toMatchObject({ name: "Joe's Pizza", integrations: [] });
		const other = (await partner.call("POST", "/onboarding/org", { name: "Other", provider_id: crypto.randomUUID() }))
			.body;
		for (const [name, body] of [
			["org", { org_id: other.org_id }],
			["locations", { org_id: other.org_id, query: {} }],
			["connect", { org_id: other.org_id, source: "test-pos", type: "pos" }],
		] as const) {
			expect([name, (await door(name, body)).body.code]).toEqual([name, "org_not_found"]);
		}
		for (const bearer of [undefined, "trw_made_up"]) {
			expect((await post("/onboard/door/org", { org_id }, bearer)).status).toBe(401);
		}
	});

	test("onboards as the API does: sign-in at the hub's own address, import, and a bind that asks for reasons", async () => {
		api.pos.locations = [{ provider_id: "4410", name: "Joe's Pizza Main", address: address("123 Main St", "94105") }];
		api.dsp.locations = [
			{ provider_id: crypto.randomUUID(), name: "Joes Pizza Main", address: address("132 Main St", "94105") },
		];
		const { door, link } = await enter();
		const connect = async (source: string, type: string) => {
			const { body } = await door("connect", { org_id, source, type });
			expect(body.entry_url).toBe(`http://hub.example/oauth/start/${body._id}`);
			const system = type === "pos" ? api.pos : api.dsp;
			expect(
				(await door("enter-code", { ref: { org_id, integration_id: body._id }, code: system.newCode() })).status,
			).toBe(200);
			return { org_id, integration_id: body._id };
		};
		const pos = await connect("test-pos", "pos");
		expect((await door("offered", { ref: pos })).body.locations).toMatchObject([
			{ provider_id: "4410", is_imported: false },
		]);
		await door("import", { ref: pos, provider_ids: ["4410"] });
		const ref = await connect("test-dsp", "dsp");
		const proposal = (await door("proposal", { ref })).body;
		const [row] = proposal.rows;
		expect(row.candidates[0]).toMatchObject({ verdict: "differs", needs: ["reason"] });
		const decision = {
			...{ dsp_provider_id: row.store.dsp_provider_id, decision: "same" },
			location_id: row.candidates[0].location_id,
		};
		const confirm = (reason?: string) =>
			door("confirm", {
				ref,
				version: proposal.version,
				key: `confirmation-${reason}`,
				decisions: [{ ...decision, reason }],
			});
		expect((await confirm("")).body).toMatchObject({ linked: 0, refused: 1 });
		expect((await confirm("Ana: a typing mistake")).body).toMatchObject({
			linked: 1,
			rows: [{ dsp_status: "APPROVED" }],
		});
		expect((await confirm("Ana: a typing mistake")).body).toMatchObject({ linked: 1 });
		expect((await confirm("another try")).body.code).toBe("version_mismatch");
		const audit = (await listAudit(api.db, org_id)).at(-1);
		expect(audit).toMatchObject({ actor: `link:${link.link_id}`, detail: { reason: "Ana: a typing mistake" } });
	});

	test("may be limited to one system, or be for one connection that has to be made again", async () => {
		const { door } = await enter({ source: "test-pos" });
		expect((await door("providers")).body).toMatchObject([{ slug: "test-pos" }]);
		const refused = await door("connect", { org_id, source: "test-dsp", type: "dsp" });
		expect(refused.body.code).toBe("source_not_found");
		const { body: started } = await door("connect", { org_id, source: "test-pos", type: "pos" });
		await door("enter-code", { ref: { org_id, integration_id: started._id }, code: api.pos.newCode() });
		const link = await makeLink({ onboarding_id: started._id });
		const opened = (await open(link.body.token)).body;
		expect(opened.onboarding_id).toBe(started._id);
		const state = () => post("/onboard/door/org", { org_id }, opened.session);
		expect((await state()).body.integrations).toMatchObject([
			{ status: "waiting_for_oauth", entry_url: expect.any(String) },
		]);
		api.pass(5);
		const ref = { org_id, integration_id: started._id };
		await post("/onboard/door/enter-code", { ref, code: api.pos.newCode() }, opened.session);
		expect((await state()).body.integrations).toMatchObject([{ status: "active" }]);
	});
});

describe("a token for the widget", () => {
	test("works on the origin that it was made for, and only there", async () => {
		const link = await makeLink({ kind: "widget", origin: ORIGIN });
		expect(link.status).toBe(201);
		expect(link.body).not.toHaveProperty("url");
		for (const origin of [undefined, "https://evil.example", `${ORIGIN}.evil.example`]) {
			expect((await open(link.body.token, origin)).body.code).toBe("onboarding_link_invalid");
		}
		expect((await open(link.body.token, ORIGIN)).status).toBe(200);
	});

	test("is made for registered origins only", async () => {
		const bare = await api.newPartner();
		const own = (await bare.call("POST", "/onboarding/org", { name: "X", provider_id: "1" })).body.org_id;
		const wrong: [more: object, code: string, param: string, by?: TestPartner][] = [
			[{ kind: "widget" }, "invalid_field", "/origin"],
			[{ kind: "widget", origin: "https://evil.example" }, "origin_not_allowed", "/origin"],
			[{ kind: "widget", origin: ORIGIN, org_id: own }, "origin_not_allowed", "/origin", bare],
			[{ kind: "page", origin: ORIGIN }, "invalid_field", "/origin"],
			[{ kind: "poster" }, "invalid_field", "/kind"],
			[{ source: "nobody" }, "source_not_found", "/source"],
			[{ onboarding_id: crypto.randomUUID() }, "onboarding_not_found", "/onboarding_id"],
			[{ org_id: own }, "org_not_found", "/org_id"],
		];
		for (const [more, code, param, by] of wrong) {
			expect([more, (await makeLink(more, by)).body]).toMatchObject([more, { code, param }]);
		}
	});

	test("stays secret to whoever made it: the database holds digests alone", async () => {
		const { token } = (await makeLink()).body;
		const { session } = (await open(token)).body;
		const rows = await api.db.query("SELECT * FROM onboarding_link");
		const text = JSON.stringify(rows);
		for (const secret of [token.split(".")[1], session]) expect(text).not.toContain(secret);
	});
});

function address(address_line_1: string, postal_code: string) {
	return { address_line_1, postal_code, city: "San Francisco", state: "CA", country: "US" };
}
