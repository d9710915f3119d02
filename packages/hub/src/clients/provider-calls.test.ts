import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { createDspClient } from "./dsp-client.ts";
import { createEgress } from "./egress.ts";
import { createPosClient } from "./pos-client.ts";
import { testProvider } from "./test-provider.ts";
import { type OnRequest, openTestServer, reply, replyJson } from "./test-server.ts";

const ADDRESS = {
	address_line_1: "1 Main St",
	city: "Seattle",
	state: "WA",
	postal_code: "98101",
	country: "US",
};
const opened: { close(): Promise<void> }[] = [];

afterEach(async () => {
	await Promise.all(opened.splice(0).map((one) => one.close()));
});

async function start(onRequest: OnRequest) {
	const server = await openTestServer(onRequest);
	const egress = createEgress({ allow_cidrs: ["127.0.0.0/8"] });
	opened.push(server, egress);
	const parts = { egress, clock: { now: () => 0 } };
	return {
		server,
		pos: createPosClient(parts),
		dsp: createDspClient(parts),
		pos_provider: testProvider({ base_url: server.url }),
		dsp_provider: testProvider({ type: "dsp", base_url: server.url }),
	};
}

async function locationsFrom(body: unknown, status = 200) {
	const { pos, pos_provider } = await start((socket) => socket.write(replyJson(status, body)));
	return pos.listLocations(pos_provider, "at-1");
}

describe("the locations of a login", () => {
	// covers: B.3 fields, C.2.3 locations, B.0 bearer
	test("come with everything the contract names, for a POS and a DSP", async () => {
		const location = { provider_id: "pos-loc-7", name: "Main St", address: { ...ADDRESS, address_line_2: "Unit 4" } };
		const full = { ...location, timezone: "US/Pacific", prep_time_minutes: 15, connection_status: "disconnected" };
		const { pos, dsp, pos_provider, dsp_provider, server } = await start((socket) =>
			socket.write(replyJson(200, { locations: [{ ...full, other: 1 }] })),
		);
		expect(await pos.listLocations(pos_provider, "at-1")).toEqual({ ok: true, value: { locations: [full] } });
		expect(await dsp.listLocations(dsp_provider, "at-2")).toMatchObject({ value: { locations: [location] } });
		expect(server.requests[0]).toMatch(/^GET \/stream-pos\/v1\/locations HTTP/);
		expect(server.requests[0]).toContain("authorization: Bearer at-1\r\n");
		expect(server.requests[1]).toMatch(/^GET \/stream-dsp\/v1\/locations HTTP/);
		expect(server.requests[1]).toContain("authorization: Bearer at-2\r\n");
	});

	test("are read although parts are missing, null or of another kind", async () => {
		const empty = { address_line_1: "", address_line_2: "", city: "", state: "", postal_code: "", country: "" };
		expect(
			await locationsFrom({
				locations: [
					{ provider_id: 7, name: null, address: { postal_code: 98101, city: null } },
					{ provider_id: "b", name: "B", address: null, timezone: null, prep_time_minutes: "5", connection_status: 1 },
					{ name: "no id" },
					{ provider_id: "" },
					{ provider_id: "x".repeat(256) },
					null,
					"text",
				],
			}),
		).toEqual({
			ok: true,
			value: {
				locations: [
					{ provider_id: "7", name: "7", address: { ...empty, postal_code: "98101" } },
					{ provider_id: "b", name: "B", address: empty, connection_status: "1" },
				],
			},
		});
	});

	test("never carry text that no database takes", async () => {
		const body = `{"locations":[{"provider_id":"a","name":"x\\u0000y\\ud800z","address":{}}]}`;
		const { pos, pos_provider } = await start((socket) => socket.write(reply(200, body)));
		const listed = await pos.listLocations(pos_provider, "at-1");
		expect(listed.ok && listed.value.locations[0]?.name).toBe("x\ufffdy\ufffdz");
	});

	test("are not there when the answer is no list", async () => {
		for (const body of [{}, [], null, { locations: {} }, { locations: null }]) {
			expect(await locationsFrom(body)).toMatchObject({ ok: false, refused: false, outcome: { stage: "answered" } });
		}
		const many = { locations: Array.from({ length: 20_001 }, (_, n) => ({ provider_id: `${n}` })) };
		expect(await locationsFrom(many)).toMatchObject({ ok: false, message: expect.stringContaining("20000") });
	});

	test("are refused with the provider's own words, but never with the token", async () => {
		expect(await locationsFrom({ status: 401, message: "No menu attached to at-1" }, 401)).toMatchObject({
			ok: false,
			refused: true,
			message: "answered 401: No menu attached to [hidden]",
			outcome: { stage: "answered", status: 401 },
		});
	});
});

describe("the catalog of a POS", () => {
	// covers: B.0 header, B.4 request, B.4 global
	test("is asked for by location or by merchant, never by both, and comes as it was sent", async () => {
		const document = `{ "item": [ ] }`;
		const { pos, pos_provider, server } = await start((socket) => socket.write(reply(200, document)));
		const outcome = await pos.fetchCatalog(pos_provider, "at-1", { location_id: "pos-loc-7" });
		expect(outcome.stage === "answered" && outcome.body.toString()).toBe(document);
		await pos.fetchCatalog(pos_provider, "at-1", { merchant_id: "acct-7" });
		expect(server.requests[0]).toContain("x-provider-location-id: pos-loc-7\r\n");
		expect(server.requests[0]).not.toContain("x-provider-merchant-id");
		expect(server.requests[1]).toContain("x-provider-merchant-id: acct-7\r\n");
		expect(server.requests[1]).not.toContain("x-provider-location-id");
		for (const request of server.requests) expect(request).toContain("authorization: Bearer at-1\r\n");
	});

	test("may come compressed", async () => {
		const { pos, pos_provider } = await start((socket) =>
			socket.write(reply(200, gzipSync(`{"item":[]}`), { "content-encoding": "gzip" })),
		);
		const outcome = await pos.fetchCatalog(pos_provider, "at-1", { location_id: "7" });
		expect(outcome.stage === "answered" && outcome.body.toString()).toBe(`{"item":[]}`);
	});

	test("may be large", async () => {
		const { pos, pos_provider } = await start((socket) => socket.write(reply(200, Buffer.alloc(9_000_000, " "))));
		const outcome = await pos.fetchCatalog(pos_provider, "at-1", { location_id: "7" });
		expect(outcome.stage === "answered" && outcome.body.length).toBe(9_000_000);
	});

	test("is not asked for with an id that cannot be in a header", async () => {
		const { pos, pos_provider, server } = await start((socket) => socket.write(reply(200)));
		const outcome = await pos.fetchCatalog(pos_provider, "at-1", { location_id: "7\r\nx-admin: 1" });
		expect(outcome).toMatchObject({ stage: "never_sent", reason: "invalid_request" });
		expect(server.requests).toEqual([]);
	});
});

describe("an event", () => {
	// covers: B.5 envelope, C.1 paths, F-10
	test("goes out byte for byte, with its key, however often", async () => {
		const body = `{"type": "order.created",  "object": {"note":"café 🍜"}}`;
		const { pos, dsp, pos_provider, dsp_provider, server } = await start((socket) => socket.write(replyJson(200, {})));
		await pos.sendOrderEvent(pos_provider, "at-1", body, "key-1");
		await pos.sendOrderEvent(pos_provider, "at-2", body, "key-1", { deadline_ms: 5_000 });
		await dsp.sendEvent(dsp_provider, "at-3", body, "key-2");
		const sent = server.requests.map((request) => {
			const [head = "", text = ""] = request.split("\r\n\r\n");
			const key = /^idempotency-key: (.*)$/m.exec(head)?.[1]?.trim();
			return [head.split(" ", 2).join(" "), key, Buffer.from(text, "latin1").toString("utf8")];
		});
		expect(sent).toEqual([
			["POST /stream-pos/v1/orders", "key-1", body],
			["POST /stream-pos/v1/orders", "key-1", body],
			["POST /stream-dsp/v1/event", "key-2", body],
		]);
	});

	test("may be given less time than usual", async () => {
		const { dsp, dsp_provider } = await start(() => {});
		const outcome = await dsp.sendEvent(dsp_provider, "at-1", "{}", "key-1", { deadline_ms: 40 });
		expect(outcome).toMatchObject({ stage: "unknown", reason: "deadline" });
	});

	test("with a token that is none is not sent", async () => {
		const { pos, pos_provider, server } = await start((socket) => socket.write(reply(200)));
		for (const token of ["", "a b", "a\r\nb"]) {
			expect(await pos.sendOrderEvent(pos_provider, token, "{}", "key-1")).toMatchObject({ stage: "never_sent" });
		}
		expect(server.connections).toBe(0);
	});
});

describe("the connection of a store", () => {
	// covers: C.2.4 state, C.2.4 disconnect, B.9 connected, F-13
	test("is made, asked for and ended under one path", async () => {
		const { pos, dsp, pos_provider, dsp_provider, server } = await start((socket, request) =>
			socket.write(request.startsWith("GET") ? replyJson(200, { connected: true, location_id: "s 1" }) : reply(204)),
		);
		expect(await dsp.connect(dsp_provider, "at-1", "s 1")).toMatchObject({ status: 204 });
		expect(await dsp.connection(dsp_provider, "at-1", "s 1")).toEqual({
			ok: true,
			value: { connected: true, location_id: "s 1" },
		});
		expect(await dsp.disconnect(dsp_provider, "at-1", "s 1")).toMatchObject({ status: 204 });
		expect(await pos.connect(pos_provider, "at-1", "7")).toMatchObject({ status: 204 });
		expect(await pos.disconnect(pos_provider, "at-1", "7")).toMatchObject({ status: 204 });
		const sent = server.requests.map((request) => [request.split(" HTTP")[0], request.split("\r\n\r\n")[1]]);
		expect(sent).toEqual([
			["POST /stream-dsp/v1/locations/connection", `{"location_id":"s 1"}`],
			["GET /stream-dsp/v1/locations/connection?location_id=s+1", ""],
			["DELETE /stream-dsp/v1/locations/connection", `{"location_id":"s 1"}`],
			["POST /stream-pos/v1/locations/connection", `{"location_id":"7"}`],
			["DELETE /stream-pos/v1/locations/connection", `{"location_id":"7"}`],
		]);
	});

	test("is unknown when the answer does not say", async () => {
		const { dsp, dsp_provider } = await start((socket) => socket.write(replyJson(200, { connected: "yes" })));
		expect(await dsp.connection(dsp_provider, "at-1", "s1")).toMatchObject({ ok: false, refused: false });
	});
});

// covers: B.0 paths, F-10
test("a provider's own paths and prefix are used", async () => {
	const { pos, server } = await start((socket) => socket.write(replyJson(200, { locations: [] })));
	const provider = testProvider({ base_url: `${server.url}/prefix`, paths: { locations: "/v9/shops?all=1" } });
	expect(await pos.listLocations(provider, "at-1")).toMatchObject({ ok: true });
	expect(server.requests[0]).toMatch(/^GET \/prefix\/v9\/shops\?all=1 HTTP/);
});
