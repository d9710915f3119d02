import { afterEach, describe, expect, test } from "vitest";
import { newId } from "../../base/id.ts";
import { type OnRequest, replyJson, until } from "../../clients/test-server.ts";
import {
	noteHolderMissing,
	releaseRefreshLease,
	storeRefreshedTokens,
	takeRefreshLease,
} from "../../storage/tables/integration-token.ts";
import type { IntegrationKey } from "./refresh-token.ts";
import { HOUR, OTHER, openTokenHub, recorder, rotating, START, type TokenHub } from "./test-token-hub.ts";

const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
	await Promise.all(opened.splice(0).map((one) => one.close()));
});

async function open(...args: Parameters<typeof openTokenHub>): Promise<TokenHub> {
	const hub = await openTokenHub(...args);
	opened.push(hub);
	return hub;
}

describe("a refused refresh", () => {
	const refusing: OnRequest = (socket) => socket.write(replyJson(401, { message: "unknown refresh token rt-0" }));

	// covers: B.10 refused refresh
	test("makes the integration fail, keeps the pair, and is not tried again by anybody", async () => {
		const hub = await open(refusing);
		const key = await hub.connect();
		const processes = [hub.start(), await hub.startElsewhere()];
		hub.time.now = START + HOUR;
		for (let round = 0; round < 3; round++) {
			hub.time.monotonic += 10_000;
			for (const source of processes) {
				await expect(source.withToken(key.org_id, key.integration_id, recorder().call)).rejects.toMatchObject({
					code: "provider_reauthorization_needed",
				});
			}
		}
		expect(hub.shown()).toEqual(["rt-0"]);
		expect(await hub.stored(key)).toEqual({ access_token: "at-0", refresh_token: "rt-0" });
		expect(await hub.row(key)).toMatchObject({
			status: "active",
			token_version: 1,
			lease_owner: null,
			health: "failing",
			health_reason: "provider_reauthorization_needed: answered 401: unknown refresh token [hidden]",
		});
	});

	test("ahead of time lets the calls go on while the token is good", async () => {
		const hub = await open(refusing);
		const key = await hub.connect();
		const { used, call } = recorder();
		const source = hub.start();
		hub.time.now = START + 0.9 * HOUR;
		for (let n = 0; n < 5; n++) await source.withToken(key.org_id, key.integration_id, call);
		expect(used).toEqual(Array(5).fill("at-0"));
		await until(() => hub.shown().length === 1);
		while ((await hub.row(key)).health !== "failing") await source.withToken(key.org_id, key.integration_id, call);
		expect(hub.shown()).toEqual(["rt-0"]);
	});

	test("is over when a new sign-in brings new tokens", async () => {
		const hub = await open(refusing);
		const key = await hub.connect();
		const source = hub.start();
		hub.time.now = START + HOUR;
		await source.withToken(key.org_id, key.integration_id, recorder().call).catch(() => {});
		const expires_at = START + 2 * HOUR;
		const change = {
			...key,
			lease_owner: OTHER,
			token_version: 1,
			...hub.seal(key, "at-x", "rt-x"),
			token_expires_at: expires_at,
			at: hub.time.now,
		};
		await storeRefreshedTokens(hub.db, change);
		hub.time.monotonic += 1_000;
		const { used, call } = recorder();
		await source.withToken(key.org_id, key.integration_id, call);
		expect([used, (await hub.row(key)).health]).toEqual([["at-x"], "ok"]);
	});
});

describe("a refresh whose reply is lost", () => {
	test("shows the same token once more and takes the answer", async () => {
		const hub = await open((socket, request, number) => {
			if (number === 1) socket.destroy();
			else rotating(socket, request, number);
		});
		const { org_id, integration_id } = await hub.connect();
		hub.time.now = START + HOUR;
		const { used, call } = recorder();
		await hub.start().withToken(org_id, integration_id, call);
		expect([used, hub.shown()]).toEqual([["at-2"], ["rt-0", "rt-0"]]);
	});

	test("twice is trouble of the moment: the pair stays, nobody has to sign in, a later call tries again", async () => {
		let is_lost = true;
		const hub = await open((socket, request, number) => {
			if (is_lost) socket.destroy();
			else rotating(socket, request, number);
		});
		const key = await hub.connect();
		const source = hub.start();
		hub.time.now = START + HOUR;
		const attempt = (call = recorder().call) => source.withToken(key.org_id, key.integration_id, call);
		await expect(attempt()).rejects.toMatchObject({ code: "provider_unreachable" });
		await expect(attempt()).rejects.toMatchObject({ code: "provider_unreachable" });
		expect(hub.shown()).toEqual(["rt-0", "rt-0"]);
		expect(await hub.row(key)).toMatchObject({ token_version: 1, lease_owner: null, health: "ok" });
		expect(await hub.stored(key)).toEqual({ access_token: "at-0", refresh_token: "rt-0" });
		is_lost = false;
		hub.time.monotonic += 1_000;
		const { used, call } = recorder();
		await attempt(call);
		expect(used).toEqual(["at-3"]);
	});

	test("to a refusal afterwards means that a new sign-in is needed", async () => {
		const hub = await open((socket, _request, number) => {
			if (number === 1) socket.destroy();
			else socket.write(replyJson(400, { error: "invalid_grant" }));
		});
		const key = await hub.connect();
		hub.time.now = START + HOUR;
		await expect(hub.start().withToken(key.org_id, key.integration_id, recorder().call)).rejects.toMatchObject({
			code: "provider_reauthorization_needed",
		});
		expect(hub.shown()).toEqual(["rt-0", "rt-0"]);
		expect(await hub.stored(key)).toEqual({ access_token: "at-0", refresh_token: "rt-0" });
	});
});

describe("a provider in trouble", () => {
	test("that cannot be reached or answers 503 is no reason to sign in again", async () => {
		const hub = await open((socket) => socket.write(replyJson(503, {})));
		const key = await hub.connect();
		const source = hub.start();
		hub.time.now = START + HOUR;
		const attempt = () => source.withToken(key.org_id, key.integration_id, recorder().call);
		await expect(attempt()).rejects.toMatchObject({ code: "provider_refused" });
		hub.time.monotonic += 1_000;
		await hub.server.close();
		await expect(attempt()).rejects.toMatchObject({ code: "provider_unreachable" });
		expect(await hub.row(key)).toMatchObject({ health: "ok", lease_owner: null, token_version: 1 });
	});

	test("turns a message into one that was never sent", async () => {
		const hub = await open((socket) => socket.write(replyJson(401, {})));
		const key = await hub.connect();
		const source = hub.start();
		hub.time.now = START + HOUR;
		expect(await source.sendWithToken(key.org_id, key.integration_id, recorder().call)).toMatchObject({
			stage: "never_sent",
			reason: "provider_reauthorization_needed",
		});
		const unknown = await source.sendWithToken(key.org_id, key.org_id, recorder().call);
		expect(unknown).toMatchObject({ stage: "never_sent", reason: "onboarding_not_found" });
		const broken = source.sendWithToken(key.org_id, (await hub.connect()).integration_id, recorder().call);
		expect(await broken).toMatchObject({ reason: "onboarding_not_found" });
	});
});

describe("another process that is refreshing", () => {
	const LEASE_MS = 18_000;

	async function held(
		hub: TokenHub,
		lease_ms = LEASE_MS,
		lease_session = hub.db.session_name,
	): Promise<IntegrationKey> {
		const key = await hub.connect();
		hub.time.now = START + HOUR;
		const { db_now } = await hub.row(key);
		expect(
			await takeRefreshLease(hub.db, {
				...key,
				token_version: 1,
				lease_owner: OTHER,
				db_now,
				lease_ms,
				lease_session,
				gone_owner: null,
			}),
		).toBe(true);
		return key;
	}

	test("is waited for, and its tokens are used", async () => {
		const hub = await open(rotating);
		const key = await held(hub);
		let looks = 0;
		const wait = async () => {
			if (++looks !== 3) return;
			const tokens = { ...hub.seal(key, "at-x", "rt-x"), token_expires_at: START + 3 * HOUR };
			await storeRefreshedTokens(hub.db, { ...key, lease_owner: OTHER, token_version: 1, ...tokens, at: hub.time.now });
		};
		const { used, call } = recorder();
		await hub.start({ wait }).withToken(key.org_id, key.integration_id, call);
		expect([used, hub.shown(), looks]).toEqual([["at-x"], [], 3]);
	});

	test("and fails takes those who wait with it", async () => {
		const hub = await open(rotating);
		const key = await held(hub);
		const wait = () => releaseRefreshLease(hub.db, { ...key, lease_owner: OTHER });
		await expect(hub.start({ wait }).withToken(key.org_id, key.integration_id, recorder().call)).rejects.toMatchObject({
			code: "provider_unreachable",
		});
		expect(hub.shown()).toEqual([]);
	});

	test("and died is replaced when its lease has run out", async () => {
		const hub = await open(rotating);
		const key = await held(hub);
		const expire = () => hub.db.query("UPDATE integration SET lease_expires_at = 1 WHERE org_id = $1", [key.org_id]);
		const { used, call } = recorder();
		await hub.start({ wait: expire }).withToken(key.org_id, key.integration_id, call);
		expect([used, hub.shown()]).toEqual([["at-1"], ["rt-0"]]);
	});

	/** As if whoever is noted as missing had been so for these ms longer. */
	const missingLonger = (hub: TokenHub, key: IntegrationKey, ms: number) =>
		hub.db.query(
			"UPDATE integration SET lease_missing = lease_owner || ' ' || split_part(lease_missing, ' ', 2)::bigint - $2 WHERE org_id = $1",
			[key.org_id, ms],
		);

	test("and was killed is replaced when its sessions are gone, long before its lease runs out", async () => {
		const hub = await open(rotating);
		const key = await held(hub, LEASE_MS, "ticketrail of a process that was killed");
		const { used, call } = recorder();
		await hub.start({ wait: () => missingLonger(hub, key, 100) }).withToken(key.org_id, key.integration_id, call);
		expect([used, hub.shown()]).toEqual([["at-1"], ["rt-0"]]);
	});

	test("and was killed is replaced although whoever waits is killed soon, too, one after the other", async () => {
		const hub = await open(rotating);
		const key = await held(hub, LEASE_MS, "ticketrail of a process that was killed");
		const killedWaiting = async (): Promise<void> => {
			const wait = () => Promise.reject(new Error("killed"));
			const call = hub.start({ wait }).withToken(key.org_id, key.integration_id, recorder().call);
			await expect(call).rejects.toThrow("killed");
		};
		await killedWaiting();
		const { lease_missing_since } = await hub.row(key);
		expect(lease_missing_since).not.toBeNull();
		await killedWaiting();
		expect(await hub.row(key)).toMatchObject({ lease_owner: OTHER, lease_missing_since });
		await missingLonger(hub, key, 5_000);
		const { used, call } = recorder();
		const wait = () => Promise.reject(new Error("nobody has to wait"));
		await hub.start({ wait }).withToken(key.org_id, key.integration_id, call);
		expect([used, hub.shown()]).toEqual([["at-1"], ["rt-0"]]);
	});

	test("and was missing only for a while is not overtaken", async () => {
		const hub = await open(rotating);
		const key = await held(hub);
		const missing_since = (await hub.row(key)).db_now - HOUR;
		await noteHolderMissing(hub.db, { ...key, lease_owner: OTHER, missing_since });
		await waitsToTheEnd(hub, key);
		expect((await hub.row(key)).lease_missing_since).toBeNull();
	});

	test("that was missing says nothing of the next that takes the lease", async () => {
		const hub = await open(rotating);
		const key = await held(hub);
		await noteHolderMissing(hub.db, { ...key, lease_owner: OTHER, missing_since: START });
		const { db_now, lease_missing_since } = await hub.row(key);
		expect(lease_missing_since).not.toBeNull();
		const next = { ...key, token_version: 1, lease_owner: newId(), lease_session: hub.db.session_name };
		expect(await takeRefreshLease(hub.db, { ...next, db_now, lease_ms: LEASE_MS, gone_owner: OTHER })).toBe(true);
		expect((await hub.row(key)).lease_missing_since).toBeNull();
	});

	/** Waits for the holder until that gives up after many looks, which whoever waited hears. */
	async function waitsToTheEnd(hub: TokenHub, key: IntegrationKey, parts: Parameters<TokenHub["start"]>[0] = {}) {
		let looks = 0;
		const wait = async () => {
			if (++looks === 300) await releaseRefreshLease(hub.db, { ...key, lease_owner: OTHER });
		};
		const source = hub.start({ ...parts, wait });
		await expect(source.withToken(key.org_id, key.integration_id, recorder().call)).rejects.toMatchObject({
			code: "provider_unreachable",
		});
		expect([hub.shown(), looks]).toEqual([[], 300]);
	}

	test("is not overtaken where a pooler hides the names of sessions", async () => {
		const hub = await open(rotating);
		const key = await held(hub, LEASE_MS, "ticketrail of another process");
		const db = { ...hub.db, session_name: "ticketrail under a name that the server was not told" };
		await waitsToTheEnd(hub, key, { db });
	});

	test.each([
		["whose sessions are there", (hub: TokenHub) => `${OTHER} ${hub.db.session_name}`],
		["of which only the one before left its name", () => `${newId()} ticketrail of a process that was killed`],
		["that said nothing of its sessions, as before an upgrade,", () => null],
	])("%s is not overtaken", async (_, lease_session) => {
		const hub = await open(rotating);
		const key = await held(hub);
		const text = "UPDATE integration SET lease_session = $2 WHERE org_id = $1";
		await hub.db.query(text, [key.org_id, lease_session(hub)]);
		await waitsToTheEnd(hub, key);
	});

	test("with a clock that is hours ahead does not block the others", async () => {
		const hub = await open(rotating);
		const key = await held(hub, 5 * HOUR);
		const { used, call } = recorder();
		await hub.start().withToken(key.org_id, key.integration_id, call);
		expect(used).toEqual(["at-1"]);
	});

	test("never overwrites newer tokens with its own", async () => {
		const hub = await open(rotating);
		const key = await hub.connect();
		const store = (token: string) =>
			storeRefreshedTokens(hub.db, {
				...key,
				lease_owner: OTHER,
				token_version: 1,
				...hub.seal(key, token, token),
				token_expires_at: START,
				at: START,
			});
		expect(await Promise.all([store("at-x"), store("at-y")])).toContain(false);
		expect((await hub.row(key)).token_version).toBe(2);
	});
});
