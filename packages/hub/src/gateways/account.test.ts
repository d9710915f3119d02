import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { PUBLIC_URL, startTestPartnerApi, type TestPartnerApi } from "./test-partner-api.ts";

let api: TestPartnerApi;
let count = 0;

beforeAll(async () => {
	api = await startTestPartnerApi();
	const address = { address_line_1: "1 Main St", city: "Seattle", state: "WA", postal_code: "98101", country: "US" };
	api.pos.locations = ["loc-1", "loc-2"].map((provider_id) => ({
		provider_id,
		name: `Kitchen ${provider_id}`,
		address,
	}));
});
beforeEach(() => api.pos.answers.clear());
afterAll(() => api.close());

/** The POS sends a browser to the hub by itself; its token endpoint says who signed in. */
async function comeFromPos(account: string, sso_details: object) {
	const access_token = `sso-token-${++count}`;
	api.pos.tokens.add(access_token);
	const body = { access_token, refresh_token: "r", expire_time: Date.now() + 3_600_000, id: account, sso_details };
	api.pos.answers.set("token", () => ({ status: 201, body }));
	const answer = await api.fetch(`/oauth/callback/test-pos?code=from-pos-${count}`);
	return { answer, cookie: (answer.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "" };
}

const show = (cookie: string) => api.fetch("/account", { headers: { cookie } });
const submit = (path: string, cookie: string, fields: string[][], headers: Record<string, string> = {}) =>
	api.fetch(path, {
		method: "POST",
		headers: { cookie, "content-type": "application/x-www-form-urlencoded", ...headers },
		body: new URLSearchParams(fields).toString(),
	});
const people = () =>
	api.db.query<{ org_id: string; email: string; role: string }>(
		"SELECT u.org_id, u.email, u.role FROM org o JOIN org_user u ON u.org_id = o.org_id WHERE o.provider_id LIKE 'test-pos:%' ORDER BY u.created_at, u.user_id",
	);
const onboardingIn = (page: string) => /name="onboarding_id" value="([^"]+)"/.exec(page)?.[1] ?? "";

// covers: B.10 sign-in, B.10 missing, B.10 choose
test("a merchant who begins at the POS is signed in, says what is missing, and brings in locations (contract.md B.10)", async () => {
	const { answer, cookie } = await comeFromPos("acct-1", { email: "Ana@Kitchen.example" });
	expect(answer.status).toBe(303);
	expect(answer.headers.get("location")).toBe("/account");
	expect(answer.headers.get("set-cookie")).toMatch(/^ticketrail_session=.*HttpOnly; SameSite=Lax$/);
	const first = await show(cookie);
	expect(first.body).toMatch(/name="full_name".*name="phone_number"/s);
	expect(first.body).not.toContain("Bring in from");

	expect((await submit("/account/profile", cookie, [["full_name", "Ana Lopez"]])).status).toBe(400);
	const fields = [
		["full_name", "Ana Lopez"],
		["phone_number", "206-555-0100"],
	];
	expect((await submit("/account/profile", cookie, fields)).status).toBe(303);
	const second = await show(cookie);
	expect(second.body).toContain("Signed in as Ana Lopez, owner");
	expect(second.body).toMatch(/Bring in from test-pos.*Kitchen loc-1.*Kitchen loc-2/s);

	const onboarding_id = onboardingIn(second.body);
	const chosen = [
		["onboarding_id", onboarding_id],
		["provider_id", "loc-1"],
	];
	const brought = await submit("/account/locations", cookie, chosen);
	expect(brought.status).toBe(200);
	expect(brought.body).toMatch(/Kitchen loc-1.*[1-9]\d* objects/s);
	expect(api.pos.catalog_fetches).toEqual(["loc-1"]);
	const third = await show(cookie);
	expect(third.body).toMatch(/<td>Kitchen loc-1<\/td><td>test-pos<\/td><td>active<\/td>/);
	expect(third.body).not.toMatch(/value="loc-1"/);
	expect(api.pos.connections).toEqual([]);
});

// covers: B.10 sign-in
test("the code is exchanged with the hub's redirect URI, and who says everything is asked nothing (contract.md B.2, B.10)", async () => {
	const details = { email: "ben@grill.example", full_name: "Ben Carter", phone_number: "+12065550123" };
	const code = api.pos.newCode(`${PUBLIC_URL}/oauth/callback/test-pos`);
	await api.fetch(`/oauth/callback/test-pos?code=${code}`);
	expect(api.pos.exchanges.at(-1)).toMatchObject({ code, redirect_uri: `${PUBLIC_URL}/oauth/callback/test-pos` });
	const { cookie } = await comeFromPos("acct-2", details);
	const { body } = await show(cookie);
	expect(body).not.toContain('name="full_name"');
	expect(body).toContain("Bring in from test-pos");
});

// covers: B.2 id, B.2 sso_details
test("the same account again is the same organisation with one integration, another person of it no owner (contract.md B.2, B.10)", async () => {
	await comeFromPos("acct-3", { email: "cleo@bistro.example" });
	await comeFromPos("acct-3", { email: "CLEO@bistro.example" });
	await comeFromPos("acct-3", { email: "dev@bistro.example" });
	const rows = (await people()).filter(({ email }) => email.endsWith("@bistro.example"));
	expect(rows.map(({ email, role }) => [email, role])).toEqual([
		["cleo@bistro.example", "owner"],
		["dev@bistro.example", "team_member"],
	]);
	const integrations = await api.db.query("SELECT status FROM integration WHERE org_id = $1", [rows[0]?.org_id]);
	expect(integrations).toEqual([{ status: "active" }]);
});

test("nobody brings in through another organisation's integration, without a session, or from another site (contract.md B.10)", async () => {
	const details = { email: "eve@diner.example", full_name: "Eve Stone", phone_number: "1" };
	const mine = await comeFromPos("acct-4", details);
	const other = await comeFromPos("acct-5", { ...details, email: "finn@diner.example" });
	const fetched = api.pos.catalog_fetches.length;
	const fields = [
		["onboarding_id", onboardingIn((await show(other.cookie)).body)],
		["provider_id", "loc-1"],
	];
	const foreign = await submit("/account/locations", mine.cookie, fields);
	expect(foreign.body).toContain("onboarding_not_found");
	expect((await submit("/account/locations", "ticketrail_session=made-up", fields)).status).toBe(401);
	expect((await submit("/account/locations", other.cookie, fields, { "sec-fetch-site": "cross-site" })).status).toBe(
		401,
	);
	expect((await submit("/account/profile", "", fields)).status).toBe(401);
	expect(api.pos.catalog_fetches.length).toBe(fetched);
});

test("a POS that fails is named on the page, which stays usable (contract.md B.10)", async () => {
	const details = { email: "gil@cafe.example", full_name: "Gil <b>Ray</b>", phone_number: "1" };
	const { cookie } = await comeFromPos("acct-6", details);
	api.pos.answers.set("locations", () => ({ status: 500, body: {} }));
	const page = await show(cookie);
	expect(page.status).toBe(200);
	expect(page.body).toContain("Gil &lt;b&gt;Ray&lt;/b&gt;");
	expect(page.body).not.toContain("Bring in from");
});
