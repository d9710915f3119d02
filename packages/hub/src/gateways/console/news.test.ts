import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newId } from "../../base/id.ts";
import { createLog } from "../../base/log.ts";
import { loadConfig } from "../../config.ts";
import { type Hub, startHub } from "../../hub.ts";
import { insertOrderEvents } from "../../storage/tables/order-event.ts";
import { insertTestOrder } from "./test-console-data.ts";
import { startConsoleHub, type TestBrowser, type TestConsoleHub } from "./test-console-hub.ts";

let console_hub: TestConsoleHub;
let second: Hub;
let mine: TestBrowser & { org_id: string };
let other: TestBrowser & { org_id: string };

beforeAll(async () => {
	console_hub = await startConsoleHub({ roles: "api" });
	mine = await console_hub.merchant("manager", "news-a");
	other = await console_hub.merchant("owner", "news-b");
	const config = loadConfig(
		{
			...{ PORT: "0", HOST: "127.0.0.1", DATABASE_URL: console_hub.database_url, TICKETRAIL_SANDBOX: "0" },
			...{ PUBLIC_URL: "http://console.example", TICKETRAIL_ROLES: "api", TICKETRAIL_MASTER_KEY: "0".repeat(64) },
		},
		{},
	);
	second = await startHub(config, { log: createLog({ level: "silent" }) });
});
afterAll(async () => {
	await second.stop();
	await console_hub.close();
});

interface News {
	id: string;
	event: string;
	// biome-ignore lint/suspicious/noExplicitAny: tests look into data of every shape
	data: any;
}

/** A browser's EventSource: collects what it is told until it is closed. */
async function listen(browser: TestBrowser, options: { url?: string; query?: string; last_event_id?: string } = {}) {
	const stop = new AbortController();
	const response = await fetch(`${options.url ?? console_hub.hub.url}/console/events${options.query ?? ""}`, {
		headers: { cookie: browser.cookie, ...(options.last_event_id && { "last-event-id": options.last_event_id }) },
		signal: stop.signal,
	});
	const heard: News[] = [];
	const done = (async () => {
		let text = "";
		for await (const chunk of response.body ?? []) {
			text += Buffer.from(chunk).toString("utf8");
			for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
				const lines = new Map(
					text
						.slice(0, end)
						.split("\n")
						.map((line) => line.split(/: (.*)/s, 2) as [string, string]),
				);
				text = text.slice(end + 2);
				const data = lines.get("data");
				if (data !== undefined)
					heard.push({ id: lines.get("id")!, event: lines.get("event")!, data: JSON.parse(data) });
			}
		}
	})().catch(() => {});
	const close = async () => {
		stop.abort();
		await done;
	};
	return { response, heard, close, ids: () => heard.map(({ data }) => data.event_id) };
}

/** Something happens to an order, as any hub writes it down. */
async function happen(org_id: string, order_id: string, type = "order.accepted", event_id = newId()) {
	const event = { type, actor: "hub", state: null, injection: null, evidence: null, at: Date.now() };
	await insertOrderEvents(console_hub.db, [{ org_id, order_id, event_id, ...event }]);
	return event_id;
}

const until = (what: () => void) => vi.waitFor(what, { timeout: 20_000, interval: 50 });

test("a browser hears of its own organisation's orders and of no other's; an operator hears of all (reliability.md S2)", async () => {
	const own_order = await insertTestOrder(console_hub.db, mine.org_id);
	const foreign_order = await insertTestOrder(console_hub.db, other.org_id);
	const [a, b, all] = [await listen(mine), await listen(other), await listen(await console_hub.operator())];
	expect(a.response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
	const own = await happen(mine.org_id, own_order);
	const foreign = await happen(other.org_id, foreign_order);
	await until(() => expect(all.ids()).toEqual(expect.arrayContaining([own, foreign])));
	await until(() => expect([a.ids(), b.ids()]).toEqual([[own], [foreign]]));
	expect(a.heard[0]).toMatchObject({
		event: "order.changed",
		data: { order: { _id: own_order, org_id: mine.org_id } },
	});
	await Promise.all([a, b, all].map((stream) => stream.close()));
});

test("whoever comes back on another hub hears what happened meanwhile, once, also what was committed out of turn", async () => {
	const order_id = await insertTestOrder(console_hub.db, mine.org_id);
	const first = await listen(mine);
	// made before the next one and written after it, as by a hub that was slower
	const late = newId();
	const early = await happen(mine.org_id, order_id);
	await until(() => expect(first.ids()).toContain(early));
	await first.close();
	await happen(mine.org_id, order_id, "order.rejected", late);
	const missed = [late, await happen(mine.org_id, order_id), await happen(mine.org_id, order_id)];

	const again = await listen(mine, { url: second.url, last_event_id: first.heard.at(-1)!.id });
	await until(() => expect(again.ids()).toEqual(expect.arrayContaining(missed)));
	const live = await happen(mine.org_id, order_id);
	await until(() => expect(again.ids()).toContain(live));
	expect([...again.ids()].sort()).toEqual([...missed, live].sort());
	await again.close();
});

test("a browser that names an event which nobody knows is told to read anew, and then hears on", async () => {
	const order_id = await insertTestOrder(console_hub.db, mine.org_id);
	for (const last_event_id of ["garbage", newId().replace(/^./, "1"), "00000000-0000-7000-8000-000000000000"]) {
		const stream = await listen(mine, { last_event_id });
		await until(() => expect(stream.heard[0]?.event).toBe("resync"));
		const event_id = await happen(mine.org_id, order_id);
		await until(() => expect(stream.ids()).toContain(event_id));
		await stream.close();
	}
});

test("only the wanted types are told", async () => {
	const order_id = await insertTestOrder(console_hub.db, mine.org_id);
	const stream = await listen(mine, { query: "?types=order.rejected" });
	await happen(mine.org_id, order_id, "order.accepted");
	const rejected = await happen(mine.org_id, order_id, "order.rejected");
	await until(() => expect(stream.ids()).toContain(rejected));
	// also of what happened in the last seconds before it came
	expect(new Set(stream.heard.map(({ data }) => data.type))).toEqual(new Set(["order.rejected"]));
	await stream.close();
	expect((await mine.get("/console/events?types=x'y")).status).toBe(400);
});
