import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BindProposal, BindReview, IntegrationSummary, LocationStatePage, OrgState } from "@ticketrail/contract";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CLIENT, DSP_STORES, type PartnerHub, startPartnerHub } from "../test-partner-hub.ts";
import { type App, startApp } from "./start-app.ts";

const pages = mkdtempSync(join(tmpdir(), "onboarding-app-"));
let hub: PartnerHub;
let app: App;
let notes: [event: string, detail: Record<string, unknown>][];

beforeAll(() => writeFileSync(join(pages, "index.html"), "<!doctype html><title>App</title>"));
afterAll(() => rmSync(pages, { recursive: true }));
beforeEach(async () => {
	hub = await startPartnerHub();
	notes = [];
	app = await startApp(
		{ api_url: hub.url, ...CLIENT, port: 0, host: "127.0.0.1", public_url: undefined, offers: [] },
		{ fetch, now: Date.now, random: randomBytes, pages, note: (event, detail) => notes.push([event, detail]) },
	);
});
afterEach(async () => {
	await app.stop();
	await hub.stop();
});

/** A browser: it keeps the cookie, and follows no redirect. */
function openBrowser() {
	let cookie = "";
	const send = async (path: string, body?: unknown, headers: Record<string, string> = {}) => {
		const response = await fetch(`${app.url}${path}`, {
			redirect: "manual",
			headers: {
				...(cookie && { cookie }),
				...(body !== undefined && { "content-type": "application/json" }),
				...headers,
			},
			...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
		});
		cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
		const text = await response.text();
		return {
			status: response.status,
			headers: response.headers,
			text,
			body: text.startsWith("{") ? JSON.parse(text) : undefined,
		};
	};
	const door = async <T>(name: string, body: unknown = {}): Promise<T> => {
		const answer = await send(`/door/${name}`, body);
		expect([name, answer.status, answer.text]).toEqual([name, 200, answer.text]);
		return answer.body as T;
	};
	return { send, door };
}

async function started() {
	const browser = openBrowser();
	const { org_id } = await browser.door<{ org_id: string }>("start", {
		name: "Joe's Pizza",
		provider_id: "merchant-771",
	});
	return { ...browser, org_id };
}

/** Up to two connected systems with both locations imported. */
async function connected() {
	const merchant = await started();
	const { door, send, org_id } = merchant;
	const pos = await door<IntegrationSummary>("connect", { org_id, source: "toast", type: "pos" });
	await send("/back?code=good");
	await door("import", { ref: { org_id, integration_id: pos._id }, provider_ids: ["4410", "4411"] });
	const dsp = await door<IntegrationSummary>("connect", { org_id, source: "doordash", type: "dsp" });
	await send("/back?code=good");
	return { ...merchant, pos: { org_id, integration_id: pos._id }, ref: { org_id, integration_id: dsp._id } };
}
const same = (dsp_provider_id: string, location_id: string, more: object = {}) => ({
	...{ dsp_provider_id, location_id, decision: "same" },
	...more,
});

describe("against a hub that answers only what the contract says, a merchant", () => {
	test("goes from the organisation to a linked store", async () => {
		const { door, send, org_id } = await started();
		const pos = await door<IntegrationSummary>("connect", { org_id, source: "toast", type: "pos" });
		expect(pos).toMatchObject({ status: "waiting_for_oauth", entry_url: expect.stringContaining("/sign-in/toast") });
		const back = await send("/back?code=a+b");
		expect([back.status, back.headers.get("location")]).toEqual([303, `/orgs/${org_id}?returned=connected`]);
		expect(hub.calls.at(-1)).toMatchObject({ call: "PUT /onboarding/integrations/*", body: { code: "a+b" } });
		const ref = { org_id, integration_id: pos._id };
		const { locations } = await door<{ locations: { is_imported: boolean }[] }>("offered", { ref });
		expect(locations.map(({ is_imported }) => is_imported)).toEqual([false, false]);
		await door("import", { ref, provider_ids: ["4410"] });
		const again = await door<{ locations: { is_imported: boolean }[] }>("offered", { ref });
		expect(again.locations.map(({ is_imported }) => is_imported)).toEqual([true, false]);
		const dsp = await door<IntegrationSummary>("connect", { org_id, source: "doordash", type: "dsp" });
		await send("/back?code=good");
		const bind = { org_id, integration_id: dsp._id };
		const proposal = await door<BindProposal>("proposal", { ref: bind });
		expect(proposal.rows.map(({ store, candidates }) => [store.dsp_provider_id, candidates[0]?.verdict])).toEqual([
			["dd-2", undefined],
			["dd-1", "suggested"],
		]);
		const decided = { ref: bind, version: proposal.version, decisions: [same("dd-1", "loc-4410")] };
		const review = await door<BindReview>("review", decided);
		expect(review).toMatchObject({
			is_ready: true,
			links: 1,
			left_unlinked: [{ dsp_provider_id: "dd-2", why: "undecided" }],
		});
		const key = "a-key-of-this-confirmation";
		const result = await door("confirm", { ...decided, key });
		expect(result).toMatchObject({ linked: 1, refused: 0, rows: [{ status: "linked", location_id: "loc-4410" }] });
		expect(await door("confirm", { ...decided, key })).toEqual(result);
		expect(hub.calls.filter(({ call }) => call.endsWith("/bind"))).toHaveLength(1);
		const state = await door<OrgState>("org", { org_id });
		expect(state.steps.every(({ is_done }) => is_done)).toBe(true);
		const page = await door<LocationStatePage>("locations", { org_id, query: {} });
		expect(page.rows[0]?.dsps).toMatchObject([{ source: "doordash", status: "APPROVED", state: "live" }]);
	});

	test("types a code where no sign-in is offered, and hears in words why a wrong one is refused", async () => {
		const { door, send, org_id } = await started();
		const pos = await door<IntegrationSummary>("connect", { org_id, source: "manual", type: "pos" });
		expect(pos).toMatchObject({ status: "pending" });
		expect(pos).not.toHaveProperty("entry_url");
		const ref = { org_id, integration_id: pos._id };
		const refused = await send("/door/enter-code", { ref, code: "wrong" });
		expect([refused.status, refused.body.detail]).toEqual([400, "Invalid code"]);
		expect(await door("enter-code", { ref, code: "right" })).toMatchObject({ status: "active" });
	});

	test("cannot link swapped house numbers without a reason, which goes to the hub if it takes it, and into the log", async () => {
		const { door, ref } = await connected();
		const { version } = await door<BindProposal>("proposal", { ref });
		const bare = { ref, version, decisions: [same("dd-2", "loc-4411")] };
		expect((await door<BindReview>("review", bare)).rows[0]?.outcome).toBe("needs_reason");
		expect(await door("confirm", { ...bare, key: "without-a-reason" })).toMatchObject({ linked: 0, refused: 1 });
		hub.strict = true;
		const decisions = [same("dd-2", "loc-4411", { reason: "Ana: the DSP has a typing mistake" })];
		expect(await door("confirm", { ref, version, decisions, key: "with-a-reason" })).toMatchObject({ linked: 1 });
		const sent = hub.calls
			.filter(({ call }) => call.endsWith("/bind"))
			.map(({ body }) => Object.keys((body.locations as object[])[0] ?? {}));
		expect(sent).toEqual([
			["pos_location_id", "dsp_provider_id", "dsp_store_name", "reason"],
			["pos_location_id", "dsp_provider_id", "dsp_store_name"],
		]);
		expect(notes).toMatchObject([
			["bind.answered", { dsp_provider_id: "dd-2", reason: expect.stringContaining("Ana") }],
		]);
	});

	test("gives a location a second store only as a named brand", async () => {
		const { door, ref } = await connected();
		const { version } = await door<BindProposal>("proposal", { ref });
		const decisions = [same("dd-1", "loc-4410"), same("dd-2", "loc-4410", { reason: "one kitchen" })];
		const review = await door<BindReview>("review", { ref, version, decisions });
		expect(review.rows.map(({ outcome }) => outcome)).toEqual(["would_link", "needs_brand_name"]);
	});

	test("links what can be linked when the hub refuses one of the pairs", async () => {
		const { door, ref } = await connected();
		hub.refused_store = "dd-1";
		const { version } = await door<BindProposal>("proposal", { ref });
		const decisions = [same("dd-1", "loc-4410"), same("dd-2", "loc-4411", { reason: "checked" })];
		const result = await door<{ rows: object[] }>("confirm", { ref, version, decisions, key: "one-is-refused" });
		expect(result).toMatchObject({ linked: 1, refused: 1 });
		expect(result.rows[0]).toMatchObject({ status: "refused", error: { detail: "Store is already linked" } });
	});

	test("is asked to look again when a list changed since", async () => {
		const { door, send, ref } = await connected();
		const { version } = await door<BindProposal>("proposal", { ref });
		DSP_STORES.push({ ...DSP_STORES[0]!, provider_id: "dd-3", name: "Opened since" });
		try {
			const stale = await send("/door/review", { ref, version, decisions: [] });
			expect([stale.status, stale.body.code]).toEqual([412, "version_mismatch"]);
		} finally {
			DSP_STORES.pop();
		}
	});
});

describe("the app", () => {
	test("keeps the partner's credentials and tokens to itself", async () => {
		const { door, send, org_id } = await started();
		const seen = [await send("/"), await send("/door/session", {}), await send(`/orgs/${org_id}`)];
		await door("connect", { org_id, source: "toast", type: "pos" });
		const texts = [...seen, await send("/door/org", { org_id })]
			.map(({ text, headers }) => `${text}${[...headers]}`)
			.join();
		for (const secret of [CLIENT.client_id, CLIENT.client_secret, ...hub.calls.map(({ token }) => token)].filter(
			Boolean,
		)) {
			expect(texts).not.toContain(secret);
		}
	});

	test("gets a new token when the hub refuses the old one, and asks for one only once", async () => {
		const { door, org_id } = await started();
		hub.endTokens();
		await door("org", { org_id });
		await Promise.all([door("org", { org_id }), door("org", { org_id })]);
		expect(hub.calls.filter(({ call }) => call === "POST /oauth/token")).toHaveLength(2);
	});

	test("shows one browser nothing of another's merchant", async () => {
		const { org_id } = await started();
		const stranger = openBrowser();
		for (const [name, body] of [
			["org", { org_id }],
			["locations", { org_id, query: {} }],
			["connect", { org_id, source: "toast", type: "pos" }],
		] as const) {
			expect([name, (await stranger.send(`/door/${name}`, body)).status]).toEqual([name, 404]);
		}
	});

	test("takes a code only from a browser that began a sign-in", async () => {
		expect((await openBrowser().send("/back?code=stolen")).headers.get("location")).toBe("/?returned=unknown");
		const { send } = await started();
		expect((await send("/back?code=stolen")).headers.get("location")).toBe("/?returned=unknown");
		expect(hub.calls.some(({ call }) => call.startsWith("PUT"))).toBe(false);
	});

	test("answers bad input with the field at fault, and never as its own fault", async () => {
		const { send, org_id } = await started();
		const wrong: [path: string, body: unknown, status: number, code: string][] = [
			["/door/start", { name: "x" }, 400, "invalid_field"],
			["/door/connect", { org_id, source: "toast", type: "till" }, 400, "invalid_field"],
			["/door/connect", { org_id, source: "nobody", type: "pos" }, 400, "http_400"],
			["/door/nothing", {}, 404, "route_not_found"],
			["/door/constructor", {}, 404, "route_not_found"],
			["/door/review", { ref: { org_id, integration_id: "x" }, version: "1", decisions: [{}] }, 400, "invalid_field"],
			["/door/proposal", { ref: { org_id, integration_id: "x" } }, 404, "onboarding_not_found"],
		];
		for (const [path, body, status, code] of wrong) {
			const answer = await send(path, body);
			expect([path, answer.status, answer.body.code]).toEqual([path, status, code]);
			expect(answer.headers.get("content-type")).toContain("application/problem+json");
		}
		expect((await send("/door/start", {}, { "content-type": "text/plain" })).status).toBe(415);
	});

	test("is not called by a page of another site, nor under another name", async () => {
		const { send } = openBrowser();
		for (const origin of ["https://evil.example", "null", "http://127.0.0.1:1"]) {
			expect((await send("/door/session", {}, { origin })).status).toBe(400);
		}
		expect((await send("/door/session", {}, { origin: app.url })).status).toBe(200);
	});

	test("says that the hub cannot be reached, and with wrong credentials that it is not the browser's fault", async () => {
		const wrong = await startApp(
			{
				api_url: hub.url,
				...CLIENT,
				client_secret: "no",
				port: 0,
				host: "127.0.0.1",
				public_url: undefined,
				offers: [],
			},
			{ fetch, now: Date.now, random: randomBytes, pages, note: () => {} },
		);
		const start = (url: string) =>
			fetch(`${url}/door/start`, {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify({ name: "Joe", provider_id: "1" }),
			});
		expect((await start(wrong.url)).status).toBe(502);
		await wrong.stop();
		await hub.stop();
		const answer = await start(app.url);
		expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([502, "hub_unreachable"]);
		hub = await startPartnerHub();
	});

	test("serves its page at every address of the app, with a policy that allows nothing from elsewhere", async () => {
		const { send } = openBrowser();
		for (const path of ["/", "/orgs/1", "/orgs/1/link/2"]) {
			const page = await send(path);
			expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
			expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
		}
		for (const path of ["/assets/none.js", "/..%2f..%2fetc/passwd.js", "/%2e%2e/secret.css"]) {
			expect((await send(path)).status).toBe(404);
		}
	});
});
