import { PassThrough } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ERRORS, HubError } from "../base/error.ts";
import { createLog } from "../base/log.ts";
import { createMetrics } from "../base/metrics.ts";
import { createHttp } from "./http.ts";
import { mountEndpoints } from "./mount-endpoints.ts";
import { errorCodesOf } from "./openapi.ts";
import { mountOperator } from "./operator.ts";
import type { PageLink } from "./pages/landing.ts";
import { createReadiness } from "./readiness.ts";
import { sampleEndpoints } from "./test-server.ts";

const metrics = createMetrics();
let broken: unknown;
let links: PageLink[] = [];
let url = "";
let close: () => Promise<unknown>;

beforeAll(async () => {
	const app = createHttp({
		log: createLog({ level: "silent", destination: new PassThrough() }),
		metrics,
		config: { public_url: "http://hub.test" },
	});
	mountEndpoints(app, sampleEndpoints, { authenticate: async () => Promise.reject(new HubError("unauthorized")) });
	mountOperator(app, {
		endpoints: sampleEndpoints,
		metrics,
		public_url: "http://hub.test",
		version: "1.2.3",
		links: () => links,
		checks: {
			database: async () => {
				if (broken) throw broken;
			},
			worker: async () => {},
		},
	});
	url = await app.listen({ port: 0, host: "127.0.0.1" });
	close = () => app.close();
});
afterAll(() => close());
beforeEach(() => {
	broken = undefined;
	links = [];
});

const get = async (path: string) => {
	const response = await fetch(url + path);
	return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() };
};

describe("health", () => {
	test("the hub is alive even when it is not ready", async () => {
		broken = new Error("down");
		expect(await get("/livez")).toMatchObject({ status: 200, text: '{"status":"alive"}' });
	});

	test("the hub is ready when every check is", async () => {
		const { status, text } = await get("/readyz");
		expect([status, JSON.parse(text)]).toEqual([200, { status: "ready", checks: { database: "ok", worker: "ok" } }]);
	});

	test("what is not ready is named, and nothing about why that is not meant for callers", async () => {
		broken = new Error("password CANARY refused");
		const secretive = await get("/readyz");
		expect(secretive).toMatchObject({
			status: 503,
			headers: { "retry-after": "1", "content-type": "application/problem+json" },
		});
		expect(JSON.parse(secretive.text)).toMatchObject({ code: "unavailable", detail: "Not ready: database (failed)." });
		broken = new HubError("unavailable", { detail: "The hub is stopping." });
		expect(JSON.parse((await get("/readyz")).text).detail).toBe("Not ready: database (The hub is stopping.).");
	});

	test("a hundred who ask at once share one round of checks", async () => {
		let rounds = 0;
		const gate = Promise.withResolvers<void>();
		const readiness = createReadiness({
			database: async () => {
				rounds += 1;
				await gate.promise;
			},
		});
		const answers = Array.from({ length: 100 }, () => readiness());
		gate.resolve();
		for (const { is_ready } of await Promise.all(answers)) expect(is_ready).toBe(true);
		expect(rounds).toBe(1);
		await readiness();
		expect(rounds).toBe(2);
	});
});

describe("metrics", () => {
	test("count orders, deliveries and requests without naming a person or a tenant", async () => {
		metrics.order({ slug: "fonda", result: "accepted" });
		metrics.orderAccepted(0.2);
		metrics.delivery({ type: "order.created", outcome: "accepted" }, 0.05);
		metrics.readQueueDepth(async () => ({ "order.to-pos": 3 }));
		await get("/orgs/CANARY?name=CANARY");
		await expect.poll(async () => (await get("/metrics")).text).toContain('route="/orgs/:id"');
		const { headers, text } = await get("/metrics");
		expect(headers["content-type"]).toMatch(/^text\/plain/);
		for (const line of [
			'ticketrail_orders_total{slug="fonda",result="accepted"} 1',
			"ticketrail_order_accept_seconds_count 1",
			'ticketrail_deliveries_total{type="order.created",outcome="accepted"} 1',
			"ticketrail_delivery_attempt_seconds_sum 0.05",
			'ticketrail_queue_depth{queue="order.to-pos"} 3',
			"process_resident_memory_bytes",
			"nodejs_eventloop_lag_seconds",
		]) {
			expect(text).toContain(line);
		}
		expect(text).not.toContain("CANARY");
	});

	test("are there even when the queue cannot be counted", async () => {
		metrics.readQueueDepth(async () => Promise.reject(new Error("down")));
		const { status, text } = await get("/metrics");
		expect(status).toBe(200);
		expect(text).not.toContain("ticketrail_queue_depth{");
	});
});

describe("the description", () => {
	test("covers every endpoint with every code that it may answer, and refers to nothing that is missing", async () => {
		const { headers, text } = await get("/openapi.json");
		expect(headers["content-type"]).toBe("application/json; charset=utf-8");
		const api = JSON.parse(text);
		expect(api).toMatchObject({
			openapi: "3.1.0",
			info: { title: "Ticketrail", version: "1.2.3" },
			servers: [{ url: "http://hub.test" }],
		});
		expect(Object.keys(api.paths)).toEqual([
			"/orgs",
			"/orgs/{id}",
			"/token",
			"/hooks/{slug}",
			"/page",
			"/livez",
			"/readyz",
			"/metrics",
			"/openapi.json",
			"/docs",
			"/",
		]);
		for (const endpoint of sampleEndpoints) {
			const operation = api.paths[endpoint.path][endpoint.method.toLowerCase()];
			for (const code of errorCodesOf(endpoint)) {
				const response = operation.responses[ERRORS[code].status];
				expect(response.content["application/problem+json"].schema.allOf[1].properties.code.enum).toContain(code);
			}
			for (const status of Object.keys(endpoint.replies)) expect(operation.responses).toHaveProperty(status);
		}
		expect(api.paths["/orgs"].post).toMatchObject({
			operationId: "post_orgs",
			security: [{ partner_token: ["onboarding"] }],
			requestBody: {
				required: true,
				content: { "application/json": { schema: { type: "object", required: ["name"] } } },
			},
		});
		expect(api.paths["/token"].post.requestBody.content).toHaveProperty(["application/x-www-form-urlencoded"]);
		expect(api.paths["/orgs/{id}"].get.parameters).toMatchObject([
			{ name: "id", in: "path", required: true },
			{ name: "depth", in: "query", required: false },
			{ name: "name", in: "query", required: false },
		]);
		for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g))
			expect(api.components.schemas).toHaveProperty(name!);
		const ids = Object.values<Record<string, { operationId: string }>>(api.paths).flatMap((methods) =>
			Object.values(methods).map(({ operationId }) => operationId),
		);
		expect(new Set(ids).size).toBe(ids.length);
	});
});

describe("the pages", () => {
	test.each(["/", "/docs"])(
		"%s is whole by itself: no script, nothing inline, nothing from elsewhere",
		async (path) => {
			const { status, headers, text } = await get(path);
			expect(status).toBe(200);
			expect(headers["content-type"]).toBe("text/html; charset=utf-8");
			expect(headers["content-security-policy"]).toContain("default-src 'none'");
			expect(headers["content-security-policy"]).not.toContain("unsafe");
			expect(text).not.toMatch(/<script|<iframe|<img|\sstyle=|\son\w+=|<style|@import|url\(/);
			for (const [, target] of text.matchAll(/<link[^>]*href="([^"]*)"/g)) expect(target).toMatch(/^\/[^/]/);
			expect(text).toMatch(/independent implementation, not affiliated with Stream/);
			expect(text).toContain('<html lang="en">');
			expect(text).toContain("1.2.3");
		},
	);

	test("/docs explains every error under the address that problems name, and every link inside it leads somewhere", async () => {
		const { text } = await get("/docs");
		for (const code of Object.keys(ERRORS)) expect(text).toContain(`id="error-${code}"`);
		const ids = new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
		for (const [, id] of text.matchAll(/href="#([^"]+)"/g)) expect([...ids]).toContain(id);
		expect(text).toContain("curl -X POST &#39;http://hub.test/orgs&#39;");
	});

	test("their style sheet knows light and dark", async () => {
		const { status, headers, text } = await get("/docs/page.css");
		expect([status, headers["content-type"]]).toEqual([200, "text/css; charset=utf-8"]);
		expect(text).toContain("prefers-color-scheme: dark");
		expect(text).not.toMatch(/url\(|@import/);
	});

	test("/ says how the hub is doing and links the sandbox only where there is one", async () => {
		expect((await get("/")).text).not.toContain("Sandbox");
		links = [{ name: "Reference POS", url: "http://127.0.0.1:9/", text: 'A till <script>alert("x")</script>' }];
		broken = new HubError("unavailable", { detail: "<b>not</b> reachable" });
		const { text } = await get("/");
		expect(text).toContain("Not ready");
		expect(text).toContain("&lt;b&gt;not&lt;/b&gt; reachable");
		expect(text).toContain('href="http://127.0.0.1:9/"');
		expect(text).toContain("A till &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
	});
});
