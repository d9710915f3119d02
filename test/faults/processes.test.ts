import { afterEach, expect, test } from "vitest";
import { type Fleet, openFleet } from "../e2e/fleet.ts";
import { startHubProcess, untilReady } from "../e2e/hub-process.ts";
import { PATIENCE_MS, until } from "../e2e/until.ts";
import { type FaultFleet, openFaultFleet } from "./fault-fleet.ts";

let fleet: Fleet | undefined;
afterEach(async () => {
	await fleet?.close();
	fleet = undefined;
});

const ONE = { contract: "dedupes_by_order_id", processes: "one process" } as const;

test("one hub takes orders and another one works: the order goes through both, promptly", async () => {
	const roles = ["api", "worker"];
	fleet = await openFleet({
		size: 2,
		settings: ["delivery_contract=dedupes_by_order_id"],
		env: (n) => ({ TICKETRAIL_ROLES: roles[n] ?? "" }),
	});
	fleet.door.only = 0;
	const ids = await fleet.offer(20, 4);
	for (const id of ids) {
		expect(await fleet.dsp.waitForVerdict(id, PATIENCE_MS)).toMatchObject({ kind: "accepted", times: 1 });
		expect(fleet.ticketsFor(id)).toHaveLength(1);
	}
	// a hub that only works takes no orders, and one that only takes orders sends none on
	fleet.door.only = 1;
	expect((await fleet.placeOnce("order-to-the-worker")).status).toBe(404);
	fleet.door.only = 0;
	fleet.hubs[1]?.process.kill();
	await fleet.hubs[1]?.process.gone;
	await fleet.place("order-without-a-worker");
	expect(fleet.requestsFor("order-without-a-worker")).toEqual([]);
	await fleet.hubs[1]?.restart();
	expect(await fleet.dsp.waitForVerdict("order-without-a-worker", PATIENCE_MS)).toMatchObject({ kind: "accepted" });
});

test("a hub that starts before its database is alive, says that it is not ready, and begins when the database is there", async () => {
	const opened: FaultFleet = await openFaultFleet(ONE);
	fleet = opened;
	const [hub] = opened.hubs;
	if (hub === undefined) throw new Error("a fleet has a hub");
	expect(await hub.process.terminate()).toBe(143);
	opened.line.fail("refuse");
	for (const ends of [true, false]) {
		hub.process = startHubProcess(hub.env);
		const look = (path: string) => fetch(`${hub.url}${path}`).catch(() => undefined);
		await until("it is alive", async () => (await look("/livez"))?.status === 200);
		for (const path of ["/readyz", "/", "/order/sim-dsp"]) {
			const answer = await look(path);
			expect([path, answer?.status, answer?.headers.get("retry-after")]).toEqual([path, 503, "1"]);
			expect(answer?.headers.get("content-type")).toMatch(/problem\+json/);
		}
		await until("it says why", () => hub.process.said().includes('"database.awaited"'));
		if (ends) expect(await hub.process.terminate()).toBe(143);
	}
	opened.line.heal();
	await untilReady(hub.process, hub.url);
	await opened.place("order-after-the-wait");
	expect(await opened.dsp.waitForVerdict("order-after-the-wait", PATIENCE_MS)).toMatchObject({ kind: "accepted" });
});

test("a hub whose database goes away in the moment in which it is ready stays, and goes on when it is back", async () => {
	const opened: FaultFleet = await openFaultFleet(ONE);
	fleet = opened;
	const [hub] = opened.hubs;
	if (hub === undefined) throw new Error("a fleet has a hub");
	await hub.process.terminate();
	// who can sign in is what it asks last
	const was_cut = opened.line.cutAt("FROM operator");
	hub.process = startHubProcess(hub.env);
	await was_cut;
	await untilReady(hub.process, hub.url);
	await opened.place("order-after-the-cut");
	expect(await opened.dsp.waitForVerdict("order-after-the-cut", PATIENCE_MS)).toMatchObject({ kind: "accepted" });
	expect(await hub.process.terminate()).toBe(143);
});

test("a hub that its database refuses does not wait: it says which setting is wrong, without the password", async () => {
	fleet = await openFaultFleet(ONE);
	const [hub] = fleet.hubs;
	await hub?.process.terminate();
	const url = new URL(hub?.env.DATABASE_URL ?? "");
	url.password = "CANARY";
	const refused = startHubProcess({ ...hub?.env, DATABASE_URL: url.href });
	await refused.gone;
	expect(await refused.terminate()).toBe(3);
	expect(refused.said()).toMatch(/DATABASE_URL/);
	expect(refused.said()).not.toMatch(/CANARY|^\s+at /m);
});
