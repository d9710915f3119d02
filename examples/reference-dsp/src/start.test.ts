import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile, DSP_PATHS, DspLocationsReply, type DspTokenReply, examples } from "@ticketrail/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { HistoryLine } from "./history.ts";
import type { ReferenceDsp } from "./start.ts";
import { decide, startTestDsp, startTestHub, type TestHub } from "./test-hub.ts";

let hub: TestHub;
let dsp: ReferenceDsp;
let folder: string;
const clock = { now: 1_760_000_000_000 };

beforeEach(async () => {
	hub = await startTestHub();
	folder = await mkdtemp(join(tmpdir(), "reference-dsp-"));
	dsp = await startTestDsp(hub, { now: () => clock.now, history_file: join(folder, "history.jsonl") });
});

afterEach(async () => {
	await dsp.stop();
	hub.stop();
	await rm(folder, { recursive: true });
});

const call = (path: string, access_token: string, init: RequestInit = {}) =>
	fetch(`${dsp.url}${path}`, { ...init, headers: { authorization: `Bearer ${access_token}` } });

describe("an owner who connects a hub", () => {
	test("is sent back with a code when she approves and without when she denies", async () => {
		expect(await decide(dsp, "approve")).toMatch(/^http:\/\/hub\.example\/oauth\/callback\/sim-dsp\?code=[\w-]+$/);
		expect(await decide(dsp, "deny")).toBe("http://hub.example/oauth/callback/sim-dsp?error=access_denied");
	});

	test("gives a code that works once, without a redirect_uri", async () => {
		const code = new URL(await decide(dsp, "approve")).searchParams.get("code");
		const exchange = { grant_type: "authorization_code", code };
		const first = await hub.token(dsp, exchange);
		expect(first.status).toBe(200);
		expect(await first.json()).toMatchObject({ expire_time: clock.now + 3_600_000, id: "owner-118" });
		expect((await hub.token(dsp, exchange)).status).toBe(400);
	});

	test("gives the hub her stores, but not to a stranger", async () => {
		const { access_token } = await hub.connect(dsp);
		const reply = compile(DspLocationsReply)(await (await call(DSP_PATHS.locations, access_token)).json());
		expect(reply).toMatchObject({ ok: true, value: { locations: [{ provider_id: "dd-9001" }, {}, {}] } });
		expect((await call(DSP_PATHS.locations, "made-up")).status).toBe(401);
	});
});

describe("a refresh token of this DSP", () => {
	const refresh = (refresh_token: string) => hub.token(dsp, { grant_type: "refresh_token", refresh_token });

	test("is replaced at each use, and the old one works a minute longer for a hub that lost the answer", async () => {
		const first = await hub.connect(dsp);
		const second = (await (await refresh(first.refresh_token)).json()) as DspTokenReply;
		expect(second.refresh_token).not.toBe(first.refresh_token);
		expect((await refresh(first.refresh_token)).status).toBe(200);
		clock.now += 60_000;
		expect((await refresh(first.refresh_token)).status).toBe(401);
		expect((await refresh(second.refresh_token)).status).toBe(200);
	});

	test("is worth nothing once the owner has disconnected the hub", async () => {
		const { access_token, refresh_token } = await hub.connect(dsp);
		dsp.grants.revoke("owner-118");
		expect((await refresh(refresh_token)).status).toBe(401);
		expect((await call(DSP_PATHS.locations, access_token)).status).toBe(401);
	});
});

test("a store says whether it is connected, after each change", async () => {
	const { access_token } = await hub.connect(dsp);
	const body = JSON.stringify({ location_id: "dd-9001" });
	const state = async () => (await call(`${DSP_PATHS.connection}?location_id=dd-9001`, access_token)).json();
	expect(await state()).toEqual({ connected: false, location_id: "dd-9001" });
	await call(DSP_PATHS.connection, access_token, { method: "POST", body });
	expect(await state()).toEqual({ connected: true, location_id: "dd-9001" });
	await call(DSP_PATHS.connection, access_token, { method: "DELETE", body });
	expect(await state()).toEqual({ connected: false, location_id: "dd-9001" });
	const unknown = JSON.stringify({ location_id: "dd-1" });
	expect((await call(DSP_PATHS.connection, access_token, { method: "POST", body: unknown })).status).toBe(404);
});

describe("a menu from the hub", () => {
	test("is fetched when it is published", async () => {
		const { access_token } = await hub.connect(dsp);
		expect((await hub.publish(dsp, access_token, "dd-9001")).status).toBe(200);
		expect(dsp.menus.get("dd-9001")).toEqual(examples.menu_v1);
		expect(dsp.menus.has("dd-9002")).toBe(false);
	});

	test("may come flat, and its dishes sell out object by object too", async () => {
		const { access_token } = await hub.connect(dsp);
		hub.menu.file = examples.menu_v2;
		expect((await hub.publish(dsp, access_token, "dd-9001")).status).toBe(200);
		const item = () => dsp.menus.get("dd-9001")?.menus[0]?.categories[0]?.items[0];
		expect(item()?.name).toBe("Black tea");
		const object_updates = {
			items: [],
			variations: [{ stream_id: "st-var-1", is_active: false }],
			modifiers: [{ stream_id: "st-mod-2", is_active: false }],
		};
		const update = { type: "location.update", location_id: "dd-9001", object_updates };
		expect((await hub.event(dsp, access_token, update)).status).toBe(200);
		expect(item()?.variations[0]?.is_active).toBe(false);
	});

	test("that cannot be read leaves the old one in place and asks for another try", async () => {
		const { access_token } = await hub.connect(dsp);
		await hub.publish(dsp, access_token, "dd-9001");
		hub.menu.file = { menus: "none" };
		expect((await hub.publish(dsp, access_token, "dd-9001")).status).toBe(502);
		expect(dsp.menus.get("dd-9001")).toEqual(examples.menu_v1);
	});

	test("is changed object by object, all of them or none, with 404 for one that is not in it", async () => {
		const { access_token } = await hub.connect(dsp);
		await hub.publish(dsp, access_token, "dd-9001");
		const update = (modifier: string) => ({
			type: "location.update",
			location_id: "dd-9001",
			object_updates: {
				items: [],
				variations: [{ stream_id: "st-var-1", is_active: false }],
				modifiers: [{ stream_id: modifier, is_active: false }],
			},
		});
		const variation = () => dsp.menus.get("dd-9001")?.menus[0]?.categories[0]?.items[0]?.variations[0];
		expect((await hub.event(dsp, access_token, update("st-mod-99"))).status).toBe(404);
		expect(variation()?.is_active).toBe(true);
		expect((await hub.event(dsp, access_token, update("st-mod-2"))).status).toBe(200);
		expect(variation()?.is_active).toBe(false);
	});

	test("closes with a pause and opens by itself or with a resume", async () => {
		const { access_token } = await hub.connect(dsp);
		await hub.publish(dsp, access_token, "dd-9001");
		const say = (event: object) => hub.event(dsp, access_token, { location_id: "dd-9001", ...event });
		const page = async () => (await fetch(`${dsp.url}/stores/dd-9001`)).text();
		await say({ type: "location.pause", until_ms: clock.now + 1000 });
		expect(await page()).toContain("Paused");
		clock.now += 1000;
		expect(await page()).not.toContain("Paused");
		await say({ type: "location.pause" });
		clock.now += 1_800_000;
		expect(await page()).toContain("Paused");
		await say({ type: "location.resume" });
		expect(await page()).not.toContain("Paused");
	});
});

describe("an event that this DSP cannot use", () => {
	test.each([
		["of an unknown type is taken and ignored", { type: "location.sing", location_id: "dd-9001" }, 200],
		["for an unknown store is 404", { type: "location.resume", location_id: "dd-1" }, 404],
		["without an order id is 400", { type: "location.order.accept", location_id: "dd-9001" }, 400],
		["without a type is 400", { location_id: "dd-9001" }, 400],
		["that is no JSON object is 400", [], 400],
	])("%s", async (_, event, status) => {
		const { access_token } = await hub.connect(dsp);
		expect((await hub.event(dsp, access_token, event)).status).toBe(status);
	});
});

describe("a verdict", () => {
	const accept = { type: "location.order.accept", location_id: "dd-9001", order_id: "o-1" };
	const fail = { ...accept, type: "location.order.fail", failure_reason: "unknown" };

	test("wakes whoever waits for it, before or after it came", async () => {
		const { access_token } = await hub.connect(dsp);
		const early = dsp.waitForVerdict("o-1", 10_000);
		await hub.event(dsp, access_token, accept);
		expect(await early).toMatchObject({ kind: "accepted", times: 1 });
		expect(await dsp.waitForVerdict("o-1", 10_000)).toBe(await early);
		await expect(dsp.waitForVerdict("o-2", 1)).rejects.toThrow("no verdict on order o-2");
	});

	test("that comes twice is counted, and one that contradicts is kept as evidence", async () => {
		const { access_token } = await hub.connect(dsp);
		await hub.event(dsp, access_token, accept);
		await hub.event(dsp, access_token, accept);
		expect(dsp.verdicts.get("o-1")).toMatchObject({ kind: "accepted", times: 2, is_contradicted: false });
		await hub.event(dsp, access_token, fail);
		expect(dsp.verdicts.get("o-1")).toMatchObject({ kind: "accepted", times: 3, is_contradicted: true });
	});

	test("leaves a line in the history that says whether it was news", async () => {
		const { access_token } = await hub.connect(dsp);
		dsp.failNextEvents(1, 503);
		for (let time = 0; time < 3; time++) await hub.event(dsp, access_token, accept);
		const text = readFileSync(join(folder, "history.jsonl"), "utf8").trim();
		const lines = text.split("\n").map((line) => JSON.parse(line) as HistoryLine);
		expect(lines.map(({ n, type, order_id, status, effect }) => [n, type, order_id, status, effect])).toEqual([
			[1, accept.type, "o-1", 503, false],
			[2, accept.type, "o-1", 200, true],
			[3, accept.type, "o-1", 200, false],
		]);
	});
});
