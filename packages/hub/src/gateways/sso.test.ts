import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestPartnerApi, type TestPartner, type TestPartnerApi } from "./test-partner-api.ts";

let api: TestPartnerApi;
let partner: TestPartner;

beforeAll(async () => {
	api = await startTestPartnerApi();
	partner = await api.newPartner({ scopes: ["sso", "onboarding"] });
});
afterAll(() => api.close());

const ana = { email: "Ana@Kitchen.example ", full_name: "Ana Lopez", phone_number: "206-555-0100" };
const generate = (body: object, by = partner) => by.call("POST", "/white-label/generate-session", body);
async function tokenOf(body: object, by = partner): Promise<string> {
	const answer = await generate(body, by);
	expect(answer.status, JSON.stringify(answer.body)).toBe(201);
	return answer.body.sso_login_token;
}
const redirect = (code: string, headers: Record<string, string> = {}) =>
	api.fetch(`/redirect/sso?code=${encodeURIComponent(code)}`, { headers });
async function signIn(body: object): Promise<string> {
	const answer = await redirect(await tokenOf(body));
	expect(answer.status).toBe(303);
	return (answer.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
}
const account = (cookie: string) => api.fetch("/account", { headers: { cookie } });
const users = (provider_id: string) =>
	api.db.query<{ email: string; role: string; full_name: string; phone_number: string; org_id: string }>(
		"SELECT u.email, u.role, u.full_name, u.phone_number, u.org_id FROM org o JOIN org_user u ON u.org_id = o.org_id WHERE o.provider_id = $1 ORDER BY u.created_at, u.user_id",
		[provider_id],
	);

describe("sign-in through a partner (contract.md A.3)", () => {
	// covers: A.3 session, A.3 redirect
	test("the token signs one browser in, which then sees its organisation", async () => {
		const token = await tokenOf({ ...ana, provider_org_id: "kitchen-1", provider_org_name: "Ana's <Kitchen>" });
		const answer = await redirect(token);
		expect(answer.status).toBe(303);
		expect(answer.headers.get("location")).toBe("/");
		const cookie = answer.headers.get("set-cookie") ?? "";
		expect(cookie).toMatch(/^ticketrail_session=[\w-]{40,}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/);
		const page = await account(cookie.split(";", 1)[0] ?? "");
		expect(page.status).toBe(200);
		expect(page.body).toContain("Ana&#39;s &lt;Kitchen&gt;");
		expect(page.body).toContain("Ana Lopez, owner");
		expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
	});

	// covers: A.3 single use
	test("a second use is refused as sso_token_redeemed, to programs and to people", async () => {
		const token = await tokenOf(ana);
		await redirect(token);
		expect(await redirect(token)).toMatchObject({ status: 409, body: { code: "sso_token_redeemed" } });
		const page = await redirect(token, { accept: "text/html,*/*" });
		expect(page.status).toBe(409);
		expect(page.headers.get("content-type")).toContain("text/html");
		expect(page.body).toContain("sso_token_redeemed");
		expect(page.headers.get("set-cookie")).toBeNull();
	});

	test("looking at the link by HEAD does not use it up", async () => {
		const token = await tokenOf(ana);
		expect((await fetch(`${api.url}/redirect/sso?code=${token}`, { method: "HEAD" })).status).toBe(405);
		expect((await redirect(token)).status).toBe(303);
	});

	// covers: A.3 single use
	test("of many browsers at once with one token, one is signed in", async () => {
		const token = await tokenOf(ana);
		const statuses = await Promise.all(Array.from({ length: 8 }, async () => (await redirect(token)).status));
		expect(statuses.filter((status) => status === 303)).toHaveLength(1);
		expect(statuses.filter((status) => status === 409)).toHaveLength(7);
	});

	test("unknown, missing and old tokens are refused, and neither token nor session is stored as it is", async () => {
		for (const path of [
			"/redirect/sso",
			"/redirect/sso?code=",
			"/redirect/sso?code=nobody",
			"/redirect/sso?code=a&code=b",
		])
			expect(await api.fetch(path)).toMatchObject({ status: 400, body: { code: "sso_token_invalid" } });
		const token = await tokenOf(ana);
		const cookie = await signIn(ana);
		const stored = JSON.stringify([
			await api.db.query("SELECT encode(token_digest, 'escape') FROM sso_token"),
			await api.db.query("SELECT encode(session_digest, 'escape') FROM browser_session"),
		]);
		expect(stored).not.toContain(token);
		expect(stored).not.toContain(cookie.split("=")[1]);
		api.pass(301_000);
		expect(await redirect(token)).toMatchObject({ status: 400, body: { code: "sso_token_invalid" } });
		expect((await account(cookie)).status).toBe(200);
		api.pass(12 * 3_600_000);
		expect((await account(cookie)).status).toBe(401);
		partner = await api.newPartner({ scopes: ["sso", "onboarding"] });
	});

	// covers: A.3 provider_org_id
	test("everybody with the same provider_org_id shares one organisation, also with POST /onboarding/org", async () => {
		const { org_id } = (await partner.call("POST", "/onboarding/org", { name: "Shared", provider_id: "shared" })).body;
		await Promise.all([tokenOf({ ...ana, provider_org_id: "shared" }), tokenOf({ ...ana, provider_org_id: "shared" })]);
		await tokenOf({ ...ana, email: "ben@kitchen.example", full_name: "Ben Carter", provider_org_id: "shared" });
		await tokenOf({ ...ana, full_name: "Ana L. Lopez", provider_org_id: "shared" });
		const named = (await users("shared")).filter(({ email }) => email !== "");
		expect(named).toMatchObject([
			{ email: "ana@kitchen.example", role: "owner", full_name: "Ana L. Lopez", org_id },
			{ email: "ben@kitchen.example", role: "team_member", phone_number: "206-555-0100", org_id },
		]);
	});

	// covers: A.3 role, F-16
	test("without provider_org_id the e-mail address is the organisation; a role that is given counts, an unknown one is custom (F-16)", async () => {
		const cleo = { ...ana, email: "cleo@bistro.example", full_name: "Cleo Park" };
		await tokenOf(cleo);
		await tokenOf({ ...cleo, role: "manager" });
		expect(await users("cleo@bistro.example")).toMatchObject([{ email: "cleo@bistro.example", role: "manager" }]);
		await tokenOf({ ...ana, email: "dev@bistro.example", provider_org_id: "cleo@bistro.example", role: "emperor" });
		expect((await users("cleo@bistro.example"))[1]).toMatchObject({ role: "custom" });
	});

	test("another partner's organisation of the same name is another one", async () => {
		const other = await api.newPartner({ scopes: ["sso"] });
		await tokenOf({ ...ana, provider_org_id: "same" });
		await tokenOf({ ...ana, provider_org_id: "same" }, other);
		expect(new Set((await users("same")).map(({ org_id }) => org_id)).size).toBe(2);
	});

	// covers: A.1 scope map, A.3 session
	test("it needs the scope sso, and says which field is wrong", async () => {
		const without = await api.newPartner({ scopes: ["onboarding"] });
		expect(await generate(ana, without)).toMatchObject({ status: 403, body: { code: "insufficient_scope" } });
		for (const [change, param] of [
			[{ email: "nobody" }, "/email"],
			[{ email: null }, "/email"],
			[{ full_name: "" }, "/full_name"],
			[{ phone_number: 7 }, "/phone_number"],
		] as const)
			expect(await generate({ ...ana, ...change })).toMatchObject({ status: 400, body: { param } });
	});

	// covers: A.3 partner_id
	test("a partner_id in the query changes nothing, whoever's it is", async () => {
		const body = { ...ana, provider_org_id: "by-query" };
		for (const partner_id of [partner.partner_id, "somebody-else"]) {
			const path = `/white-label/generate-session?partner_id=${partner_id}`;
			expect((await partner.call("POST", path, body)).status).toBe(201);
		}
		expect(await users("by-query")).toMatchObject([{ email: "ana@kitchen.example", role: "owner" }]);
	});

	test("signing out ends the session at the hub, not only in the browser", async () => {
		const cookie = await signIn(ana);
		const answer = await api.fetch("/account/sign-out", {
			method: "POST",
			headers: { cookie, "content-type": "application/x-www-form-urlencoded" },
		});
		expect(answer.status).toBe(303);
		expect(answer.headers.get("set-cookie")).toMatch(/^ticketrail_session=; .*Max-Age=0/);
		expect((await account(cookie)).status).toBe(401);
		expect((await api.fetch("/account")).status).toBe(401);
	});
});
