import { examples, SIGNATURE_HEADER, signBody } from "@ticketrail/contract";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createLog } from "../base/log.ts";
import { createMetrics } from "../base/metrics.ts";
import type { DriverAssignment } from "../features/orders/index.ts";
import { eventWebhooks } from "./event-webhooks.ts";
import { createHttp } from "./http.ts";
import { mountEndpoints } from "./mount-endpoints.ts";

const HERE = "0199d3a0-0000-7000-8000-000000000004";
let assigned: DriverAssignment[] = [];
const log = createLog({ level: "silent" });
const app = createHttp({
	log,
	metrics: createMetrics({ process_metrics: false }),
	config: { public_url: "http://hub" },
});
let url = "";

beforeAll(async () => {
	const endpoints = eventWebhooks({
		log,
		findPartner: (slug) =>
			slug === "fleet" ? { slug, secrets: ["s3cret", "former"], locations: new Map([[HERE, {}]]) } : undefined,
		async assignDriver(assignment) {
			assigned.push(assignment);
			return "applied";
		},
	});
	mountEndpoints(app, endpoints, { authenticate: async () => Promise.reject(new Error("signed, not authenticated")) });
	url = await app.listen({ port: 0, host: "127.0.0.1" });
});
beforeEach(() => {
	assigned = [];
});
afterAll(() => app.close());

async function post(body: unknown, change: { slug?: string; secret?: string; signature?: string } = {}) {
	const raw = typeof body === "string" ? body : JSON.stringify(body);
	const signature = change.signature ?? signBody(change.secret ?? "s3cret", raw);
	const response = await fetch(`${url}/events/${change.slug ?? "fleet"}/webhook`, {
		method: "POST",
		headers: { "content-type": "application/json", ...(signature && { [SIGNATURE_HEADER]: signature }) },
		body: raw,
	});
	return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

// covers: D.3 signature
test("a courier is taken from an event provider that signs, and only for its own locations (contract.md D.3, E.11)", async () => {
	const reply = await post(examples.order_assign_driver);
	expect(reply).toEqual({ status: 200, body: { received: true, effect: "applied" } });
	expect(assigned).toMatchObject([{ slug: "fleet", object: examples.order_assign_driver.object }]);
	// while its secret is being changed, the former one still opens the door
	expect(await post(examples.order_assign_driver, { secret: "former" })).toEqual(reply);
	expect(assigned[0]?.may_speak_of(HERE)).toBe(true);
	expect(assigned[0]?.may_speak_of("0199d3a0-0000-7000-8000-000000000005")).toBe(false);
});

// covers: D.3 other types, F.1.1
test("an unknown type is answered 200 with a note (contract.md F.1.1)", async () => {
	const reply = await post({ type: "order.teleport", object: {} });
	expect(reply).toMatchObject({
		status: 200,
		body: { effect: "none", note: expect.stringContaining("order.teleport") },
	});
	expect(assigned).toEqual([]);
});

// covers: D.3 signature, E.11 refused
test("a stranger, a missing and a wrong signature, and a body of the wrong form change nothing (contract.md D.3, E.11)", async () => {
	const body = examples.order_assign_driver;
	const refusals = [
		await post(body, { slug: "nobody" }),
		await post(body, { signature: "" }),
		await post(body, { secret: "other" }),
		await post("{not json"),
		await post([]),
		await post({ type: "order.assign.driver", object: { driver_details: {} } }),
		await post({ type: "order.assign.driver", object: { order_id: 7, driver_details: {} } }),
	];
	expect(refusals.map(({ status, body: { code } }) => [status, code])).toEqual([
		[404, "provider_not_found"],
		[401, "signature_missing"],
		[401, "signature_mismatch"],
		[400, "invalid_json"],
		[400, "invalid_field"],
		[400, "invalid_field"],
		[400, "invalid_field"],
	]);
	expect(assigned).toEqual([]);
});
