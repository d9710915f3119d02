import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findIntegration } from "../storage/tables/integration.ts";
import { PUBLIC_URL, startTestPartnerApi, type TestPartner, type TestPartnerApi } from "./test-partner-api.ts";

let api: TestPartnerApi;
let partner: TestPartner;
let org_id: string;

beforeAll(async () => {
	api = await startTestPartnerApi();
	partner = await api.newPartner();
	org_id = (await partner.call("POST", "/onboarding/org", { name: "Ana's Kitchen", provider_id: "ana" })).body.org_id;
});
beforeEach(() => api.pos.answers.clear());
afterAll(() => api.close());

/** An onboarding that the hub takes the callback of, as far as the provider's sign-in page. */
async function begin(more: Record<string, string> = {}) {
	const created = await partner.call("POST", "/onboarding/integrations", {
		org_id,
		source: "test-pos",
		type: "pos",
		...more,
	});
	const { _id, entry_url } = created.body.onboarding;
	const started = await api.fetch(entry_url.replace(PUBLIC_URL, ""));
	const cookie = started.headers.get("set-cookie") ?? "";
	return { id: _id as string, started, cookie, jar: cookie.split(";", 1)[0] ?? "" };
}

const callback = (query: string, cookie?: string, slug = "test-pos") =>
	api.fetch(`/oauth/callback/${slug}${query}`, cookie ? { headers: { cookie } } : {});
const statusOf = async (id: string) => (await findIntegration(api.db, org_id, id))?.status;

function expectPage(answer: Awaited<ReturnType<typeof callback>>, status: number, text: RegExp): void {
	expect(answer.status).toBe(status);
	expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
	expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
	expect(answer.headers.get("cache-control")).toBe("no-store");
	expect(answer.body).toMatch(text);
}

describe("a merchant who signs in through the hub's own pages", () => {
	// covers: B.1 correlation
	test("goes to the provider with a mark that only the callback of this provider gets", async () => {
		const { started, cookie } = await begin();
		expect(started.status).toBe(302);
		const url = new URL(started.headers.get("location") ?? "");
		expect(url.origin).toBe(api.pos.url);
		expect(Object.fromEntries(url.searchParams)).toEqual({
			client_id: "hub",
			response_type: "code",
			redirect_uri: `${PUBLIC_URL}/oauth/callback/test-pos`,
		});
		expect(cookie).toMatch(
			/^ticketrail_onboarding=[\w-]+; Path=\/oauth\/callback\/test-pos; Max-Age=600; HttpOnly; SameSite=Lax$/,
		);
	});

	// covers: B.1 correlation, A.5 active
	test("comes back with a code and is connected", async () => {
		const { id, jar } = await begin();
		const answer = await callback(
			`?code=${api.pos.newCode(`${PUBLIC_URL}/oauth/callback/test-pos`)}`,
			`other=1; ${jar}`,
		);
		expectPage(answer, 200, /<h1>Connected<\/h1>.*You may close this window/s);
		expect(answer.headers.get("set-cookie")).toMatch(/^ticketrail_onboarding=; .*Max-Age=0/);
		expect(await statusOf(id)).toBe("active");
	});

	test("sees the same page when it is loaded again", async () => {
		const { jar } = await begin();
		const query = `?code=${api.pos.newCode()}`;
		await callback(query, jar);
		expectPage(await callback(query, jar), 200, /Connected/);
	});

	// covers: B.1 long code
	test("may bring a long code that nobody escaped", async () => {
		const { id, jar } = await begin();
		const code = `eyJ${"aZ0-_".repeat(1200)}.+/==.~!*'()`;
		api.pos.answers.set("token", () => ({
			status: 201,
			body: { access_token: "t", refresh_token: "r", expire_time: Date.now() + 1e6 },
		}));
		expectPage(await callback(`?code=${code}`, jar), 200, /Connected/);
		expect(await statusOf(id)).toBe("active");
		api.pos.answers.clear();
		const refused = await begin();
		expectPage(await callback(`?code=${code}`, refused.jar), 400, /refused the code/);
		expect(api.pos.exchanges.at(-1)?.code).toBe(code);
	});
});

describe("a callback that goes wrong", () => {
	test("without a mark is a sign-in that began at the POS, which must know the code and say who it is (contract.md B.10)", async () => {
		expectPage(await callback("?code=abc"), 400, /refused the code/);
		expectPage(await callback(`?code=${api.pos.newCode()}`), 400, /no sign-in under way.*Start again/s);
		expectPage(await callback("?code=abc", undefined, "test-dsp"), 400, /no sign-in under way/);
		expectPage(await callback("?code=abc", undefined, "nobody"), 400, /no sign-in under way/);
	});

	test("with the mark of another provider, an old one or a made-up one connects nothing", async () => {
		const { id, jar } = await begin();
		const exchanges = api.pos.exchanges.length + api.dsp.exchanges.length;
		expectPage(await callback("?code=abc", jar, "test-dsp"), 400, /no sign-in under way/);
		expectPage(
			await callback("?code=abc", `${jar.slice(0, 60)}${jar[60] === "a" ? "b" : "a"}${jar.slice(61)}`),
			400,
			/no sign-in under way/,
		);
		expectPage(await callback("?code=abc", `ticketrail_onboarding=${id}`), 400, /no sign-in under way/);
		api.pass(600_000);
		expectPage(await callback("?code=abc", jar), 400, /no sign-in under way/);
		expect(api.pos.exchanges.length + api.dsp.exchanges.length).toBe(exchanges);
		expect(await statusOf(id)).toBe("waiting_for_oauth");
	});

	test("without a code, or with a refusal by the merchant, says so and shows nothing of the request", async () => {
		const { id, jar } = await begin();
		expectPage(
			await callback("?error=access_denied&error_description=<script>alert(1)</script>", jar),
			400,
			/was declined/,
		);
		for (const query of ["", "?code=", "?x=<script>alert(1)</script>"]) {
			const answer = await callback(query, jar);
			expectPage(answer, 400, /No code arrived/);
			expect(answer.body).not.toContain("<script>");
		}
		expect(await statusOf(id)).toBe("waiting_for_oauth");
	});

	test("with a refused code or a provider that is down changes nothing", async () => {
		const { id, jar } = await begin();
		expectPage(await callback("?code=refused", jar), 400, /refused the code/);
		api.pos.answers.set("token", () => ({ status: 500, body: {} }));
		expectPage(await callback("?code=whatever", jar), 502, /Load this page again/);
		expect(await statusOf(id)).toBe("waiting_for_oauth");
	});
});

describe("a start page", () => {
	test("of nothing, of a manual onboarding, and of one that comes back to the partner leads nowhere", async () => {
		const manual = await partner.call("POST", "/onboarding/integrations", {
			org_id,
			source: "manual-pos",
			type: "pos",
		});
		const partners = await partner.call("POST", "/onboarding/integrations", {
			...{ org_id, source: "test-pos", type: "pos" },
			return_url: "https://app.partner.example/",
		});
		for (const id of ["x", crypto.randomUUID(), manual.body.onboarding._id, partners.body.onboarding._id]) {
			const answer = await api.fetch(`/oauth/start/${id}`);
			expectPage(answer, 404, /leads nowhere/);
			expect(answer.headers.get("set-cookie")).toBeNull();
		}
	});
});
