import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { HubError } from "../../base/error.ts";
import { replyJson, until } from "../../clients/test-server.ts";
import { disconnectIntegration } from "../../storage/tables/integration.ts";
import { storeRefreshedTokens } from "../../storage/tables/integration-token.ts";
import { describeEachPostgres } from "../../storage/test-database.ts";
import type { IntegrationKey } from "./refresh-token.ts";
import { answered, HOUR, OTHER, openTokenHub, recorder, rotating, START, type TokenHub } from "./test-token-hub.ts";

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
	await Promise.all(opened.splice(0).map((one) => one.close()));
});

async function open(...args: Parameters<typeof openTokenHub>): Promise<TokenHub> {
	const hub = await openTokenHub(...args);
	opened.push(hub);
	return hub;
}

describe("a token that is good", () => {
	test("is used as it is", async () => {
		const hub = await open(rotating);
		const { org_id, integration_id } = await hub.connect();
		const { used, call } = recorder();
		const source = hub.start();
		for (let n = 0; n < 5; n++)
			expect(await source.withToken(org_id, integration_id, call)).toMatchObject({ status: 200 });
		expect([used, hub.shown()]).toEqual([Array(5).fill("at-0"), []]);
	});

	test("is used up to four fifths of its life less a minute, then refreshed beside the call", async () => {
		const hub = await open(rotating);
		const { org_id, integration_id } = await hub.connect();
		const { used, call } = recorder();
		const source = hub.start();
		hub.time.now = START + 0.8 * HOUR - 60_001;
		await source.withToken(org_id, integration_id, call);
		expect(hub.shown()).toEqual([]);
		hub.time.now += 1;
		await source.withToken(org_id, integration_id, call);
		while ((await hub.row({ org_id, integration_id })).token_version === 1)
			await source.withToken(org_id, integration_id, call);
		hub.time.monotonic += 1_000;
		await source.withToken(org_id, integration_id, call);
		expect(new Set(used.slice(0, -1))).toEqual(new Set(["at-0"]));
		expect([used.at(-1), hub.shown()]).toEqual(["at-1", ["rt-0"]]);
	});

	test("of a short life is used for at least half of it", async () => {
		const hub = await open(rotating);
		const { org_id, integration_id } = await hub.connect({
			access_token: "at-0",
			refresh_token: "rt-0",
			expires_at: START + 40_000,
		});
		const { used, call } = recorder();
		hub.time.now = START + 19_999;
		await hub.start().withToken(org_id, integration_id, call);
		expect([used, hub.shown()]).toEqual([["at-0"], []]);
	});

	test("that never ends and cannot be refreshed is used until the provider says otherwise", async () => {
		const hub = await open(rotating);
		const { org_id, integration_id } = await hub.connect({
			access_token: "at-0",
			refresh_token: null,
			expires_at: null,
		});
		hub.time.now = START + 1000 * HOUR;
		const good = recorder();
		const bad = recorder(["at-0"]);
		const source = hub.start();
		expect(await source.withToken(org_id, integration_id, good.call)).toMatchObject({ status: 200 });
		expect(await source.withToken(org_id, integration_id, bad.call)).toMatchObject({ status: 401 });
		expect([good.used, bad.used, hub.shown()]).toEqual([["at-0"], ["at-0"], []]);
	});
});

describe("an expired token", () => {
	// covers: E.12 token life
	test("is refreshed before the call, and the new pair is stored sealed", async () => {
		const hub = await open(rotating);
		const key = await hub.connect();
		const { used, call } = recorder();
		hub.time.now = START + HOUR;
		await hub.start().withToken(key.org_id, key.integration_id, call);
		expect(used).toEqual(["at-1"]);
		expect(await hub.stored(key)).toEqual({ access_token: "at-1", refresh_token: "rt-1" });
		const row = await hub.row(key);
		expect(row).toMatchObject({ token_version: 2, lease_owner: null, lease_expires_at: null, health: "ok" });
		expect(row.token_expires_at).toBe(START + 2 * HOUR);
		expect(row.access_token_sealed?.includes("at-1")).toBe(false);
	});

	// covers: B.2 no rotation
	test("keeps its refresh token when the provider sends none", async () => {
		const hub = await open((socket) => socket.write(replyJson(200, { access_token: "at-1", expire_time: 3600 })));
		const key = await hub.connect();
		hub.time.now = START + HOUR;
		await hub.start().withToken(key.org_id, key.integration_id, recorder().call);
		expect(await hub.stored(key)).toEqual({ access_token: "at-1", refresh_token: "rt-0" });
	});

	test("is stored although the database stumbles just then", async () => {
		const hub = await open(rotating);
		const key = await hub.connect();
		hub.time.now = START + HOUR;
		let stumbles = 3;
		const stumbling: TokenHub["db"] = {
			...hub.db,
			query: (text, ...rest) => {
				if (!text.includes("token_version = token_version + 1") || stumbles-- <= 0) return hub.db.query(text, ...rest);
				return Promise.reject(new HubError("unavailable"));
			},
		};
		const { used, call } = recorder();
		await hub.start({ db: stumbling, wait: async () => {} }).withToken(key.org_id, key.integration_id, call);
		expect([used, hub.shown()]).toEqual([["at-1"], ["rt-0"]]);
		expect(await hub.stored(key)).toEqual({ access_token: "at-1", refresh_token: "rt-1" });
	});
});

describeEachPostgres("many calls that need a refresh at once", (version) => {
	test("make one token request, from however many callers and processes", async () => {
		const PROCESSES = 3;
		const waiting = new Set<number>();
		let asking = 0;
		// the provider answers when every process either asks it or waits for the one that does
		const hub = await open(
			async (socket, request, number) => {
				asking++;
				await until(() => asking + waiting.size >= PROCESSES);
				rotating(socket, request, number);
			},
			{ version },
		);
		const processes = await Promise.all(
			Array.from({ length: PROCESSES }, (_, index) =>
				hub.startElsewhere({ wait: async () => void (await setImmediate(waiting.add(index))) }),
			),
		);
		const { org_id, integration_id } = await hub.connect();
		for (let round = 1; round <= 8; round++) {
			hub.time.now = START + round * HOUR;
			hub.time.monotonic += 10_000;
			waiting.clear();
			asking = 0;
			const { used, call } = recorder();
			const calls = processes.flatMap((source) =>
				Array.from({ length: 64 }, () => source.withToken(org_id, integration_id, call)),
			);
			for (const result of await Promise.all(calls)) expect(result).toMatchObject({ status: 200 });
			expect(used).toEqual(Array(64 * PROCESSES).fill(`at-${round}`));
			expect([asking, waiting.size]).toEqual([1, PROCESSES - 1]);
		}
		expect(hub.shown()).toEqual(["rt-0", "rt-1", "rt-2", "rt-3", "rt-4", "rt-5", "rt-6", "rt-7"]);
	});

	test("make one token request after a 401 for all of them", async () => {
		const hub = await open(rotating, { version });
		const { org_id, integration_id } = await hub.connect();
		const processes = [hub.start(), await hub.startElsewhere()];
		const { call } = recorder(["at-0"]);
		const calls = processes.flatMap((source) =>
			Array.from({ length: 64 }, () => source.withToken(org_id, integration_id, call)),
		);
		for (const result of await Promise.all(calls)) expect(result).toMatchObject({ status: 200 });
		expect(hub.shown()).toEqual(["rt-0"]);
	});
});

describe("a 401", () => {
	// covers: B.10 401, E.12 token life
	test("brings one refresh and one more call, whatever form the result has", async () => {
		const hub = await open(rotating);
		const { org_id, integration_id } = await hub.connect();
		const used: string[] = [];
		const listed = await hub.start().withToken(org_id, integration_id, async (access_token) => {
			used.push(access_token);
			if (access_token !== "at-0") return { ok: true as const, value: { locations: [] } };
			return { ok: false as const, outcome: answered(401), message: "answered 401", refused: true };
		});
		expect(listed).toEqual({ ok: true, value: { locations: [] } });
		expect([used, hub.shown()]).toEqual([["at-0", "at-1"], ["rt-0"]]);
	});

	// covers: B.10 401
	test("after the refresh is handed out, and for a while no more tokens are spent on it", async () => {
		const hub = await open(rotating);
		const { org_id, integration_id } = await hub.connect();
		const { used, call } = recorder(["at-0", "at-1", "at-2"]);
		const source = hub.start();
		for (let n = 0; n < 3; n++) {
			expect(await source.withToken(org_id, integration_id, call)).toMatchObject({ status: 401 });
		}
		expect([used, hub.shown()]).toEqual([["at-0", "at-1", "at-1", "at-1"], ["rt-0"]]);
		hub.time.monotonic += 61_000;
		await source.withToken(org_id, integration_id, call);
		expect(hub.shown()).toEqual(["rt-0", "rt-1"]);
	});

	test("for a token that another process has replaced already costs no refresh", async () => {
		const hub = await open(rotating);
		const key = await hub.connect();
		const { org_id, integration_id } = key;
		const { used, call } = recorder(["at-0"]);
		const source = hub.start();
		await source.withToken(org_id, integration_id, async () => answered(200));
		const change = {
			...key,
			lease_owner: OTHER,
			token_version: 1,
			...hub.seal(key, "at-x", "rt-x"),
			token_expires_at: START + HOUR,
			at: START,
		};
		expect(await storeRefreshedTokens(hub.db, change)).toBe(true);
		expect(await source.withToken(org_id, integration_id, call)).toMatchObject({ status: 200 });
		expect([used, hub.shown()]).toEqual([["at-0", "at-x"], []]);
	});
});

describe("a disconnected integration", () => {
	const disconnect = (hub: TokenHub, key: IntegrationKey) =>
		disconnectIntegration(hub.db, { ...key, status: "deprovisioned", from: ["active"], keep_code: true, at: START });

	test("gets no call with its token any more after a second, and none at all where it was forgotten", async () => {
		const hub = await open(rotating);
		const key = await hub.connect();
		const [here, there] = [hub.start(), hub.start()];
		const { used, call } = recorder();
		for (const source of [here, there]) await source.withToken(key.org_id, key.integration_id, call);
		await disconnect(hub, key);
		here.forget(key.org_id, key.integration_id);
		const refused = { code: "onboarding_not_active" };
		await expect(here.withToken(key.org_id, key.integration_id, call)).rejects.toMatchObject(refused);
		hub.time.monotonic += 999;
		await expect(there.withToken(key.org_id, key.integration_id, call)).rejects.toMatchObject(refused);
		expect(used).toEqual(["at-0", "at-0"]);
	});

	test("does not come back to life by a refresh that was under way", async () => {
		let hub: TokenHub | undefined;
		let key: IntegrationKey | undefined;
		hub = await open(async (socket, request, number) => {
			if (hub && key) await disconnect(hub, key);
			rotating(socket, request, number);
		});
		key = await hub.connect();
		hub.time.now = START + HOUR;
		const { used, call } = recorder();
		await expect(hub.start().withToken(key.org_id, key.integration_id, call)).rejects.toMatchObject({
			code: "onboarding_not_active",
		});
		expect(used).toEqual([]);
		expect(await hub.stored(key)).toBeUndefined();
	});

	test("is as little known as one of another organisation, also where that one was just used", async () => {
		const hub = await open(rotating);
		const [mine, theirs] = [await hub.connect(), await hub.connect()];
		const source = hub.start();
		await source.withToken(theirs.org_id, theirs.integration_id, recorder().call);
		await expect(source.withToken(mine.org_id, theirs.integration_id, recorder().call)).rejects.toMatchObject({
			code: "onboarding_not_found",
		});
	});
});

test("no token ever reaches the log", async () => {
	const hub = await open((socket, request, number) => {
		if (number === 1) rotating(socket, request, number);
		else socket.write(replyJson(400, { message: `cannot take ${request}` }));
	});
	const { org_id, integration_id } = await hub.connect();
	const source = hub.start();
	const { call } = recorder(["at-0"]);
	await source.withToken(org_id, integration_id, call);
	hub.time.now = START + 2 * HOUR;
	hub.time.monotonic += 1_000;
	await source.withToken(org_id, integration_id, call).catch(() => {});
	await until(() => hub.log_lines.length === 2);
	const events = hub.log_lines.map((line) => JSON.parse(line).event);
	expect(events).toEqual(["token.refreshed", "token.refresh_failed"]);
	expect(hub.log_lines.join("")).not.toMatch(/[ar]t-\d|the-client-secret/);
});

test("two integrations of one provider are refreshed side by side", async () => {
	const held: (() => void)[] = [];
	const hub = await open((socket, request, number) => held.push(() => rotating(socket, request, number)));
	const keys = [await hub.connect(), await hub.connect()];
	hub.time.now = START + HOUR;
	const source = hub.start();
	const calls = keys.map((key) => source.withToken(key.org_id, key.integration_id, recorder().call));
	await until(() => held.length === 2);
	for (const answer of held) answer();
	for (const result of await Promise.all(calls)) expect(result).toMatchObject({ status: 200 });
});
